from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaboration.models import Observation
from programs.models import Area, ProblemType, ResponsibleBody
from tests.collaboration.test_photos import picture
from tests.factories.collaboration import (
    ObservationFactory,
    ProblemFactory,
    SituationReportFactory,
)
from tests.factories.programs import AreaFactory, ProblemTypeFactory
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]
LIST, NEW = reverse("collaboration:observation-list"), reverse("collaboration:observation-new")


@pytest.fixture
def category(db: None) -> ProblemType:
    return ProblemTypeFactory(name="Klotter")


@pytest.fixture
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sent(body: ResponsibleBody, category: ProblemType) -> dict[str, object]:
    """What the phone sends for a plain observation."""
    return {
        "body": body.pk,
        "category": category.pk,
        "when": "now",
        "text": "Ny klottervägg vid tunneln",
        "idempotency_key": str(uuid4()),
    }


def photo(content: bytes | None = None, name: str = "bild.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(40, 30) if content is None else content)


def address(name: str, observation: Observation) -> str:
    return reverse(f"collaboration:observation-{name}", args=[observation.pk])


@pytest.mark.parametrize("who", ["coordinator", "manager", "contributor"])
def test_who_works_in_the_body_logs(who: str, as_user: SignIn, request, sent) -> None:
    user = request.getfixturevalue(who)
    client = as_user(user)
    assert client.get(NEW).status_code == 200
    response = client.post(NEW, sent, follow=True)
    assert "Logga en till" in response.content.decode()
    assert Observation.objects.get().logged_by == user


@pytest.mark.parametrize("who", ["central", "committee", "administrator", "partner", "outsider"])
def test_others_do_not(who: str, as_user: SignIn, request, sent) -> None:
    client = as_user(request.getfixturevalue(who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, sent).status_code == 403
    assert client.post(reverse("collaboration:observation-nothing")).status_code == 403
    assert not Observation.objects.exists()


def test_signed_out_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(NEW).status_code == 302


@pytest.mark.parametrize("who", ["committee", "administrator", "partner", "outsider"])
def test_list_and_page_are_for_staff(who: str, as_user: SignIn, request) -> None:
    client = as_user(request.getfixturevalue(who))
    observation = ObservationFactory()
    assert client.get(LIST).status_code == 403
    for name in ("detail", "photo", "saved"):
        assert client.get(address(name, observation)).status_code == 404


def test_another_body_s_observation_is_not_there(coordinator: User, as_user: SignIn) -> None:
    client, observation = as_user(coordinator), ObservationFactory()
    assert client.get(address("detail", observation)).status_code == 404
    assert client.post(address("set-aside", observation)).status_code == 404
    assert observation.text not in client.get(LIST).content.decode()


def test_only_for_the_own_body(contributor: User, as_user: SignIn, sent) -> None:
    sent["body"] = ObservationFactory().body_id
    response = as_user(contributor).post(NEW, sent)
    assert response.status_code == 200
    assert Observation.objects.count() == 1


def test_double_tap_is_one_observation(contributor: User, as_user: SignIn, sent) -> None:
    client = as_user(contributor)
    assert client.post(NEW, sent).url == client.post(NEW, sent).url
    assert Observation.objects.count() == 1


def test_nothing_to_report_is_one_button(
    contributor: User, as_user: SignIn, body: ResponsibleBody
) -> None:
    client = as_user(contributor)
    for _ in range(2):
        data = {"body": body.pk, "idempotency_key": str(uuid4())}
        client.post(reverse("collaboration:observation-nothing"), data)
    assert Observation.objects.get().nothing_to_report
    assert "Inget att rapportera" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("category", "", "Välj vad det gäller"),
        ("category", "999999", "Välj något i listan"),
        ("text", "x" * 100_000, "500 tecken"),
        ("text", "Ring 070-123 45 67", "peka ut en person"),
        ("place", "hos 19811218-9876", "peka ut en person"),
        ("area", "12345", "Välj ett giltigt alternativ"),
    ],
)
def test_bad_field_is_told_at_the_field_and_nothing_is_lost(
    field: str, value: str, message: str, contributor: User, as_user: SignIn, sent
) -> None:
    response = as_user(contributor).post(NEW, sent | {"place": "Tunneln", field: value})
    page = response.content.decode()
    assert message in page
    assert response.context["form"].errors.keys() == {field}
    assert sent["idempotency_key"] in page
    if field != "text":
        assert "Ny klottervägg vid tunneln" in page


