"""The personal numbers here are made up by the rule of their control digit."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from collaboration import guard
from collaboration.guard import Kind

SPELLINGS = [
    "{yyyy}{mm}{dd}{last}",
    "{yyyy}{mm}{dd}-{last}",
    "{yyyy}{mm}{dd} {last}",
    "{yy}{mm}{dd}{last}",
    "{yy}{mm}{dd}-{last}",
    "{yy}{mm}{dd}+{last}",
    "{yy}{mm}{dd} {last}",
    "{yyyy}-{mm}-{dd}-{last}",
    "{yy} {mm} {dd} - {last}",
    "{yyyy}{mm}{dd}–{last}",
]


@st.composite
def personal_numbers(draw: st.DrawFn) -> dict[str, str]:
    """The pieces of a number whose control digit is right; some are coordination numbers."""
    born = draw(st.dates(date(1926, 1, 1), date(2025, 12, 31)))
    day = born.day + draw(st.sampled_from([0, 60]))
    serial = draw(st.integers(0, 999))
    nine = f"{born:%y%m}{day:02}{serial:03}"
    return {
        "yyyy": f"{born:%Y}",
        "yy": f"{born:%y}",
        "mm": f"{born:%m}",
        "dd": f"{day:02}",
        "last": f"{serial:03}{luhn.calc_check_digit(nine)}",
    }


def kinds(text: str) -> list[Kind]:
    return [match.kind for match in guard.find(text)]


@given(personal_numbers(), st.sampled_from(SPELLINGS), st.booleans())
def test_every_spelling_of_a_personal_number_is_found(
    pieces: dict[str, str], spelling: str, is_fullwidth: bool
) -> None:
    number = spelling.format(**pieces)
    if is_fullwidth:
        number = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)
    text = f"Vi talade med {number}, som bor här."
    [match] = guard.find(text)
    assert (text[match.start : match.end], match.kind) == (number, Kind.PERSONAL_NUMBER)


@given(st.text())
def test_places_lie_in_the_text_and_never_overlap(text: str) -> None:
    end = 0
    for match in guard.find(text + " 070-123 45 67"):
        assert end <= match.start < match.end
        end = match.end
    assert end <= len(text) + 14


@pytest.mark.parametrize(
    "text",
    [
        "19900101-1234",  # wrong control digit
        "Organisationsnummer 212000-0142",
        "Dnr KS 2023/739 den 2026-10-12",
        "artikel 123456789012345",
        "klockan 07-09, 12-14 och 20.00-23.30",
        "mellan 08-10 12-14",
        "hus 10-12 på 59.3293, 18.0686",
        "12 000 invånare och 100 000 kronor",
        "per 150 och väg 226 i juni 2026",
        "vecka 41-44, 2026-10-01 – 2026-10-31",
        "4 § lagen (2023:196), SFS 2018:1937",
        "@torget",
    ],
)
def test_ordinary_figures_are_left_alone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "070-123 45 67",
        "0701234567",
        "070 123 45 67",
        "070-1234567",
        "070-123-45-67",
        "+46 70 123 45 67",
        "+46701234567",
        "0046 70-123 45 67",
        "+46 (0)70 123 45 67",
        "08-508 25 000",
        "08-123 45 67",
        "(08) 508 25 000",
        "0155-123 45",
        "070\u2011123\u00a045\u00a067",
    ],
)
def test_swedish_phone_numbers_are_found(number: str) -> None:
    text = f"Ring {number} efter fem."
    [match] = guard.find(text)
    assert (text[match.start : match.end], match.kind) == (number, Kind.PHONE)


@pytest.mark.parametrize(
    "address", ["sam.ordnare@exempel.se", "åsa@café.exempel.se", "a+b@exempel.nu"]
)
def test_e_mail_addresses_are_found(address: str) -> None:
    text = f"Skriv till {address}."
    [match] = guard.find(text)
    assert (text[match.start : match.end], match.kind) == (address, Kind.EMAIL)


@pytest.mark.parametrize("plate", ["ABC 123", "ABC123", "ABC-123", "abc123", "XYZ 12D"])
def test_registration_plates_are_found(plate: str) -> None:
    text = f"Bilen {plate} stod vid skolan."
    [match] = guard.find(text)
    assert (text[match.start : match.end], match.kind) == (plate, Kind.PLATE)


def test_several_are_found_in_reading_order() -> None:
    text = "ABC 123 ägs av 900101-1239 på 070-123 45 67 eller x@exempel.se"
    assert kinds(text) == [Kind.PLATE, Kind.PERSONAL_NUMBER, Kind.PHONE, Kind.EMAIL]


def test_characters_without_width_do_not_hide_a_number() -> None:
    text = "Se 8803\u200b20-\u00ad0016 här"
    [match] = guard.find(text)
    assert text[match.start : match.end] == "8803\u200b20-\u00ad0016"


def test_a_long_text_full_of_almost_numbers_takes_no_longer_by_the_word() -> None:
    def worked(times: int) -> float:
        began = process_time()
        guard.find("0123 45-67 900101-1234 " * times)
        return process_time() - began

    assert worked(8_000) < 3 * 8 * worked(1_000)  # eight times the words; not 64 times the work
