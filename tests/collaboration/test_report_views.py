from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collaboration.models import ReportPart, SituationReport
from collaboration.services import reports
from programs.models import ResponsibleBody
from tests.factories.collaboration import (
    ObstacleFactory,
    ProblemFactory,
    SituationReportFactory,
)
from tests.factories.programs import ProgramFactory
from trygghet.accounts.models import User
from trygghet.history.models import RestrictedRead
from trygghet.months import add_months, previous_month

HTMX = {"HX-Request": "true"}
LIST = reverse("collaboration:report-list")


def address(name: str, report: SituationReport, *more: object) -> str:
    return reverse(f"collaboration:{name}", args=[report.pk, *more])


@pytest.fixture
def report(body: ResponsibleBody, coordinator: User) -> SituationReport:
    ProgramFactory(ends_on=date(2099, 12, 31))
    return reports.start_report(
        body=body, period=previous_month(timezone.localdate()), acting_user=coordinator
    )


def fill(report: SituationReport, **texts: str) -> None:
    for kind, text in texts.items():
        report.parts.filter(kind=kind).update(text=text, classification="open")


@pytest.fixture
def complete(report: SituationReport) -> SituationReport:
    fill(report, analysis="Allt hänger ihop.", data_used="Trygghet på karta.")
    ProblemFactory(report=report, title="Bråk vid torget")
    return report


def publish(report: SituationReport) -> None:
    now, who = timezone.now(), report.created_by
    SituationReport.objects.filter(pk=report.pk).update(
        state="published",
        submitted_by=who,
        submitted_at=now,
        decided_by=who,
        decided_at=now,
        published_by=who,
        published_at=now,
    )


def text_of(response) -> str:
    return response.content.decode()


# The list


def test_list_shows_what_the_reader_sees(as_user, coordinator: User, report) -> None:
    SituationReportFactory(body__name="Ödets nämnd", state="published", program=report.program)
    SituationReportFactory(body__name="Annan nämnd", state="submitted", program=report.program)
    html = text_of(as_user(coordinator).get(LIST))
    assert "Ödets nämnd" in html
    assert address("report-detail", report) in html
    assert html.count('<th scope="row"><a') == 2


def test_list_is_filtered_by_its_address(as_user, central: User, report) -> None:
    SituationReportFactory(body__code="norr", state="published", program=report.program)
    SituationReportFactory(body__code="syd", state="submitted", program=report.program)
    client = as_user(central)
    for query, found in (
        ({"organ": "norr"}, 1),
        ({"lage": "submitted"}, 1),
        ({"manad": "2026-10"}, 2),
        ({"organ": "finns-inte", "manad": "igår", "lage": "x"}, 2),
    ):
        html = text_of(client.get(LIST, query))
        assert html.count('<th scope="row"><a') == found, query


def test_own_bodies_are_one_click_away_and_other_filters_stay(
    as_user, coordinator: User, central: User, report
) -> None:
    SituationReportFactory(body__name="Ödets nämnd", state="published", program=report.program)
    client = as_user(coordinator)
    html = text_of(client.get(LIST, {"manad": "2026-10", "page": "1"}))
    assert 'href="?manad=2026-10&amp;organ=mina"' in html
    html = text_of(client.get(LIST, {"manad": "2026-10", "organ": "mina"}))
    assert address("report-detail", report) in html
    assert html.count('<th scope="row"><a') == 1
    assert 'href="?manad=2026-10"' in html
    assert "organ=mina" not in text_of(as_user(central).get(LIST))


def test_list_searches_word_stems_in_what_may_be_read(as_user, committee: User, report) -> None:
    published = SituationReportFactory(state="published", program=report.program)
    for kind, text, classification in (
        ("analysis", "Lamporna lyser inte", "open"),
        ("needs", "Vittnen hotas", "internal"),
    ):
        ReportPart.objects.create(
            report=published, kind=kind, text=text, classification=classification
        )
    ProblemFactory(report=published, title="Klotter på stationerna")
    client = as_user(committee)
    for words, found in (("lampa", 1), ("station", 1), ("vittne", 0)):
        html = text_of(client.get(LIST, {"q": words}))
        assert html.count('<th scope="row"><a') == found, words


