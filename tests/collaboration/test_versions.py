from collaboration.versions import Section, Text, compare, compare_texts, readable, stored
from trygghet.accounts.scope import Scope

NONE: frozenset[int] = frozenset()
ONE = frozenset({1})


def _kept(classification: str, **owner) -> list:
    section = Section("k", "Rubrik", (Text("Etikett", "Text"),), classification, **owner)
    return stored([section])


def test_reading_back_gives_the_same_sections() -> None:
    content = _kept("open", owner="Polisen", participant=3)
    (section,) = readable(content, Scope(), NONE)
    assert stored([section]) == content
    assert section.texts[0].text == "Text"


def test_partner_reads_what_is_open_and_its_own() -> None:
    partner = Scope(user_id=1, processes=ONE)
    assert readable(_kept("open", body=1, participant=1), partner, NONE)
    assert not readable(_kept("internal", body=1, participant=1), partner, NONE)
    assert readable(_kept("restricted", participant=3), partner, frozenset({3}))
    assert not readable(_kept("restricted", participant=4), partner, frozenset({3}))


def test_staff_reads_internal_and_only_its_own_restricted() -> None:
    coordinator = Scope(user_id=1, coordinates=ONE)
    contributor = Scope(user_id=1, contributes=ONE)
    restricted = _kept("restricted", body=1, participant=1)
    assert readable(_kept("internal", body=2, participant=2), contributor, NONE)
    assert readable(restricted, coordinator, NONE)
    assert not readable(restricted, contributor, NONE)
    assert not readable(_kept("restricted", body=2, participant=2), coordinator, NONE)
    assert not readable(_kept("restricted", participant=2), coordinator, NONE)
    assert readable(_kept("restricted", body=2, participant=2), Scope(oversees=ONE), NONE)


def test_comparison_marks_words() -> None:
    pieces = compare_texts("Det är mörkt på torget.", "Det är ofta mörkt på torget")
    assert [(piece.kind, piece.text) for piece in pieces if piece.kind != "same"] == [
        ("added", " ofta"),
        ("removed", "."),
    ]
    assert compare_texts("", "") == ()


def test_comparison_names_new_and_removed_sections() -> None:
    old = [Section("a", "A", (Text("T", "ett"),)), Section("b", "B", (Text("T", "två"),))]
    new = [Section("c", "C", (Text("T", "tre"),)), Section("a", "A", (Text("T", "ett"),))]
    assert [(row.heading, row.kind) for row in compare(old, new)] == [
        ("C", "added"),
        ("A", "same"),
        ("B", "removed"),
    ]
    (changed,) = compare(old[:1], [Section("a", "A", (Text("U", "ett"),))])
    assert (changed.kind, [text.label for text in changed.texts]) == ("changed", ["U", "T"])
