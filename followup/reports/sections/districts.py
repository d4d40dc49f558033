"""The city's report: each district on half a page, with its words, its problems and its curve."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.models import ReportPart
from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.pictures import Picture
from followup.reports.sections.base import Entry, Section, excerpt
from followup.reports.telling import Figure
from followup.selectors.situation import BodyStatus
from followup.selectors.words import BodyWords, ProblemText
from trygghet.months import month_name

MOST_PROBLEMS = 6
EXCERPT = 520
# What says most about the situation comes first; the first of these that is written is quoted.
QUOTED = (
    ReportPart.Kind.ANALYSIS,
    ReportPart.Kind.REFLECTION,
    ReportPart.Kind.STAFF_KNOWLEDGE,
    ReportPart.Kind.LOCAL_CONDITIONS,
)


@dataclass(frozen=True)
class District:
    """``quote`` and ``needs`` are the committee's own words, shortened."""

    anchor: str
    status: BodyStatus
    words: BodyWords | None
    problems: tuple[ProblemText, ...]
    more_problems: int
    now: int | None
    before: int | None
    increasing: int | None
    quote: str
    quoted_part: str
    needs: str
    curve: Picture | None


def build(material: Material) -> dict[str, Any]:
    districts = tuple(_district(material, status) for status in material.districts)
    return {"districts": districts}


def anchor_of(status: BodyStatus) -> str:
    return f"namnd-{status.code}"


def parts(material: Material) -> tuple[Entry, ...]:
    return tuple(Entry(anchor_of(each), "", each.name, 2) for each in material.districts)


def _district(material: Material, status: BodyStatus) -> District:
    words = material.words.get(status.body_id)
    now, before = material.series_by_body[status.body_id][-1:-3:-1]
    problems = words.problems if words else ()
    part, quote = _quote(words)
    return District(
        anchor=anchor_of(status),
        status=status,
        words=words,
        problems=problems[:MOST_PROBLEMS],
        more_problems=max(len(problems) - MOST_PROBLEMS, 0),
        now=now.count,
        before=before.count,
        increasing=now.increasing,
        quote=quote,
        quoted_part=part,
        needs=excerpt(words.parts.get(ReportPart.Kind.NEEDS, ""), EXCERPT) if words else "",
        curve=pictures.curve(material, status.body_id, status.code),
    )


def _quote(words: BodyWords | None) -> tuple[str, str]:
    for kind in QUOTED:
        if words and (text := words.parts.get(kind)):
            return str(kind.label), excerpt(text, EXCERPT)
    return "", ""


def figures(material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    for each in built["districts"]:
        code, name = each.status.code, each.status.name
        withheld = each.words.withheld if each.words else None
        yield Figure("body.problems", code, _("%(n)s: problem") % {"n": name}, each.now)
        before = _("%(n)s: problem månaden före") % {"n": name}
        yield Figure("body.problems_before", code, before, each.before)
        growing = _("%(n)s: problem som ökar") % {"n": name}
        yield Figure("body.increasing", code, growing, each.increasing)
        more = _("%(n)s: problem som inte räknas upp") % {"n": name}
        yield Figure("body.more_problems", code, more, each.more_problems)
        hidden = _("%(n)s: uppgifter som inte visas") % {"n": name}
        yield Figure("body.withheld", code, hidden, withheld)
        if each.curve:
            yield from _points(material, each.status)


def _points(material: Material, status: BodyStatus) -> Iterator[Figure]:
    """What the body's curve is drawn from."""
    for point in material.series_by_body[status.body_id]:
        of = f"{status.code}.{point.month:%Y-%m}"
        words = {"n": status.name, "month": month_name(point.month)}
        problems, growing = _("%(n)s: problem i %(month)s"), _("%(n)s: som ökar i %(month)s")
        yield Figure("body.month_problems", of, problems % words, point.count)
        yield Figure("body.month_increasing", of, growing % words, point.increasing)


SECTION = Section(
    "stadsdelar",
    gettext_lazy("Läget i stadsdelsområdena"),
    "followup/reports/districts.html",
    build,
    parts,
    figures,
)
