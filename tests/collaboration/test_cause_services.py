from datetime import date
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from collaboration.exceptions import (
    CauseGone,
    CauseHasMeasures,
    CauseTooDeep,
    CauseUnderItself,
    CycleEnded,
    ProblemNotTakenOn,
    ProcessEnded,
    Refused,
    TextsClash,
)
from collaboration.models import Cause, CauseAnalysis, CauseEvidence, JointProblem
from collaboration.services import cause_analyses, causes
from collaboration.services.causes import tree_of
from followup.models import Measure
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ProcessCycleFactory
from tests.factories.followup import CauseFactory, JointProblemFactory, MeasureFactory
from trygghet.accounts.models import User

PREPARE = {
    "delimitation": "Rån mot unga vid Torget, fredag och lördag 20–02.",
    "team": "Fältgruppens chef, områdespolis",
    "due_on": date(2026, 12, 1),
    "data_available": "Polisens händelser",
}


@pytest.fixture
def problem(db: None) -> JointProblem:
    return JointProblemFactory()


@pytest.fixture
def user(db: None) -> User:
    return UserFactory()


def _prepare(problem: JointProblem, user: User, version: int, **texts: object) -> CauseAnalysis:
    return cause_analyses.save_texts(
        problem=problem,
        sub_step="prepare",
        version=version,
        acting_user=user,
        **{**PREPARE, **texts},
    )


def _add(problem: JointProblem, user: User, text: str, side: str = "place", **more: object):
    return causes.add_cause(problem=problem, text=text, side=side, acting_user=user, **more)


def _outline(problem: JointProblem) -> list[tuple[str, int]]:
    texts = dict(Cause.objects.values_list("pk", "text"))
    return [(texts[cause], depth) for cause, depth in tree_of(problem.analysis)]


def test_first_text_begins_the_analysis(problem: JointProblem, user: User) -> None:
    analysis = _prepare(problem, user, 0, team=" Fältgruppen\r\nPolisen ")
    assert (analysis.version, analysis.team) == (1, "Fältgruppen\nPolisen")
    assert _prepare(problem, user, 0, team="Fältgruppen\nPolisen").version == 1


def test_what_both_changed_is_asked_about(problem: JointProblem, user: User) -> None:
    _prepare(problem, user, 0)
    _prepare(problem, user, 1, team="Rektor")
    with pytest.raises(TextsClash) as clash:
        _prepare(problem, user, 1, team="Områdespolis", data_available="Enkäten")
    assert clash.value.clashing == ("team",)
    assert clash.value.current.team == "Rektor"
    assert (clash.value.values["team"], clash.value.values["data_available"]) == (
        "Områdespolis",
        "Enkäten",
    )
    assert CauseAnalysis.objects.get().data_available == PREPARE["data_available"]


def test_what_only_one_changed_is_merged(problem: JointProblem, user: User) -> None:
    _prepare(problem, user, 0)
    _prepare(problem, user, 1, team="Rektor")
    analysis = _prepare(problem, user, 1, data_available="Enkäten")
    assert (analysis.team, analysis.data_available) == ("Rektor", "Enkäten")


def test_two_who_both_begin_lose_nothing(problem: JointProblem, user: User) -> None:
    _prepare(problem, user, 0)
    with pytest.raises(TextsClash):
        _prepare(problem, user, 0, team="Rektor")


def test_causes_only_behind_what_is_taken_on(problem: JointProblem, user: User) -> None:
    problem.decision, problem.decision_reason = "set_aside", "Saknar resurser"
    problem.save()
    with pytest.raises(ProblemNotTakenOn):
        _add(problem, user, "Mörkt")
    problem.decision = "taken_on"
    problem.save()
    problem.cycle.ended_at = problem.cycle.began_at
    problem.cycle.save()
    with pytest.raises(ProcessEnded):
        _prepare(problem, user, 0)
    ProcessCycleFactory(process=problem.cycle.process, number=2)
    with pytest.raises(CycleEnded):
        _add(problem, user, "Mörkt")
    assert not CauseAnalysis.objects.exists()


def test_causes_are_put_in_and_moved(problem: JointProblem, user: User) -> None:
    dark = _add(problem, user, " Gångvägen är\nmörk ")
    broken = _add(problem, user, "Ingen anmäler trasiga lampor", parent=dark, side="offender")
    empty = _add(problem, user, "Torget är tomt")
    _add(problem, user, "Unga utan sysselsättning", side="offender")
    assert (dark.text, broken.side) == ("Gångvägen är mörk", "place")
    causes.move_cause(cause=empty, how="up", acting_user=user)
    causes.move_cause(cause=broken, how="outdent", acting_user=user)
    causes.move_cause(cause=dark, how="indent", acting_user=user)
    assert _outline(problem) == [
        ("Unga utan sysselsättning", 0),
        ("Torget är tomt", 0),
        ("Gångvägen är mörk", 1),
        ("Ingen anmäler trasiga lampor", 0),
    ]


def test_same_key_puts_in_one_cause(problem: JointProblem, user: User) -> None:
    key = uuid4()
    first = _add(problem, user, "Mörkt", idempotency_key=key)
    assert _add(problem, user, "Mörkt", idempotency_key=key) == first


