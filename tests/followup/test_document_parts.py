"""What the municipality's picture and plan tell on paper, from their frozen content."""

from followup.document_parts import numbered, other_grounds, report_grounds, shares


def _line(text: str, responsible: str, due_on: str = "") -> dict:
    return {"text": text, "responsible": responsible, "due_on": due_on}


def test_a_short_first_line_is_the_heading_and_a_long_one_stays_text() -> None:
    short, two, long = numbered(
        {
            "lines": [
                _line("Tänd parken", "A"),
                _line("Tänd\nDet är mörkt.", "A"),
                _line("x" * 161, "A"),
            ]
        }
    )

    assert (short.number, short.heading, short.text) == (1, "Tänd parken", "")
    assert (two.heading, two.text) == ("Tänd", "Det är mörkt.")
    assert (long.heading, long.text) == ("", "x" * 161)


def test_each_body_is_told_its_measures_and_the_first_day() -> None:
    lines = [_line("1", "A", "2027-05-01"), _line("2", "B"), _line("3", "A", "2027-01-01")]

    first, second = shares(numbered({"lines": lines}))

    assert (first.responsible, first.numbers, first.first_due_on) == ("A", (1, 3), "2027-01-01")
    assert (second.responsible, second.numbers, second.first_due_on) == ("B", (2,), "")


def test_every_ground_stands_once_with_the_statements_that_rest_on_it() -> None:
    report = {"id": 1, "name": "Järva, oktober 2026"}
    statements = [
        {"heading": "Rån", "reports": [report], "other_grounds": ""},
        {"heading": "Klotter", "reports": [report], "other_grounds": "Mätning"},
    ]
    content = {"parts": [{"statements": statements[:1]}, {"statements": statements[1:]}]}

    assert [(each.name, each.statements) for each in report_grounds(content)] == [
        ("Järva, oktober 2026", ("Rån", "Klotter"))
    ]
    assert [(each.name, each.statements) for each in other_grounds(content)] == [
        ("Mätning", ("Klotter",))
    ]