@pytest.mark.parametrize(
    ("days", "message"), [(2, "ligger i framtiden"), (-400, "mer än ett år sedan")]
)
def test_time_out_of_range(
    days: int, message: str, contributor: User, as_user: SignIn, sent
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    sent |= {"when": "earlier", "seen_on": day.isoformat(), "seen_time": "10:00"}
    assert message in as_user(contributor).post(NEW, sent).content.decode()


def test_earlier_needs_day_and_time(contributor: User, as_user: SignIn, sent) -> None:
    response = as_user(contributor).post(NEW, sent | {"when": "earlier"})
    assert response.context["form"].errors.keys() == {"seen_on", "seen_time"}


def test_earlier_is_kept_as_local_time(contributor: User, as_user: SignIn, sent) -> None:
    day = timezone.localdate() - timedelta(days=3)
    sent |= {"when": "earlier", "seen_on": day.isoformat(), "seen_time": "22:15"}
    as_user(contributor).post(NEW, sent)
    seen_at = timezone.localtime(Observation.objects.get().seen_at)
    assert (seen_at.date(), f"{seen_at:%H:%M}") == (day, "22:15")


@pytest.mark.parametrize(
    ("longitude", "latitude", "saved"),
    [("18.05", "59.35", True), ("11.97", "57.70", False), ("1e400", "59.3", False)],
)
def test_pin_lies_in_the_city(
    longitude: str, latitude: str, saved: bool, contributor: User, as_user: SignIn, sent
) -> None:
    AreaFactory(
        kind=Area.Kind.CITY,
        boundary={
            "type": "Polygon",
            "coordinates": [[[18, 59.3], [18.1, 59.3], [18.1, 59.4], [18, 59.4], [18, 59.3]]],
        },
    )
    response = as_user(contributor).post(NEW, sent | {"longitude": longitude, "latitude": latitude})
    assert Observation.objects.exists() == saved
    assert (response.status_code == 302) == saved


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7", "går inte att läsa"),
        (b"", "Filen är tom"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
        (bytes(11 * 1024 * 1024), "10 MB"),
    ],
)
def test_file_that_is_not_a_photo(
    content: bytes, message: str, contributor: User, as_user: SignIn, sent, media: Path
) -> None:
    response = as_user(contributor).post(NEW, sent | {"photo": photo(content)})
    assert message in response.content.decode()
    assert sent["text"] in response.content.decode()
    assert not Observation.objects.exists()


def test_photo_survives_another_field_s_error(
    contributor: User, as_user: SignIn, sent, media: Path
) -> None:
    client = as_user(contributor)
    response = client.post(NEW, sent | {"photo": photo(), "category": ""})
    token = response.context["kept_photo"]
    assert "Din bild är sparad" in response.content.decode()
    client.post(NEW, sent | {"kept_photo": token})
    assert Observation.objects.get().photo


def test_photo_of_somebody_else_s_try_is_not_taken(
    contributor: User, coordinator: User, as_user: SignIn, sent, media: Path
) -> None:
    bad = sent | {"photo": photo(), "category": ""}
    token = as_user(contributor).post(NEW, bad).context["kept_photo"]
    response = as_user(coordinator).post(NEW, sent | {"kept_photo": token})
    assert "Bilden finns inte kvar" in response.content.decode()


def test_photo_is_served_to_those_who_see_the_observation(
    contributor: User, central: User, committee: User, as_user: SignIn, sent, media: Path
) -> None:
    as_user(contributor).post(NEW, sent | {"photo": photo()})
    url = address("photo", Observation.objects.get())
    for user in (contributor, central):
        response = as_user(user).get(url)
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"].startswith("private")
    assert as_user(committee).get(url).status_code == 404


def test_missing_photo_answers_not_found(contributor: User, as_user: SignIn, media: Path) -> None:
    observation = ObservationFactory(logged_by=contributor)
    client = as_user(contributor)
    Observation.objects.update(body=next(iter(contributor_bodies(contributor))))
    assert client.get(address("photo", observation)).status_code == 404
    Observation.objects.update(photo="observations/00/gone.jpg")
    assert client.get(address("photo", observation)).status_code == 404


def contributor_bodies(user: User) -> list[ResponsibleBody]:
    return list(ResponsibleBody.objects.filter(responsiblebodyuserpermission__user=user))


def test_list_is_filtered_by_its_address(
    contributor: User, body: ResponsibleBody, category: ProblemType, as_user: SignIn
) -> None:
    mine = ObservationFactory(body=body, logged_by=contributor, category=category, text="MIN")
    ObservationFactory(body=body, state="set_aside", text="DERAS")
    client = as_user(contributor)
    month = f"{mine.seen_at:%Y-%m}"
    for query in ({"vem": "mina"}, {"kategori": category.code}, {"lage": "new"}):
        page = client.get(LIST, query | {"manad": month}).content.decode()
        assert "MIN" in page
        assert "DERAS" not in page
    assert "Inget stämmer" in client.get(LIST, {"manad": "2020-01"}).content.decode()
    assert "DERAS" in client.get(LIST, {"manad": "x", "kategori": "y"}).content.decode()