def test_cause_under_itself_is_refused(problem: JointProblem, user: User) -> None:
    dark = _add(problem, user, "Mörkt")
    lamp = _add(problem, user, "Trasig lampa", parent=dark)
    for under in (dark, lamp):
        with pytest.raises(CauseUnderItself):
            causes.place_cause(cause=dark, parent=under, acting_user=user)
    assert _outline(problem) == [("Mörkt", 0), ("Trasig lampa", 1)]


def test_cause_is_placed_under_another_or_on_a_side(problem: JointProblem, user: User) -> None:
    dark, empty = _add(problem, user, "Mörkt"), _add(problem, user, "Tomt", "target")
    moved = causes.place_cause(cause=dark, parent=empty, acting_user=user)
    assert (moved.parent, moved.side) == (empty, "target")
    assert causes.place_cause(cause=dark, parent=empty, acting_user=user).order == 0
    moved = causes.place_cause(cause=dark, parent=None, side="offender", acting_user=user)
    assert (moved.parent, moved.side) == (None, "offender")
    other = CauseFactory(problem=JointProblemFactory())
    with pytest.raises(CauseGone):
        causes.place_cause(cause=dark, parent=other, acting_user=user)


def test_too_deep_is_refused_and_nothing_put_in(problem: JointProblem, user: User) -> None:
    cause = None
    for number in range(4):
        cause = _add(problem, user, f"Nivå {number}", parent=cause)
    with pytest.raises(CauseTooDeep):
        _add(problem, user, "Nivå 4", parent=cause)
    assert Cause.objects.count() == 4


def test_deleted_cause_leaves_those_under_it(problem: JointProblem, user: User) -> None:
    dark = _add(problem, user, "Mörkt")
    lamp = _add(problem, user, "Trasig lampa", parent=dark)
    causes.delete_cause(cause=dark, acting_user=user)
    lamp.refresh_from_db()
    assert _outline(problem) == [("Trasig lampa", 0)]
    assert lamp.parent_id is None
    with pytest.raises(CauseGone):
        causes.move_cause(cause=dark, how="up", acting_user=user)


def test_cause_with_measures_stays(user: User) -> None:
    cause = CauseFactory()
    MeasureFactory(cause=cause)
    under = causes.add_cause(
        problem=cause.analysis.joint_problem, text="Under", parent=cause, acting_user=user
    )
    with pytest.raises(CauseHasMeasures):
        causes.delete_cause(cause=cause, acting_user=user)
    under.refresh_from_db()
    assert under.parent == cause
    assert Measure.objects.get().cause == cause


def test_cause_is_reworded_once(problem: JointProblem, user: User) -> None:
    cause = _add(problem, user, "Mörkt")
    causes.change_cause(cause=cause, text="Mörkt om kvällen", version=0, acting_user=user)
    with pytest.raises(TextsClash):
        causes.change_cause(cause=cause, text="Dåligt ljus", version=0, acting_user=user)
    cause.refresh_from_db()
    assert (cause.text, cause.version) == ("Mörkt om kvällen", 1)


def test_verdict_says_why(problem: JointProblem, user: User) -> None:
    cause = _add(problem, user, "Mörkt")
    verdict = {"tested_how": "Mätt", "verdict": "kept", "can_influence": True}
    with pytest.raises(ValidationError, match="varför"):
        causes.judge_cause(cause=cause, version=0, acting_user=user, verdict_reason=" ", **verdict)
    judged = causes.judge_cause(
        cause=cause, version=0, acting_user=user, verdict_reason="Tre mätningar", **verdict
    )
    assert (judged.verdict, judged.can_influence, judged.version) == ("kept", True, 1)
    with pytest.raises(TextsClash):
        causes.judge_cause(
            cause=cause,
            version=0,
            acting_user=user,
            tested_how="",
            verdict="dropped",
            verdict_reason="Nej",
            can_influence=None,
        )


def test_evidence_for_and_against(problem: JointProblem, user: User) -> None:
    cause = _add(problem, user, "Mörkt")
    said = {"side": "against", "text": "Rånen sker i dagsljus", "source": "Polisen"}
    first = causes.add_evidence(cause=cause, acting_user=user, **said)
    assert causes.add_evidence(cause=cause, acting_user=user, **said) == first
    with pytest.raises(ValidationError):
        causes.add_evidence(cause=cause, acting_user=user, side="for", text="x", source=" ")
    for _twice in range(2):
        causes.delete_evidence(evidence=first, acting_user=user)
    assert not CauseEvidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_move_causes_under_each_other_at_once(user: User) -> None:
    problem = JointProblemFactory()
    one, two = _add(problem, user, "Ett"), _add(problem, user, "Två")
    refused: list[Refused] = []

    def place(cause: Cause, parent: Cause) -> None:
        try:
            causes.place_cause(cause=cause, parent=parent, acting_user=user)
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=place, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(refusal) for refusal in refused] == [CauseUnderItself]
    assert sorted(depth for _text, depth in _outline(problem)) == [0, 1]
