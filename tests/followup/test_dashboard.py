import csv
import io
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from followup.selectors.board import Selection
from followup.selectors.dashboard import dashboard
from followup.selectors.dashboard_figures import city_figures
from programs.models import Area, Program, ResponsibleBody
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObstacleFactory,
    ProblemFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.invitations import EffectSignalFactory
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    CoordinatorFactory,
    ProblemTypeFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.months import add_months, month_name, previous_month

CITY = "/uppfoljning/"


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(starts_on=date(2020, 1, 1), ends_on=date(2040, 12, 31))


@pytest.fixture
def month() -> date:
    """The month that the page shows when none is asked for."""
    return previous_month(timezone.localdate())


def reported(program: Program, month: date, state: str = "published", **fields: object):
    return SituationReportFactory(program=program, period=month, state=state, **fields)


def text_of(client: Client, url: str = CITY, **asked: str) -> str:
    response = client.get(url, asked)
    assert response.status_code == 200
    return response.content.decode()


def rows_of(client: Client, url: str, **asked: str) -> list[list[str]]:
    content = client.get(url, asked).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("central", True), ("committee", True), ("coordinator", True), ("manager", True),
        ("contributor", True), ("partner", False), ("administrator", False), ("outsider", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "url", [CITY, f"{CITY}adalen/", f"{CITY}namnder.csv", f"{CITY}problem-per-typ.csv?organ=adalen"]
)
def test_staff_and_committee_see_the_dashboard(
    program: Program,
    body: ResponsibleBody,
    request: pytest.FixtureRequest,
    as_user: Callable[[User], Client],
    who: str,
    allowed: bool,
    url: str,
) -> None:
    response = as_user(request.getfixturevalue(who)).get(url)
    assert response.status_code == (200 if allowed else 403)


def test_signed_out_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(CITY).url == f"{reverse('account_login')}?next={CITY}"


def test_body_that_does_not_report_has_no_page(
    program: Program, board: ResponsibleBody, central: User, as_user: Callable[[User], Client]
) -> None:
    assert as_user(central).get(f"{CITY}{board.code}/").status_code == 404
    assert as_user(central).get(f"{CITY}finns-inte/").status_code == 404
    assert as_user(central).get(f"{CITY}finns-inte.csv").status_code == 404


def test_page_says_how_the_month_stands(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
) -> None:
    report = reported(program, month, body=body)
    ProblemFactory(report=report, development="increasing", title="Bråk på torget")
    ResponsibleBodyFactory(name="Östra nämnden")
    ObstacleFactory(body=body, title="Sekretess mellan nämnder", raised_at=noon(month))
    page = text_of(as_user(central))
    assert f"Läget i {month_name(month)}" in page
    assert "1 av 2 lägesbilder har kommit in." in page
    assert "1 problem är beskrivet, 1 av dem ökar." in page
    assert "Ett hinder väntar på svar." in page
    assert "Sekretess mellan nämnder" in page
    assert page.index("Östra nämnden") < page.index("Ådalens stadsdelsnämnd</a></th>")


def test_nothing_to_count_on_is_said_and_not_zero(
    program: Program, body: ResponsibleBody, central: User, as_user: Callable[[User], Client]
) -> None:
    CoordinatorFactory(body=body, valid_from=date(2020, 1, 1))
    page = text_of(as_user(central))
    assert "Inga lägesbilder att räkna på för månaden." in page
    assert "uppgift saknas" in page


def test_zero_is_a_figure(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
) -> None:
    reported(program, month, body=body)
    CoordinatorFactory(body=body, valid_from=date(2020, 1, 1))
    page = text_of(as_user(central))
    assert "0 problem är beskrivna." in page
    assert "Inga problem är beskrivna för månaden och urvalet." in page
    assert "Inget väntar på beslut." in page


def test_without_program_the_page_says_so(central: User, as_user: Callable[[User], Client]) -> None:
    assert "Inget program gäller för månaden" in text_of(as_user(central))


@pytest.mark.parametrize("asked", ["2026-13", "abc", "1999-01", "3000-01", ""])
def test_month_that_is_not_on_the_list_shows_the_newest(
    program: Program, month: date, central: User, as_user: Callable[[User], Client], asked: str
) -> None:
    assert f"Läget i {month_name(month)}" in text_of(as_user(central), manad=asked)


