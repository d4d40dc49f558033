import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from followup import charts
from followup.chart_specs import Bar, Layer, Line, Span, bars, lines, stack
from followup.charts import ACCENT, CROSSED, DANGER, DOTTED, HATCHED, PAPER, Chart, draw
from followup.map_specs import Region, choropleth, class_limits, class_names, fill_of
from trygghet.months import add_months

MONTHS = tuple(add_months(date(2025, 11, 1), number) for number in range(12))
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [100, 0], [100, 100], [0, 100], [0, 0]]]}


def drawn(spec: dict, name: str = "bild", title: str = "Rubrik") -> str:
    return draw(spec, name=name, title=title, description="Vad bilden visar.")


def words_in(svg: str) -> list[str]:
    tree = ElementTree.fromstring(svg)  # noqa: S314 our own picture
    return [text.text for text in tree.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(
    "spec",
    [
        bars([Bar("Buller", 3, 4), Bar("Klotter", None, text="uppgift saknas")]),
        lines(MONTHS, [Line("Alla", (*range(11), None))]),
        stack(MONTHS, [Layer("Saknas", tuple(range(12)), CROSSED, DANGER)]),
        choropleth([Region(SQUARE, (50, 50), 3)]),
    ],
    ids=["bars", "lines", "stack", "map"],
)
def test_picture_is_named_in_swedish_and_passes_the_policy(spec: dict) -> None:
    svg = drawn(spec)
    assert "<title" in svg.split(">", 2)[1] + ">"
    assert svg.count("role=") == 1
    assert 'role="img" aria-labelledby="bild-title bild-description"' in svg
    assert not re.search(r"\sstyle=|aria-label=|aria-roledescription|<script|<style|href=", svg)
    ElementTree.fromstring(svg)  # noqa: S314


def test_bars_write_their_values_and_say_what_is_missing() -> None:
    svg = drawn(bars([Bar("Buller", 0), Bar("Klotter", None, 4, text="uppgift saknas")]))
    assert words_in(svg) == ["Buller", "Klotter", "0", "uppgift saknas"]


def test_a_value_stands_before_its_bar_and_the_one_before_says_its_month_after_both() -> None:
    """So that neither is read as the other, whichever is the larger."""
    items = [Bar("Buller", 6, 8, before="8 i sep"), Bar("Klotter", 9, 2, before="2 i sep")]
    svg = drawn(bars(items))
    assert words_in(svg) == ["Buller", "Klotter", "6", "9", "8 i sep", "2 i sep"]
    places = dict(_across(svg))
    assert places["6"] == places["9"] < places["8 i sep"]
    assert places["2 i sep"] > places["8 i sep"]  # after the longer of bar and stroke


def _across(svg: str) -> list[tuple[str, float]]:
    """Each text and where it stands, from the left of its own part of the picture."""
    found = re.findall(r'<text [^>]*transform="translate\(([-\d.]+),[^>]*>([^<]*)</text>', svg)
    return [(text, float(x)) for x, text in found]


def test_long_names_are_measured_in_the_pages_own_font() -> None:
    name = "Narkotikaförsäljning i öppen miljö"
    assert name in words_in(drawn(bars([Bar(name, 1)])))


def test_months_are_written_in_lower_case_with_the_year_once() -> None:
    words = words_in(drawn(lines(MONTHS, [Line("Alla", tuple(range(12)))])))
    svg = drawn(lines(MONTHS, [Line("Alla", tuple(range(12)))]))
    assert "nov" in svg
    assert "okt" in words
    assert len(re.findall(">2025<", svg)) == 1
    assert len(re.findall(">2026<", svg)) == 1


def test_line_is_broken_where_nothing_is_known() -> None:
    svg = drawn(lines(MONTHS, [Line("Alla", (1, 2, None, *range(9)))]))
    line = next(path for path in re.findall(r'<path[^>]*stroke-width="2.5"[^>]*>', svg))
    assert re.search(r' d="M[^M]+M', line)


def test_patterns_get_ids_of_their_own_in_each_picture() -> None:
    spec = stack(MONTHS, [Layer("Saknas", (1,) * 12, CROSSED, DANGER)])
    page = drawn(spec, "en") + drawn(spec, "annan")
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) == {"en-crossed", "annan-crossed"}


