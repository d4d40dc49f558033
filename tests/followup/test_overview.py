"""Every figure of a dashboard is found again in its rows, on the page and in the files."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from collaboration.models import CollaborationProcess
from followup.models import CouncilReport, GoalAssessment, SmartGoal
from followup.selectors.overview import Overview, dashboard_of
from programs.models import FocusArea, Program, ResponsibleBody
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObstacleFactory,
    ProblemFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.followup import ActivityFactory, GoalFactory, MeasureFactory
from tests.factories.programs import FocusAreaFactory, ProgramFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of
from trygghet.months import add_months, first_of, previous_month

SignIn = Callable[[User], Client]
NOT_A_COUNT = "rod-trad"  # a share: its rows are the bodies that lead
GRADES = ("fully", "partly", "not")


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def month(today: date) -> date:
    return previous_month(today)


@pytest.fixture
def program(db: None) -> Program:
    return ProgramFactory(starts_on=date(2020, 1, 1), ends_on=date(2040, 12, 31))


@pytest.fixture
def focus(program: Program) -> FocusArea:
    return FocusAreaFactory(program=program, code="trygga-platser", name="Trygga platser")


@pytest.fixture
def process(program: Program, body: ResponsibleBody, focus: FocusArea) -> CollaborationProcess:
    made = CollaborationProcessFactory(title="Tryggare torg", lead_body=body, program=program)
    made.focus_areas.add(focus)
    return made


def assess(goal: SmartGoal, grade: str, by: User, end: date, **fields: object) -> None:
    GoalAssessment.objects.create(
        goal=goal,
        period_start=end - timedelta(days=90),
        period_end=end,
        grade=grade,
        comment="Så är det.",
        assessed_by=by,
        assessed_at=timezone.now(),
        **fields,
    )


@pytest.fixture
def full(
    program: Program,
    body: ResponsibleBody,
    process: CollaborationProcess,
    focus: FocusArea,
    coordinator: User,
    month: date,
    today: date,
) -> None:
    """Something of everything, and beside it a body, a process and a focus area of others."""
    other = CollaborationProcessFactory(program=program)
    for each, count in ((process, 3), (other, 1)):
        lead = each.lead_body
        report = SituationReportFactory(body=lead, program=program, period=month, state="published")
        ProblemFactory.create_batch(count + 1, report=report, development="increasing")
        ProblemFactory(report=report, development="ended")
        ObstacleFactory(body=lead, process=each, raised_at=noon(month))
        measure = MeasureFactory(process=each, due_on=today - timedelta(days=3), state="ongoing")
        late = {"measure": measure, "due_on": today - timedelta(days=40)}
        ActivityFactory.create_batch(count, **late)
        ActivityFactory(**late, done_on=today)
        ActivityFactory(**late, dropped=True, late_reason="Behövs inte.")
        area = focus if each == process else FocusAreaFactory(program=program)
        for grade in GRADES[:count]:
            goal = GoalFactory(process=each, focus_area=area, starts_on=None)
            assess(goal, grade, coordinator, month)
        GoalFactory(process=each, focus_area=area, starts_on=None)


def of(user: User, subject: object, month: date) -> Overview:
    found = dashboard_of(scope_of(user), subject, month)
    assert found is not None
    return found


SUBJECTS = ("city", "body", "focus", "process")


def named(subject: str, request: pytest.FixtureRequest) -> object:
    return None if subject == "city" else request.getfixturevalue(subject)


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("who", ["central", "coordinator"])
def test_every_figure_is_found_again_in_its_rows(
    full: None, subject: str, who: str, month: date, request: pytest.FixtureRequest
) -> None:
    shown = of(request.getfixturevalue(who), named(subject, request), month)
    assert 5 <= len(shown.figures) <= 9
    for figure in shown.figures:
        rows = shown.rows(figure.key)
        assert rows is not None, figure.key
        if figure.key != NOT_A_COUNT and not figure.withheld:
            assert len(rows.lines) == (figure.value or 0), figure.key
        assert all(len(line.cells) == len(rows.columns) for line in rows.lines)


def values(shown: Overview) -> dict[str, int | None]:
    return {figure.key: figure.value for figure in shown.figures}


def test_figures_of_the_city_a_focus_area_and_a_process(
    full: None, central: User, focus: FocusArea, process: CollaborationProcess, month: date
) -> None:
    city = values(of(central, None, month))
    assert city["problem"] == 6
    assert (city["mal-som-nas"], city["sena-atgarder"], city["sena-aktiviteter"]) == (3, 2, 4)
    for subject in (focus, process):
        own = values(of(central, subject, month))
        assert (own["mal-som-nas"], own["sena-atgarder"], own["sena-aktiviteter"]) == (2, 1, 3)
        assert own["hinder"] == 1
    assert values(of(central, focus, month))["samverkan"] == 1


def test_goals_say_who_judged_them_and_when(full: None, central: User, month: date) -> None:
    work = of(central, None, month).board.work
    assert [goal.grade for goal in work.goals] == ["not", "", "", "partly", "fully", "fully"]
    assert work.by_grade() == (("fully", 2), ("partly", 1), ("not", 1), ("", 2))
    assert {goal.assessed_by for goal in work.assessed} == {"Sam Ordnare"}
    assert [goal.grade for goal in work.slipping] == ["not"]
    assert len(work.to_review) == 4


def test_the_law_rings_on_the_citys_dashboard(
    program: Program,
    central: User,
    coordinator: User,
    as_user: SignIn,
    month: date,
    today: date,
) -> None:
    reported_on = today - timedelta(days=400)
    CouncilReport.objects.create(reported_on=reported_on, subject="Året", recorded_by=central)
    assert "13" in {clock.section for clock in of(central, None, month).board.clocks}
    assert of(coordinator, None, month).board.clocks == ()
    assert "Lagens klockor" in as_user(central).get("/uppfoljning/").content.decode()


def test_a_goal_judged_worse_than_before_is_slipping(
    process: CollaborationProcess, central: User, month: date, today: date
) -> None:
    goal = GoalFactory(process=process, starts_on=None)
    assess(goal, "fully", central, month - timedelta(days=100), review="agreed")
    assess(goal, "partly", central, month, review="agreed")
    (stand,) = of(central, process, month).board.work.goals
    assert (stand.grade, stand.before, stand.is_slipping) == ("partly", "fully", True)
    assess(goal, "not", central, today, review="returned", review_comment="Gör om.")
    (stand,) = of(central, process, month).board.work.goals
    assert stand.grade == "partly"


def test_late_by_the_end_of_each_month(
    process: CollaborationProcess, central: User, month: date
) -> None:
    measure = MeasureFactory(process=process)
    before = add_months(month, -1)
    ActivityFactory(measure=measure, due_on=before, done_on=month.replace(day=10))
    ActivityFactory(measure=measure, due_on=month.replace(day=5))
    work = of(central, process, month).board.work
    assert work.late_activities[-3:] == (0, 1, 1)
    assert work.done_activities[-3:] == (0, 0, 1)


def test_late_and_done_are_counted_to_the_day(
    process: CollaborationProcess, central: User, month: date
) -> None:
    measure = MeasureFactory(process=process)
    edge = month - timedelta(days=1)  # the last day of the month before
    days = [edge - timedelta(days=1), edge, month, month + timedelta(days=1)]
    made = [
        ActivityFactory(measure=measure, due_on=due, done_on=done)
        for due in days
        for done in (None, *days)
    ]
    work = of(central, process, month).board.work
    late = [each for each in made if each.due_on < edge]
    assert work.late_activities[-2] == sum(not (e.done_on and e.done_on <= edge) for e in late)
    assert work.done_activities[-2] == sum(bool(e.done_on and e.done_on <= edge) for e in made)
    assert work.done_activities[-1] == sum(bool(e.done_on and e.done_on > edge) for e in made)
    assert work.late_activities[-1] == sum(e.done_on is None for e in made)


def test_what_rests_is_not_late(process: CollaborationProcess, central: User, month: date) -> None:
    paused = MeasureFactory(process=process, state="paused", state_reason="Väntar på bygglov.")
    ActivityFactory(measure=paused, due_on=month)
    shown = of(central, process, month)
    assert values(shown)["sena-aktiviteter"] == 0
    rows = shown.rows("sena-aktiviteter")
    assert rows is not None
    assert rows.lines == ()


def test_list_behind_a_figure_reads_only_its_own(
    full: None,
    central: User,
    as_user: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_user(central)
    for key in ("sena-aktiviteter", "hinder", "mal", "sena-atgarder", "rod-trad"):
        with django_assert_max_num_queries(9):
            client.get(reverse("followup:dashboard-rows", args=[key]))


def test_changes_tell_what_moved(full: None, central: User, body: ResponsibleBody, month: date):
    texts = [change.text for change in of(central, body, month).changes]
    assert "1 problem har upphört" in texts
    assert "1 hinder har lyfts" in texts
    assert "3 mål har bedömts" in texts


@pytest.mark.parametrize("subject", SUBJECTS)
def test_page_file_and_rows_open_and_agree(
    full: None, subject: str, central: User, as_user: SignIn, request: pytest.FixtureRequest
) -> None:
    client = as_user(central)
    page = client.get(address(subject, request))
    assert page.status_code == 200
    for shown in page.context["figures"]:
        rows = client.get(shown.url)
        assert rows.status_code == 200, shown.url
        if shown.figure.key != NOT_A_COUNT:
            assert len(rows.context["table"].lines) == (shown.figure.value or 0)
        heading, *cells = read_csv(client.get(rows.context["csv_url"]).content)
        assert heading == list(rows.context["table"].columns)
        assert len(cells) == len(rows.context["table"].lines)
        excel = b"".join(client.get(rows.context["xlsx_url"]).streaming_content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(excel)).get_sheet_by_index(0)
        first, *others = sheet.to_python()
        assert (first, len(others)) == (heading, len(cells))
    workbook = client.get(f"{reverse('followup:dashboard-xlsx')}?{page.context['address']}")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(workbook.streaming_content)))
    told = {row[0]: row[1] for row in book.get_sheet_by_name("siffror").to_python()[1:]}
    for shown in page.context["figures"]:
        value = shown.figure.value
        expected = "uppgift saknas" if value is None else value
        assert told[shown.figure.label] == expected


def address(subject: str, request: pytest.FixtureRequest) -> str:
    if subject == "city":
        return reverse("followup:dashboard")
    found = request.getfixturevalue(subject)
    if subject == "process":
        return reverse("followup:dashboard-process", args=[found.pk])
    return reverse(f"followup:dashboard-{subject}", args=[found.code])


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_no_cell_of_the_workbook_is_a_formula(
    process: CollaborationProcess, central: User, as_user: SignIn, month: date
) -> None:
    GoalFactory(process=process, title='=HYPERLINK("http://ond.example")', starts_on=None)
    url = f"{reverse('followup:dashboard-xlsx')}?samverkan={process.pk}"
    content = b"".join(as_user(central).get(url).streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("mal").to_python()[1][0].startswith("=HYPERLINK")
    with ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_focus_area_is_chosen_in_the_citys_filter(
    full: None, focus: FocusArea, central: User, as_user: SignIn, month: date
) -> None:
    client, asked = as_user(central), f"{month:%Y-%m}"
    answer = client.get(f"/uppfoljning/?manad={asked}&fokus=trygga-platser")
    assert answer["Location"] == f"/uppfoljning/fokus/trygga-platser/?manad={asked}"
    back = client.get(f"/uppfoljning/fokus/trygga-platser/?manad={asked}&fokus=")
    assert back["Location"] == f"/uppfoljning/?manad={asked}"
    assert client.get("/uppfoljning/fokus/finns-inte/").status_code == 404
    assert client.get("/uppfoljning/rader/finns-inte/").status_code == 404


def test_partner_sees_its_process_and_no_obstacles(
    full: None, process: CollaborationProcess, partner: User, as_user: SignIn
) -> None:
    client = as_user(partner)
    page = client.get(reverse("followup:dashboard-process", args=[process.pk]))
    assert "Hinder utan svar" not in page.content.decode()
    other = CollaborationProcess.objects.exclude(pk=process.pk).get()
    assert client.get(f"/uppfoljning/rader/mal/?samverkan={other.pk}").status_code == 404
    assert client.get("/uppfoljning/rader/mal/").status_code == 403


def test_committee_is_not_told_the_names_of_processes(
    full: None, committee: User, as_user: SignIn
) -> None:
    page = as_user(committee).get("/uppfoljning/rader/samverkan/?fokus=trygga-platser")
    assert "Tryggare torg" not in page.content.decode()
    assert "Samverkan som du inte deltar i" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("subject", "most"), [("focus", 17), ("process", 17)])
def test_constant_number_of_queries(
    subject: str,
    most: int,
    number: int,
    process: CollaborationProcess,
    focus: FocusArea,
    central: User,
    as_user: SignIn,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _each in range(number):
        goal = GoalFactory(process=process, focus_area=focus, starts_on=None)
        assess(goal, "partly", central, first_of(timezone.localdate()))
        ActivityFactory.create_batch(number, measure=MeasureFactory(process=process))
    client, url = as_user(central), address(subject, request)
    with django_assert_max_num_queries(most):
        client.get(url)
