"""One page: the situation in a sentence, the figures, what has changed, what is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followup.reports.material import Material
from followup.reports.sections.base import Section, change, excerpt, listed
from followup.reports.telling import Figure
from followup.selectors.obstacles import ObstacleLine
from followup.selectors.problems import Tally

LONG_WAIT_DAYS = 30
MOST_NAMES = 4
MOST_CHANGES = 3


@dataclass(frozen=True)
class Tile:
    """A figure with its name; ``note`` compares it or says what it is counted on."""

    label: str
    value: str
    note: str

    @property
    def is_missing(self) -> bool:
        """No figure, which is not zero."""
        return not self.value.isdecimal()


@dataclass(frozen=True)
class Proposal:
    """What the recipient is asked to do, and why."""

    text: str
    reason: str


def build(material: Material) -> dict[str, Any]:
    return {
        "lead": _lead(material),
        "tiles": _tiles(material),
        "changed": _changed(material),
        "proposals": _proposals(material),
    }


def figures(material: Material, _built: dict[str, Any]) -> Iterator[Figure]:
    counts, picture = material.status.counts, material.picture
    waiting = material.waiting
    found = [
        ("reports.asked", _("Nämnder och bolagsstyrelser som ombads rapportera"), counts.asked),
        ("reports.approved", _("Godkända lägesbilder"), counts.approved),
        ("reports.approved_before", _("Godkända lägesbilder månaden före"),
         material.previous.counts.approved),
        ("reports.missing", _("Lägesbilder som saknas"), counts.missing),
        ("reports.late", _("Lägesbilder som lämnades sent"), counts.late),
        ("problems", _("Problem"), picture.total),
        ("problems.before", _("Problem månaden före"), picture.previous_total),
        ("problems.increasing", _("Problem som ökar"),
         _growing(material)),
        ("problems.increasing_before", _("Problem som ökade månaden före"),
         picture.previous_increasing),
        ("obstacles.waiting", _("Hinder som väntar på svar"), len(waiting)),
        ("obstacles.longest", _("Längsta väntan på svar, dagar"),
         waiting[0].days_waited(material.day) if waiting else None),
        ("obstacles.long_waits", _("Hinder som väntat minst 30 dagar"),
         len(_long_waits(material))),
        ("obstacles.answered", _("Hinder som fått svar"), len(material.answered)),
        ("problems.new", _("Nya problem"), len(material.changes.new)),
        ("problems.ended", _("Problem som upphört"), len(material.changes.ended)),
        ("bodies.without_coordinator", _("Saknar samordnare"),
         sum(not body.has_coordinator for body in material.status.bodies)),
        ("reports.overdue", _("Lägesbilder vars sista dag är förbi"),
         sum(body.is_overdue for body in material.status.bodies)),
        ("withheld", _("Uppgifter som inte visas"), material.withheld.total),
    ]  # fmt: skip
    yield from (Figure(kind, "", label, value) for kind, label, value in found)
    for kind, label, value in zip(
        ("both.reports", "both.before", "both.now"),
        (
            _("Nämnder och bolag med godkänd lägesbild båda månaderna"),
            _("Problem hos dem, månaden före"),
            _("Problem hos dem"),
        ),
        _both_months(material),
        strict=True,
    ):
        yield Figure(kind, "", label, value)


def _lead(material: Material) -> str:
    counts, picture = material.status.counts, material.picture
    if material.is_city:
        began = _("%(sent)s av %(asked)s nämnder och bolagsstyrelser har en godkänd lägesbild.") % {
            "sent": counts.approved, "asked": counts.asked,
        }  # fmt: skip
    elif counts.approved:
        began = _("Nämndens lägesbild är godkänd.")
    else:
        began = _("Nämnden har ingen godkänd lägesbild för månaden.")
    if picture.total is None:
        return _("%(began)s Därför finns inga uppgifter om problem.") % {"began": began}
    about = {"began": began, "n": picture.total, "compared": _compared(material)}
    if picture.total == 0:
        return _("%(began)s Inga problem beskrivs%(compared)s.") % about
    growing = picture.increasing or _("inget")
    said = _("%(began)s %(n)s problem beskrivs%(compared)s; %(growing)s av dem ökar.")
    return said % (about | {"growing": growing})


def _compared(material: Material) -> str:
    now, before = material.picture.total, material.picture.previous_total
    if now is None or before is None:
        return ""
    words = {"change": change(now, before), "month": material.previous_month_name}
    if now == before:
        return _(", lika många som i %(month)s") % words
    return _(", %(change)s än i %(month)s") % words


def _tiles(material: Material) -> list[Tile]:
    counts, picture = material.status.counts, material.picture
    tiles = [
        Tile(
            _("Problem"),
            _number(picture.total),
            _against(material, picture.total, picture.previous_total),
        ),
        Tile(
            _("Problem som ökar"),
            _number(_growing(material)),
            _against(material, _growing(material), picture.previous_increasing),
        ),
        Tile(_("Hinder som väntar på svar"), str(len(material.waiting)), _longest(material)),
        Tile(_("Hinder som fått svar"), str(len(material.answered)), _("sedan månadens början")),
    ]
    if material.is_city:
        before = material.previous.counts.approved
        of = _("av %(n)s; %(before)s i %(month)s") % {
            "n": counts.asked, "month": material.previous_month_name, "before": before,
        }  # fmt: skip
        late = _("%(n)s lämnade, men sent") % {"n": counts.late}
        tiles.insert(0, Tile(_("Godkända lägesbilder"), str(counts.approved), of))
        tiles.append(Tile(_("Lägesbilder som saknas"), str(counts.missing), late))
    return tiles


def _growing(material: Material) -> int | None:
    """None of a month that nobody told of."""
    picture = material.picture
    return None if picture.total is None else picture.increasing


def _number(value: int | None) -> str:
    return _("uppgift saknas") if value is None else str(value)


def _against(material: Material, now: int | None, before: int | None) -> str:
    """Beside the figure of a month: how it differs from the month before."""
    words = {"change": change(now, before), "n": before, "month": material.previous_month_name}
    if before is None:
        return _("ingen tidigare uppgift")
    if now is None:
        return _("%(n)s i %(month)s") % words
    return _("%(change)s mot %(month)s") % words


def _longest(material: Material) -> str:
    if not material.waiting:
        return _("inget väntar")
    days = material.waiting[0].days_waited(material.day)
    return ngettext("längst %(n)s dag", "längst %(n)s dagar", days) % {"n": days}


def _changed(material: Material) -> list[str]:
    """What is worth knowing since last month, in at most a handful of sentences."""
    if material.picture.total is None:
        return [_("Det går inte att säga, eftersom ingen lägesbild är godkänd för månaden.")]
    found = [
        sentence
        for sentence in (
            _like_with_like(material),
            _new(material),
            _types(material, up=True),
            _types(material, up=False),
            _ended(material),
        )
        if sentence
    ]
    return found or [_("Inget av det som rapporteras har ändrats sedan förra månaden.")]


def _like_with_like(material: Material) -> str:
    """The city's change among those who reported both months, when the others would blur it."""
    number, before, now = _both_months(material)
    reported = (len(month.report_ids) for month in (material.status, material.previous))
    if not number or {number} == set(reported):
        return ""
    return _(
        "Bland de %(n)s som har en godkänd lägesbild för båda månaderna gick antalet problem från "
        "%(before)s till %(now)s."
    ) % {
        "n": number,
        "before": before,
        "now": now,
    }


