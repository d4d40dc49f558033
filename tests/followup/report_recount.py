"""Every figure of the monthly report, counted again from the rows, each by a plain query.

Nothing here uses the selectors that the report is made with: a mistake in one of them is not made
twice. ``COUNTS`` has one function for each kind of figure, and the test fails for a kind without.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median_low

from django.utils import timezone

from collaboration.models import (
    Cause,
    EffectSignal,
    JointProblem,
    Obstacle,
    Problem,
    ProcessCycle,
    ReportPart,
    SituationReport,
)
from followup.law import judge
from followup.law_facts import LawFacts
from followup.models import (
    Activity,
    GoalAssessment,
    Indicator,
    IndicatorReading,
    Measure,
    SmartGoal,
)
from programs.models import Area, AreaNesting, Coordinator, Program, ResponsibleBody
from trygghet.months import add_months

APPROVED = ("approved", "published")
SENT = ("submitted", "approved", "published")
LONG = 30
Value = int | str | None


@dataclass(frozen=True)
class Recount:
    """What the figures are of: a month as it stood on ``day``, of the city or of one ``body``."""

    program: Program
    month: date
    day: date
    body: ResponsibleBody | None

    @property
    def last(self) -> date:
        return add_months(self.month, 1) - timedelta(days=1)

    @property
    def before(self) -> date:
        return add_months(self.month, -1)

    def bodies(self) -> list[ResponsibleBody]:
        every = ResponsibleBody.objects.filter(reports=True)
        return [each for each in every if self.body in (None, each)]

    def reports(self, month: date, states: tuple[str, ...] = APPROVED) -> list[SituationReport]:
        rows = SituationReport.objects.filter(
            program=self.program, period=month, state__in=states, body__in=self.bodies()
        )
        return list(rows.select_related("body"))

    def problems(self, month: date, **more: object) -> list[Problem]:
        """Open problems of approved reports, the ended ones too."""
        rows = Problem.objects.filter(report__in=self.reports(month), classification="open", **more)
        return list(rows.select_related("type", "area", "report__body"))

    def living(self, month: date, **more: object) -> list[Problem]:
        return [each for each in self.problems(month, **more) if each.development != "ended"]

    def obstacles(self, classifications: tuple[str, ...] = ("open",)) -> list[Obstacle]:
        rows = Obstacle.objects.filter(
            body__in=self.bodies(), classification__in=classifications,
            raised_at__date__lte=self.last,
        )  # fmt: skip
        return list(rows)

    def waiting(self, *classifications: str) -> list[Obstacle]:
        rows = self.obstacles(classifications or ("open",))
        return [each for each in rows if each.state in ("open", "acknowledged")]

    def answered(self) -> list[Obstacle]:
        return [
            each
            for each in self.obstacles()
            if each.state in ("answered", "closed") and local(each.answered_at) >= self.month
            and (each.closed_at is None or local(each.closed_at) >= self.month)
        ]  # fmt: skip

    def due(self, month: date) -> date:
        """The day that the month's report is due, by the program."""
        after = add_months(month, 1)
        return after.replace(day=self.program.report_due_day)

    def of_body(self, field: str) -> dict[str, object]:
        return {field: self.body} if self.body else {}


def local(moment: object) -> date:
    return timezone.localdate(moment)  # type: ignore[arg-type]


Count = Callable[[Recount, str], Value]
COUNTS: dict[str, Count] = {}


def counts(*kinds: str) -> Callable[[Count], Count]:
    def keep(function: Count) -> Count:
        for kind in kinds:
            assert kind not in COUNTS, kind
            COUNTS[kind] = function
        return function

    return keep


# Situation reports


@counts("reports.asked")
def _asked(r: Recount, _of: str) -> Value:
    return len(r.bodies())


@counts("reports.approved", "sources")
def _approved(r: Recount, _of: str) -> Value:
    return len(r.reports(r.month))


@counts("reports.approved_before")
def _approved_before(r: Recount, _of: str) -> Value:
    return len(r.reports(r.before))