def test_page_has_a_picture_for_a_phone_too_with_ids_of_its_own() -> None:
    wide, narrow = (lines(MONTHS, [Line("Alla", tuple(range(12)))], width=w) for w in (500, 280))
    words = dict.fromkeys(("title", "description", "note", "source", "period"), "x")
    chart = Chart(name="bild", columns=(), rows=(), spec=wide, narrow=narrow, **words)
    assert re.findall(r'class="(\w+)" role="img"', chart.pictures) == ["wide", "narrow"]
    ids = re.findall(r'id="([^"]+)"', chart.pictures)
    assert len(ids) == len(set(ids))
    assert replace(chart, narrow=None).pictures == chart.svg


def test_text_from_people_is_escaped() -> None:
    svg = drawn(bars([Bar("<b>&", 1)]), title='<script>"')
    assert "<b>" not in svg
    assert "<script>" not in svg
    assert "<b>&" in words_in(svg)


def test_same_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    charts._picture.cache_clear()
    for _ in range(3):
        drawn(bars([Bar("Buller", 7)]))
    assert charts._picture.cache_info().misses == 1


def test_many_threads_draw_at_the_same_time() -> None:
    charts._picture.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        pictures = list(
            threads.map(lambda n: drawn(bars([Bar("Buller", n)])), range(24), timeout=60)
        )
    assert len(set(pictures)) == 24


def test_zero_missing_and_withheld_look_different_on_the_map() -> None:
    fills = [
        fill_of(Region(SQUARE, (0, 0), value, withheld), (1, 4))
        for value, withheld in [(0, False), (None, False), (None, True), (5, False)]
    ]
    assert fills[:3] == [PAPER, HATCHED, DOTTED]
    assert len(set(fills)) == 4


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([], []),
        ([0], []),
        ([1, 2], ["1", "2"]),
        ([14, 3], ["1–3", "4–6", "7–9", "10–12", "13–14"]),
        ([100], ["1–20", "21–40", "41–60", "61–80", "81–100"]),
    ],
)
def test_classes_are_whole_numbers_up_to_the_largest(values: list[int], names: list[str]) -> None:
    assert class_names(class_limits(values), max(values, default=0)) == names


def test_empty_pictures_are_drawn_too() -> None:
    assert drawn(bars([])).startswith("<svg")
    assert drawn(lines(MONTHS, [Line("Alla", (None,) * 12)])).startswith("<svg")
    assert drawn(stack(MONTHS, [Layer("I tid", (0,) * 12, ACCENT, ACCENT)])).startswith("<svg")
    assert drawn(choropleth([])).startswith("<svg")


def test_spans_stand_above_the_lines_and_only_named_ends_are_written():
    months = [date(2026, month, 1) for month in range(1, 7)]
    span = Span("Å1", months[1], months[3], is_broken=True)
    series = (
        Line("Utfall", (9, 8, 7, 6, 5, 4)),
        Line("Mål 3", (3,) * 6, ends_in_words=False),
    )
    spec = lines(months, series, spans=[span])
    assert spec["height"] > lines(months, series)["height"]
    top = spec["encoding"]["y"]["scale"]["domain"][1]
    assert top > lines(months, series)["encoding"]["y"]["scale"]["domain"][1]
    said = [row["name"] for row in spec["data"]["values"] if row["said"]]
    assert said == ["Utfall"]
    picture = draw(spec, name="mal", title="Mål", description="Fyra i juni.")
    assert "Å1" in picture
    assert "stroke-dasharray" in picture
