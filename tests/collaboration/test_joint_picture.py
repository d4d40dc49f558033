"""The parties' pictures side by side: who reads what, what is counted, in constant queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.models import CollaborationProcess, Invitation, Participant
from collaboration.selectors.joint_picture import joint_picture
from collaboration.selectors.pictures import party_pictures
from collaboration.selectors.priorities import priorities
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    ParticipantFactory,
    PartnerOrganizationFactory,
    ProblemFactory,
    SituationReportFactory,
)
from tests.factories.pictures import (
    DissentingViewFactory,
    JointProblemFactory,
    JointProblemSourceFactory,
    ParticipantPictureFactory,
    PictureProblemFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of
from trygghet.history.models import RestrictedRead

SignIn = Callable[[User], Client]
MARK = "HEMLIGMARKERING"


@pytest.fixture
def lead(process: CollaborationProcess) -> Participant:
    return process.participants.get()


@pytest.fixture
def police(process: CollaborationProcess) -> Participant:
    return ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory(name="Polisen")
    )


@pytest.fixture
def officer(partner: User, police: Participant, coordinator: User) -> User:
    """The partner, who has accepted an invitation for the police."""
    now = timezone.now()
    Invitation.objects.create(
        participant=police,
        email=partner.email,
        name=partner.name,
        token_hash="x",
        invited_by=coordinator,
        invited_at=now,
        expires_at=now + timezone.timedelta(days=7),
        accepted_by=partner,
        accepted_at=now,
    )
    return partner


def _written(party: Participant, classification: str, title: str = MARK) -> None:
    """A picture with a problem, both with the mark in every text."""
    common = {"classification": classification}
    if classification == "restricted":
        common["classification_reason"] = title
    picture = ParticipantPictureFactory(
        participant=party, summary=title, data_used=title, data_rejected=title, **common
    )
    PictureProblemFactory(
        picture=picture, title=title, place=title, description=title, consequences=title, **common
    )


def _addresses(process: CollaborationProcess) -> list[str]:
    steps = ("initiera", "kartlaggning", "analys", "genomforande", "uppfoljning")
    pages = [reverse("collaboration:process-step", args=[process.pk, slug]) for slug in steps]
    names = ("process-detail", "joint-picture", "priorities")
    pages += [reverse(f"collaboration:{name}", args=[process.pk]) for name in names]
    return [*pages, reverse("collaboration:process-versions", args=[process.pk, "kartlaggning"])]


def _seen_by(client: Client, process: CollaborationProcess, mark: str = MARK) -> list[str]:
    found = []
    for address in _addresses(process):
        answer = client.get(address)
        assert answer.status_code == 200, address
        if mark in answer.content.decode():
            found.append(address)
    return found


@pytest.mark.parametrize(
    ("classification", "reader", "sees"),
    [
        ("open", "officer", True),
        ("internal", "officer", False),
        ("restricted", "officer", False),
        ("internal", "contributor", True),
        ("restricted", "contributor", False),
        ("restricted", "coordinator", True),
        ("restricted", "manager", True),
        ("restricted", "central", True),
    ],
)
def test_a_bodys_texts_reach_those_who_may_read_them(
    classification: str,
    reader: str,
    sees: bool,
    process: CollaborationProcess,
    lead: Participant,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    _written(lead, classification)
    client = as_user(request.getfixturevalue(reader))
    assert bool(_seen_by(client, process)) is sees
    if not sees:
        page = client.get(reverse("collaboration:joint-picture", args=[process.pk]))
        assert "Ett problem visas inte" in page.content.decode()


@pytest.mark.parametrize(
    ("reader", "sees"),
    [("officer", True), ("central", True), ("coordinator", False), ("manager", False)],
)
def test_a_partners_restricted_texts_reach_itself_and_the_central_office_only(
    reader: str,
    sees: bool,
    process: CollaborationProcess,
    police: Participant,
    as_user: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    _written(police, "restricted")
    client = as_user(request.getfixturevalue(reader))
    assert bool(_seen_by(client, process)) is sees


def test_restricted_texts_of_an_attached_report_do_not_reach_other_parties(
    process: CollaborationProcess, lead: Participant, officer: User, as_user: SignIn
) -> None:
    report = SituationReportFactory(body=lead.body, program=process.program, state="approved")
    ProblemFactory(report=report, title=MARK, classification="restricted")
    ProblemFactory(report=report, title="Ett öppet problem")
    ProblemFactory(report=report, title="Ett som upphört", development="ended")
    ParticipantPictureFactory(participant=lead, report=report)
    client = as_user(officer)
    assert not _seen_by(client, process)
    assert _seen_by(client, process, "Ett öppet problem")
    assert not _seen_by(client, process, "Ett som upphört")


def test_a_source_that_may_not_be_read_is_named_by_its_party_only(
    process: CollaborationProcess, lead: Participant, officer: User, as_user: SignIn
) -> None:
    picture = ParticipantPictureFactory(participant=lead)
    hidden = PictureProblemFactory(picture=picture, title=MARK, classification="restricted")
    joint = JointProblemFactory(cycle=process.cycles.get(), title="Oro vid torget")
    JointProblemSourceFactory(joint_problem=joint, participant=lead, picture_problem=hidden)
    client = as_user(officer)
    assert not _seen_by(client, process)
    page = client.get(reverse("collaboration:joint-picture", args=[process.pk])).content.decode()
    assert "Oro vid torget" in page
    assert "partens text visas inte" in page


def test_reading_restricted_texts_is_written_down(
    process: CollaborationProcess, lead: Participant, manager: User, as_user: SignIn
) -> None:
    _written(lead, "restricted")
    as_user(manager).get(reverse("collaboration:process-step", args=[process.pk, "kartlaggning"]))
    assert RestrictedRead.objects.filter(user=manager).count() == 2


def test_partner_writes_its_own_picture_and_dissent_only(
    process: CollaborationProcess,
    lead: Participant,
    police: Participant,
    officer: User,
    as_user: SignIn,
) -> None:
    client = as_user(officer)
    joint = JointProblemFactory(cycle=process.cycles.get())
    own = reverse("collaboration:picture-edit", args=[process.pk, police.pk])
    sent = {"summary": "Vi ser rån.", "classification": "open", "version": 0}
    assert client.post(own, sent).status_code == 302
    assert police.pictures.get().summary == "Vi ser rån."

    dissent = reverse("collaboration:dissent-add", args=[process.pk, joint.pk])
    sent = {"participant": police.pk, "text": "Det har inte ökat."}
    assert client.post(dissent, sent).status_code == 302
    assert joint.dissents.get().participant == police
    sent["participant"] = lead.pk
    assert client.post(dissent, sent).status_code == 200
    assert joint.dissents.count() == 1

    for name, *args in (
        ("picture-edit", lead.pk),
        ("joint-add",),
        ("joint-edit", joint.pk),
        ("joint-merge", joint.pk),
        ("priority-decide", joint.pk),
        ("priority-weights",),
    ):
        address = reverse(f"collaboration:{name}", args=[process.pk, *args])
        assert client.post(address).status_code == 403, name


def test_partner_of_another_organization_does_not_write_for_this_one(
    process: CollaborationProcess, police: Participant, as_user: SignIn
) -> None:
    guest = UserFactory()
    grant_role(guest, Role.PARTNER, process)
    address = reverse("collaboration:picture-edit", args=[process.pk, police.pk])
    assert as_user(guest).get(address).status_code == 403


def _one_more(process: CollaborationProcess) -> None:
    party = ParticipantFactory(process=process)
    report = SituationReportFactory(body=party.body, program=process.program, state="approved")
    drawn = ProblemFactory(report=report)
    picture = ParticipantPictureFactory(participant=party, report=report)
    written = PictureProblemFactory(picture=picture)
    joint = JointProblemFactory(cycle=picture.cycle)
    merged = JointProblemFactory(cycle=picture.cycle, merged_into=joint)
    JointProblemSourceFactory(joint_problem=joint, participant=party, problem=drawn)
    JointProblemSourceFactory(joint_problem=merged, participant=party, picture_problem=written)
    DissentingViewFactory(joint_problem=joint, participant=party)


def test_queries_are_as_many_with_one_party_as_with_three(
    process: CollaborationProcess, central: User, as_user: SignIn
) -> None:
    client = as_user(central)
    cycle = process.cycles.get()
    addresses = [
        reverse("collaboration:joint-picture", args=[process.pk]),
        reverse("collaboration:priorities", args=[process.pk]),
        reverse("collaboration:process-step", args=[process.pk, "kartlaggning"]),
        reverse("collaboration:process-step", args=[process.pk, "analys"]),
    ]
    scope = scope_of(central)
    counted: list[list[int]] = []
    for more in (1, 2):
        for _number in range(more):
            _one_more(process)
        counted.append([_queries(lambda: party_pictures(scope, cycle))])
        counted[-1].append(_queries(lambda: joint_picture(scope, cycle)))
        counted[-1].append(_queries(lambda: priorities(cycle)))
        counted[-1] += [
            _queries(lambda address=address: client.get(address)) for address in addresses
        ]
    assert counted[0] == counted[1]
    assert counted[0][:3] == [7, 10, 3]  # and one more where the reader speaks for a body


def _queries(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read()
    return len(queries)


def test_merged_problems_bring_their_sources_and_dissents(
    process: CollaborationProcess, central: User
) -> None:
    _one_more(process)
    (line,) = joint_picture(scope_of(central), process.cycles.get()).problems
    assert (len(line.sources), len(line.dissents), len(line.merged)) == (2, 1, 1)
    assert line.sources[1].through == line.merged[0].title


def test_a_party_that_left_is_shown_with_what_it_left(
    process: CollaborationProcess, police: Participant, central: User
) -> None:
    ParticipantFactory(process=process, left_on=process.began_on, left_reason="Ångrade sig.")
    _written(police, "open", "Vår bild")
    police.left_on, police.left_reason = process.began_on, "Slutar."
    police.save()
    found = party_pictures(scope_of(central), process.cycles.get())
    assert [party.participant.left_on is None for party in found.parties] == [True, False]
    assert found.parties[1].problems[0].row.title == "Vår bild"
    assert found.number_active == 1