@counts("reports.missing", "missing.missing")
def _missing(r: Recount, _of: str) -> Value:
    return len(r.bodies()) - len(r.reports(r.month, SENT))


@counts("missing.unapproved")
def _unapproved(r: Recount, _of: str) -> Value:
    return len(r.reports(r.month, ("submitted",)))


@counts("reports.late", "missing.late")
def _late(r: Recount, _of: str) -> Value:
    return _sent_late(r, r.month)


def _sent_late(r: Recount, month: date) -> int:
    return sum(local(each.submitted_at) > each.due_on for each in r.reports(month, SENT))


@counts("reports.overdue")
def _overdue(r: Recount, _of: str) -> Value:
    return _unsent_overdue(r, r.month)


def _unsent_overdue(r: Recount, month: date) -> int:
    sent = {each.body_id for each in r.reports(month, SENT)}
    return sum(each.pk not in sent and r.due(month) < r.day for each in r.bodies())


@counts("bodies.without_coordinator", "missing.without_coordinator")
def _without_coordinator(r: Recount, _of: str) -> Value:
    on = min(r.day, r.last)
    has = {
        each.body_id
        for each in Coordinator.objects.all()
        if each.valid_from <= on and (each.valid_to is None or each.valid_to >= on)
    }
    return sum(each.pk not in has for each in r.bodies())


@counts("month.in_time")
def _in_time(r: Recount, of: str) -> Value:
    month = first(of)
    return len(r.reports(month, SENT)) - _sent_late(r, month)


@counts("month.late")
def _late_in(r: Recount, of: str) -> Value:
    return _sent_late(r, first(of))


@counts("month.overdue")
def _overdue_in(r: Recount, of: str) -> Value:
    return _unsent_overdue(r, first(of))


@counts("month.not_due")
def _not_due_in(r: Recount, of: str) -> Value:
    sent = {each.body_id for each in r.reports(first(of), SENT)}
    return sum(each.pk not in sent and r.due(first(of)) >= r.day for each in r.bodies())


@counts("month.asked")
def _asked_in(r: Recount, _of: str) -> Value:
    return len(r.bodies())


def first(of: str) -> date:
    return date.fromisoformat(f"{of}-01")


# Problems


def if_heard(r: Recount, month: date, number: int) -> Value:
    """No approved report is no figure, not zero."""
    return number if r.reports(month) else None


@counts("problems")
def _problems(r: Recount, _of: str) -> Value:
    return if_heard(r, r.month, len(r.living(r.month)))


@counts("problems.before")
def _problems_before(r: Recount, _of: str) -> Value:
    return if_heard(r, r.before, len(r.living(r.before)))


@counts("problems.increasing")
def _increasing(r: Recount, _of: str) -> Value:
    return if_heard(r, r.month, len(r.problems(r.month, development="increasing")))


@counts("problems.increasing_before")
def _increasing_before(r: Recount, _of: str) -> Value:
    return if_heard(r, r.before, len(r.problems(r.before, development="increasing")))


@counts("problems.new")
def _new(r: Recount, _of: str) -> Value:
    return len(r.problems(r.month, development="new"))


@counts("problems.ended")
def _ended(r: Recount, _of: str) -> Value:
    return len(r.problems(r.month, development="ended"))


@counts("changed")
def _changed(r: Recount, of: str) -> Value:
    return len(r.problems(r.month, development=of))


@counts("development")
def _development(r: Recount, of: str) -> Value:
    return len(r.problems(r.month, development=of))


@counts("development.before")
def _development_before(r: Recount, of: str) -> Value:
    return if_heard(r, r.before, len(r.problems(r.before, development=of)))


@counts("month.problems")
def _in_month(r: Recount, of: str) -> Value:
    return if_heard(r, first(of), len(r.living(first(of))))


@counts("month.increasing")
def _increasing_in(r: Recount, of: str) -> Value:
    return if_heard(r, first(of), len(r.problems(first(of), development="increasing")))


