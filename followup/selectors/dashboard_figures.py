"""The dashboard's figures, each beside the month before and with its curve; and its sentence."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.charts import sparkline
from followup.selectors.dashboard import Dashboard
from followup.selectors.situation import BodyStatus, last_day_of
from trygghet.months import month_name

LESS_IS_BETTER, MORE_IS_BETTER, NEITHER = -1, 1, 0


@dataclass(frozen=True)
class Figure:
    """One figure; ``value`` is None where nothing is known. ``target`` is an anchor on the page."""

    label: str
    value: int | str | None
    unit: str = ""
    target: str = ""
    delta: str = ""
    direction: str = ""
    tone: str = "neutral"
    note: str = ""
    curve: SafeString | str = ""
    withheld: bool = False

    @property
    def url(self) -> str:
        return f"#{self.target}" if self.target else ""


def city_figures(board: Dashboard) -> tuple[Figure, ...]:
    """What a month in the whole city is judged by."""
    now = board.month.counts
    reports = [
        _report_figure(board, _("Godkända lägesbilder"), "approved", MORE_IS_BETTER),
        _report_figure(board, _("Väntar på godkännande"), "waiting", NEITHER),
        _report_figure(board, _("Inskickade för sent"), "late", LESS_IS_BETTER),
        _report_figure(board, _("Lägesbilder som saknas"), "missing", LESS_IS_BETTER),
    ]
    vacant = Figure(
        _("Utan samordnare"),
        now.without_coordinator,
        target="kraver-beslut",
        unit=_("av %(asked)s") % {"asked": now.asked},
    )
    return (
        *reports,
        *_problem_figures(board),
        _obstacle_figure(board),
        vacant,
        *_thread_figures(board),
    )


def body_figures(board: Dashboard) -> tuple[Figure, ...]:
    """What a month in one body is judged by."""
    now = board.month.counts
    year = [month.counts for month in board.history[1:]]
    in_time = Figure(
        _("Lägesbilder i tid, tolv månader"),
        None if now.withheld else sum(counts.in_time for counts in year),
        unit=_("av %(asked)s") % {"asked": sum(counts.asked for counts in year)},
        target="manader",
        withheld=bool(now.withheld),
    )
    tallies = {tally.key: tally for tally in board.picture.by_development}
    known = board.picture.total is not None
    changed = [
        Figure(label, tallies[key].count if known else None, target="problem-per-utveckling")
        for key, label in (("new", _("Nya problem")), ("ended", _("Problem som upphört")))
    ]
    return (
        *_problem_figures(board),
        *changed,
        _obstacle_figure(board),
        in_time,
        *_thread_figures(board),
    )


def _report_figure(board: Dashboard, label: str, name: str, better: int) -> Figure:
    counts = board.month.counts
    values = [getattr(month.counts, name) for month in board.history[1:]]
    before = getattr(board.previous.counts, name) if board.previous.bodies else None
    value = getattr(counts, name)
    if counts.withheld:
        compared = {"note": _("%(count)s visas inte") % {"count": counts.withheld}}
    else:
        compared = _compared(value, before, better, _month_before(board))
    return Figure(
        label,
        value,
        unit=_("av %(known)s") % {"known": counts.asked - counts.withheld},
        target="namnder",
        curve="" if counts.withheld else sparkline(values),
        withheld=counts.withheld == counts.asked > 0,
        **compared,
    )


def _problem_figures(board: Dashboard) -> tuple[Figure, Figure]:
    """Problems are not judged against a month with another number of reports to count on."""
    picture = board.picture
    now_reports, reports_before = (point.reports for point in reversed(board.series[-2:]))
    same = now_reports == reports_before
    better = LESS_IS_BETTER if same else NEITHER
    than = (
        _month_before(board)
        if same
        else _("än i %(month)s (%(before)s lägesbilder, nu %(now)s)")
        % {"month": _short(board), "before": reports_before, "now": now_reports}
    )
    total = Figure(
        _("Problem"),
        picture.total,
        target="problem-per-typ",
        curve=sparkline([point.count for point in board.series]),
        **_compared(picture.total, picture.previous_total, better, than),
    )
    now = picture.increasing if picture.total is not None else None
    growing = Figure(
        _("Problem som ökar"),
        now,
        target="problem-per-utveckling",
        curve=sparkline([point.increasing for point in board.series]),
        **_compared(now, picture.previous_increasing, better, than),
    )
    return total, growing


def _obstacle_figure(board: Dashboard) -> Figure:
    selection = board.selection
    ends = [*(last_day_of(month.month) for month in board.history[1:-1]), selection.seen_on]
    before = len(board.obstacles.waiting_on(selection.seen_before))
    return Figure(
        _("Hinder utan svar"),
        len(board.waiting),
        target="kraver-beslut",
        curve=sparkline([len(board.obstacles.waiting_on(day)) for day in ends]),
        **_compared(len(board.waiting), before, LESS_IS_BETTER, _("än en månad tidigare")),
    )


def _thread_figures(board: Dashboard) -> tuple[Figure, ...]:
    """How complete the running processes are today: of the body that leads, or all; if any."""
    body = board.selection.body
    threads = board.threads.of(body.pk if body else None)
    if not threads.threads:
        return ()
    return (
        Figure(
            _("Röd tråd som hänger ihop"),
            threads.percent,
            unit="%" if threads.percent is not None else "",
            note=_("i %(n)s samverkan som pågår nu") % {"n": threads.threads},
        ),
    )


def _month_before(board: Dashboard) -> str:
    return _("än i %(month)s") % {"month": _short(board)}


def _short(board: Dashboard) -> str:
    """The name of the month before, without its year."""
    return month_name(board.selection.before).split()[0]


def _compared(value: int | None, before: int | None, better: int, than: str) -> dict[str, str]:
    """The difference in words, with its direction and whether it is for the better."""
    if value is None or before is None:
        return {"note": _("inget att jämföra med")}
    difference = value - before
    if not difference:
        return {"delta": _("oförändrat"), "direction": "same", "note": ""}
    tone = "neutral" if better == NEITHER else "good" if difference * better > 0 else "bad"
    word = _("%(count)s fler") if difference > 0 else _("%(count)s färre")
    return {
        "delta": word % {"count": abs(difference)},
        "direction": "up" if difference > 0 else "down",
        "tone": tone,
        "note": than,
    }


def city_sentence(board: Dashboard) -> str:
    """The month in a sentence or two."""
    counts = board.month.counts
    if not counts.asked:
        return _("Ingen nämnd eller styrelse motsvarar ditt urval.")
    sent = _("%(sent)s av %(asked)s lägesbilder har kommit in.")
    if counts.withheld:
        sent = _("Du får se %(known)s av %(asked)s lägesbilder, de andra är inte publicerade.")
    sent %= {
        "sent": counts.sent,
        "asked": counts.asked,
        "known": counts.asked - counts.withheld,
    }
    return " ".join(filter(None, [sent, _problems_in_words(board), _waiting_in_words(board)]))


def body_sentence(board: Dashboard) -> str:
    status = next(iter(board.month.bodies), None)
    if status is None:
        return _("Ingen lägesbild begärdes för månaden.")
    report = _report_in_words(status)
    return " ".join(filter(None, [report, _problems_in_words(board), _waiting_in_words(board)]))


def _report_in_words(status: BodyStatus) -> str:
    words = {
        "withheld": _("Lägesbilden visas när den är publicerad."),
        "missing": _("Lägesbilden har inte kommit in."),
        "draft": _("Lägesbilden är ett utkast."),
        "returned": _("Lägesbilden är återsänd och ska skickas in igen."),
        "submitted": _("Lägesbilden är inskickad och väntar på godkännande."),
        "approved": _("Lägesbilden är godkänd."),
        "published": _("Lägesbilden är publicerad."),
    }
    return words[status.state]


def _problems_in_words(board: Dashboard) -> str:
    picture = board.picture
    if picture.total is None:
        return ""
    counted = ngettext(
        "%(count)s problem är beskrivet", "%(count)s problem är beskrivna", picture.total
    ) % {"count": picture.total}
    if not picture.increasing:
        return counted + "."
    growing = ngettext("%(count)s av dem ökar", "%(count)s av dem ökar", picture.increasing) % {
        "count": picture.increasing
    }
    return _("%(counted)s, %(growing)s.") % {"counted": counted, "growing": growing}


def _waiting_in_words(board: Dashboard) -> str:
    number = len(board.waiting)
    if not number:
        return ""
    return ngettext("Ett hinder väntar på svar.", "%(count)s hinder väntar på svar.", number) % {
        "count": number
    }
