from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.models import (
    Cause,
    CauseAnalysis,
    CauseEvidence,
    CollaborationProcess,
    Invitation,
    JointProblem,
    Participant,
    SubStep,
)
from collaboration.services import causes
from tests.factories.collaboration import (
    ParticipantFactory,
    PartnerOrganizationFactory,
    ProcessCycleFactory,
    noon,
)
from tests.factories.followup import CauseFactory, JointProblemFactory, MeasureFactory
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]
PREPARE = {"delimitation": "Rån vid torget.", "team": "Fältgruppen", "version": "0"}
VERDICT = {"verdict": "kept", "verdict_reason": "Tre mätningar.", "version": "0"}
HTMX = {"hx-request": "true"}


@pytest.fixture
def problem(process: CollaborationProcess) -> JointProblem:
    return JointProblemFactory(process=process, title="Rån mot unga")


@pytest.fixture
def dark(problem: JointProblem) -> Cause:
    return CauseFactory(problem=problem, text="Mörkt", verdict="untested", verdict_reason="")


def url(name: str, problem: JointProblem, *more: Any) -> str:
    keys = [problem.cycle.process_id, problem.pk, *more]
    return reverse(f"collaboration:{name}", args=keys)


def at(problem: JointProblem, sub_step: str = "") -> str:
    address = url("cause-analysis", problem)
    return f"{address}?del={sub_step}" if sub_step else address


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_first_sub_step_that_is_not_done_opens(
    problem: JointProblem, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    assert "Problemet, avgränsat" in _read(client, at(problem))
    answer = client.post(at(problem, "prepare"), PREPARE | {"vidare": "1"})
    assert answer.headers["Location"] == at(problem, "deepen")
    assert "Vad händer?" in _read(client, at(problem))
    for sub_step in [*SubStep.values, "strunt", "%00"]:
        _read(client, at(problem, sub_step))


def test_two_who_write_at_once_choose_between_the_texts(
    problem: JointProblem, coordinator: User, as_user: SignIn
) -> None:
    client, address = as_user(coordinator), at(problem, "prepare")
    client.post(address, PREPARE)
    client.post(address, PREPARE | {"version": "1", "team": "Rektor", "due_on": "2026-12-01"})
    mine = PREPARE | {"version": "1", "team": "Polisen", "due_on": "2026-12-24"}
    late = client.post(address, mine)
    page = late.content.decode()
    assert late.status_code == 409
    for text in ("Två har skrivit samtidigt", "Rektor", "Polisen", "1 december 2026"):
        assert text in page
    chosen = mine | {"version": "2", "team-choice": "theirs", "team-mine": "Polisen"}
    assert client.post(address, chosen).status_code == 302
    analysis = CauseAnalysis.objects.get()
    assert (analysis.team, str(analysis.due_on)) == ("Rektor", "2026-12-24")
    again = mine | {"version": "2", "team-choice": "mine", "team-mine": "Polisen", "team": "x"}
    client.post(address, again | {"version": "3"})
    assert CauseAnalysis.objects.get().team == "Polisen"


def test_bad_texts_are_told_of_and_kept(
    problem: JointProblem, coordinator: User, as_user: SignIn
) -> None:
    client, address = as_user(coordinator), at(problem, "prepare")
    long = client.post(address, PREPARE | {"delimitation": "a" * 100_000}).content.decode()
    assert "Texten är för lång" in long
    assert "a" * 100_000 in long
    person = client.post(address, PREPARE | {"team": "Ring 070-174 06 35"}).content.decode()
    assert "peka ut en person" in person
    assert "Rån vid torget." in person
    for bad in ({"version": "x"}, {"version": "9" * 30}, {"due_on": "i morgon"}, {}):
        assert client.post(address, PREPARE | bad).status_code in (200, 302)
    added = client.post(url("cause-add", problem), {"text": "b" * 100_000, "under": "side-place"})
    assert added.status_code == 422
    assert "för lång" in added.content.decode()
    assert not Cause.objects.exists()


def test_causes_are_added_moved_and_changed_without_script(
    problem: JointProblem, dark: Cause, coordinator: User, as_user: SignIn
) -> None:
    client, key = as_user(coordinator), str(uuid4())
    sent = {"text": "Trasiga lampor", "under": f"cause-{dark.pk}", "idempotency_key": key}
    for _twice in range(2):
        page = client.post(url("cause-add", problem), sent, follow=True).content.decode()
    assert "Tillagd: Trasiga lampor" in page
    lamp = Cause.objects.get(text="Trasiga lampor")
    assert (lamp.parent, lamp.side) == (dark, "place")
    out = client.post(url("cause-move", problem, lamp.pk), {"how": "outdent"}, follow=True)
    assert "Flyttad: Trasiga lampor" in out.content.decode()
    client.post(url("cause-move", problem, lamp.pk), {"how": "åt sidan"})
    lamp.refresh_from_db()
    assert lamp.parent is None
    change = {"text": "Lamporna är trasiga", "under": "side-offender", "version": "0"}
    assert client.post(url("cause-edit", problem, lamp.pk), change).status_code == 302
    lamp.refresh_from_db()
    assert (lamp.text, lamp.side) == ("Lamporna är trasiga", "offender")
    late = client.post(url("cause-edit", problem, lamp.pk), change | {"text": "Annat"})
    assert late.status_code == 409
    assert "Annat" in late.content.decode()
    deleted = client.post(url("cause-delete", problem, dark.pk), follow=True).content.decode()
    assert "Orsaken är borttagen" in deleted


def test_cause_under_itself_is_told_at_the_field(
    problem: JointProblem, dark: Cause, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    lamp = causes.add_cause(problem=problem, text="Lampa", parent=dark, acting_user=coordinator)
    sent = {"text": "Mörkt om kvällen", "under": f"cause-{lamp.pk}", "version": "0"}
    page = client.post(url("cause-edit", problem, dark.pk), sent).content.decode()
    assert "kan inte ligga under sig själv" in page
    assert "Mörkt om kvällen" in page
    assert Cause.objects.get(pk=dark.pk).parent is None
    for unknown in ("cause-999999", "cause-x", "strunt", ""):
        answer = client.post(url("cause-edit", problem, dark.pk), sent | {"under": unknown})
        assert answer.status_code == 200
    assert client.get(url("cause-edit", problem, dark.pk)).status_code == 200


def test_script_gets_the_outline_and_what_was_done(
    problem: JointProblem, dark: Cause, coordinator: User, as_user: SignIn
) -> None:
    CauseFactory(problem=problem, text="Tomt", order=1)
    address = url("cause-move", problem, dark.pk)
    answer = as_user(coordinator).post(address, {"how": "down"}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Flyttad: Mörkt" in page
    assert page.index("Tomt") < page.index(">Mörkt")


def test_cause_with_a_measure_is_not_deleted(
    problem: JointProblem, coordinator: User, as_user: SignIn
) -> None:
    cause = CauseFactory(problem=problem)
    MeasureFactory(cause=cause, process=problem.cycle.process)
    client = as_user(coordinator)
    assert "Ta bort orsaken?" in _read(client, url("cause-delete", problem, cause.pk))
    page = client.post(url("cause-delete", problem, cause.pk), follow=True).content.decode()
    assert "har åtgärder" in page
    address = reverse("followup:cause-measures", args=[cause.pk])
    assert address in _read(client, at(problem, "choose"))


def test_cause_is_tested_and_judged(
    problem: JointProblem, dark: Cause, coordinator: User, as_user: SignIn
) -> None:
    client, address = as_user(coordinator), url("cause-test", problem, dark.pk)
    assert "Leta efter det som talar emot" in _read(client, address)
    evidence = {"evidence-side": "for", "evidence-text": "Sju av nio", "evidence-source": "Polisen"}
    add = url("evidence-add", problem, dark.pk)
    bad = client.post(add, evidence | {"evidence-source": ""})
    assert bad.status_code == 422
    assert "Sju av nio" in bad.content.decode()
    assert "Källa: Polisen" in client.post(add, evidence, follow=True).content.decode()
    refused = client.post(address, VERDICT | {"verdict_reason": ""}).content.decode()
    assert "Skriv varför ni bedömer orsaken så" in refused
    assert client.post(address, VERDICT | {"can_influence": "yes"}).status_code == 302
    dark.refresh_from_db()
    assert (dark.verdict, dark.can_influence) == ("kept", True)
    late = client.post(address, VERDICT | {"verdict": "dropped", "verdict_reason": "Nej"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Någon annan valde: Behålls" in page
    assert "Tre mätningar." in page
    said = CauseEvidence.objects.get()
    remove = url("evidence-delete", problem, dark.pk, said.pk)
    assert "Ta bort belägget?" in _read(client, remove)
    assert "borttaget" in client.post(remove, follow=True).content.decode()


def test_problem_that_is_not_taken_on_is_read_only(
    problem: JointProblem, dark: Cause, coordinator: User, as_user: SignIn
) -> None:
    JointProblem.objects.update(decision="set_aside", decision_reason="Regionens.")
    client = as_user(coordinator)
    for sub_step in SubStep.values:
        page = _read(client, at(problem, sub_step))
        assert "Problemet är inte valt" in page
        assert "hx-boost" not in page.split("<main")[1]
    refused = client.post(url("cause-move", problem, dark.pk), {"how": "up"}, follow=True)
    assert "inte valt längre" in refused.content.decode()
    kept = client.post(at(problem, "prepare"), PREPARE).content.decode()
    assert "inte valt längre" in kept
    merged = JointProblemFactory(process=problem.cycle.process, merged_into=problem)
    assert "sammanslaget" in _read(client, at(merged))


def test_ended_turn_is_read_only(
    problem: JointProblem, dark: Cause, coordinator: User, as_user: SignIn
) -> None:
    problem.cycle.ended_at = problem.cycle.began_at
    problem.cycle.save()
    ProcessCycleFactory(process=problem.cycle.process, number=2)
    client = as_user(coordinator)
    assert "Du läser analysen" in _read(client, at(problem, "identify"))
    assert client.post(at(problem, "prepare"), PREPARE).status_code == 403


@pytest.mark.parametrize(("role", "may"), [("working", True), ("steering", False)])
def test_partner_writes_when_in_the_working_group(
    role: str, may: bool, problem: JointProblem, dark: Cause, partner: User, as_user: SignIn
) -> None:
    process = problem.cycle.process
    police = PartnerOrganizationFactory(name="Polisen")
    party = ParticipantFactory(process=process, body=None, organization=police, role=role)
    Invitation.objects.create(
        participant=party, email=partner.email, token_hash="x", accepted_by=partner,
        accepted_at=noon(process.began_on), invited_by=partner,
        invited_at=noon(process.began_on), expires_at=noon(date(2099, 1, 1)),
    )  # fmt: skip
    client = as_user(partner)
    _read(client, at(problem, "identify"))
    answer = client.post(url("cause-move", problem, dark.pk), {"how": "up"})
    assert answer.status_code == (302 if may else 403)
    Participant.objects.filter(pk=party.pk).update(left_on=process.began_on, left_reason="x")
    assert client.post(url("cause-move", problem, dark.pk), {"how": "up"}).status_code == 403


def test_others_do_not_learn_that_it_exists(
    problem: JointProblem, dark: Cause, outsider: User, coordinator: User, as_user: SignIn
) -> None:
    elsewhere = CauseFactory()
    assert as_user(outsider).get(at(problem)).status_code == 404
    client = as_user(coordinator)
    assert client.get(at(elsewhere.analysis.joint_problem)).status_code == 404
    assert client.get(url("cause-test", problem, elsewhere.pk)).status_code == 404


def test_step_lists_the_analyses(
    problem: JointProblem, dark: Cause, coordinator: User, as_user: SignIn
) -> None:
    JointProblemFactory(process=problem.cycle.process, title="Skadegörelse")
    address = reverse("collaboration:process-step", args=[problem.cycle.process_id, "analys"])
    page = _read(as_user(coordinator), address)
    assert at(problem) in page
    assert "1 inte prövade" in page
    assert "Inte påbörjad" in page


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _read(client, address)
    return len(captured)


def test_pages_take_the_same_queries_with_one_cause_and_two_hundred(
    problem: JointProblem, coordinator: User, as_user: SignIn
) -> None:
    first = CauseFactory(problem=problem)
    said = {"side": "for", "text": "x", "source": "y"}
    CauseEvidence.objects.create(cause=first, **said)
    client = as_user(coordinator)
    addresses = [at(problem, sub_step) for sub_step in SubStep.values]
    addresses.append(url("cause-test", problem, first.pk))
    step = reverse("collaboration:process-step", args=[problem.cycle.process_id, "analys"])
    for address in [*addresses, step]:
        _read(client, address)
    one = [_queries(client, address) for address in addresses]
    step_with_one = _queries(client, step)
    analysis = first.analysis
    rows = [
        Cause(analysis=analysis, side="place", text=f"Orsak {n}", order=n, parent=first)
        for n in range(199)
    ]
    for cause in Cause.objects.bulk_create(rows):
        CauseEvidence.objects.create(cause=cause, **said)
    assert [_queries(client, address) for address in addresses] == one
    for number in range(2):
        more = JointProblemFactory(process=problem.cycle.process)
        CauseFactory(problem=more, text=str(number))
    assert _queries(client, step) == step_with_one
    assert max(one) <= 20