@counts("month.reports")
def _reports_in(r: Recount, of: str) -> Value:
    return len(r.reports(first(of)))


@counts("both.reports")
def _both(r: Recount, _of: str) -> Value:
    return len(_who_reported_both(r))


@counts("both.now")
def _both_now(r: Recount, _of: str) -> Value:
    both = _who_reported_both(r)
    return sum(each.report.body_id in both for each in r.living(r.month))


@counts("both.before")
def _both_before(r: Recount, _of: str) -> Value:
    both = _who_reported_both(r)
    return sum(each.report.body_id in both for each in r.living(r.before))


def _who_reported_both(r: Recount) -> set[int]:
    now, before = ({each.body_id for each in r.reports(month)} for month in (r.month, r.before))
    return now & before


def _reported(r: Recount, month: date, code: str) -> bool:
    return code in {each.body.code for each in r.reports(month)}


def _of_code(problems: list[Problem], code: str) -> list[Problem]:
    return [each for each in problems if each.report.body.code == code]


@counts("body.problems")
def _of_body(r: Recount, of: str) -> Value:
    return len(_of_code(r.living(r.month), of)) if _reported(r, r.month, of) else None


@counts("body.problems_before")
def _of_body_before(r: Recount, of: str) -> Value:
    return len(_of_code(r.living(r.before), of)) if _reported(r, r.before, of) else None


@counts("body.increasing")
def _of_body_increasing(r: Recount, of: str) -> Value:
    found = _of_code(r.problems(r.month, development="increasing"), of)
    return len(found) if _reported(r, r.month, of) else None


@counts("body.more_problems")
def _of_body_more(r: Recount, of: str) -> Value:
    return max(len(_of_code(r.problems(r.month), of)) - 6, 0)


@counts("body.told")
def _of_body_told(r: Recount, of: str) -> Value:
    return len(_of_code(r.problems(r.month), of))


@counts("body.withheld")
def _of_body_withheld(r: Recount, of: str) -> Value:
    if not _reported(r, r.month, of):
        return None
    reports = [each for each in r.reports(r.month) if each.body.code == of]
    return _hidden(Problem, reports) + _hidden(ReportPart, reports)


def _hidden(model: type, reports: list[SituationReport]) -> int:
    rows = model.objects.filter(report__in=reports).exclude(classification="open")
    return (rows.exclude(text="") if model is ReportPart else rows).count()


@counts("type")
def _type(r: Recount, of: str) -> Value:
    return len(r.living(r.month, type__code=of))


@counts("type.before")
def _type_before(r: Recount, of: str) -> Value:
    return if_heard(r, r.before, len(r.living(r.before, type__code=of)))


@counts("type.increasing")
def _type_increasing(r: Recount, of: str) -> Value:
    return len(r.problems(r.month, type__code=of, development="increasing"))


def _in_area(r: Recount, month: date, of: str) -> list[Problem]:
    level = "neighborhood" if r.body else "district"
    found = []
    for each in r.living(month):
        area = each.area or each.report.body.area
        while area is not None and area.kind != level:
            above = AreaNesting.objects.filter(area=area).first()
            area = above.parent if above else None
        if (area.code if area else "") == of:
            found.append(each)
    return found


def _area_is_silent(r: Recount, of: str) -> bool:
    """Its committee has no approved report, and nobody else tells of the area."""
    if not r.reports(r.month):
        return True
    area = Area.objects.filter(code=of).first()
    heard = {each.body.area_id for each in r.reports(r.month)}
    asked = {each.area_id for each in r.bodies()}
    silent = area is not None and area.pk in asked and area.pk not in heard
    return silent and not _in_area(r, r.month, of)


@counts("area")
def _area(r: Recount, of: str) -> Value:
    return None if _area_is_silent(r, of) else len(_in_area(r, r.month, of))


@counts("area.before")
def _area_before(r: Recount, of: str) -> Value:
    return if_heard(r, r.before, len(_in_area(r, r.before, of)))


