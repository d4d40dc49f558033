"""What follow-up has of a cycle, for collaboration's five steps (``settings.STEP_PROVIDERS``)."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import Cause, JointProblem, Participant, ProcessCycle
from collaboration.selectors.step_facts import first_of
from collaboration.step_facts import ImplementationFacts, Pointer
from collaboration.versions import Section, Text
from followup.models import ActionPlan, GoalAcceptance, Measure, SmartGoal
from followup.smart import smart_check


def facts(cycle: ProcessCycle) -> ImplementationFacts:
    """Goals, measures and plan of the cycle, in six queries."""
    kept = _kept_causes(cycle)
    unmet = [cause for cause in kept if not cause.has_measure]
    goals = _with_measures(cycle)
    incomplete = [goal for goal in goals if _lacks(goal)]
    lacking = _not_accepted(cycle, goals)
    draft, is_decided = _plan(cycle)
    unanswered = list({goal.pk: goal for goal, _party in lacking}.values())
    return ImplementationFacts(
        kept_causes=len(kept),
        causes_without_measure=len(unmet),
        goals=len(goals),
        goals_incomplete=len(incomplete),
        goals_not_accepted=len(unanswered),
        waiting_for=frozenset(party for _goal, party in lacking),
        plan_is_decided=is_decided,
        pointers=_pointers(cycle, unmet, incomplete, unanswered, draft),
        party_urls={
            party: reverse("followup:goal-answer", args=[goal.pk, party])
            for goal, party in reversed(lacking)
        },
    )


def _with_measures(cycle: ProcessCycle) -> list[SmartGoal]:
    measures = Prefetch("measures", queryset=Measure.objects.only("state"))
    return list(goals_of(cycle).prefetch_related(measures))


def _lacks(goal: SmartGoal) -> tuple[str, ...]:
    """What the goal lacks to be SMART, the parties' answers apart."""
    return smart_check(goal, parties=(), answers=(), measures=list(goal.measures.all())).missing


def _in_short(goal: SmartGoal) -> str:
    """The first two things that the goal lacks; its page tells them all."""
    missing = _lacks(goal)
    said = " ".join(missing[:2])
    more = len(missing) - 2
    return said if more <= 0 else _("%(said)s Och %(more)d till.") % {"said": said, "more": more}


def _not_accepted(cycle: ProcessCycle, goals: list[SmartGoal]) -> list[tuple[SmartGoal, int]]:
    """Each goal with each party (id) that has not accepted it. Two queries."""
    answers = GoalAcceptance.objects.filter(goal__in=goals, accepted=True)
    accepted = set(answers.values_list("goal_id", "participant_id"))
    parties = Participant.objects.filter(process=cycle.process_id).active()
    return [
        (goal, party)
        for party in parties.values_list("pk", flat=True)
        for goal in goals
        if (goal.pk, party) not in accepted
    ]


def _pointers(
    cycle: ProcessCycle,
    unmet: list[Cause],
    incomplete: list[SmartGoal],
    unanswered: list[SmartGoal],
    draft: int | None,
) -> dict[str, Pointer]:
    """Where the lead does what is missing, by the requirements' keys."""
    process = cycle.process_id
    plan = ("plan-decide", draft) if draft else ("plan-new", process)
    found = {
        "goals": Pointer(f"{reverse('followup:goal-new')}?process={process}"),
        "plan": Pointer(reverse(f"followup:{plan[0]}", args=[plan[1]])),
    }
    if unmet:
        new = f"{reverse('followup:measure-new')}?orsak={unmet[0].pk}"
        found["measures"] = Pointer(new, _about_causes(unmet))
    if incomplete:
        url = reverse("followup:goal-edit", args=[incomplete[0].pk])
        found["smart"] = Pointer(url, f"{first_of(incomplete)} {_in_short(incomplete[0])}")
    if unanswered:
        url = reverse("followup:goal-detail", args=[unanswered[0].pk])
        found["accepted"] = Pointer(url, first_of(unanswered), is_for_all=True)
    return found


def _about_causes(causes: list[Cause]) -> str:
    about = {"text": causes[0].text, "more": len(causes) - 1}
    if len(causes) == 1:
        return _("Gäller orsaken ”%(text)s”.") % about
    return _("Gäller orsaken ”%(text)s” och %(more)d till.") % about


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


def _kept_causes(cycle: ProcessCycle) -> list[Any]:
    """The kept causes of the problems taken on; ``has_measure`` when one that goes on meets it."""
    alive = Measure.objects.filter(cause=OuterRef("pk")).exclude(state=Measure.State.STOPPED)
    kept = Cause.objects.kept().filter(
        analysis__joint_problem__cycle=cycle,
        analysis__joint_problem__decision=JointProblem.Decision.TAKEN_ON,
        analysis__joint_problem__merged_into__isnull=True,
    )
    rows = kept.annotate(has_measure=Exists(alive)).only("text")
    return list(rows.order_by("analysis__joint_problem", "order", "pk"))


def _plan(cycle: ProcessCycle) -> tuple[int | None, bool]:
    """The draft (id), if there is one, and whether a plan has been decided in the cycle."""
    began_on = timezone.localdate(cycle.began_at)
    plans = list(
        ActionPlan.objects.filter(process=cycle.process_id).values_list("pk", "state", "decided_on")
    )
    drafts = [pk for pk, state, _day in plans if state == ActionPlan.State.DRAFT]
    decided = [day for _pk, state, day in plans if state == ActionPlan.State.DECIDED and day]
    return (drafts[0] if drafts else None), any(day >= began_on for day in decided)


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
