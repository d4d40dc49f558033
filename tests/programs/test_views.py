import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.models import Area, Coordinator, Mandate, ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.programs import (
    AreaFactory,
    ConceptFactory,
    CoordinatorFactory,
    FocusAreaFactory,
    GoverningDocumentFactory,
    MandateFactory,
    ProgramFactory,
    ReportRecipientFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

SignIn = Callable[[User], Client]
KIND = ResponsibleBody.Kind


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


class TestProgram:
    @pytest.fixture
    def client(self, as_user: SignIn, outsider: User) -> Client:
        return as_user(outsider)

    def test_list_says_what_is_a_draft(self, client: Client) -> None:
        ProgramFactory(name="Programmet 2024–2027", is_draft=True)
        html = page(client, "programs:program-list")
        assert "Programmet 2024–2027" in html
        assert "Förslag, inte antaget" in html

    def test_empty_list_says_how_to_fill_it(self, client: Client) -> None:
        assert "Inget program än" in page(client, "programs:program-list")

    def test_detail_shows_who_answers_recipients_and_documents(self, client: Client) -> None:
        focus = FocusAreaFactory(name="Offentlig miljö", meaning="Torg och parker.")
        mandate = MandateFactory(focus_area=focus, body__name="Trafiknämnden", text="Sköter gatan.")
        ReportRecipientFactory(program=focus.program, body__name="Kommunstyrelsen")
        document = GoverningDocumentFactory(name="Avtalet", priority_areas=["Unga i riskzon"])
        document.programs.add(focus.program)
        html = page(client, "programs:program-detail", focus.program.code)
        for text in ("Torg och parker.", "Sköter gatan.", "Trafiknämnden", "Kommunstyrelsen",
                     "Avtalet", "Unga i riskzon", mandate.get_role_display()):  # fmt: skip
            assert text in html

    def test_many_bodies_are_folded_under_their_kind(self, client: Client) -> None:
        focus = FocusAreaFactory()
        for _ in range(5):
            MandateFactory(focus_area=focus)
        assert "Alla stadsdelsnämnder" in page(
            client, "programs:program-detail", focus.program.code
        )
        ResponsibleBodyFactory()
        html = page(client, "programs:program-detail", focus.program.code)
        assert "5 stadsdelsnämnder" in html

    def test_matrix_names_the_roles_and_can_be_narrowed(self, client: Client) -> None:
        focus = FocusAreaFactory()
        MandateFactory(focus_area=focus, body__name="Ådalens nämnd", role=Mandate.Role.LEADS)
        MandateFactory(
            program=focus.program,
            focus_area=None,
            body__name="Bolaget",
            body__kind=KIND.COMPANY_BOARD,
            role=Mandate.Role.ASSISTS,
        )
        url = ("programs:program-matrix", focus.program.code)
        html = page(client, *url)
        assert "Leder" in html
        assert "Bistår" in html
        html = page(client, *url, typ=KIND.COMPANY_BOARD)
        assert "Bolaget" in html
        assert "Ådalens nämnd" not in html
        assert "Inga uppdrag" in page(client, *url, typ=KIND.AUDIT)
        assert "Ådalens nämnd" in page(client, *url, typ="påhittad")

    @pytest.mark.parametrize("count", [1, 3])
    @pytest.mark.parametrize(("name", "queries"), [("program-detail", 11), ("program-matrix", 7)])
    def test_constant_queries(
        self, client: Client, count: int, name: str, queries: int, django_assert_num_queries
    ) -> None:
        focus = FocusAreaFactory()
        for _ in range(count):
            MandateFactory(focus_area=FocusAreaFactory(program=focus.program))
            MandateFactory(program=focus.program, focus_area=None)
            ReportRecipientFactory(program=focus.program)
            GoverningDocumentFactory().programs.add(focus.program)
        with django_assert_num_queries(queries):
            page(client, f"programs:{name}", focus.program.code)

    def test_concepts_are_listed_in_swedish_order(self, client: Client) -> None:
        for name in ("ö", "å", "ä", "z"):
            ConceptFactory(name=name)
        html = page(client, "programs:concept-list")
        places = [html.index(f"<dt>{name}</dt>") for name in ("Z", "Å", "Ä", "Ö")]
        assert places == sorted(places)

    def test_concept_is_explained_where_it_is_used(self, client: Client) -> None:
        ConceptFactory(code="mandat", name="mandat", definition="Vad nämnden ska göra.")
        ConceptFactory(code="lagesbild", name="lägesbild", definition="Egen bild <av läget>.")
        html = page(client, "programs:program-detail", ProgramFactory().code)
        assert "Vad nämnden ska göra." in html
        assert "Egen bild &lt;av läget&gt;." in html
        ids = re.findall(r'popovertarget="(concept-\w+)"', html)
        assert len(set(ids)) == 2
        assert all(f'id="{each}" popover' in html for each in ids)

    def test_unknown_concept_and_paper_show_the_word(self, db: None) -> None:
        ConceptFactory(code="mandat", name="mandat")
        words = Template('{% load programs %}{% concept "okant" "ordet" %} {% concept "mandat" %}')
        assert words.render(Context({})) == "ordet mandat"

    def test_area_map_is_geojson(self, client: Client) -> None:
        AreaFactory(kind=Area.Kind.NEIGHBORHOOD, name="Ängen")
        response = client.get(reverse("programs:area-map", args=["neighborhood"]))
        assert response.json()["features"][0]["properties"]["name"] == "Ängen"
        assert client.get(reverse("programs:area-map", args=["gata"])).status_code == 404


def test_program_history_is_for_the_central_office(as_user: SignIn, central: User) -> None:
    program = ProgramFactory()
    program.report_due_day = 9
    program.save()
    html = page(as_user(central), "programs:program-detail", program.code)
    assert "Alla ändringar" in html
    assert "Sista dag att skicka in" in html


class TestBodies:
    def test_list_filters(self, as_user: SignIn, outsider: User) -> None:
        client = as_user(outsider)
        CoordinatorFactory(body=ResponsibleBodyFactory(name="Ängby nämnd"), user__name="Kim Kort")
        ResponsibleBodyFactory(name="Bolaget", kind=KIND.COMPANY_BOARD, is_unverified=True)
        ResponsibleBodyFactory(name="Gamla nämnden", valid_to=date(2023, 6, 30))
        html = page(client, "programs:body-list")
        assert "Kim Kort" in html
        assert "Samordnare saknas" in html
        assert "Ej verifierad" in html
        assert "Gamla nämnden" not in html
        assert "Gamla nämnden" in page(client, "programs:body-list", visa="alla")
        for query in ({"sok": "ANGBY"}, {"samordnare": "med"}, {"typ": KIND.DISTRICT_COMMITTEE}):
            html = page(client, "programs:body-list", **query)
            assert "Ängby nämnd" in html
            assert "Bolaget" not in html
        assert "Ängby" not in page(client, "programs:body-list", samordnare="utan")
        assert "Ingen träff" in page(client, "programs:body-list", sok="finns inte")

    def test_list_opens_the_group_where_the_reader_works(
        self, as_user: SignIn, coordinator: User, body: ResponsibleBody
    ) -> None:
        ResponsibleBodyFactory(name="Bolaget", kind=KIND.COMPANY_BOARD)
        client = as_user(coordinator)
        own, companies = page(client, "programs:body-list").split('<details class="card')[1:]
        assert " open>" in own.split("<summary>")[0]
        assert body.name in own
        assert " open>" not in companies.split("<summary>")[0]
        assert "1 utan samordnare" in companies
        assert " open>" in page(client, "programs:body-list", typ=KIND.COMPANY_BOARD)

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_takes_constant_queries(
        self, as_user: SignIn, outsider: User, count: int, django_assert_num_queries
    ) -> None:
        client = as_user(outsider)
        for _ in range(count):
            CoordinatorFactory()
        with django_assert_num_queries(8):
            page(client, "programs:body-list", sok="nämnd")

    def test_detail_takes_constant_queries(self, as_user: SignIn, central: User) -> None:
        client = as_user(central)
        body = ResponsibleBodyFactory(area=AreaFactory())
        counts = []
        for year in (2020, 2021, 2022):
            MandateFactory(body=body)
            day = date(year, 1, 1)
            CoordinatorFactory(body=body, valid_from=day, valid_to=day)
            ResponsibleBodyFactory(successor=body)
            page(client, "programs:body-detail", body.code)
            with CaptureQueriesContext(connection) as queries:
                page(client, "programs:body-detail", body.code)
            counts.append(len(queries))
        assert len(set(counts)) == 1

    def test_detail_shows_mandates_area_and_kin(self, as_user: SignIn, outsider: User) -> None:
        area = AreaFactory(kind=Area.Kind.NEIGHBORHOOD, name="Ängby")
        body = ResponsibleBodyFactory(
            name="Ängby nämnd", area=area, is_unverified=True, note="Utan källa."
        )
        ResponsibleBodyFactory(name="Gamla Ängby", code="gamla", successor=body)
        MandateFactory(body=body, text="Driver platssamverkan.")
        client = as_user(outsider)
        html = page(client, "programs:body-detail", body.code)
        for text in ("Driver platssamverkan.", "Gamla Ängby", "Ängby markerat", "Utan källa.",
                     "Schematisk karta"):  # fmt: skip
            assert text in html
        assert "Utse samordnare" not in html
        assert "Alla ändringar" not in html
        assert "Efterträddes av" in page(client, "programs:body-detail", "gamla")

    def test_history_is_for_those_who_work_there(
        self, as_user: SignIn, coordinator: User, body: ResponsibleBody
    ) -> None:
        client = as_user(coordinator)
        assert "Alla ändringar" in page(client, "programs:body-detail", body.code)
        other = ResponsibleBodyFactory()
        assert "Alla ändringar" not in page(client, "programs:body-detail", other.code)


class TestAppointment:
    @pytest.fixture
    def data(self, db: None) -> dict[str, object]:
        return {"user": UserFactory().pk, "valid_from": "2026-01-01", "mandate": "Samordnar."}

    def url(self, body: ResponsibleBody) -> str:
        return reverse("programs:coordinator-appoint", args=[body.code])

    @pytest.mark.parametrize(
        "role",
        [
            "coordinator",
            "manager",
            "contributor",
            "committee",
            "administrator",
            "partner",
            "outsider",
        ],
    )
    def test_is_refused_to_others_than_the_central_office(
        self, request, as_user: SignIn, body: ResponsibleBody, data: dict, role: str
    ) -> None:
        client = as_user(request.getfixturevalue(role))
        before = Coordinator.objects.count()
        assert client.get(self.url(body)).status_code == 403
        assert client.post(self.url(body), data).status_code == 403
        appointment = CoordinatorFactory()
        end = reverse("programs:coordinator-end", args=[appointment.body.code, appointment.pk])
        assert client.post(end, {"last_day": "2026-01-01"}).status_code == 403
        assert Coordinator.objects.count() == before + 1

    def test_central_office_appoints(
        self, as_user: SignIn, central: User, body: ResponsibleBody, data: dict
    ) -> None:
        client = as_user(central)
        response = client.post(self.url(body), data, follow=True)
        appointment = Coordinator.objects.get()
        assert appointment.appointed_by == central
        assert f"{appointment.user.name} är utsedd" in response.content.decode()
        assert scope_of(appointment.user).coordinates == {body.pk}

    def test_overlap_is_explained_at_the_field_and_nothing_typed_is_lost(
        self, as_user: SignIn, central: User, coordinator: User, body: ResponsibleBody, data: dict
    ) -> None:
        html = as_user(central).post(self.url(body), data).content.decode()
        assert "Det finns redan en samordnare för den tiden" in html
        assert "Samordnar." in html
        assert 'aria-invalid="true"' in html
        assert Coordinator.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"valid_to": "2025-12-31"}, "Slutdatum ska vara"),
            ({"mandate": ""}, "är obligatoriskt"),
            ({"mandate": "x" * 100_000}, "som mest 5000"),
            ({"user": "0"}, "giltigt alternativ"),
            ({"valid_from": "2026-02-31"}, "giltigt datum"),
        ],
    )
    def test_bad_input_is_explained(
        self, as_user: SignIn, central: User, body: ResponsibleBody, data: dict, wrong: dict,
        message: str,
    ) -> None:  # fmt: skip
        html = as_user(central).post(self.url(body), data | wrong).content.decode()
        assert message in html
        assert not Coordinator.objects.exists()

    def test_central_office_ends(
        self, as_user: SignIn, central: User, coordinator: User, body: ResponsibleBody
    ) -> None:
        client = as_user(central)
        appointment = Coordinator.objects.get()
        url = reverse("programs:coordinator-end", args=[body.code, appointment.pk])
        assert "Avsluta uppdraget" in client.get(url).content.decode()
        yesterday = timezone.localdate() - timedelta(days=1)
        client.post(url, {"last_day": yesterday.isoformat()})
        appointment.refresh_from_db()
        assert appointment.valid_to == yesterday
        assert scope_of(coordinator).coordinates == set()

    def test_ending_over_the_next_appointment_is_explained(
        self, as_user: SignIn, central: User, body: ResponsibleBody
    ) -> None:
        first = CoordinatorFactory(body=body, valid_to=date(2024, 12, 31))
        CoordinatorFactory(body=body, valid_from=date(2025, 1, 1))
        url = reverse("programs:coordinator-end", args=[body.code, first.pk])
        html = as_user(central).post(url, {"last_day": "2025-06-01"}).content.decode()
        assert "Det finns redan en samordnare" in html