@counts("area.increasing")
def _area_increasing(r: Recount, of: str) -> Value:
    growing = [e for e in _in_area(r, r.month, of) if e.development == "increasing"]
    return None if _area_is_silent(r, of) else len(growing)


# What is withheld


@counts("withheld.problems")
def _withheld_problems(r: Recount, _of: str) -> Value:
    return _hidden(Problem, r.reports(r.month))


@counts("withheld.parts")
def _withheld_parts(r: Recount, _of: str) -> Value:
    return _hidden(ReportPart, r.reports(r.month))


@counts("withheld.obstacles")
def _withheld_obstacles(r: Recount, _of: str) -> Value:
    hidden = r.obstacles(("internal", "restricted"))
    return sum(local(each.raised_at) >= r.month for each in hidden)


@counts("withheld.waiting", "obstacles.withheld")
def _withheld_waiting(r: Recount, _of: str) -> Value:
    return len(r.waiting("internal", "restricted"))


@counts("withheld")
def _withheld(r: Recount, of: str) -> Value:
    parts = (_withheld_problems, _withheld_parts, _withheld_obstacles)
    return sum(int(part(r, of) or 0) for part in parts)


# Obstacles and signals


@counts("obstacles.waiting")
def _waiting(r: Recount, _of: str) -> Value:
    return len(r.waiting())


@counts("obstacles.answered")
def _answered(r: Recount, _of: str) -> Value:
    return len(r.answered())


@counts("obstacles.longest")
def _longest(r: Recount, _of: str) -> Value:
    return max((_days(r, each) for each in r.waiting()), default=None)


@counts("obstacles.long_waits")
def _long_waits(r: Recount, _of: str) -> Value:
    return sum(_days(r, each) >= LONG for each in r.waiting())


@counts("obstacle.days")
def _obstacle_days(r: Recount, of: str) -> Value:
    return _days(r, Obstacle.objects.get(pk=of))


def _days(r: Recount, row: Obstacle) -> int:
    until = local(row.answered_at) if row.state in ("answered", "closed") else r.day
    return (until - local(row.reopened_at or row.raised_at)).days


def _open_signals(r: Recount) -> list[EffectSignal]:
    rows = EffectSignal.objects.filter(closed_at=None, **r.of_body("process__lead_body"))
    return list(rows)


@counts("signals.waiting")
def _signals(r: Recount, _of: str) -> Value:
    return len(_open_signals(r))


@counts("signals.longest")
def _signals_longest(r: Recount, _of: str) -> Value:
    return max(((r.day - local(each.raised_at)).days for each in _open_signals(r)), default=None)


# Goals


def _goals(r: Recount, focus_area: str) -> list[SmartGoal]:
    found = []
    for goal in SmartGoal.objects.filter(**r.of_body("body")).select_related("focus_area"):
        begun = goal.starts_on is None or goal.starts_on <= r.last
        left = goal.due_on is None or goal.due_on >= r.month
        runs = goal.process is None or (
            goal.process.began_on <= r.last
            and (goal.process.ended_on is None or goal.process.ended_on >= r.month)
        )
        if begun and left and runs and focus_area in ("", goal.focus_area.code):
            found.append(goal)
    return found


def _assessment(r: Recount, goal: SmartGoal) -> GoalAssessment | None:
    rows = [
        each
        for each in GoalAssessment.objects.filter(goal=goal)
        if each.review != "returned" and each.period_start <= r.last
    ]
    return max(rows, key=lambda each: each.period_end, default=None)


@counts("goals.running")
def _goals_running(r: Recount, of: str) -> Value:
    return len(_goals(r, of))


def _graded(r: Recount, of: str, grade: str) -> int:
    given = [_assessment(r, goal) for goal in _goals(r, of)]
    return sum((each.grade if each else "") == grade for each in given)


@counts("goals.fully")
def _fully(r: Recount, of: str) -> Value:
    return _graded(r, of, "fully")


