"""Safety walks: logged once, sent when walked, answered with a date, walked again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.exceptions import (
    AnswerDateInThePast,
    AnswerDateMissing,
    EditConflict,
    FindingAnswered,
    FindingNotSent,
    WalkInTheFuture,
)
from collaboration.models import SafetyWalk, WalkFinding
from collaboration.services import walks
from programs.models import ProblemType, ResponsibleBody
from tests.factories.places import SafetyWalkFactory, WalkFindingFactory
from tests.factories.programs import ProblemTypeFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User

State = WalkFinding.State


@pytest.fixture
def walk(body: ResponsibleBody) -> SafetyWalk:
    return SafetyWalkFactory(body=body)


@pytest.fixture
def category(db: None) -> ProblemType:
    return ProblemTypeFactory()


def test_the_same_key_is_one_walk_and_one_finding(
    body: ResponsibleBody, coordinator: User, category: ProblemType
) -> None:
    key = uuid4()
    fields = {"title": "Höst", "walk_on": timezone.localdate()}
    first, again = (
        walks.plan_walk(body=body, acting_user=coordinator, idempotency_key=key, **fields)
        for _ in range(2)
    )
    assert first == again
    for _ in range(2):
        walks.log_finding(
            walk=first, acting_user=coordinator, idempotency_key=key, category=category, text="Glas"
        )
    assert WalkFinding.objects.get().walk == first


def test_two_who_change_the_plan_lose_nothing(walk: SafetyWalk, coordinator: User) -> None:
    walks.change_walk(walk=walk, version=1, acting_user=coordinator, title="Ny rubrik")
    with pytest.raises(EditConflict) as conflict:
        walks.change_walk(walk=walk, version=1, acting_user=coordinator, title="En annan")
    assert conflict.value.current.title == "Ny rubrik"


def test_finishing_sends_what_nobody_was_named_for_to_the_own_body(
    walk: SafetyWalk, coordinator: User
) -> None:
    other = ResponsibleBodyFactory()
    mine, theirs = WalkFindingFactory(walk=walk), WalkFindingFactory(walk=walk, responsible=other)
    groups = [("Boende", 8), ("Polisen", 2)]
    for _ in range(2):
        walks.finish_walk(walk=walk, groups=groups, acting_user=coordinator)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    walk.refresh_from_db()
    assert (mine.responsible, theirs.responsible) == (walk.body, other)
    assert walk.state == SafetyWalk.State.WALKED
    assert set(walk.groups.values_list("group", "count")) == set(groups)


def test_a_walk_to_come_is_not_finished(walk: SafetyWalk, coordinator: User) -> None:
    SafetyWalk.objects.update(walk_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(WalkInTheFuture):
        walks.finish_walk(walk=walk, groups=[], acting_user=coordinator)


def test_answers_close_the_walk_and_a_late_finding_opens_it(
    walk: SafetyWalk, coordinator: User, category: ProblemType
) -> None:
    finding = WalkFindingFactory(walk=walk)
    walks.finish_walk(walk=walk, groups=[], acting_user=coordinator)
    answered = walks.answer_finding(
        finding=finding, state=State.FIXED, answer="Ny lampa är på plats.", acting_user=coordinator
    )
    walk.refresh_from_db()
    assert (answered.answered_by, walk.state) == (coordinator, SafetyWalk.State.ANSWERED)
    late = walks.log_finding(walk=walk, acting_user=coordinator, category=category, text="Buskar")
    walk.refresh_from_db()
    assert walk.state == SafetyWalk.State.WALKED
    assert late.responsible == walk.body


def test_what_cannot_be_answered_so(walk: SafetyWalk, coordinator: User) -> None:
    finding = WalkFindingFactory(walk=walk, responsible=walk.body)

    def answer(state: str = State.WILL_FIX, text: str = "Vi byter.", **fields: object) -> None:
        walks.answer_finding(
            finding=finding, state=state, answer=text, acting_user=coordinator, **fields
        )

    with pytest.raises(FindingNotSent):
        answer()
    walks.finish_walk(walk=walk, groups=[], acting_user=coordinator)
    with pytest.raises(AnswerDateMissing):
        answer()
    with pytest.raises(AnswerDateInThePast):
        answer(promised_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError):
        answer(State.WILL_NOT, "")


def test_an_answered_finding_stays(walk: SafetyWalk, coordinator: User) -> None:
    finding = WalkFindingFactory(
        walk=walk, responsible=walk.body, state=State.WILL_NOT, answer="Marken är privat."
    )
    with pytest.raises(FindingAnswered):
        walks.remove_finding(finding=finding, acting_user=coordinator)
    with pytest.raises(FindingAnswered):
        walks.hand_over(finding=finding, responsible=walk.body, acting_user=coordinator)


def test_what_was_logged_by_mistake_is_taken_away(walk: SafetyWalk, coordinator: User) -> None:
    walks.remove_finding(finding=WalkFindingFactory(walk=walk), acting_user=coordinator)
    assert not walk.findings.exists()
