"""The lists of the work, and of indicators, as CSV and XLSX: the same rows."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from followup.models import GoalAcceptance
from tests.factories.collaboration import CollaborationProcessFactory
from tests.factories.followup import (
    ActivityFactory,
    AssessmentFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    MeasureFactory,
    lead_of,
)
from tests.followup.test_process_parts import queries_of

pytestmark = pytest.mark.django_db

LISTS = ("mal", "bedomningar", "atgarder", "aktiviteter")
PERIOD = "period=2026-t2"


def work(process, title="=1+1", **fields):
    """A goal with its assessment, a measure and an activity, all of that title."""
    goal = GoalFactory(process=process, title=title, starts_on=date(2026, 1, 1), **fields)
    AssessmentFactory(goal=goal, comment="På väg.")
    measure = MeasureFactory(process=process, title=title)
    ActivityFactory(measure=measure, title=title)
    return goal


def as_csv(client, url) -> list[list[str]]:
    text = client.get(url).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def as_xlsx(client, url) -> list[list]:
    response = client.get(url)
    assert ".xlsx" in response["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def alike(cell) -> str:
    """A cell of a spreadsheet as the text file writes it, but for the mark before a formula."""
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) else str(cell).replace(".", ",")
    return str(cell)


@pytest.mark.parametrize("name", LISTS)
def test_both_files_hold_the_same_rows_and_run_nothing(as_user, central, process, name):
    work(process, baseline=24.5, due_on=date(2027, 6, 30))
    client = as_user(central)
    written = as_csv(client, f"/{name}.csv?{PERIOD}")
    sheet = as_xlsx(client, f"/{name}.xlsx?{PERIOD}")
    assert written[1][0] == "'=1+1"
    assert sheet[1][0] == "=1+1"
    assert len(written) == len(sheet) == 2
    said = [[cell.removeprefix("'").removesuffix(",0") for cell in row] for row in written]
    assert said == [[alike(cell) for cell in row] for row in sheet]


def test_the_catalogue_of_indicators_is_a_file_of_both_kinds(as_user, central):
    yearly = IndicatorFactory(name="=1+1", frequency="year", owner="Socialnämnden")
    IndicatorReadingFactory(indicator=yearly, period=date(2025, 1, 1))
    IndicatorFactory(name="Rån")
    client = as_user(central)
    written = as_csv(client, "/indikatorer/lista.csv?ofta=year")
    sheet = as_xlsx(client, "/indikatorer/lista.xlsx?ofta=year")
    assert [row[0] for row in written] == ["Indikator", "'=1+1"]
    assert [row[0] for row in sheet] == ["Indikator", "=1+1"]
    assert [cell.removeprefix("'") for cell in written[1]] == [alike(cell) for cell in sheet[1]]
    assert "2025" in sheet[1]
    page = client.get("/indikatorer/?ofta=year").content.decode()
    for kind in ("csv", "xlsx"):
        assert f'href="/indikatorer/lista.{kind}?ofta=year"' in page


@pytest.mark.parametrize("name", LISTS)
def test_the_pages_filter_and_the_readers_rights_hold_in_the_files(
    as_user, central, coordinator, process, name
):
    other = CollaborationProcessFactory(title="Andras samverkan")
    work(process, "Vårt")
    work(other, "Andras")
    filters = f"?{PERIOD}&organ={other.lead_body.code}"
    rows = as_xlsx(as_user(central), f"/{name}.xlsx{filters}")
    assert [row[0] for row in rows[1:]] == ["Andras"]
    assert [row[0] for row in as_xlsx(as_user(coordinator), f"/{name}.xlsx?{PERIOD}")[1:]] == [
        "Vårt"
    ]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_as_many_queries_with_three(as_user, central, process, name, kind):
    work(process)
    client, url = as_user(central), f"/{name}.{kind}?{PERIOD}"
    client.get(url)
    first = queries_of(client, url)
    work(process)
    work(CollaborationProcessFactory())
    assert queries_of(client, url) == first


def test_every_list_leads_to_its_files_with_its_own_choice(as_user, central, process):
    work(process)
    client = as_user(central)
    for name in LISTS:
        asked = f"?{PERIOD}&organ="
        page = client.get(f"/{name}/{asked}").content.decode()
        assert f'href="/{name}.xlsx{asked.replace("&", "&amp;")}"' in page
        assert f'href="/{name}.csv{asked.replace("&", "&amp;")}"' in page


def test_the_goals_file_says_what_each_goal_lacks_and_who_assessed_it(as_user, central, process):
    goal = work(process, "Färre rån", council_goal=None)
    GoalAcceptance.objects.create(
        goal=goal, participant=lead_of(process), accepted=True, answered_by=central,
        answered_at=goal.assessments.get().assessed_at,
    )  # fmt: skip
    heading, row = as_xlsx(as_user(central), "/mal.xlsx")
    told = dict(zip(heading, row, strict=True))
    assert told["Samverkan"] == "Tryggare torg"
    assert told["SMART: på plats av 5"] == 4
    assert told["SMART: det som saknas"] == "Ingen åtgärd leder till målet."
    assert told["Fullmäktiges mål"] == "uppgift saknas"
    assert told["Bedömd period"] == "maj–augusti 2026"
