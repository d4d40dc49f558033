from datetime import date

import factory

from collaboration.models import Cause, CauseAnalysis, JointProblem, Participant
from followup.models import (
    Activity,
    GoalAssessment,
    Indicator,
    IndicatorReading,
    Measure,
    PreventionTechnique,
    SmartGoal,
)
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import CollaborationProcessFactory, noon
from tests.factories.programs import (
    FocusAreaFactory,
    ProblemTypeFactory,
    ResponsibleBodyFactory,
)


class JointProblemFactory(factory.django.DjangoModelFactory):
    """A problem taken on in the open cycle of ``process``."""

    class Meta:
        model = JointProblem
        exclude = ("process",)

    process = factory.SubFactory(CollaborationProcessFactory)
    cycle = factory.LazyAttribute(lambda row: row.process.cycles.get(ended_at=None))
    type = factory.SubFactory(ProblemTypeFactory)
    title = factory.Sequence(lambda n: f"Rån mot unga {n}")
    decision = JointProblem.Decision.TAKEN_ON


class CauseFactory(factory.django.DjangoModelFactory):
    """A kept cause of ``problem``; the problem's analysis is made with it."""

    class Meta:
        model = Cause
        exclude = ("problem",)

    problem = factory.SubFactory(JointProblemFactory)
    analysis = factory.LazyAttribute(
        lambda row: CauseAnalysis.objects.get_or_create(joint_problem=row.problem)[0]
    )
    side = Cause.Side.PLACE
    text = factory.Sequence(lambda n: f"Gångvägen är mörk {n}")
    verdict = Cause.Verdict.KEPT
    verdict_reason = "Mätningen bekräftar det."


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"indikator-{n}")
    name = factory.Sequence(lambda n: f"Anmälda rån {n}")
    definition = "Antal anmälda rån mot person under 18 år."
    kind = Indicator.Kind.COUNT
    unit = "anmälningar"
    direction = Indicator.Direction.DECREASE
    frequency = Indicator.Frequency.MONTH
    source = "Polisen"


class IndicatorReadingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndicatorReading

    indicator = factory.SubFactory(IndicatorFactory)
    body = factory.SubFactory(ResponsibleBodyFactory)
    period = date(2026, 9, 1)
    value = 12


class GoalFactory(factory.django.DjangoModelFactory):
    """A goal that lacks only its parties' answers and a measure."""

    class Meta:
        model = SmartGoal

    process = factory.SubFactory(CollaborationProcessFactory)
    body = factory.LazyAttribute(lambda goal: goal.process.lead_body)
    focus_area = factory.LazyAttribute(
        lambda goal: (
            FocusAreaFactory(program=goal.process.program) if goal.process else FocusAreaFactory()
        )
    )
    title = factory.Sequence(lambda n: f"Färre rån mot unga {n}")
    problem = factory.LazyAttribute(lambda goal: JointProblemFactory(process=goal.process))
    change = "Rånen ska bli färre."
    indicator = factory.SubFactory(IndicatorFactory)
    direction = "decrease"
    baseline = 24
    baseline_period = date(2026, 1, 1)
    target = 12
    resources = "En fältarbetare på halvtid."
    judgement = "Liknande arbete har halverat rånen."
    due_on = date(2027, 6, 30)


class MeasureFactory(factory.django.DjangoModelFactory):
    """An ongoing measure without a cause; give ``cause`` and ``process`` for one that has one."""

    class Meta:
        model = Measure

    process = factory.SubFactory(CollaborationProcessFactory)
    title = factory.Sequence(lambda n: f"Tänd gångvägen {n}")
    kind = Measure.Kind.SITUATIONAL
    responsible = factory.LazyAttribute(lambda measure: measure.process.lead_body)
    due_on = date(2027, 3, 31)
    state = Measure.State.ONGOING


class TechniqueFactory(factory.django.DjangoModelFactory):
    """A situational one; give ``approach`` and ``group`` for a factor."""

    class Meta:
        model = PreventionTechnique

    code = factory.Sequence(lambda n: f"teknik-{n}")
    name = factory.Sequence(lambda n: f"Gör det svårare {n}")
    approach = PreventionTechnique.Approach.SITUATIONAL
    group = PreventionTechnique.Group.EFFORT
    example = "Lås på förrådet."


class AssessmentFactory(factory.django.DjangoModelFactory):
    """Of the second third of 2026, waiting for its review."""

    class Meta:
        model = GoalAssessment

    goal = factory.SubFactory(GoalFactory)
    period_start = date(2026, 5, 1)
    period_end = date(2026, 8, 31)
    grade = GoalAssessment.Grade.PARTLY
    comment = "Rånen har minskat något."
    assessed_by = factory.SubFactory(UserFactory)
    assessed_at = noon(date(2026, 9, 10))


class ActivityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Activity

    measure = factory.SubFactory(MeasureFactory)
    title = factory.Sequence(lambda n: f"Beställ lampor {n}")
    owner = factory.SubFactory(UserFactory)
    due_on = date(2026, 10, 1)


def lead_of(process) -> Participant:
    return process.participants.get(body=process.lead_body)