def test_draft_is_not_searched_by_those_who_may_not_read_all(
    as_user, contributor: User, coordinator: User, report
) -> None:
    fill(report, analysis="Lamporna lyser inte")
    for user, found in ((contributor, 0), (coordinator, 1)):
        html = text_of(as_user(user).get(LIST, {"q": "lampa"}))
        assert html.count('<th scope="row"><a') == found


def test_list_answers_a_part_of_a_page_with_rows_only(as_user, coordinator: User, report) -> None:
    client = as_user(coordinator)
    for html in (
        text_of(client.get(LIST, {"del": "1", "organ": report.body.code})),
        text_of(client.get(LIST, headers=HTMX)),
    ):
        assert "<html" not in html
        assert address("report-detail", report) in html


def test_part_without_reports_does_not_speak_of_a_filter(as_user, coordinator: User, body) -> None:
    html = text_of(as_user(coordinator).get(LIST, {"del": "1", "organ": body.code}))
    assert "Inga lägesbilder att visa än." in html
    assert "filtret" not in html


def test_year_shows_which_months_are_in(as_user, coordinator: User, report) -> None:
    html = text_of(as_user(coordinator).get(LIST))
    assert html.count("month-mark") == 12
    assert f'href="{address("report-detail", report)}"' in html


def test_year_of_many_bodies_is_shown_when_asked_for(as_user, central: User, report) -> None:
    SituationReportFactory.create_batch(3, state="submitted", program=report.program)
    client = as_user(central)
    assert "month-mark" not in text_of(client.get(LIST))
    html = text_of(client.get(LIST, {"visa": "aret"}))
    assert html.count("month-mark") == 4 * 12
    assert report.body.name in html


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_number_of_queries(
    rows: int, as_user, central: User, django_assert_num_queries
) -> None:
    program = ProgramFactory()
    for _ in range(rows):
        SituationReportFactory(state="submitted", program=program)
    client = as_user(central)
    with django_assert_num_queries(10):
        client.get(LIST)


def test_empty_lists_offer_a_way_on(as_user, coordinator: User, report) -> None:
    client = as_user(coordinator)
    html = text_of(client.get(LIST, {"q": "finns inte"}))
    assert "Inga lägesbilder stämmer" in html
    SituationReport.objects.all().delete()
    assert reverse("collaboration:report-new") in text_of(client.get(LIST))


# A new one


def test_new_report_is_begun_and_opened(as_user, coordinator: User, body) -> None:
    ProgramFactory(ends_on=date(2099, 12, 31))
    month = previous_month(timezone.localdate())
    client = as_user(coordinator)
    new = reverse("collaboration:report-new")
    assert f'value="{month:%Y-%m}" selected' in text_of(client.get(new))
    response = client.post(new, {"organ": body.code, "manad": f"{month:%Y-%m}"})
    report = SituationReport.objects.get()
    assert response.url == address("report-edit", report)
    again = client.post(new, {"organ": body.code, "manad": f"{month:%Y-%m}"})
    assert address("report-detail", report) in text_of(again)


@pytest.mark.parametrize("month", ["2099-01", "1999-01", "oktober", ""])
def test_period_that_is_not_offered_is_refused_at_its_field(
    as_user, coordinator: User, body, month: str
) -> None:
    ProgramFactory()
    response = as_user(coordinator).post(
        reverse("collaboration:report-new"), {"organ": body.code, "manad": month}
    )
    assert response.context["form"].errors["manad"]


def test_body_of_others_is_not_offered(as_user, coordinator: User, board) -> None:
    ProgramFactory()
    response = as_user(coordinator).post(
        reverse("collaboration:report-new"), {"organ": board.code, "manad": "2026-10"}
    )
    assert response.context["form"].errors["organ"]


def test_no_change_is_a_report_ready_to_send(as_user, coordinator: User, complete) -> None:
    this_month = add_months(complete.period, 1)
    client = as_user(coordinator)
    response = client.post(
        reverse("collaboration:report-new"),
        {"organ": complete.body.code, "manad": f"{this_month:%Y-%m}", "no_change": ""},
    )
    report = SituationReport.objects.get(period=this_month)
    assert response.url == address("report-edit", report)
    assert "Allt som behövs är med" in text_of(client.get(address("report-submit", report)))


def test_no_change_without_an_earlier_report_says_so(as_user, coordinator: User, report) -> None:
    response = as_user(coordinator).post(address("report-no-change", report), follow=True)
    assert "Det finns ingen tidigare lägesbild" in text_of(response)


# The page


