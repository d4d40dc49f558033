"""Bad input on the pages of the pictures: a clear message where it belongs, and nothing lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from collaboration.models import (
    CollaborationProcess,
    JointProblem,
    Participant,
    ParticipantPicture,
    PictureProblem,
)
from tests.factories.collaboration import ReportPartFactory, SituationReportFactory
from tests.factories.pictures import (
    JointProblemFactory,
    JointProblemSourceFactory,
    ParticipantPictureFactory,
    PictureProblemFactory,
)
from tests.factories.programs import ProblemTypeFactory
from trygghet.accounts.models import User

CONFLICT = 409
PERSON = "Ring 070-174 06 58"


@pytest.fixture
def lead(process: CollaborationProcess) -> Participant:
    return process.participants.get()


@pytest.fixture
def client(as_user: Callable[[User], Client], coordinator: User) -> Client:
    return as_user(coordinator)


@pytest.fixture
def joint(process: CollaborationProcess) -> JointProblem:
    return JointProblemFactory(cycle=process.cycles.get(), title="Bråk", version=0)


def url(name: str, *args: object) -> str:
    return reverse(f"collaboration:{name}", args=args)


def test_picture_shows_both_texts_when_two_have_written(
    process: CollaborationProcess, lead: Participant, client: Client
) -> None:
    address = url("picture-edit", process.pk, lead.pk)
    sent = {"classification": "open", "version": 0}
    assert client.post(address, sent | {"summary": "Den förstas."}).status_code == 302
    answer = client.post(address, sent | {"summary": "Den andras."})
    page = answer.content.decode()
    assert answer.status_code == CONFLICT
    assert "Den förstas." in page
    assert "Den andras." in page
    assert 'name="version" value="1"' in page
    assert client.post(address, sent | {"summary": "Båda.", "version": 1}).status_code == 302
    assert ParticipantPicture.objects.get().summary == "Båda."


def test_picture_suggests_the_newest_approved_report(
    process: CollaborationProcess, lead: Participant, client: Client
) -> None:
    report = SituationReportFactory(body=lead.body, program=process.program, state="approved")
    ReportPartFactory(report=report, kind="data_used", text="Anmälda brott.")
    ReportPartFactory(
        report=report, kind="data_rejected", text="SKYDD", classification="restricted"
    )
    page = client.get(url("picture-edit", process.pk, lead.pk)).content.decode()
    assert "Förslag från er senaste lägesbild" in page
    assert "Anmälda brott." in page
    assert "SKYDD" not in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"summary": PERSON}, "ser ut att peka ut en person"),
        ({"read_by_leadership_on": "2999-01-01"}, "kan inte ligga i framtiden"),
        ({"read_by_leadership_on": "igår"}, "giltigt datum"),
        ({"classification": "restricted"}, "Skriv varför uppgiften är skyddad"),
        ({"classification": "secret"}, "finns inte bland"),
        ({"staff_dialogue": "kanske"}, "finns inte bland"),
        ({"report": "999999"}, "Välj ett"),
        ({"summary": "x" * 20_001}, "Korta den"),
    ],
)
def test_picture_says_what_is_wrong(
    sent: dict[str, str],
    said: str,
    process: CollaborationProcess,
    lead: Participant,
    client: Client,
) -> None:
    sent = {"classification": "open", "version": "0", "data_used": "Behålls"} | sent
    page = client.post(url("picture-edit", process.pk, lead.pk), sent).content.decode()
    assert said.lower() in page.lower()
    assert "Behålls" in page
    assert not ParticipantPicture.objects.exists()


def test_problem_in_the_picture_is_added_changed_and_removed(
    process: CollaborationProcess, lead: Participant, client: Client
) -> None:
    kind = ProblemTypeFactory()
    sent = {"type": kind.pk, "title": "Klotter", "classification": "open"}
    add = url("picture-problem-add", process.pk, lead.pk)
    key = {"idempotency_key": "7f1b7a4e-3c52-4a0e-9d55-2f1f5f3c0001"}
    for _twice in range(2):
        assert client.post(add, sent | key).status_code == 302
    problem = PictureProblem.objects.get()

    edit = url("picture-problem-edit", process.pk, lead.pk, problem.pk)
    assert client.post(edit, sent | {"title": "Mycket klotter", "version": 0}).status_code == 302
    answer = client.post(edit, sent | {"title": "Lite klotter", "version": 0})
    assert answer.status_code == CONFLICT
    assert "Mycket klotter" in answer.content.decode()
    refused = client.post(edit, sent | {"title": PERSON, "version": 1}).content.decode()
    assert "peka ut en person" in refused

    assert client.get(edit.removesuffix("/") + "/ta-bort/").status_code == 200
    client.post(url("picture-problem-delete", process.pk, lead.pk, problem.pk))
    assert not PictureProblem.objects.exists()


def test_chosen_problems_are_drawn_in_and_nonsense_is_passed_over(
    process: CollaborationProcess, lead: Participant, client: Client
) -> None:
    problem = PictureProblemFactory(picture=ParticipantPictureFactory(participant=lead))
    draw = url("joint-draw", process.pk)
    keys = [f"bild-{problem.pk}", "bild-999999", "rapport-x", "' OR 1=1"]
    client.post(draw, {"kalla": keys})
    assert JointProblem.objects.get().title == problem.title
    said = client.post(draw, {"kalla": keys[:1]}, follow=True).content.decode()
    assert "finns redan i den gemensamma bilden" in said
    assert "Inget problem var valt" in client.post(draw, follow=True).content.decode()
    assert JointProblem.objects.count() == 1


def test_what_is_not_open_is_written_in_other_words(
    process: CollaborationProcess, lead: Participant, client: Client
) -> None:
    problem = PictureProblemFactory(
        picture=ParticipantPictureFactory(participant=lead),
        classification="internal",
        title="Internt",
    )
    address = url("joint-add", process.pk) + f"?kalla=bild-{problem.pk}"
    page = client.get(address).content.decode()
    assert "Skriv bara det som alla får veta" in page
    assert 'value="Internt"' not in page
    client.post(address, {"type": problem.type_id, "title": "Oro", "version": ""})
    joint = JointProblem.objects.get()
    assert (joint.title, joint.sources.get().picture_problem) == ("Oro", problem)


@pytest.mark.parametrize("name", ["joint-edit", "joint-split"])
def test_joint_words_point_out_nobody(
    name: str, process: CollaborationProcess, joint: JointProblem, client: Client
) -> None:
    sent = {"type": joint.type_id, "title": "T", "description": PERSON, "version": 0}
    page = client.post(url(name, process.pk, joint.pk), sent).content.decode()
    assert "peka ut en person" in page
    assert JointProblem.objects.get().description == ""


def test_two_people_merge_the_same_problem_at_once(
    process: CollaborationProcess, joint: JointProblem, client: Client
) -> None:
    other, third = (JointProblemFactory(cycle=joint.cycle, title=t) for t in ("Oro", "Slagsmål"))
    sent = {
        "version": 0,
        "title": joint.title,
        f"same-{third.pk}": "on",
        f"version-{third.pk}": 0,
        f"version-{other.pk}": 0,
        f"version-{joint.pk}": 0,
        f"differs-{third.pk}": "Bara på skoltid.",
    }
    assert client.post(url("joint-merge", process.pk, joint.pk), sent).status_code == 302
    again = client.post(url("joint-merge", process.pk, other.pk), sent)
    assert again.status_code == 200
    assert JointProblem.objects.get(pk=third.pk).merged_into == joint

    mine = sent | {"title": "Min rubrik", f"same-{other.pk}": "on"}
    turned = client.post(url("joint-merge", process.pk, third.pk), mine)
    page = turned.content.decode()
    assert turned.status_code == 409
    assert "är redan sammanslaget med ”Bråk”" in page
    assert "Min rubrik" in page
    assert f'action="{url("joint-merge", process.pk, joint.pk)}"' in page
    turned = client.get(url("joint-merge", process.pk, third.pk), follow=True)
    assert "är redan sammanslaget med ”Bråk”" in turned.content.decode()
    client.post(url("joint-unmerge", process.pk, third.pk))
    twice = client.post(url("joint-unmerge", process.pk, third.pk), follow=True)
    assert "är inte sammanslaget längre" in twice.content.decode()


def test_merging_what_somebody_changed_asks_again_and_keeps_what_was_written(
    process: CollaborationProcess, joint: JointProblem, client: Client
) -> None:
    other = JointProblemFactory(cycle=joint.cycle, title="Oro", description="Ny", version=4)
    sent = {
        "version": 0,
        "title": "Bråk och oro",
        f"same-{other.pk}": "on",
        f"version-{other.pk}": 3,
        f"differs-{other.pk}": "Bara på skoltid.",
    }
    answer = client.post(url("joint-merge", process.pk, joint.pk), sent)
    page = answer.content.decode()
    assert answer.status_code == CONFLICT
    assert "Bara på skoltid." in page
    assert "Bråk och oro" in page
    sent[f"version-{other.pk}"] = 4
    assert client.post(url("joint-merge", process.pk, joint.pk), sent).status_code == 302


def test_disagreement_is_kept_from_both_writers(
    process: CollaborationProcess, lead: Participant, joint: JointProblem, client: Client
) -> None:
    source = JointProblemSourceFactory(joint_problem=joint, participant=lead)
    edit = url("joint-edit", process.pk, joint.pk)
    sent = {"type": joint.type_id, "title": "Bråk", "version": 0}
    field = f"differs-{source.pk}"
    assert client.post(edit, sent | {field: "Bara i juni."}).status_code == 302
    answer = client.post(edit, sent | {field: "Hela året."})
    assert answer.status_code == CONFLICT
    assert "Bara i juni." in answer.content.decode()
    assert "Hela året." in answer.content.decode()


def test_score_says_what_is_wrong_and_keeps_both(
    process: CollaborationProcess, joint: JointProblem, client: Client
) -> None:
    address = url("priority-score", process.pk, joint.pk)
    for sent, said in (
        ({"score-common": "4"}, "finns inte bland"),
        ({"reason-common": "Därför"}, "Välj poäng, eller ta bort skälet."),
        ({"score-common": "1", "reason-common": PERSON}, "peka ut en person"),
    ):
        page = client.post(address, sent | {"version": 0}).content.decode()
        assert said.lower() in page.lower()
    sent = {"score-common": "3", "reason-common": "Dagligen", "version": 0}
    assert client.post(address, sent).status_code == 302
    answer = client.post(address, sent | {"reason-common": "I veckan"})
    assert answer.status_code == CONFLICT
    assert "Dagligen" in answer.content.decode()
    assert "I veckan" in answer.content.decode()
    matrix = client.get(url("priorities", process.pk)).content.decode()
    assert "Dagligen" in matrix


def test_weights_say_what_is_wrong_and_what_somebody_else_chose(
    process: CollaborationProcess, client: Client
) -> None:
    address = url("priority-weights", process.pk)
    page = client.get(address).content.decode()
    keys = ("common", "rising", "exposed", "many")
    keys += ("consequences", "influence", "resources", "costs")
    assert all(f'name="seen-{key}"' in page for key in keys)
    sent = dict.fromkeys(keys, 1) | {f"seen-{key}": 1 for key in keys}
    assert client.post(address, sent | {"many": 6}).status_code == 200
    assert client.post(address, sent | {"many": 5}).status_code == 302
    answer = client.post(address, sent | {"many": 2})
    assert answer.status_code == CONFLICT
    assert client.post(address, sent | {"many": 2, "seen-many": 5}).status_code == 302


def test_decision_needs_a_reason_and_respects_the_knock_outs(
    process: CollaborationProcess, joint: JointProblem, client: Client
) -> None:
    address = url("priority-decide", process.pk, joint.pk)
    for sent, said in (
        ({"decision": "set_aside"}, "Skriv varför problemet läggs åt sidan."),
        ({"decision": "taken_on", "can_influence": "no"}, "Ni kan inte ta er an det"),
        ({"decision": "later"}, "finns inte bland"),
        ({}, "är obligatoriskt"),
    ):
        page = client.post(address, sent | {"version": 0}).content.decode()
        assert said.lower() in page.lower(), said
    sent = {"decision": "set_aside", "reason": "Regionens sak.", "version": 0}
    assert client.post(address, sent).status_code == 302
    page = client.get(url("priorities", process.pk)).content.decode()
    assert "Lagt åt sidan" in page
    assert "Regionens sak." in page
    assert client.post(address, sent | {"reason": "Annat."}).status_code == CONFLICT


def test_an_earlier_cycle_is_read_and_not_changed(
    process: CollaborationProcess, joint: JointProblem, client: Client
) -> None:
    cycle = joint.cycle
    cycle.ended_at = cycle.began_at
    cycle.save()
    process.cycles.create(number=2, began_at=cycle.began_at, step_since=cycle.began_at)
    page = client.get(url("joint-picture", process.pk) + "?varv=1").content.decode()
    assert "Bråk" in page
    assert url("joint-edit", process.pk, joint.pk) not in page
    assert "Bråk" in client.get(url("priorities", process.pk) + "?varv=1").content.decode()
    for name in ("joint-edit", "joint-merge", "priority-score", "priority-decide", "dissent-add"):
        assert client.get(url(name, process.pk, joint.pk)).status_code == 404
