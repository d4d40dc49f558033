"""After going back, the step asks for something again before it can be left."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.exceptions import StepNotComplete
from collaboration.models import CollaborationProcess, Participant, ProcessCycle, Step, StepMove
from collaboration.process_exceptions import NothingToGoThrough, PictureMissing
from collaboration.selectors.process import process_page
from collaboration.selectors.step_facts import facts_of
from collaboration.services import pictures, steps
from collaboration.steps import unmet
from tests.factories.programs import ProblemTypeFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

SignIn = Callable[[User], Client]
COMPLETE = {
    "summary": "Torget är otryggt.",
    "data_used": "Anmälningar.",
    "data_rejected": "Inget.",
    "staff_dialogue": "held",
    "read_by_leadership_on": date(2026, 10, 1),
    "classification": "open",
}


@pytest.fixture
def party(process: CollaborationProcess) -> Participant:
    return process.participants.get(body=process.lead_body)


@pytest.fixture
def mapped(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> CollaborationProcess:
    """Everything of the mapping is in place; the process stands in the analysis."""
    ProcessCycle.objects.update(step=Step.MAPPING)
    pictures.save_picture(
        process=process, participant=party, version=0, acting_user=coordinator, **COMPLETE
    )
    steps.move_forward(process=process, acting_user=coordinator)
    return process


def _back(process: CollaborationProcess, user: User, to_step: str = "mapping") -> ProcessCycle:
    return steps.move_back(
        process=process, to_step=to_step, reason="Nya uppgifter.", acting_user=user
    )


def _keys(cycle: ProcessCycle) -> set[str]:
    return {need.key for need in unmet(cycle.step, facts_of(cycle))}


def test_pictures_are_open_again_until_each_is_confirmed(
    mapped: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    cycle = _back(mapped, coordinator)
    assert _keys(cycle) == {"confirmed"}
    with pytest.raises(StepNotComplete):
        steps.move_forward(process=mapped, acting_user=coordinator)
    pictures.confirm_picture(process=mapped, participant=party, acting_user=coordinator)
    assert _keys(cycle) == set()
    _back(mapped, coordinator, "initiation")
    assert _keys(ProcessCycle.objects.get()) >= {"anew"}


@pytest.mark.parametrize("way", ["text", "problem", "same"])
def test_changing_the_picture_confirms_it(
    way: str, mapped: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    cycle = _back(mapped, coordinator)
    who = {"process": mapped, "participant": party, "acting_user": coordinator}
    if way == "problem":
        pictures.add_picture_problem(
            type=ProblemTypeFactory(), title="Nytt bråk", classification="open", **who
        )
    else:
        changed = {"summary": "Torget är tryggare."} if way == "text" else {}
        pictures.save_picture(version=1, **(COMPLETE | changed), **who)
    assert _keys(cycle) == set()


def test_a_party_without_a_picture_has_nothing_to_confirm(
    process: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    ProcessCycle.objects.update(step=Step.ANALYSIS)
    cycle = _back(process, coordinator)
    assert "confirmed" not in _keys(cycle)
    with pytest.raises(PictureMissing):
        pictures.confirm_picture(process=process, participant=party, acting_user=coordinator)


def test_later_steps_are_gone_through_anew_by_the_lead(
    mapped: CollaborationProcess, party: Participant, coordinator: User
) -> None:
    _back(mapped, coordinator)
    pictures.confirm_picture(process=mapped, participant=party, acting_user=coordinator)
    cycle = steps.move_forward(process=mapped, acting_user=coordinator)
    assert "anew" in _keys(cycle)
    steps.go_through_anew(process=mapped, acting_user=coordinator, reason="Samma problem står.")
    assert "anew" not in _keys(cycle)
    move = StepMove.objects.latest("pk")
    assert (move.kind, move.from_step, move.to_step) == ("reviewed", "analysis", "analysis")
    with pytest.raises(NothingToGoThrough):
        steps.go_through_anew(process=mapped, acting_user=coordinator)


def test_next_action_asks_the_party_first(mapped: CollaborationProcess, coordinator: User) -> None:
    _back(mapped, coordinator)
    page = process_page(scope_of(coordinator), mapped)
    assert page.next_action.text == "Säg om er bild fortfarande är aktuell"
    assert [line.name for line in page.waiting_for] == [mapped.lead_body.name]


def test_one_click_on_the_page_of_the_step(
    mapped: CollaborationProcess, party: Participant, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    step = reverse("collaboration:process-step", args=[mapped.pk, "kartlaggning"])
    button = reverse("collaboration:picture-confirm", args=[mapped.pk, party.pk])
    assert button not in client.get(step).content.decode()
    _back(mapped, coordinator)
    assert button in client.get(step).content.decode()
    assert "fortfarande är aktuell" in client.post(button, follow=True).content.decode()
    assert button not in client.get(step).content.decode()


def test_going_through_is_asked_and_told_among_the_moves(
    mapped: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    _back(mapped, coordinator, "initiation")
    client = as_user(coordinator)
    url = reverse("collaboration:process-review", args=[mapped.pk])
    assert "gått igenom steget på nytt" in client.get(url).content.decode()
    sent = {"from_step": "initiation", "reason": "En ny part är med."}
    page = client.post(url, sent, follow=True).content.decode()
    assert "gick igenom steget på nytt" in page
    assert "En ny part är med." in page
    assert StepMove.objects.filter(kind="reviewed", moved_at__lte=timezone.now()).count() == 1