@counts("goals.partly")
def _partly(r: Recount, of: str) -> Value:
    return _graded(r, of, "partly")


@counts("goals.not")
def _not(r: Recount, of: str) -> Value:
    return _graded(r, of, "not")


@counts("goals.unassessed")
def _unassessed(r: Recount, of: str) -> Value:
    return _graded(r, of, "")


@counts("goals.unreviewed")
def _unreviewed(r: Recount, of: str) -> Value:
    given = [_assessment(r, goal) for goal in _goals(r, of)]
    return sum(each is not None and each.review != "agreed" for each in given)


@counts("goals.more")
def _goals_more(r: Recount, of: str) -> Value:
    if r.body:
        return 0
    return max(_graded(r, of, "partly") + _graded(r, of, "not") - 10, 0)


# Measures and activities


def _measures(r: Recount, of: str, **more: object) -> list[Measure]:
    whose = {"responsible": of} if of else {}
    return list(Measure.objects.filter(**r.of_body("responsible"), **whose, **more))


def _done(r: Recount, measures: list[Measure]) -> int:
    rows = Activity.objects.filter(measure__in=measures, dropped=False)
    return sum(each.done_on is not None and r.month <= each.done_on <= r.last for each in rows)


def _late_days(r: Recount, measures: list[Measure]) -> list[int]:
    rows = Activity.objects.filter(measure__in=measures, dropped=False, done_on=None)
    return [(r.day - each.due_on).days for each in rows if each.due_on < r.day]


@counts("measures.ongoing")
def _ongoing(r: Recount, of: str) -> Value:
    return len(_measures(r, of, state="ongoing"))


@counts("measures.paused")
def _paused(r: Recount, of: str) -> Value:
    return len(_measures(r, of, state="paused"))


@counts("activities.done")
def _activities_done(r: Recount, of: str) -> Value:
    return _done(r, _measures(r, of))


@counts("activities.late")
def _activities_late(r: Recount, of: str) -> Value:
    return len(_late_days(r, _measures(r, of)))


@counts("activities.longest_late")
def _activities_longest(r: Recount, of: str) -> Value:
    return max(_late_days(r, _measures(r, of)), default=0)


@counts("measure.done")
def _measure_done(r: Recount, of: str) -> Value:
    return _done(r, [Measure.objects.get(pk=of)])


@counts("measure.late")
def _measure_late(r: Recount, of: str) -> Value:
    return len(_late_days(r, [Measure.objects.get(pk=of)]))


# Collaborations


def _cycles(r: Recount, **more: object) -> list[ProcessCycle]:
    lead = r.of_body("process__lead_body")
    return list(ProcessCycle.objects.filter(ended_at=None, process__ended_on=None, **lead, **more))


def _days_in_step(r: Recount, step: str) -> list[int]:
    return [(r.day - local(each.step_since)).days for each in _cycles(r, step=step)]


@counts("processes.running", "thread.running")
def _running(r: Recount, _of: str) -> Value:
    return len(_cycles(r))


@counts("processes.step")
def _in_step(r: Recount, of: str) -> Value:
    return len(_cycles(r, step=of))


@counts("processes.typical")
def _typical(r: Recount, of: str) -> Value:
    days = _days_in_step(r, of)
    return median_low(days) if days else None


@counts("processes.longest")
def _longest_in_step(r: Recount, of: str) -> Value:
    return max(_days_in_step(r, of), default=None)


@counts("processes.lead")
def _of_lead_in_step(r: Recount, of: str) -> Value:
    lead, step = of.split(".")
    return len(_cycles(r, process__lead_body_id=lead, step=step))


@counts("processes.of_lead")
def _of_lead(r: Recount, of: str) -> Value:
    return len(_cycles(r, process__lead_body_id=of))


# The red thread


