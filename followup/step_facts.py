"""What follow-up has of a cycle, for collaboration's five steps (``settings.STEP_PROVIDERS``)."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Cause, JointProblem, Participant, ProcessCycle
from collaboration.step_facts import ImplementationFacts
from collaboration.versions import Section, Text
from followup.models import ActionPlan, GoalAcceptance, Measure, SmartGoal


def facts(cycle: ProcessCycle) -> ImplementationFacts:
    """Goals, measures and plan of the cycle, in four queries."""
    kept = _kept_causes(cycle)
    goals = list(goals_of(cycle).values_list("pk", flat=True))
    accepted = set(
        GoalAcceptance.objects.filter(goal__in=goals_of(cycle), accepted=True).values_list(
            "goal_id", "participant_id"
        )
    )
    parties = Participant.objects.filter(process=cycle.process_id).active()
    lacking = [
        (goal, party)
        for party in parties.values_list("pk", flat=True)
        for goal in goals
        if (goal, party) not in accepted
    ]
    return ImplementationFacts(
        kept_causes=len(kept),
        causes_without_measure=sum(not has_measure for has_measure in kept),
        goals=len(goals),
        goals_not_accepted=len({goal for goal, _party in lacking}),
        waiting_for=frozenset(party for _goal, party in lacking),
        plan_is_decided=_plan_is_decided(cycle),
    )


def goals_of(cycle: ProcessCycle) -> Any:
    """Goals for the cycle's problems, and the process's goals that no problem ties to a cycle."""
    tied = Q(problem__cycle=cycle) | Q(problem__isnull=True)
    return SmartGoal.objects.filter(tied, process=cycle.process_id).order_by("pk")


def measures_of(cycle: ProcessCycle) -> Any:
    """Measures against the cycle's causes, and those that no cause ties to a cycle."""
    tied = Q(cause__analysis__joint_problem__cycle=cycle) | Q(cause__isnull=True)
    return Measure.objects.filter(tied, process=cycle.process_id).order_by("pk")


def content(cycle: ProcessCycle) -> list[Section]:
    """What the step of implementation holds, as a version keeps it."""
    goals = [_goal(goal) for goal in goals_of(cycle).select_related("indicator")]
    measures = measures_of(cycle).select_related("cause", "responsible")
    return goals + [_measure(measure) for measure in measures]


def _kept_causes(cycle: ProcessCycle) -> list[bool]:
    """For each kept cause of the problems taken on: does a measure meet it?"""
    alive = Measure.objects.filter(cause=OuterRef("pk")).exclude(state=Measure.State.STOPPED)
    kept = Cause.objects.kept().filter(
        analysis__joint_problem__cycle=cycle,
        analysis__joint_problem__decision=JointProblem.Decision.TAKEN_ON,
        analysis__joint_problem__merged_into__isnull=True,
    )
    return list(kept.annotate(has_measure=Exists(alive)).values_list("has_measure", flat=True))


def _plan_is_decided(cycle: ProcessCycle) -> bool:
    began_on = timezone.localdate(cycle.began_at)
    return ActionPlan.objects.filter(
        process=cycle.process_id, state=ActionPlan.State.DECIDED, decided_on__gte=began_on
    ).exists()


def _goal(goal: SmartGoal) -> Section:
    return Section(
        key=f"goal.{goal.pk}",
        heading=_("Mål: %(title)s") % {"title": goal.title},
        texts=(
            Text(_("Hur problemet ska förändras"), goal.change),
            Text(_("Indikator"), str(goal.indicator or "")),
            Text(_("Avsatta resurser"), goal.resources),
            Text(_("Senast"), str(goal.due_on or "")),
        ),
    )


def _measure(measure: Measure) -> Section:
    return Section(
        key=f"measure.{measure.pk}",
        heading=_("Åtgärd: %(title)s") % {"title": measure.title},
        texts=(
            Text(_("Orsak"), str(measure.cause or "")),
            Text(_("Vad som ska göras"), measure.description),
            Text(_("Ansvarig"), str(measure.responsible)),
            Text(_("Läge"), measure.get_state_display()),
            Text(_("Senast"), str(measure.due_on or "")),
        ),
    )
