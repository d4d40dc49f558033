"""The pages of agreements: bad input is answered at the field, and nothing is lost."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration import annexes
from collaboration.agreement_exceptions import ReasonForRemovalMissing
from collaboration.models import CollaborationAgreement, CollaborationProcess
from collaboration.services.agreement_removals import remove_part
from programs.models import Area, ResponsibleBody
from tests.collaboration.test_annexes import WORD
from tests.factories.agreements import (
    AgreementFactory,
    AnnexFactory,
    AttemptFactory,
    SignatureFactory,
)
from tests.factories.collaboration import PartnerOrganizationFactory
from tests.factories.places import PlaceCollaborationFactory
from tests.factories.programs import AreaFactory, AreaNestingFactory
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]
LIST, NEW = reverse("collaboration:agreement-list"), reverse("collaboration:agreement-new")


def _url(agreement: CollaborationAgreement, name: str = "agreement-detail") -> str:
    return reverse(f"collaboration:{name}", args=[agreement.pk])


@pytest.fixture
def agreement(body: ResponsibleBody) -> CollaborationAgreement:
    return AgreementFactory(body=body)


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_list_takes_the_same_queries(as_user: SignIn, coordinator: User) -> None:
    client = as_user(coordinator)
    AgreementFactory(reached=True, priority_areas=["Borta"])
    one = _queries(client, LIST)
    AgreementFactory.create_batch(2, reached=True, priority_areas=["Borta"])

    assert _queries(client, LIST) == one


def test_page_takes_the_same_queries(
    agreement: CollaborationAgreement, as_user: SignIn, coordinator: User
) -> None:
    client = as_user(coordinator)
    found = []
    for more in (1, 2):
        for factory in (AnnexFactory, AttemptFactory, SignatureFactory):
            factory.create_batch(more, agreement=agreement)
        AgreementFactory.create_batch(more, central=agreement)
        agreement.other_parties.add(*PartnerOrganizationFactory.create_batch(more))
        found.append(_queries(client, _url(agreement)))

    assert found[0] == found[1]


def test_filters(as_user: SignIn, coordinator: User) -> None:
    AgreementFactory(title="Gällande", reached=True, review_on="2026-01-02")
    AgreementFactory(title="På gång", priority_areas=["Borta"])
    client = as_user(coordinator)

    for asked, shown, hidden in (
        ("galler", "Gällande", "På gång"),
        ("ses-over", "Gällande", "På gång"),
        ("inaktuella", "På gång", "Gällande"),
        ("in_work", "På gång", "Gällande"),
    ):
        text = client.get(LIST, {"lage": asked}).content.decode()
        assert shown in text, asked
        assert hidden not in text, asked


def test_written_in_with_a_new_counterpart(
    body: ResponsibleBody, as_user: SignIn, coordinator: User, process: CollaborationProcess
) -> None:
    sent = {
        "title": "Samverkan 2026", "level": "local", "body": body.pk, "new_name": "Polisen Norr",
        "new_kind": "police", "purposes": "Färre brott.", "areas_text": "Torget.",
        "priority_areas": "Unga\n\n Unga \nTorg", "process": process.pk,
    }  # fmt: skip

    answer = as_user(coordinator).post(NEW, sent)

    made = CollaborationAgreement.objects.get()
    assert answer["Location"] == _url(made)
    assert made.organization.name == "Polisen Norr"
    assert made.priority_areas == ["Unga", "Torg"]
    page = as_user(coordinator).get(reverse("collaboration:process-detail", args=[process.pk]))
    assert _url(made) in page.content.decode()


def test_what_the_law_asks_for_is_said_at_the_field(as_user: SignIn, coordinator: User) -> None:
    form = as_user(coordinator).post(NEW, {"title": "Utan"}).context["form"]

    assert {"purposes", "areas_text", "organization"} <= set(form.errors)


def test_a_coordinator_writes_only_for_the_own_body(
    body: ResponsibleBody, board: ResponsibleBody, as_user: SignIn, coordinator: User
) -> None:
    form = as_user(coordinator).post(NEW, {"body": board.pk}).context["form"]

    assert "body" in form.errors


def test_wrong_times_are_said_at_the_field(
    agreement: CollaborationAgreement, as_user: SignIn, coordinator: User
) -> None:
    AgreementFactory(body=agreement.body, organization=agreement.organization, reached=True)
    client, url = as_user(coordinator), _url(agreement, "agreement-reach")

    early = client.post(url, {"valid_from": "2026-02-01", "valid_to": "2026-01-01"})
    overlap = client.post(url, {"valid_from": "2027-02-01", "valid_to": "2028-01-01"})

    assert early.context["form"].errors["valid_to"] == ["Slutdatum ska vara efter startdatum."]
    assert "Samma parter" in overlap.context["form"].errors["valid_from"][0]
    agreement.refresh_from_db()
    assert agreement.state == "in_work"


def test_two_writers_see_both_texts(
    agreement: CollaborationAgreement, as_user: SignIn, coordinator: User
) -> None:
    client, url = as_user(coordinator), _url(agreement, "agreement-edit")
    sent = {"title": "T", "purposes": "Den första", "areas_text": "O", "version": 1}
    assert client.post(url, sent).status_code == 302

    clash = client.post(url, sent | {"purposes": "Den andra"})

    assert clash.status_code == 409
    assert "Den första" in clash.content.decode()
    again = sent | {"purposes": "Den andra", "version": clash.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    agreement.refresh_from_db()
    assert agreement.purposes == "Den andra"


def test_signature_attempt_and_not_reached(
    agreement: CollaborationAgreement, as_user: SignIn, coordinator: User
) -> None:
    client = as_user(coordinator)
    give_up = _url(agreement, "agreement-give-up")
    assert "minst ett försök" in client.post(give_up).content.decode()

    client.post(
        _url(agreement, "agreement-sign"),
        {"sign-party": agreement.body.name, "sign-name": "Ada", "sign-position": "Ordförande",
         "sign-signed_on": "2026-03-01"},
    )  # fmt: skip
    client.post(
        _url(agreement, "agreement-attempt"),
        {"attempt-made_on": "2026-03-01", "attempt-what": "Ett möte"},
    )
    text = client.get(_url(agreement)).content.decode()

    assert "Ordförande" in text
    assert "Ett möte" in text
    assert client.post(give_up).status_code == 302


def test_annex_is_kept_and_fetched(
    agreement: CollaborationAgreement, as_user: SignIn, coordinator: User, contributor: User
) -> None:
    sent = {"annex-name": "Bilaga å", "annex-file": SimpleUploadedFile("fel.pdf", WORD)}

    assert as_user(coordinator).post(_url(agreement, "annex-add"), sent).status_code == 302

    annex = agreement.annexes.get()
    url = reverse("collaboration:annex-download", args=[agreement.pk, annex.pk])
    answer = as_user(contributor).get(url)
    assert b"".join(answer.streaming_content) == WORD
    assert answer["Content-Type"] == annexes.CONTENT_TYPES["docx"]
    assert answer["Content-Disposition"] == 'attachment; filename="bilaga-a.docx"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("content", [b"<script>", b"%PDF-" + b"0" * annexes.MAX_BYTES])
def test_bad_annex_is_said_at_the_field(
    content: bytes, agreement: CollaborationAgreement, as_user: SignIn, coordinator: User
) -> None:
    file = BytesIO(content)
    file.name = "avtal.pdf"

    answer = as_user(coordinator).post(
        _url(agreement, "annex-add"), {"annex-name": "Avtal", "annex-file": file}
    )

    assert answer.status_code == 200
    assert "file" in answer.context["annex_form"].errors
    assert "Avtal" in answer.content.decode()
    assert not agreement.annexes.exists()


def test_areas_are_chosen_by_district(
    agreement: CollaborationAgreement, as_user: SignIn, coordinator: User
) -> None:
    north, south = (AreaFactory(kind=Area.Kind.DISTRICT, name=name) for name in ("Norr", "Söder"))
    park = AreaFactory(kind=Area.Kind.NEIGHBORHOOD, name="Parken")
    AreaNestingFactory(area=park, parent=south)
    client, url = as_user(coordinator), _url(agreement, "agreement-edit")
    sent = {"title": "T", "purposes": "S", "areas_text": "O", "version": 1}

    page = client.get(url).content.decode()
    assert page.index("Norr") < page.index("Söder") < page.index("Parken")
    assert client.post(url, sent | {"areas": [north.pk, park.pk]}).status_code == 302

    assert set(agreement.areas.all()) == {north, park}
    assert "Norr, Parken" in client.get(_url(agreement)).content.decode()
    assert f'value="{park.pk}"' in client.get(url).content.decode()


def test_sent_twice_is_one_agreement(
    body: ResponsibleBody, as_user: SignIn, coordinator: User
) -> None:
    sent = {
        "title": "Samverkan 2026", "level": "local", "body": body.pk, "purposes": "Färre brott.",
        "organization": PartnerOrganizationFactory().pk, "areas_text": "Torget.",
        "idempotency_key": str(uuid4()),
    }  # fmt: skip
    client = as_user(coordinator)

    first, second = client.post(NEW, sent), client.post(NEW, sent)

    assert first["Location"] == second["Location"] == _url(CollaborationAgreement.objects.get())


@pytest.mark.parametrize(
    ("factory", "name", "told"),
    [
        (AnnexFactory, "annex-remove", "tog bort bilagan"),
        (AttemptFactory, "attempt-remove", "tog bort försöket"),
        (SignatureFactory, "signature-remove", "tog bort underskriften"),
    ],
)
def test_what_is_wrong_is_taken_away_and_told_of(
    factory: type, name: str, told: str, as_user: SignIn, coordinator: User, body: ResponsibleBody
) -> None:
    part = factory(agreement=AgreementFactory(body=body))
    client, url = (
        as_user(coordinator),
        reverse(f"collaboration:{name}", args=[part.agreement_id, part.pk]),
    )

    assert "Alla ändringar" in client.get(url).content.decode()
    assert client.post(url).status_code == 302

    assert not type(part).objects.exists()
    assert told in client.get(_url(part.agreement)).content.decode()


def test_what_is_agreed_on_is_not_changed_silently(
    as_user: SignIn, coordinator: User, body: ResponsibleBody
) -> None:
    part = SignatureFactory(agreement=AgreementFactory(body=body, reached=True))
    client = as_user(coordinator)
    url = reverse("collaboration:signature-remove", args=[part.agreement_id, part.pk])

    assert "gör ni en ny version" in client.get(url).content.decode()
    assert "reason" in client.post(url, {"reason": ""}).context["form"].errors
    with pytest.raises(ReasonForRemovalMissing):
        remove_part(part=part, acting_user=coordinator)
    assert client.post(url, {"reason": "Inskriven på fel part."}).status_code == 302

    assert "Inskriven på fel part." in client.get(_url(part.agreement)).content.decode()


def test_the_last_attempt_stays_where_nothing_was_reached(
    as_user: SignIn, coordinator: User, body: ResponsibleBody
) -> None:
    part = AttemptFactory(agreement=AgreementFactory(body=body, state="not_reached"))
    url = reverse("collaboration:attempt-remove", args=[part.agreement_id, part.pk])

    page = as_user(coordinator).post(url).content.decode()

    assert "det enda som visar att ni har verkat" in page
    assert part.agreement.attempts.exists()


def test_place_and_agreement_lead_to_each_other(
    agreement: CollaborationAgreement, as_user: SignIn, coordinator: User
) -> None:
    place = PlaceCollaborationFactory(body=agreement.body, agreement=agreement)
    there = reverse("collaboration:place-detail", args=[place.pk])
    client = as_user(coordinator)

    assert there in client.get(_url(agreement)).content.decode()
    assert _url(agreement) in client.get(there).content.decode()
