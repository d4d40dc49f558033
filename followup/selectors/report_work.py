"""What the monthly report tells of goals, measures, collaborations, indicators and the law.

Plain values only, which are frozen with the edition. A collaboration is read by its parties, so it
is counted here and never named; goals and measures are named, unless the words seem to point out a
person. A constant number of queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import guard
from collaboration.models import EffectSignal, ProcessCycle
from followup.models import Activity, Indicator, IndicatorReading, Measure, SmartGoal
from followup.models.measure import is_waited_for
from followup.periods import period_name
from followup.selectors.assessments import latest_assessments
from followup.selectors.goals import declined_of, with_answers
from followup.selectors.law import law_status
from followup.selectors.series import Point, Series, series_of
from followup.selectors.situation import last_day_of
from programs.models import Area, FocusArea, Program, ResponsibleBody
from trygghet.accounts.scope import REPORT_SCOPE
from trygghet.months import add_months

MOST_INDICATORS = 6
MONTHS_OF_CURVE = 24
MOST_POINTS = 13  # a year and the same month of the year before: what a page's width holds
Bodies = Iterable[int] | None


@dataclass(frozen=True)
class GoalLine:
    """``grade`` is empty where nobody has assessed the goal; ``is_agreed``: the central office has
    reviewed it. ``is_own``: the body's own goal, not one of a collaboration. ``declined`` says by
    which parties it is not accepted when the report is made; None: the first editions kept none.
    """

    goal_id: int
    title: str
    body_id: int
    body_name: str
    focus_area: str
    grade: str
    assessed_on: date | None
    is_agreed: bool
    is_own: bool
    declined: str | None = None


@dataclass(frozen=True)
class Goals:
    """The goals that ran during the month; ``focus_areas`` are codes with names, in order."""

    focus_areas: tuple[tuple[str, str], ...]
    lines: tuple[GoalLine, ...]

    @property
    def declined(self) -> int | None:
        """How many a party does not accept; None where that was not kept."""
        said = [line.declined for line in self.lines]
        return None if None in said else sum(map(bool, said))

    def count(self, focus_area: str = "", grade: str | None = None) -> int:
        return sum(
            focus_area in ("", line.focus_area) and grade in (None, line.grade)
            for line in self.lines
        )


@dataclass(frozen=True)
class MeasureLine:
    """A measure with its activities: done in the month, and late when the report was made."""

    measure_id: int
    title: str
    body_id: int
    body_name: str
    state: str
    done: int
    late: int
    late_since: date | None


@dataclass(frozen=True)
class Standing:
    """Where a running collaboration stands, without its name."""

    body_id: int
    body_name: str
    step: str
    days: int


@dataclass(frozen=True)
class Signal:
    """That a collaboration does not give its effect, not answered yet."""

    body_id: int
    body_name: str
    days: int


@dataclass(frozen=True)
class IndicatorLine:
    """``goals`` is how many goals are measured with it."""

    code: str
    name: str
    series: Series
    goals: int
    frequency: str = Indicator.Frequency.MONTH  # not kept with the first editions

    @property
    def title(self) -> str:
        """With the unit, where the name does not already say it."""
        unit = self.series.unit
        return self.name if unit.casefold() in self.name.casefold() else f"{self.name}, {unit}"

    def period_of(self, point: Point) -> str:
        """``oktober 2026``, ``kvartal 4 2026`` or ``2026``."""
        return period_name(point.period, self.frequency)


@dataclass(frozen=True)
class LawLine:
    section: str
    title: str
    state: str
    label: str
    missing: tuple[str, ...]
    next_deadline: date | None
    deadline_for: str


@dataclass(frozen=True)
class Work:
    """``law`` is the municipality's, and so told in the city's report only."""

    goals: Goals
    measures: tuple[MeasureLine, ...]
    standings: tuple[Standing, ...]
    signals: tuple[Signal, ...]
    indicators: tuple[IndicatorLine, ...]
    more_indicators: int
    law: tuple[LawLine, ...]


def work_of(program: Program, month: date, day: date, body: ResponsibleBody | None) -> Work:
    """The work of a body, or of the whole city, during ``month`` as it stands on ``day``."""
    bodies = None if body is None else [body.pk]
    indicators, more = _indicators(month, body)
    return Work(
        goals=_goals(program, month, bodies),
        measures=_measures(month, day, bodies),
        standings=_standings(day, bodies),
        signals=_signals(day, bodies),
        indicators=indicators,
        more_indicators=more,
        law=_law(day) if body is None else (),
    )


def _goals(program: Program, month: date, bodies: Bodies) -> Goals:
    """Five queries."""
    last = last_day_of(month)
    rows = _of(SmartGoal.objects.visible_to(REPORT_SCOPE), "body", bodies)
    running = rows.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=last),
        Q(due_on__isnull=True) | Q(due_on__gte=month),
        Q(process__isnull=True)
        | Q(process__began_on__lte=last)
        & (Q(process__ended_on__isnull=True) | Q(process__ended_on__gte=month)),
    )
    found = list(with_answers(running).select_related("body", "focus_area").order_by("title", "pk"))
    given = latest_assessments([goal.pk for goal in found], last)
    areas = FocusArea.objects.filter(program=program).values_list("code", "name")
    named = dict(areas) | {goal.focus_area.code: goal.focus_area.name for goal in found}
    lines = tuple(
        GoalLine(
            goal_id=goal.pk,
            title=_safe(goal.title, _("Ett mål")),
            body_id=goal.body_id,
            body_name=goal.body.name,
            focus_area=goal.focus_area.code,
            grade=said.grade if said else "",
            assessed_on=timezone.localdate(said.assessed_at) if said else None,
            is_agreed=bool(said and said.review == said.Review.AGREED),
            is_own=goal.process_id is None,
            declined=_safe(declined_of(goal), _("Inte accepterat av en eller flera parter.")),
        )
        for goal in found
        for said in [given.get(goal.pk)]
    )
    return Goals(tuple(named.items()), lines)


def _measures(month: date, day: date, bodies: Bodies) -> tuple[MeasureLine, ...]:
    """Those that run, or had an activity done in the month or late. Two queries."""
    last = last_day_of(month)
    activities = _of(Activity.objects.visible_to(REPORT_SCOPE), "measure__responsible", bodies)
    done: Counter[int] = Counter()
    late: dict[int, list[date]] = defaultdict(list)
    in_month = Q(done_on__range=(month, last), dropped=False)
    is_late = is_waited_for() & Q(due_on__lt=day)
    rows = activities.filter(in_month | is_late).order_by()
    for measure, done_on, due_on in rows.values_list("measure", "done_on", "due_on"):
        if done_on:
            done[measure] += 1
        else:
            late[measure].append(due_on)
    State = Measure.State  # noqa: N806 - the name of a class
    running = Q(state__in=[State.ONGOING, State.PAUSED]) | Q(pk__in=[*done, *late])
    measures = _of(Measure.objects.visible_to(REPORT_SCOPE), "responsible", bodies)
    return tuple(
        MeasureLine(
            measure_id=row.pk,
            title=_safe(row.title, _("En åtgärd")),
            body_id=row.responsible_id,
            body_name=row.responsible.name,
            state=row.state,
            done=done[row.pk],
            late=len(late[row.pk]),
            late_since=min(late[row.pk], default=None),
        )
        for row in measures.filter(running).select_related("responsible").order_by("title", "pk")
    )


def _standings(day: date, bodies: Bodies) -> tuple[Standing, ...]:
    """One query."""
    cycles = ProcessCycle.objects.filter(ended_at=None, process__ended_on=None)
    rows = _of(cycles, "process__lead_body", bodies).order_by("step_since", "pk")
    return tuple(
        Standing(
            body_id=row.process.lead_body_id,
            body_name=row.process.lead_body.name,
            step=row.step,
            days=max((day - timezone.localdate(row.step_since)).days, 0),
        )
        for row in rows.select_related("process__lead_body").only(
            "step", "step_since", "process__lead_body__name"
        )
    )


def _signals(day: date, bodies: Bodies) -> tuple[Signal, ...]:
    """One query; neither the reason nor the collaboration's name is public."""
    waiting = EffectSignal.objects.waiting_on(day)
    rows = _of(waiting, "process__lead_body", bodies).order_by("raised_at", "pk")
    return tuple(
        Signal(row.process.lead_body_id, row.process.lead_body.name, row.days_waiting_on(day))
        for row in rows.select_related("process__lead_body")
    )