def test_page_withholds_what_the_reader_may_not_read(
    as_user, committee: User, coordinator: User, complete
) -> None:
    complete.parts.filter(kind="needs").update(
        text="Hemligt behov", classification="restricted", classification_reason="Utredning"
    )
    ProblemFactory(report=complete, title="Internt problem", classification="internal")
    publish(complete)
    html = text_of(as_user(committee).get(address("report-detail", complete)))
    assert "2 uppgifter i lägesbilden är skyddade" in html
    assert "Hemligt" not in html
    assert "Internt problem" not in html
    assert "Alla ändringar" not in html
    assert not RestrictedRead.objects.exists()
    html = text_of(as_user(coordinator).get(address("report-detail", complete)))
    assert "Hemligt behov" in html
    assert RestrictedRead.objects.get().user == coordinator


def test_colleague_does_not_see_a_text_that_the_guard_asks_about(
    as_user, contributor: User, complete
) -> None:
    fill(complete, reflection="Ring 070-123 45 67")
    html = text_of(as_user(contributor).get(address("report-detail", complete)))
    assert "070" not in html
    assert "En uppgift i lägesbilden är skyddad" in html


def test_page_shows_each_role_what_it_can_do(
    as_user, coordinator: User, manager: User, central: User, complete
) -> None:
    page = address("report-detail", complete)
    assert address("report-submit", complete) in text_of(as_user(coordinator).get(page))
    assert as_user(central).get(page).status_code == 404
    SituationReport.objects.update(
        state="submitted", submitted_by=coordinator, submitted_at=timezone.now()
    )
    assert "Lägesbilden är låst" in text_of(as_user(coordinator).get(page))
    html = text_of(as_user(manager).get(page))
    assert address("report-approve", complete) in html
    assert address("report-return", complete) in html
    assert address("report-publish", complete) not in text_of(as_user(central).get(page))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_number_of_queries(
    rows: int, as_user, central: User, coordinator: User, report, django_assert_num_queries
) -> None:
    for _ in range(rows):
        ProblemFactory(report=report)
        ObstacleFactory(report=report, body=report.body)
    SituationReport.objects.update(
        state="submitted", submitted_by=coordinator, submitted_at=timezone.now()
    )
    client = as_user(central)
    with django_assert_num_queries(12):
        client.get(address("report-detail", report))


# From draft to published


def test_the_way_of_a_report(
    as_user, coordinator: User, manager: User, central: User, complete
) -> None:
    client = as_user(coordinator)
    late = {"late_reason": "Sjukdom"}
    response = client.post(address("report-submit", complete), late, follow=True)
    assert "Chefen ser den" in text_of(response)
    assert "redan inskickad" in text_of(
        client.post(address("report-submit", complete), late, follow=True)
    )
    client = as_user(manager)
    response = client.post(address("report-return", complete), {"reason": ""})
    assert "Skriv vad som behöver ändras" in text_of(response)
    client.post(address("report-return", complete), {"reason": "Var är det?"})
    client = as_user(coordinator)
    assert "Var är det?" in text_of(client.get(address("report-edit", complete)))
    client.post(address("report-submit", complete), late)
    client = as_user(manager)
    assert "Godkänn" in text_of(client.get(address("report-approve", complete)))
    client.post(address("report-approve", complete))
    again = client.post(address("report-approve", complete), follow=True)
    assert "redan godkänd av Chris Chef" in text_of(again)
    client = as_user(central)
    client.post(address("report-publish", complete))
    complete.refresh_from_db()
    assert (complete.state, complete.published_by) == ("published", central)


def test_submission_lists_what_is_missing_with_links(as_user, coordinator: User, report) -> None:
    problem = ProblemFactory(report=report, description="Ring 070-123 45 67")
    html = text_of(as_user(coordinator).get(address("report-submit", report)))
    assert "3 saker återstår" in html
    assert address("problem-edit", report, problem.pk) in html
    assert address("report-edit", report) + "?del=analysis" in html
    html = text_of(as_user(coordinator).post(address("report-submit", report), {}))
    assert "3 saker återstår" in html


def test_late_report_asks_why(as_user, coordinator: User, complete) -> None:
    SituationReport.objects.update(due_on=date(2020, 1, 1))
    response = as_user(coordinator).post(address("report-submit", complete), {"late_reason": ""})
    assert response.context["form"].errors["late_reason"]
    complete.refresh_from_db()
    assert complete.state == "draft"


