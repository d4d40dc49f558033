"""How far goals are reached: what the figures say, who has said what, and what remains to say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from followup.assessment_periods import Period
from followup.models import GoalAssessment, GoalRevision, SmartGoal
from followup.periods import period_name
from followup.selectors.goals import Result, result_of
from followup.selectors.series import Point
from followup.way_gone import in_percent, way_gone
from followup.words import plain
from trygghet.accounts.scope import Scope

Grade = GoalAssessment.Grade
Review = GoalAssessment.Review
MISSING = "missing"  # no assessment is given
LOOKS = {
    Grade.FULLY: "achieved",
    Grade.PARTLY: "partly_achieved",
    Grade.NOT: "not_achieved",
}
HALF = Decimal("0.5")


def grade_by_figures(goal: SmartGoal, value: Decimal | None) -> str:
    """What ``value`` of its indicator says of the goal; an empty text when it says nothing.

    Fully when the target is reached; partly when at least half of the way from the baseline to it
    is gone; not otherwise, and also when the value has gone the wrong way. Baseline, target and
    value are all needed.
    """
    share = way_gone(goal, value)
    if share is None:
        return ""
    if share >= 1:
        return Grade.FULLY
    return Grade.PARTLY if share >= HALF else Grade.NOT


@dataclass(frozen=True)
class Figures:
    """What the indicator says of a goal at the end of a period."""

    goal: SmartGoal
    latest: Point | None
    result: Result

    @property
    def value(self) -> Decimal | None:
        return self.latest.value if self.latest else None

    @property
    def grade(self) -> str:
        return grade_by_figures(self.goal, self.value)

    @property
    def in_words(self) -> tuple[str, ...]:
        """Sentences: the value, the way gone, and what follows from them."""
        goal = self.goal
        if goal.indicator is None:
            return (_("Målet har ingen indikator. Siffrorna säger inget."),)
        if self.latest is None or self.value is None:
            return (_("Det finns inget utfall för perioden. Siffrorna säger inget."),)
        first = _("Det senaste utfallet är %(value)s %(unit)s (%(about)s).") % {
            "value": plain(self.value),
            "unit": goal.indicator.unit,
            "about": ", ".join(self._about(self.latest, goal.indicator.frequency)),
        }
        share = way_gone(goal, self.value)
        if share is None:
            lacking = _("Utgångsvärde eller målvärde saknas, så vägen dit går inte att räkna.")
            return first, *self.result.areas_in_words, lacking
        way = _("Målet är %(target)s, från %(baseline)s.") % {
            "target": plain(goal.target),
            "baseline": plain(goal.baseline),
        }
        return first, *self.result.areas_in_words, f"{way} {_conclusion(share)}"

    def _about(self, latest: Point, frequency: str) -> list[str]:
        """When and where it was read, and that it may still change."""
        said = [period_name(latest.period, frequency), self.result.place]
        return [*said, _("preliminärt")] if latest.is_preliminary else said


def _conclusion(share: Decimal) -> str:
    if share >= 1:
        return _("Målvärdet är nått: siffrorna säger att målet uppnås helt.")
    if share < 0:
        return _("Värdet har gått åt fel håll: målet uppnås inte enligt siffrorna.")
    said = (
        _("%(way)s av vägen är gången: målet uppnås delvis enligt siffrorna.")
        if share >= HALF
        else _("%(way)s av vägen är gången, mindre än hälften: målet uppnås inte enligt siffrorna.")
    )
    return said % {"way": _way(share)}


def _way(share: Decimal) -> str:
    """In whole per cent; ``knappt`` where that would say that half or all of it is gone."""
    percent = in_percent(share)
    nearly = share < HALF <= Decimal(percent) / 100 or share < 1 <= percent // 100
    said = _("Knappt %(n)s procent") if nearly else _("%(n)s procent")
    return said % {"n": percent}


def figures_of(goal: SmartGoal, until: date) -> Figures:
    """What its indicator says by the end of the day ``until``. One query."""
    result = result_of(goal)
    known = [p for p in result.points if p.value is not None and p.period <= until]
    return Figures(goal, known[-1] if known else None, result)


def aim_at(goal: SmartGoal, moment: datetime) -> GoalRevision | SmartGoal:
    """What the goal aimed at then: the revision that was the latest one. One query."""
    return aim_among(goal, list(goal.revisions.select_related("indicator")), moment)


def aim_among(
    goal: SmartGoal, made: Sequence[GoalRevision], moment: datetime
) -> GoalRevision | SmartGoal:
    """That of ``made`` which held at ``moment``; the goal itself when there is none."""
    by_then = [row for row in made if row.made_at <= moment]
    return (by_then[-1:] or made[:1] or [goal])[0]


@dataclass(frozen=True)
class Outcome:
    """The value that an assessment was given on, in words; empty texts where there was none.

    ``period`` is also empty of the first assessments, which did not keep it.
    """

    value: str = ""
    unit: str = ""
    period: str = ""
    is_preliminary: bool = False

    def __str__(self) -> str:
        """``16 anmälningar (augusti 2026, preliminärt)``."""
        about = [self.period, _("preliminärt") if self.is_preliminary else ""]
        told = ", ".join(filter(None, about))
        value = f"{self.value} {self.unit}".strip()
        return f"{value} ({told})" if told else value


def outcome_of(row: GoalAssessment, aim: GoalRevision | SmartGoal) -> Outcome:
    """What ``row`` was given on; ``aim`` is what the goal aimed at then, with its indicator."""
    if row.latest_value is None:
        return Outcome()
    indicator = aim.indicator
    known = indicator and row.latest_period
    return Outcome(
        value=plain(row.latest_value),
        unit=indicator.unit if indicator else "",
        period=period_name(row.latest_period, indicator.frequency) if known else "",
        is_preliminary=row.latest_is_preliminary,
    )


def latest_assessments(goal_ids: Iterable[int], day: date) -> dict[int, GoalAssessment]:
    """Each goal's latest assessment for a period that had begun by ``day``. One query.

    One that was returned does not count until it is given anew.
    """
    rows = (
        GoalAssessment.objects.filter(goal__in=list(goal_ids), period_start__lte=day)
        .exclude(review=Review.RETURNED)
        .select_related("assessed_by", "reviewed_by")
        .order_by("goal", "-period_end", "-pk")
        .distinct("goal")
    )
    return {row.goal_id: row for row in rows}


def with_latest_grade(goals: QuerySet[SmartGoal]) -> QuerySet[SmartGoal]:
    """``goals`` with ``latest_grade``: that of ``latest_assessments``, or None."""
    given = GoalAssessment.objects.filter(goal=OuterRef("pk")).exclude(review=Review.RETURNED)
    latest = given.order_by("-period_end", "-pk").values("grade")[:1]
    return goals.annotate(latest_grade=Subquery(latest))


def assessments_of(goal: SmartGoal) -> list[GoalAssessment]:
    """All of them, the newest first. One query."""
    return list(goal.assessments.select_related("assessed_by", "reviewed_by"))


def asked_for(goals: QuerySet[SmartGoal], period: Period) -> QuerySet[SmartGoal]:
    """Those of ``goals`` that ran in the period: begun before its end, due after its start.

    A goal of a process that ended before the period is not asked for.
    """
    return goals.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=period.end),
        Q(due_on__isnull=True) | Q(due_on__gte=period.start),
        Q(process__isnull=True)
        | Q(process__began_on__lte=period.end)
        & (Q(process__ended_on__isnull=True) | Q(process__ended_on__gte=period.start)),
    )


def unassessed(goals: QuerySet[SmartGoal], period: Period) -> QuerySet[SmartGoal]:
    """Those of ``asked_for`` without an assessment for the period."""
    given = GoalAssessment.objects.filter(goal=OuterRef("pk"), period_start=period.start)
    return asked_for(goals, period).filter(~Exists(given))


def asked_by_review(
    goals: QuerySet[SmartGoal], period: Period, review: str = ""
) -> QuerySet[SmartGoal]:
    """Those of ``asked_for`` whose review stands so; ``MISSING`` are not assessed, none is all."""
    if review == MISSING:
        return unassessed(goals, period)
    rows = asked_for(goals, period)
    if not review:
        return rows
    given = GoalAssessment.objects.filter(period_start=period.start, review=review)
    return rows.filter(pk__in=given.values("goal"))


@dataclass(frozen=True)
class AssessmentLine:
    """A goal that is asked for, with its assessment for the period if it is given."""

    goal: SmartGoal
    assessment: GoalAssessment | None

    @property
    def look(self) -> str:
        """The name of the status tag."""
        return LOOKS[Grade(self.assessment.grade)] if self.assessment else "missing"


def assessment_lines(goals: Sequence[SmartGoal], period: Period) -> list[AssessmentLine]:
    """One query beside that of ``goals``."""
    rows = GoalAssessment.objects.filter(goal__in=goals, period_start=period.start)
    given = {row.goal_id: row for row in rows.select_related("assessed_by", "reviewed_by")}
    for goal in goals:
        if goal.pk in given:
            given[goal.pk].goal = goal
    return [AssessmentLine(goal, given.get(goal.pk)) for goal in goals]


def to_review(scope: Scope) -> QuerySet[GoalAssessment]:
    """Assessments that wait for the central office, the one that has waited longest first."""
    seen = SmartGoal.objects.visible_to(scope)
    rows = GoalAssessment.objects.filter(review=Review.WAITING, goal__in=seen)
    return rows.select_related("goal__body", "assessed_by").order_by("assessed_at", "pk")


def returned_to(bodies: Iterable[int]) -> QuerySet[GoalAssessment]:
    """Assessments that the bodies have got back."""
    rows = GoalAssessment.objects.filter(review=Review.RETURNED, goal__body__in=list(bodies))
    return rows.select_related("goal__body").order_by("reviewed_at", "pk")