def _both_months(material: Material) -> tuple[int, int, int]:
    """How many reported both months, and their problems before and now."""
    pairs = [(series[-1].count, series[-2].count) for series in material.series_by_body.values()]
    both = [(now, before) for now, before in pairs if now is not None and before is not None]
    return len(both), sum(before for _now, before in both), sum(now for now, _before in both)


def _new(material: Material) -> str:
    new = material.changes.new
    if not new:
        return ""
    where = list(dict.fromkeys(line.body_name for line in new))
    said = ngettext("%(n)s nytt problem", "%(n)s nya problem", len(new)) % {"n": len(new)}
    if not material.is_city:
        return _("%(said)s: %(titles)s.") % {
            "said": said, "titles": listed([line.title for line in new], MOST_NAMES),
        }  # fmt: skip
    return _("%(said)s, från %(where)s.") % {"said": said, "where": listed(where, MOST_NAMES)}


def _types(material: Material, *, up: bool) -> str:
    moved = [each for each in material.picture.by_type if _moved(each) * (1 if up else -1) > 0]
    moved.sort(key=lambda each: -abs(_moved(each)))
    if not moved:
        return ""
    words = [
        _("%(type)s (från %(before)s till %(now)s)")
        % {"type": each.label, "before": each.previous, "now": each.count}
        for each in moved[:MOST_CHANGES]
    ]
    begin = _("Fler problem än förra månaden av typen") if up else _("Färre problem av typen")
    return f"{begin} {listed(words)}."


