"""The benchmark runs at its smallest size; how long the pages take is not tested here."""

import pytest

from bench.data import SIZES, build, copy_reports
from bench.pages import HEADING, measure_pages, rows, totals
from collaboration.models import SituationReport


@pytest.fixture
def least(db: None) -> None:
    build(SIZES["least"])


def test_pages_are_measured_beside_their_floors(least: None) -> None:
    measured = measure_pages(repeat=2)
    assert all(page.queries and page.median and page.sql and page.empty for page in measured)
    heading, *lines = rows(measured, measured)
    assert heading == HEADING
    assert all(line.endswith("1.0") for line in lines)
    assert "situation reports" in totals()
    assert "16 processes" in totals()  # twelve beside the demo's and the one that is measured


def test_years_are_added_further_back(least: None) -> None:
    year = list(SituationReport.objects.all())
    copy_reports(year, 12)
    assert SituationReport.objects.count() == 2 * len(year)