def test_reasons_do_not_point_out_a_person(
    as_user, coordinator: User, manager: User, complete
) -> None:
    SituationReport.objects.update(due_on=date(2020, 1, 1))
    response = as_user(coordinator).post(
        address("report-submit", complete), {"late_reason": "Ring 070-123 45 67"}
    )
    assert "ett telefonnummer" in response.context["form"].errors["late_reason"][0]
    SituationReport.objects.update(
        state="submitted", submitted_by=coordinator, submitted_at=timezone.now()
    )
    response = as_user(manager).post(
        address("report-return", complete), {"reason": "Fråga x@exempel.se"}
    )
    assert "en e-postadress" in response.context["form"].errors["reason"][0]


ROLES = (
    "coordinator",
    "manager",
    "contributor",
    "central",
    "committee",
    "administrator",
    "partner",
    "outsider",
)
# What each role is answered about a draft of the body, and about a report that waits.
ALLOWED = {
    "report-new": ({"coordinator": 200}, {"coordinator": 200}),
    "report-list": (
        dict.fromkeys(("coordinator", "manager", "contributor", "central", "committee"), 200),
        {},
    ),
    "report-detail": (
        dict.fromkeys(("coordinator", "manager", "contributor"), 200),
        dict.fromkeys(("coordinator", "manager", "contributor", "central"), 200),
    ),
    "report-edit": (
        {"coordinator": 200, "manager": 403, "contributor": 403},
        {"coordinator": 200, "manager": 403, "contributor": 403, "central": 403},
    ),
    "report-preview": (
        {"coordinator": 200, "manager": 403, "contributor": 403},
        {"coordinator": 200, "manager": 403, "contributor": 403, "central": 403},
    ),
    "report-submit": (
        {"coordinator": 200, "manager": 403, "contributor": 403},
        {"coordinator": 302, "manager": 403, "contributor": 403, "central": 403},
    ),
    "report-approve": (
        {"coordinator": 403, "manager": 200, "contributor": 403},
        {"coordinator": 403, "manager": 200, "contributor": 403, "central": 403},
    ),
    "report-return": (
        {"coordinator": 403, "manager": 200, "contributor": 403},
        {"coordinator": 403, "manager": 200, "contributor": 403, "central": 403},
    ),
    "report-publish": (
        {"coordinator": 403, "manager": 403, "contributor": 403},
        {"coordinator": 403, "manager": 403, "contributor": 403, "central": 200},
    ),
    "problem-add": (
        {"coordinator": 200, "manager": 403, "contributor": 403},
        {"coordinator": 302, "manager": 403, "contributor": 403, "central": 403},
    ),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ALLOWED)
def test_pages_are_for_those_they_are_for(
    name: str, role: str, request: pytest.FixtureRequest, client: Client, as_user, report
) -> None:
    client = as_user(request.getfixturevalue(role))
    for_list = name in ("report-new", "report-list")
    url = reverse(f"collaboration:{name}") if for_list else address(name, report)
    closed = 403 if for_list else 404
    assert client.get(url).status_code == ALLOWED[name][0].get(role, closed)
    if for_list:
        return
    SituationReport.objects.update(
        state="submitted", submitted_by=report.created_by, submitted_at=timezone.now()
    )
    assert client.get(url).status_code == ALLOWED[name][1].get(role, closed)


WRITES = {
    "report-submit": "coordinator",
    "report-no-change": "coordinator",
    "report-no-problems": "coordinator",
    "report-approve": "manager",
    "report-return": "manager",
    "report-publish": "central",
    "problem-add": "coordinator",
    "problem-carry": "coordinator",
    "problem-autosave-new": "coordinator",
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", WRITES)
def test_writes_are_refused_to_others(
    name: str, role: str, request: pytest.FixtureRequest, as_user, complete
) -> None:
    if WRITES[name] == role:
        return
    user = request.getfixturevalue(role)
    SituationReport.objects.update(
        state="submitted", submitted_by=complete.created_by, submitted_at=timezone.now()
    )
    before = list(SituationReport.objects.values())
    assert as_user(user).post(address(name, complete)).status_code in (403, 404)
    assert list(SituationReport.objects.values()) == before


def test_signed_out_is_sent_to_sign_in(client: Client, complete) -> None:
    for name in ("report-detail", "report-edit", "report-submit"):
        response = client.get(address(name, complete))
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))
