"""The page of a process: where it stands, what is missing, who is waited for, what to do next."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import (
    CollaborationAgreement,
    CollaborationProcess,
    CycleFollowUp,
    Participant,
    ProcessCycle,
    Step,
    StepMove,
    StepVersion,
)
from collaboration.permissions import can_move_process
from collaboration.requirements import Requirement
from collaboration.selectors.process_parties import parties_of, spoken_for
from collaboration.selectors.process_waiting import WaitedFor, waited_for
from collaboration.selectors.step_facts import facts_of
from collaboration.step_facts import PartyFacts, StepFacts
from collaboration.steps import ORDER, STEPS, StepInfo, position, step_after, unmet
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class StepLine:
    """One step of a cycle in the stepper, and with its versions below it.

    ``state`` is ``done``, ``current`` or ``upcoming``; ``days`` None where it has not been.
    """

    info: StepInfo
    label: str
    state: str
    url: str
    days: int | None
    note: str
    versions: tuple[StepVersion, ...]


@dataclass(frozen=True)
class CheckLine:
    """A requirement as the reader meets it; ``note`` names who is waited for."""

    label: str
    done: bool
    url: str
    note: str


@dataclass(frozen=True)
class NextAction:
    """The one thing to do now, on a button."""

    text: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class ProcessPage:
    """``cycle`` is the open one, or the last of a process that has ended."""

    process: CollaborationProcess
    cycle: ProcessCycle
    cycles: tuple[ProcessCycle, ...]
    steps: tuple[StepLine, ...]
    checklist: tuple[CheckLine, ...]
    waiting_for: tuple[WaitedFor, ...]
    next_action: NextAction | None
    parties: tuple[Participant, ...]
    own_parties: frozenset[int]
    agreements: tuple[CollaborationAgreement, ...]
    moves: tuple[StepMove, ...]
    is_lead: bool

    @property
    def current(self) -> StepLine:
        return self.steps[position(self.cycle.step)]

    @property
    def number_missing(self) -> int:
        return sum(not line.done for line in self.checklist)

    @property
    def earlier(self) -> tuple[StepLine, ...]:
        """Steps of the cycle that have something to read: been in before, or with versions."""
        return tuple(
            line
            for line in self.steps
            if line.versions or (line.days is not None and line.state != "current")
        )

    @property
    def following(self) -> StepInfo | None:
        return step_after(self.cycle.step)

    @property
    def past_cycles(self) -> tuple[ProcessCycle, ...]:
        return tuple(cycle for cycle in self.cycles if cycle != self.cycle)


def process_page(
    scope: Scope,
    process: CollaborationProcess,
    cycle: ProcessCycle | None = None,
    step: str | None = None,
) -> ProcessPage:
    """Where the process stands; the checklist is that of ``step`` (the present one).

    Eight queries and those of the facts. ``process`` comes with its lead body and program.
    """
    cycles = tuple(process.cycles.order_by("number"))
    cycle = cycle or cycles[-1]
    moves = tuple(_moves(process))
    own = spoken_for(scope, process.pk)
    is_lead = can_move_process(scope, process)
    shown = STEPS[step or cycle.step]
    facts = facts_of(cycle, shown.step)
    lacking = unmet(shown.step, facts)
    is_present = shown.step == cycle.step and cycle.ended_at is None
    return ProcessPage(
        process=process,
        cycle=cycle,
        cycles=cycles,
        steps=_steps(process, cycle, moves),
        checklist=tuple(
            _check(need, shown, process, facts, own, is_lead)
            for need in shown.requirements
            if need.applies(facts)
        ),
        waiting_for=waited_for(
            cycle, lacking, facts, own, timezone.localdate(), is_lead=is_lead and is_present
        ),
        next_action=_next(process, cycle, facts, own, is_lead) if is_present else None,
        parties=tuple(parties_of(process.pk)),
        own_parties=own,
        agreements=tuple(_agreements(process)),
        moves=tuple(reversed(moves)),
        is_lead=is_lead,
    )


def days_in_steps(
    cycle: ProcessCycle, moves: tuple[StepMove, ...], now: datetime
) -> dict[str, int]:
    """Whole days that the cycle has spent in each step that it has been in."""
    since, step = cycle.began_at, str(Step.INITIATION)
    seconds: dict[str, float] = {}
    for move in (move for move in moves if move.cycle_id == cycle.pk):
        seconds[step] = seconds.get(step, 0) + (move.moved_at - since).total_seconds()
        since, step = move.moved_at, move.to_step or step
    until = cycle.ended_at or now
    seconds[cycle.step] = seconds.get(cycle.step, 0) + max((until - since).total_seconds(), 0)
    return {step: int(spent // 86_400) for step, spent in seconds.items()}


def days_in_words(days: int) -> str:
    if days == 0:
        return _("mindre än en dag")
    return ngettext("%(days)s dag", "%(days)s dagar", days) % {"days": days}


def _moves(process: CollaborationProcess) -> list[StepMove]:
    rows = StepMove.objects.filter(cycle__process=process).select_related("moved_by", "cycle")
    return list(rows.order_by("moved_at", "pk"))


def _agreements(process: CollaborationProcess) -> list[CollaborationAgreement]:
    return list(process.agreements.filter(replaced_by__isnull=True).order_by("-valid_from", "pk"))


def _steps(
    process: CollaborationProcess, cycle: ProcessCycle, moves: tuple[StepMove, ...]
) -> tuple[StepLine, ...]:
    days = days_in_steps(cycle, moves, timezone.now())
    versions: dict[str, list[StepVersion]] = {}
    kept = cycle.versions.defer("content").select_related("taken_by").order_by("-number")
    for version in kept:
        versions.setdefault(version.step, []).append(version)
    return tuple(
        _step(info, process, cycle, days.get(info.step), versions.get(info.step, []))
        for info in ORDER
    )


def _step(
    info: StepInfo,
    process: CollaborationProcess,
    cycle: ProcessCycle,
    days: int | None,
    versions: list[StepVersion],
) -> StepLine:
    here, now = position(info.step), position(cycle.step)
    state = "done" if here < now or cycle.ended_at else "current" if here == now else "upcoming"
    if cycle.ended_at and days is None:
        state = "upcoming"
    url = reverse("collaboration:process-step", args=[process.pk, info.slug])
    return StepLine(
        info=info,
        label=str(info.short),
        state=state,
        url=url if cycle.ended_at is None else f"{url}?varv={cycle.number}",
        days=days,
        note="" if days is None else days_in_words(days),
        versions=tuple(versions),
    )


def _check(
    need: Requirement,
    shown: StepInfo,
    process: CollaborationProcess,
    facts: StepFacts,
    own: frozenset[int],
    is_lead: bool,
) -> CheckLine:
    waited = need.waiting_for(facts)
    mine = next((party.id for party in waited if party.id in own), None)
    names = "; ".join(party.name for party in waited)
    return CheckLine(
        label=str(need.label),
        done=need.is_met(facts),
        url=need.address(process.pk, shown.slug, facts, party=mine, is_lead=is_lead),
        note=_("Väntar på %(names)s") % {"names": names} if names else need.what(facts),
    )


def _next(
    process: CollaborationProcess,
    cycle: ProcessCycle,
    facts: StepFacts,
    own: frozenset[int],
    is_lead: bool,
) -> NextAction | None:
    """The first thing that waits for the reader; for the lead, otherwise, to move the process."""
    lacking = unmet(cycle.step, facts)
    slug = STEPS[cycle.step].slug
    for need in lacking:
        waited = need.waiting_for(facts)
        mine = next((party.id for party in waited if party.id in own), None)
        if mine or (is_lead and not waited):
            url = need.address(process.pk, slug, facts, party=mine, is_lead=is_lead)
            why = " ".join(filter(None, [str(need.missing), need.what(facts)]))
            return NextAction(str(need.action), url, why)
    if not is_lead:
        return None
    if lacking:
        if alone := _without_people(lacking, facts):
            return _invite(process, alone)
        url = reverse("collaboration:process-detail", args=[process.pk])
        why = lacking[0].lacking(facts)
        return NextAction(_("Påminn dem ni väntar på"), f"{url}#vantar", why)
    return _onwards(process, cycle, facts)


def _without_people(lacking: tuple[Requirement, ...], facts: StepFacts) -> PartyFacts | None:
    """The first party waited for that nobody speaks for, and nobody is asked to."""
    waited = (party for need in lacking for party in need.waiting_for(facts))
    return next((party for party in waited if not party.has_people and not party.is_invited), None)


def _invite(process: CollaborationProcess, party: PartyFacts) -> NextAction:
    why = _("Ingen från %(party)s är inbjuden än, så parten kan inte göra sin del.")
    url = reverse("collaboration:invitation-new", args=[process.pk, party.id])
    return NextAction(_("Bjud in en person"), url, why % {"party": party.name})


def _onwards(process: CollaborationProcess, cycle: ProcessCycle, facts: StepFacts) -> NextAction:
    done = _("Allt i steget är på plats.")
    if following := step_after(cycle.step):
        url = reverse("collaboration:process-forward", args=[process.pk])
        return NextAction(_("Gå vidare till %(step)s") % {"step": following.short}, url, done)
    if facts.decision == CycleFollowUp.Decision.STOP:
        url = reverse("collaboration:process-end", args=[process.pk])
        return NextAction(_("Avsluta samverkan"), url, _("Ni har beslutat att avsluta."))
    url = reverse("collaboration:process-next-cycle", args=[process.pk])
    return NextAction(_("Börja nästa varv"), url, done)