def test_filters_of_the_address_narrow_figures_and_files_alike(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
) -> None:
    body.area = AreaFactory(code="adalen")
    body.save()
    AreaNestingFactory(area=body.area, parent=AreaFactory(kind=Area.Kind.CITY))
    noise = ProblemTypeFactory(code="buller", name="Buller")
    company = ResponsibleBodyFactory(kind=ResponsibleBody.Kind.COMPANY_BOARD)
    ProblemFactory(report=reported(program, month, body=body), type=noise)
    ProblemFactory(report=reported(program, month, body=company))
    before = reported(program, add_months(month, -1), body=body)
    ProblemFactory.create_batch(2, report=before)
    client = as_user(central)

    def total(**asked: str) -> int:
        rows = rows_of(client, f"{CITY}problem-per-typ.csv", **asked)[1:]
        return sum(int(row[1]) for row in rows)

    assert total() == 2
    assert total(typ="company_board") == 1
    assert total(problemtyp="buller") == 1
    assert total(problemtyp="buller", typ="company_board") == 0
    assert total(omrade="adalen") == 1
    assert total(manad=f"{add_months(month, -1):%Y-%m}") == 2
    assert "1 av 1 lägesbilder" in text_of(client, omrade="adalen")


@pytest.mark.parametrize("who", ["committee", "contributor"])
def test_restricted_is_neither_shown_nor_counted(
    program: Program,
    body: ResponsibleBody,
    month: date,
    request: pytest.FixtureRequest,
    as_user: Callable[[User], Client],
    who: str,
) -> None:
    report = reported(program, month, body=body)
    ProblemFactory(report=report, type=ProblemTypeFactory(name="Öppen typ"))
    ProblemFactory(
        report=report, type=ProblemTypeFactory(name="Hemlig typ"), classification="restricted"
    )
    ObstacleFactory(
        body=body, title="Hemligt hinder", classification="restricted", raised_at=noon(month)
    )
    client = as_user(request.getfixturevalue(who))
    page = text_of(client)
    assert "Öppen typ" in page
    assert page.count("Hemlig") == page.count('">Hemlig typ</option>') == 1  # in the filter only
    assert "1 problem är beskrivet." in page
    assert "Ett problem är skyddat eller internt." in page
    for name in ("problem-per-typ", "problem-per-utveckling", "namnder", "hinder"):
        assert "Hemlig" not in client.get(f"{CITY}{name}.csv").content.decode()


def test_coordinator_sees_own_body_whole_and_others_when_published(
    program: Program,
    body: ResponsibleBody,
    month: date,
    coordinator: User,
    as_user: Callable[[User], Client],
) -> None:
    own = reported(program, month, "approved", body=body)
    ProblemFactory(report=own, classification="restricted", type__name="Egen skyddad typ")
    other = ResponsibleBodyFactory(name="Grannens nämnd", code="granne")
    ProblemFactory(report=reported(program, month, "approved", body=other), type__name="Grannens")
    client = as_user(coordinator)
    page = text_of(client)
    assert "Egen skyddad typ" in page
    assert page.count("Grannens<") == page.count('">Grannens</option>') == 1
    assert "Du får se 1 av 2 lägesbilder" in page
    assert "En lägesbild är inte publicerad och visas inte för dig." in page
    assert "Lägesbilden visas när den är publicerad." in text_of(client, f"{CITY}granne/")
    (hidden,) = (r for r in rows_of(client, f"{CITY}namnder.csv") if r[0] == "Grannens nämnd")
    assert hidden[:7] == ["Grannens nämnd", *["visas inte"] * 2, hidden[3], *["visas inte"] * 3]


def test_body_page_shows_its_months_and_nothing_of_others(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
) -> None:
    ProblemFactory(report=reported(program, month, body=body))
    ProblemFactory.create_batch(4, report=reported(program, month))
    page = text_of(as_user(central), f"{CITY}adalen/")
    assert "Lägesbilden är publicerad. 1 problem är beskrivet." in page
    assert "Lägesbilder månad för månad" in page
    assert month_name(add_months(month, -11)) in page


def test_district_page_has_its_neighborhoods_on_the_map(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
) -> None:
    body.area = AreaFactory(name="Ådalen")
    body.save()
    for number in range(3):
        square = AreaFactory(
            kind=Area.Kind.NEIGHBORHOOD,
            name=f"Torg {number}",
            longitude=18 + number / 50,
            latitude=59.3 + number % 2 / 50,
        )
        AreaNestingFactory(area=square, parent=body.area)
    ProblemFactory(report=reported(program, month, body=body), area=square)
    page = text_of(as_user(central), f"{CITY}adalen/")
    assert "Schematisk karta" in page
    assert 'id="map-areas"' in page
    assert "Torg 2: 1 problem" in page
    assert "data-map-still" in page