@pytest.mark.parametrize(
    "query", ["manad=9999-12", "manad=0001-01", "kategori=%00", "lage=%00", "page=9e9", "page=-1"]
)
def test_odd_address_shows_the_list(query: str, contributor: User, as_user: SignIn) -> None:
    assert as_user(contributor).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_end_of_time(day: str, contributor: User, as_user: SignIn, sent) -> None:
    sent |= {"when": "earlier", "seen_on": day, "seen_time": "00:00"}
    response = as_user(contributor).post(NEW, sent)
    assert response.context["form"].errors.keys() == {"seen_on"}


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_a_constant_number_of_queries(
    rows: int,
    coordinator: User,
    body: ResponsibleBody,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    report = SituationReportFactory(body=body, period=date(2026, 10, 1))
    for _ in range(rows):
        problem = ProblemFactory(report=report)
        ObservationFactory(body=body, state="taken_in", problem=problem)
        ObservationFactory(body=body)
        ObservationFactory(body=body, state="set_aside", answer="Är anmält.")
        ObservationFactory(body=body, nothing_to_report=True, category=None)
    client = as_user(coordinator)
    with django_assert_num_queries(7):  # session, person, two grants, types, count, rows
        client.get(LIST)
    panel = reverse("collaboration:observation-panel", args=[report.pk])
    with django_assert_num_queries(7):  # session, person, two grants, report, rows, problems
        client.get(panel)


def test_coordinator_takes_in_from_the_panel(
    coordinator: User, body: ResponsibleBody, as_user: SignIn
) -> None:
    report = SituationReportFactory(body=body, period=date(2026, 10, 1))
    first, second, third = ObservationFactory.create_batch(3, body=body)
    client = as_user(coordinator)
    data = {"report": report.pk, "from_panel": "1"}
    htmx = {"HX-Request": "true"}
    response = client.post(address("take-in", first), data | {"problem": "new"}, headers=htmx)
    assert "blev problemet" in response.content.decode()
    problem = report.problems.get()
    client.post(address("take-in", second), data | {"problem": problem.pk}, headers=htmx)
    client.post(address("set-aside", third), data | {"answer": "Är anmält."}, headers=htmx)
    assert problem.observations.count() == 2
    response = client.post(address("take-in", third), data | {"problem": ""}, headers=htmx)
    assert "Välj vilket problem" in response.content.decode()
    response = client.post(address("take-back", third), data)
    assert response.url == reverse("collaboration:report-edit", args=[report.pk])
    third.refresh_from_db()
    assert third.state == "new"


@pytest.mark.parametrize("who", ["manager", "contributor", "central"])
def test_only_the_coordinator_handles(
    who: str, as_user: SignIn, request, body: ResponsibleBody
) -> None:
    report = SituationReportFactory(body=body)
    observation = ObservationFactory(body=body)
    client = as_user(request.getfixturevalue(who))
    assert client.get(address("detail", observation)).status_code == 200
    for name in ("take-in", "set-aside", "take-back"):
        data = {"report": report.pk, "problem": "new"}
        assert client.post(address(name, observation), data).status_code in (403, 404)
    observation.refresh_from_db()
    assert observation.state == "new"


def test_who_logged_it_sees_what_became_of_it(
    contributor: User, coordinator: User, body: ResponsibleBody, as_user: SignIn
) -> None:
    report = SituationReportFactory(body=body)
    problem = ProblemFactory(report=report, title="Skräpigt torg")
    restricted = ProblemFactory(
        report=report,
        title="HEMLIGT",
        classification="restricted",
        classification_reason="Pågående ärende",
    )
    observation = ObservationFactory(
        body=body, logged_by=contributor, state="taken_in", problem=problem
    )
    client = as_user(contributor)
    page = client.get(address("detail", observation)).content.decode()
    assert "Skräpigt torg" in page
    Observation.objects.update(problem=restricted)
    assert "HEMLIGT" not in client.get(address("detail", observation)).content.decode()


def test_answer_that_points_out_a_person_is_refused(
    coordinator: User, body: ResponsibleBody, as_user: SignIn
) -> None:
    observation = ObservationFactory(body=body)
    data = {"answer": "Ring 070-123 45 67"}
    response = as_user(coordinator).post(address("set-aside", observation), data)
    assert "peka ut en person" in response.content.decode()
    observation.refresh_from_db()
    assert observation.state == "new"