def _indicators(month: date, body: ResponsibleBody | None) -> tuple[tuple[IndicatorLine, ...], int]:
    """The indicators that most goals are measured with, and how many there are beside them.

    At most ``3 * MOST_INDICATORS + 2`` queries, however many indicators and readings there are.
    """
    city = None if body else _city(month)
    found = list(_known_indicators(month, body))
    lines = []
    for row in found[:MOST_INDICATORS]:
        if body is not None and row.of_body:
            lines.append(_indicator(row, body, month))
        elif place := (body.area if body else city):
            lines.append(_indicator(row, place, month))
    told = tuple(line for line in lines if line.series.latest)
    return told, len(found) - len(told)


def _known_indicators(month: date, body: ResponsibleBody | None) -> QuerySet[Indicator]:
    """Those with a figure for the body or its area; for the city, for any area."""
    span = (add_months(month, 1 - MONTHS_OF_CURVE), last_day_of(month))
    readings = IndicatorReading.objects.filter(
        indicator=OuterRef("pk"), period__range=span, sex=IndicatorReading.Sex.ALL, age=""
    )
    of_area = readings.filter(area=body.area_id) if body else readings.filter(area__isnull=False)
    of_body = readings.filter(body=body) if body else readings.none()
    rows = Indicator.objects.filter(Exists(of_area) | Exists(of_body), is_active=True)
    used = Count("goals", filter=Q(goals__body=body) if body else None)
    return rows.annotate(used=used, of_body=Exists(of_body)).order_by("-used", "name", "pk")


def _indicator(row: Indicator, place: Area | ResponsibleBody, month: date) -> IndicatorLine:
    last = last_day_of(month)
    series = series_of(
        REPORT_SCOPE, row, place,
        first=add_months(month, 1 - MONTHS_OF_CURVE), last=last, by_areas_of=last,
    )  # fmt: skip
    shown = replace(series, points=series.points[-MOST_POINTS:])
    return IndicatorLine(row.code, row.name, shown, row.used, row.frequency)


def _city(month: date) -> Area | None:
    return Area.objects.valid_on(last_day_of(month)).filter(kind=Area.Kind.CITY).first()


def _law(day: date) -> tuple[LawLine, ...]:
    return tuple(
        LawLine(
            section=each.section,
            title=str(each.title),
            state=each.state.value,
            label=each.state.label,
            missing=tuple(str(todo.text) for todo in each.missing),
            next_deadline=each.next_deadline,
            deadline_for=str(each.deadline_for),
        )
        for each in law_status(REPORT_SCOPE, day)
    )


def _of(rows: QuerySet, field: str, bodies: Bodies) -> QuerySet:
    return rows if bodies is None else rows.filter(**{f"{field}__in": bodies})


def _safe(text: str, instead: str) -> str:
    """A title that seems to point out a person does not stand in a public document."""
    return instead if guard.find(text) else text
