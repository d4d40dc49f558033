"""What the bodies wrote themselves, as far as the reader may read it: a month's parts, problems and
obstacles in full. The figures come from the other selectors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Value

from collaboration.models import Obstacle, Problem, ReportPart, SituationReport
from followup.selectors.situation import MonthStatus
from trygghet.accounts.scope import Scope
from trygghet.swedish import swedish_key

# What matters most to a reader who stops early comes first.
ORDER_OF_DEVELOPMENT = (
    Problem.Development.INCREASING,
    Problem.Development.NEW,
    Problem.Development.UNCHANGED,
    Problem.Development.DECREASING,
    Problem.Development.ENDED,
)


@dataclass(frozen=True)
class ProblemText:
    """A problem as it was told; ``exposed`` are the groups in words."""

    title: str
    type_name: str
    where: str
    frequency: str
    exposed: tuple[str, ...]
    development: str
    description: str
    consequences: str


@dataclass(frozen=True)
class BodyWords:
    """One body's report in its own words. ``parts`` maps a kind of part to its text."""

    parts: Mapping[str, str]
    problems: tuple[ProblemText, ...]
    withheld: int
    no_change: bool
    no_problems: bool


@dataclass(frozen=True)
class ObstacleText:
    description: str
    need: str
    answer: str


def words_by_body(scope: Scope, month: MonthStatus) -> dict[int, BodyWords]:
    """The words of every body whose report the figures are counted on. Four queries."""
    ids = month.report_ids
    parts: dict[int, dict[str, str]] = {}
    for row in ReportPart.objects.filter(report__in=ids).exclude(text="").readable_by(scope):
        parts.setdefault(row.report_id, {})[row.kind] = row.text
    problems = _problems(scope, ids)
    withheld = _withheld(scope, ids)
    reports = SituationReport.objects.filter(pk__in=ids).only("body_id", "no_change", "no_problems")
    return {
        report.body_id: BodyWords(
            parts.get(report.pk, {}),
            tuple(problems.get(report.pk, ())),
            withheld.get(report.pk, 0),
            report.no_change,
            report.no_problems,
        )
        for report in reports
    }


def obstacle_texts(scope: Scope, ids: Iterable[int]) -> dict[int, ObstacleText]:
    """Description, need and answer of the obstacles that the reader may read. One query."""
    rows = Obstacle.objects.visible_to(scope).filter(pk__in=list(ids))
    return {
        pk: ObstacleText(*texts)
        for pk, *texts in rows.values_list("pk", "description", "need", "answer")
    }


def _problems(scope: Scope, ids: Iterable[int]) -> dict[int, list[ProblemText]]:
    rows = Problem.objects.visible_to(scope).filter(report__in=ids)
    found: dict[int, list[ProblemText]] = {}
    for row in sorted(rows.select_related("type", "area"), key=_importance):
        found.setdefault(row.report_id, []).append(_problem(row))
    return found


def _importance(row: Problem) -> tuple[int, str, int]:
    rank = ORDER_OF_DEVELOPMENT.index(Problem.Development(row.development))
    return rank, swedish_key(row.title), row.pk


def _problem(row: Problem) -> ProblemText:
    groups = dict(Problem.Exposed.choices)
    return ProblemText(
        title=row.title,
        type_name=row.type.name,
        where=", ".join(filter(None, [row.place, row.area.name if row.area else ""])),
        frequency=row.get_frequency_display() if row.frequency else "",
        exposed=tuple(str(groups[value]) for value in row.exposed),
        development=row.development,
        description=row.description,
        consequences=row.consequences,
    )


def _withheld(scope: Scope, ids: Iterable[int]) -> dict[int, int]:
    """How many problems and parts of each report the reader may not read."""
    counted = [
        rows.filter(report__in=ids)
        .withheld_from(scope)
        .order_by()
        .values("report")
        .annotate(number=Count("pk"), what=Value(what))
        .values_list("report", "number", "what")
        for what, rows in (
            ("problems", Problem.objects.all()),
            ("parts", ReportPart.objects.exclude(text="")),
        )
    ]
    found: dict[int, int] = {}
    for report, number, _what in counted[0].union(counted[1], all=True):
        found[report] = found.get(report, 0) + number
    return found
