from xml.etree import ElementTree

import pytest

from collaboration.fishbone import draw, in_words
from collaboration.models import Cause
from collaboration.selectors.causes import by_side, outline
from tests.factories.followup import CauseFactory, JointProblemFactory

LONG = "Järnvägsstationsområdesutvecklingsprogrammet saknar belysningsplaneringsansvar"


@pytest.fixture
def causes(db: None) -> list[Cause]:
    problem = JointProblemFactory(title="Rån mot unga <vid> torget")
    dark = CauseFactory(problem=problem, text="Gångvägen är mörk & tom")
    lamp = CauseFactory(problem=problem, text=LONG, parent=dark, verdict="untested")
    rest = [
        CauseFactory(problem=problem, side=side, verdict=verdict)
        for side in ("offender", "target")
        for verdict in ("dropped", "uncertain")
    ]
    return [dark, lamp, *rest]


def _drawn(causes: list[Cause]) -> str:
    analysis = causes[0].analysis
    return draw(analysis.joint_problem.title, by_side(outline(analysis)))


def test_picture_is_a_named_image_that_the_content_policy_allows(causes) -> None:
    picture = _drawn(causes)
    root = ElementTree.fromstring(picture)  # noqa: S314  our own text
    assert root.attrib["role"] == "img"
    assert root[0].text == "Fiskben: orsaker till Rån mot unga <vid> torget"
    assert "Platsen: 2 orsaker, varav 1 behålls." in root[1].text
    assert not any("style" in part.attrib for part in root.iter())
    assert _drawn(causes) == picture


def test_every_cause_stands_in_it_with_its_verdict_in_words(causes) -> None:
    texts = [part.text for part in ElementTree.fromstring(_drawn(causes)).iter("text")]  # noqa: S314
    said = " ".join(texts)
    for line in outline(causes[0].analysis):
        assert f"{line.number} " in said
    assert said.count("Avfärdas") == said.count("Osäker") == 2
    assert said.count("Behålls") == said.count("Inte prövad") == 1


def test_long_words_are_parted_and_stay_in_their_column(causes) -> None:
    root = ElementTree.fromstring(_drawn(causes))  # noqa: S314
    rows = [part for part in root.iter("text") if part.attrib["x"]]
    assert any(part.text.endswith("-") for part in rows)
    assert max(len(part.text) for part in rows) <= 30
    _left, _top, width, height = map(float, root.attrib["viewBox"].split())
    assert all(0 <= float(part.attrib["x"]) <= width for part in rows)
    assert all(0 <= float(part.attrib["y"]) <= height for part in rows)


def test_nothing_to_draw_yet_is_a_picture_too() -> None:
    assert "orsaker" in in_words(by_side(()))
    ElementTree.fromstring(draw("", by_side(())))  # noqa: S314