def _links(r: Recount, lead: str = "") -> dict[str, list[bool]]:
    """For each kind of link that should be there, whether it is."""
    found: dict[str, list[bool]] = {}

    def expect(kind: str, is_held: bool) -> None:
        found.setdefault(kind, []).append(is_held)

    more = {"process__lead_body__code": lead} if lead else {}
    for cycle in _cycles(r, **more):
        process, kept = cycle.process, []
        for problem in JointProblem.objects.filter(cycle=cycle, decision="taken_on"):
            causes = list(Cause.objects.filter(analysis__joint_problem=problem, verdict="kept"))
            expect("problem_without_analysis", bool(causes))
            kept += causes
        measures = Measure.objects.filter(process=process).exclude(state="stopped")
        for cause in kept:
            living = Measure.objects.filter(cause=cause).exclude(state="stopped")
            expect("cause_without_measure", living.exists())
        for measure in measures:
            if measure.cause is None or measure.cause in kept:
                expect("measure_without_cause", measure.cause is not None)
                expect("measure_without_goal", measure.goals.exists())
        for goal in SmartGoal.objects.filter(process=process):
            if goal.problem is None or goal.problem.cycle.ended_at is None:
                expect("goal_without_indicator", goal.indicator is not None)
                if goal.indicator and cycle.step == "follow_up":
                    expect("goal_without_result", _has_result(goal))
    return found


def _has_result(goal: SmartGoal) -> bool:
    rows = IndicatorReading.objects.filter(indicator=goal.indicator, value__isnull=False)
    areas = {goal.body.area_id, *goal.process.areas.values_list("pk", flat=True)}
    return any(each.body_id == goal.body_id or (each.area_id or 0) in areas for each in rows)


def _percent(links: dict[str, list[bool]]) -> Value:
    every = [held for kind in links.values() for held in kind]
    return sum(every) * 100 // len(every) if every else None


@counts("thread.percent")
def _thread_percent(r: Recount, _of: str) -> Value:
    return _percent(_links(r))


@counts("thread.loose")
def _thread_loose(r: Recount, of: str) -> Value:
    return _links(r)[of].count(False)


@counts("thread.body_running")
def _thread_body(r: Recount, of: str) -> Value:
    return len(_cycles(r, process__lead_body__code=of))


@counts("thread.body_percent")
def _thread_body_percent(r: Recount, of: str) -> Value:
    return _percent(_links(r, of))


@counts("thread.body_loose")
def _thread_body_loose(r: Recount, of: str) -> Value:
    return sum(held.count(False) for held in _links(r, of).values())


# Indicators and the law


@counts("indicator.value")
def _indicator_value(r: Recount, of: str) -> Value:
    """A figure that was read in for the place; else the sum of the city's districts."""
    code, month = of.split(".")
    rows = IndicatorReading.objects.filter(
        indicator__code=code, period=first(month), sex="all", age=""
    )
    places = {r.body.area_id} if r.body else {a.pk for a in Area.objects.filter(kind="city")}
    own = [e for e in rows if e.area_id in places or (r.body and e.body_id == r.body.pk)]
    below = [e for e in rows if e.area and e.area.kind == "district"]
    return written(sum((each.value for each in own or below), Decimal(0)))


def written(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


@counts("indicator.goals")
def _indicator_goals(r: Recount, of: str) -> Value:
    return SmartGoal.objects.filter(indicator__code=of, **r.of_body("body")).count()


@counts("indicators.more")
def _indicators_more(r: Recount, _of: str) -> Value:
    known = {
        each.indicator_id
        for each in IndicatorReading.objects.filter(period__lte=r.last)
        if (each.area_id if r.body is None else each.area_id == r.body.area_id)
        or (r.body and each.body_id == r.body.pk)
    }
    return max(Indicator.objects.filter(pk__in=known, is_active=True).count() - 6, 0)


@counts("law.sections")
def _law(r: Recount, of: str) -> Value:
    """The rules have their golden cases; here no document, council or agreement is kept."""
    board = ResponsibleBody.objects.filter(kind="executive_board").first()
    facts = LawFacts(day=r.day, executive_board=board.name if board else "", contact_url="/")
    return sum(each.state.value == of for each in judge(facts))