def _moved(each: Tally) -> int:
    return 0 if each.previous is None or each.count is None else each.count - each.previous


def _ended(material: Material) -> str:
    number = len(material.changes.ended)
    if not number:
        return ""
    return ngettext("%(n)s problem har upphört.", "%(n)s problem har upphört.", number) % {
        "n": number
    }


def _proposals(material: Material) -> list[Proposal]:
    """Drafted from the figures alone; the recipient decides."""
    asked = [_answer_obstacles(material), _appoint(material), _send(material)]
    noted = Proposal(
        _("lägga månadsrapporten för %(month)s till handlingarna") % {"month": material.month_name},
        "",
    )
    return [proposal for proposal in asked if proposal] + [noted]


def _answer_obstacles(material: Material) -> Proposal | None:
    long = _long_waits(material)
    if not long:
        return None
    text = ngettext(
        "se till att %(n)s hinder som väntat minst %(days)s dagar får svar",
        "se till att %(n)s hinder som väntat minst %(days)s dagar får svar",
        len(long),
    )
    reason = "; ".join(_wait(material, line) for line in long[:MOST_CHANGES])
    return Proposal(text % {"n": len(long), "days": LONG_WAIT_DAYS}, reason)


def _long_waits(material: Material) -> list[ObstacleLine]:
    return [line for line in material.waiting if line.days_waited(material.day) >= LONG_WAIT_DAYS]


def _wait(material: Material, line: ObstacleLine) -> str:
    return _("%(title)s (%(body)s, %(days)s dagar)") % {
        "title": excerpt(line.title, 70),
        "body": line.body_name,
        "days": line.days_waited(material.day),
    }


def _appoint(material: Material) -> Proposal | None:
    without = [body.name for body in material.status.bodies if not body.has_coordinator]
    if not without:
        return None
    text = ngettext(
        "uppmana %(n)s nämnd eller bolagsstyrelse att utse en samordnare",
        "uppmana %(n)s nämnder och bolagsstyrelser att utse en samordnare",
        len(without),
    )
    return Proposal(text % {"n": len(without)}, listed(without, MOST_NAMES))


def _send(material: Material) -> Proposal | None:
    overdue = [body.name for body in material.status.bodies if body.is_overdue]
    if not overdue:
        return None
    text = ngettext(
        "uppmana %(n)s nämnd eller bolagsstyrelse att lämna den lägesbild som saknas",
        "uppmana %(n)s nämnder och bolagsstyrelser att lämna de lägesbilder som saknas",
        len(overdue),
    )
    return Proposal(text % {"n": len(overdue)}, listed(overdue, MOST_NAMES))


SECTION = Section(
    "sammanfattning", gettext_lazy("Sammanfattning"), "followup/reports/summary.html", build,
    figures=figures,
)  # fmt: skip