@pytest.mark.parametrize(("url", "most"), [(CITY, 28), (f"{CITY}adalen/", 21)])  # city: the law
@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_number_of_queries(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
    django_assert_max_num_queries: Callable,
    url: str,
    number: int,
    most: int,
) -> None:
    body.area = AreaFactory()
    body.save()
    for each in [body, *ResponsibleBodyFactory.create_batch(number)]:
        area = AreaNestingFactory(parent=body.area).area
        for period in (month, add_months(month, -1)):
            report = reported(program, period, body=each)
            ProblemFactory.create_batch(number, report=report, area=area)
        ObstacleFactory(body=each, raised_at=noon(month))
        process = CollaborationProcessFactory(lead_body=each, program=program)
        EffectSignalFactory(process=process, raised_at=noon(month))
    client = as_user(central)
    client.get(url)
    with django_assert_max_num_queries(most):
        assert client.get(url).status_code == 200


def test_file_is_as_swedish_spreadsheets_expect(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
) -> None:
    reported(program, month, body=body)
    response = as_user(central).get(f"{CITY}problem-per-utveckling.csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    name = f"problem-per-utveckling-staden-{month:%Y-%m}.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    first = response.content.decode("utf-8-sig").split("\r\n")[0]
    assert first.startswith("Utveckling sedan förra perioden;")


@pytest.mark.parametrize("title", ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(
    program: Program,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
    title: str,
) -> None:
    ObstacleFactory(title=title, raised_at=noon(month))
    (_heading, row) = rows_of(as_user(central), f"{CITY}hinder.csv")
    assert row[0] == f"'{title}"


def test_every_file_holds_what_its_table_shows(
    program: Program,
    body: ResponsibleBody,
    month: date,
    central: User,
    as_user: Callable[[User], Client],
) -> None:
    ProblemFactory(report=reported(program, month, body=body), development="increasing")
    client = as_user(central)
    response = client.get(CITY)
    for shown in response.context["charts"]:
        heading, *rows = rows_of(client, shown.csv_url)
        assert heading == list(shown.chart.columns)
        told = [["uppgift saknas" if c is None else str(c) for c in r] for r in shown.chart.rows]
        assert rows == told


def test_figures_compare_with_the_month_before(
    program: Program, body: ResponsibleBody, month: date, central: User
) -> None:
    for period, count in ((add_months(month, -1), 3), (month, 1)):
        ProblemFactory.create_batch(count, report=reported(program, period, body=body))
    board = dashboard(scope_of(central), Selection(month, timezone.localdate()))
    assert board is not None
    problems = next(figure for figure in city_figures(board) if figure.label == "Problem")
    assert (problems.value, problems.delta, problems.tone) == (1, "2 färre", "good")


def test_fewer_reports_are_not_taken_for_fewer_problems(
    program: Program, body: ResponsibleBody, month: date, central: User
) -> None:
    before = add_months(month, -1)
    for each in (body, ResponsibleBodyFactory()):
        ProblemFactory(report=reported(program, before, body=each))
    ProblemFactory(report=reported(program, month, body=body))
    board = dashboard(scope_of(central), Selection(month, timezone.localdate()))
    assert board is not None
    problems = next(figure for figure in city_figures(board) if figure.label == "Problem")
    assert (problems.delta, problems.tone) == ("1 färre", "neutral")
    assert "(2 lägesbilder, nu 1)" in problems.note


def test_past_month_is_seen_from_its_last_day(month: date) -> None:
    today = date(2026, 11, 21)
    newest = Selection(date(2026, 10, 1), today)
    assert (newest.seen_on, newest.seen_before) == (today, date(2026, 10, 21))
    past = Selection(date(2026, 3, 1), today)
    assert (past.seen_on, past.seen_before) == (date(2026, 3, 31), date(2026, 2, 28))


def test_worst_bodies_come_first(program: Program, month: date, central: User) -> None:
    fine, late = ResponsibleBodyFactory(name="Ett"), ResponsibleBodyFactory(name="Två")
    for each in (fine, late):
        CoordinatorFactory(body=each, valid_from=date(2020, 1, 1))
    missing = ResponsibleBodyFactory(name="Tre")
    reported(program, month, body=fine)
    reported(program, month, body=late, sent_on=add_months(month, 1).replace(day=20))
    day = add_months(month, 2)
    board = dashboard(scope_of(central), Selection(month, day))
    assert board is not None
    assert [row.status.body_id for row in board.rows] == [missing.pk, late.pk, fine.pk]
    assert all(a.weight >= b.weight for a, b in pairwise(board.rows))
