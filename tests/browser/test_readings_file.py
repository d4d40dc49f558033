"""Files of readings in a real browser: told what is wrong, mended, taken in, undone, waited for."""

import pytest
from playwright.sync_api import Page, expect

from followup.imports.table import MAX_BYTES
from followup.models import ImportBatch, IndicatorReading
from followup.services import imports
from tests.factories.followup import IndicatorFactory
from tests.factories.programs import AreaFactory
from trygghet.jobs.services import run

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = "Område;År;Antal\nÅdalen;2024;1 200,5\nÅdalen;2025;..\n"
BAD = "Ådalen;hösten;7\nÅdalen;2023;tolv\n"


def choose(page: Page, text: str) -> None:
    page.get_by_label("Indikator").select_option(label="Anmälda rån")
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "tabell.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    )
    page.get_by_role("button", name="Ladda upp och kontrollera").click()


def test_file_with_two_bad_rows_is_mended_taken_in_and_undone(visit, central):
    IndicatorFactory(name="Anmälda rån", frequency="year")
    AreaFactory(name="Ådalen")
    page = visit("/indikatorer/filer/ny/", central)
    choose(page, GOOD + BAD)
    expect(page.get_by_text("2 rader är fel")).to_be_visible()
    expect(page.get_by_role("row", name="Rad 4")).to_contain_text("hösten")
    expect(page.get_by_role("button", name="Läs in filen")).to_have_count(0)

    page.get_by_role("link", name="Ladda upp en rättad fil").click()
    choose(page, GOOD)
    page.get_by_role("button", name="Läs in filen").click()
    expect(page.get_by_text("Filen är inläst.")).to_be_visible()
    assert IndicatorReading.objects.count() == 2

    page.get_by_role("link", name="Ångra filen").click()
    page.get_by_role("button", name="Ångra filen").click()
    expect(page.get_by_text("2 utfall togs bort")).to_be_visible()
    assert not IndicatorReading.objects.exists()


def test_too_large_file_is_not_sent_and_a_heavy_one_is_waited_for(visit, central, monkeypatch):
    monkeypatch.setattr(imports, "HEAVY", 10)
    IndicatorFactory(name="Anmälda rån", frequency="year")
    AreaFactory(name="Ådalen")
    page = visit("/indikatorer/filer/ny/", central)
    choose(page, GOOD + " " * MAX_BYTES)
    chosen = page.get_by_label("Fil", exact=True)
    expect(chosen).to_have_js_property("validationMessage", chosen.get_attribute("data-too-large"))
    choose(page, GOOD)
    expect(page.get_by_text("Väntar på en ledig arbetsprocess")).to_be_visible()
    assert run(ImportBatch.objects.get().job_id)
    expect(page.get_by_role("button", name="Läs in filen")).to_be_visible()
