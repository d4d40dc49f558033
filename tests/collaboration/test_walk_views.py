"""The pages of a safety walk: who does what, what is refused, and how many queries they take."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaboration.models import SafetyWalk, WalkFinding
from programs.models import Area, ProblemType, ResponsibleBody
from programs.services import grant_role
from tests.browser.test_observation import square
from tests.collaboration.test_observation_views import photo
from tests.factories.accounts import UserFactory
from tests.factories.places import SafetyWalkFactory, WalkFindingFactory
from tests.factories.programs import AreaFactory, ProblemTypeFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role

SignIn = Callable[[User], Client]
LIST, NEW = reverse("collaboration:walk-list"), reverse("collaboration:walk-new")
JSON = {"Accept": "application/json"}


@pytest.fixture
def walk(body: ResponsibleBody, settings, tmp_path: Path) -> SafetyWalk:
    settings.MEDIA_ROOT = tmp_path
    return SafetyWalkFactory(body=body, walk_on=timezone.localdate())


@pytest.fixture
def category(db: None) -> ProblemType:
    return ProblemTypeFactory(name="Klotter")


@pytest.fixture
def sent(category: ProblemType) -> dict[str, object]:
    return {"category": category.pk, "text": "Trasig lampa", "idempotency_key": str(uuid4())}


def address(name: str, *keys: int) -> str:
    return reverse(f"collaboration:{name}", args=keys)


def test_from_plan_to_answer(
    coordinator: User, contributor: User, body: ResponsibleBody, as_user: SignIn, sent
) -> None:
    plan = {"body": body.pk, "title": "Höstvandring", "walk_on": timezone.localdate().isoformat()}
    plan["idempotency_key"] = str(uuid4())
    client = as_user(coordinator)
    assert client.post(NEW, plan).url == client.post(NEW, plan).url
    walk = SafetyWalk.objects.get()

    record = address("walk-record", walk.pk)
    for _ in range(2):  # a double tap
        assert as_user(contributor).post(record, sent).status_code == 302
    finding = walk.findings.get()

    office = ResponsibleBodyFactory(name="Trafiknämnden")
    manager = UserFactory()
    grant_role(manager, Role.MANAGER, office)
    answer = address("finding-answer", walk.pk, finding.pk)
    promised = (timezone.localdate() + timedelta(days=30)).isoformat()
    data = {"state": "will_fix", "answer": "Byts.", "promised_on": promised}
    assert as_user(manager).post(answer, data).status_code == 403

    summary = {f"responsible_{finding.pk}": office.pk, "group_0": "Boende", "count_0": 8}
    as_user(coordinator).post(address("walk-finish", walk.pk), summary)
    assert "Trasig lampa" in as_user(manager).get(LIST).content.decode()
    assert as_user(manager).post(answer, data).status_code == 302
    page = as_user(contributor).get(address("walk-detail", walk.pk)).content.decode()
    assert "Ska åtgärdas" in page
    assert promised in page
    walk.refresh_from_db()
    assert walk.state == SafetyWalk.State.ANSWERED

    again = as_user(coordinator).get(f"{NEW}?fran={walk.pk}").content.decode()
    assert "Återvandring: Höstvandring" in again
    as_user(coordinator).post(f"{NEW}?fran={walk.pk}", plan | {"idempotency_key": str(uuid4())})
    assert walk.rewalks.count() == 1


def test_the_phone_is_answered_in_json(
    contributor: User, walk: SafetyWalk, as_user: SignIn, sent
) -> None:
    client, url = as_user(contributor), address("walk-record", walk.pk)
    assert client.post(url, sent, headers=JSON).status_code == 201
    assert client.post(url, sent, headers=JSON).status_code == 201
    assert WalkFinding.objects.count() == 1
    refused = client.post(url, sent | {"text": "Ring 070-123 45 67"}, headers=JSON)
    assert refused.status_code == 422
    assert "peka ut en person" in refused.json()["errors"]["text"][0]["message"]


@pytest.mark.parametrize("found_at", ["", "x", "9999-12-31T00:00:00Z", "2020-01-01"])
def test_a_phone_s_odd_clock(
    found_at: str, contributor: User, walk: SafetyWalk, as_user: SignIn, sent
) -> None:
    as_user(contributor).post(address("walk-record", walk.pk), sent | {"found_at": found_at})
    assert timezone.now() - WalkFinding.objects.get().found_at < timedelta(minutes=1)


def test_when_it_was_found_is_kept(
    contributor: User, walk: SafetyWalk, as_user: SignIn, sent
) -> None:
    found_at = timezone.now() - timedelta(days=2)
    sent["found_at"] = found_at.isoformat()
    as_user(contributor).post(address("walk-record", walk.pk), sent)
    assert WalkFinding.objects.get().found_at == found_at


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("category", "", "Välj kategori"),
        ("text", "", "är obligatoriskt"),
        ("text", "x" * 501, "500 tecken"),
        ("place", "hos 19811218-9876", "peka ut en person"),
        ("longitude", "11.97", "utanför staden"),
    ],
)
def test_bad_finding_is_told_and_nothing_lost(
    field: str, value: str, message: str, contributor: User, walk, as_user: SignIn, sent
) -> None:
    AreaFactory(kind=Area.Kind.CITY, boundary=square(18.0, 59.3))
    data = sent | {"latitude": "57.7", "photo": photo(), field: value}
    response = as_user(contributor).post(address("walk-record", walk.pk), data)
    page = response.content.decode()
    assert message in page
    assert "Din bild är sparad" in page
    assert not WalkFinding.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"), [(b"%PDF-1.7", "går inte att läsa"), (b"", "Filen är tom")]
)
def test_file_that_is_not_a_photo(
    content: bytes, message: str, contributor: User, walk, as_user: SignIn, sent
) -> None:
    url = address("walk-record", walk.pk)
    response = as_user(contributor).post(url, sent | {"photo": photo(content)})
    assert message in response.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01", ""])
def test_a_walk_s_odd_day(day: str, coordinator: User, body, as_user: SignIn) -> None:
    data = {"body": body.pk, "title": "Höst", "walk_on": day}
    response = as_user(coordinator).post(NEW, data)
    assert response.context["form"].errors.keys() == {"walk_on"}


def test_a_group_is_a_number_and_no_person(
    coordinator: User, walk: SafetyWalk, as_user: SignIn
) -> None:
    data = {"group_0": "Boende", "group_1": "anna@exempel.se", "count_1": 1, "count_2": 3}
    response = as_user(coordinator).post(address("walk-finish", walk.pk), data)
    assert response.context["form"].errors.keys() == {"count_0", "group_1", "group_2"}
    assert not walk.groups.exists()


def test_two_who_change_the_plan_see_both_texts(
    coordinator: User, walk: SafetyWalk, as_user: SignIn
) -> None:
    client, url = as_user(coordinator), address("walk-edit", walk.pk)
    data = {"body": walk.body_id, "title": "Min", "walk_on": walk.walk_on, "version": 1}
    client.post(url, data | {"title": "Deras"})
    page = client.post(url, data).content.decode()
    assert "Någon annan har ändrat" in page
    assert "Deras" in page
    assert 'value="Min"' in page
    client.post(url, data | {"version": 2})
    walk.refresh_from_db()
    assert walk.title == "Min"


@pytest.mark.parametrize("query", ["organ=%00", "lage=x", "page=9e9", "visa=svar", "fran=1"])
def test_odd_address_shows_the_list(query: str, contributor: User, as_user: SignIn) -> None:
    assert as_user(contributor).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("chosen", ["x", "9" * 30, "1"])
def test_a_rewalk_of_nothing(chosen: str, coordinator: User, as_user: SignIn) -> None:
    assert as_user(coordinator).get(f"{NEW}?fran={chosen}").status_code == 404


def test_signing_out_empties_the_browser(contributor: User, as_user: SignIn) -> None:
    response = as_user(contributor).post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "Clear-Site-Data" not in Client().get(reverse("account_login"))


def test_the_shell_names_nobody(contributor: User, walk: SafetyWalk, as_user: SignIn) -> None:
    shell = as_user(contributor).get(reverse("collaboration:walk-shell")).content.decode()
    assert contributor.name not in shell
    assert contributor.email not in shell
    assert walk.title not in shell


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_take_a_constant_number_of_queries(
    rows: int,
    coordinator: User,
    body: ResponsibleBody,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = SafetyWalkFactory(body=body, state="walked")
    for _ in range(rows):
        walk = SafetyWalkFactory(body=body, state="walked", previous=first)
        for each in (first, walk):
            WalkFindingFactory(walk=each, responsible=body)
            each.groups.create(group=f"Grupp {each.groups.count()}", count=3)
    client = as_user(coordinator)
    with django_assert_num_queries(8):
        client.get(LIST)
    with django_assert_num_queries(11):
        client.get(address("walk-detail", first.pk))


def test_a_finding_is_put_right_until_it_is_answered(
    body: ResponsibleBody, as_user: SignIn, contributor: User
) -> None:
    walk = SafetyWalkFactory(body=body)
    finding = WalkFindingFactory(walk=walk, found_by=contributor, text="Lamap trasig")
    client = as_user(contributor)
    url = reverse("collaboration:finding-edit", args=[walk.pk, finding.pk])
    sent = {"text": "Lampan är trasig", "category": finding.category_id, "version": 1}
    assert "Lamap trasig" in client.get(url).content.decode()

    assert client.post(url, sent).status_code == 302
    clash = client.post(url, sent | {"text": "Två lampor är trasiga"})

    assert clash.status_code == 409
    assert "Lampan är trasig" in clash.content.decode()
    assert "Två lampor är trasiga" in clash.content.decode()
    WalkFinding.objects.update(state="fixed", answer="Bytt.")
    assert client.post(url, sent | {"version": 2}).status_code == 403
    finding.refresh_from_db()
    assert finding.text == "Lampan är trasig"
