"""The texts of a report's parts, put together from ``texts/parts.yaml``."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from collaboration.models import ReportPart
from collaboration.models.classification import Classification
from followup.demo.library import read
from followup.demo.world import DemoBody
from trygghet.months import MONTH_NAMES

Kind = ReportPart.Kind
STAYS = {  # how often the text of last month still holds
    Kind.LOCAL_CONDITIONS: 0.3,
    Kind.NEEDS: 0.6,
    Kind.RESOURCES: 0.7,
    Kind.DATA_USED: 0.5,
    Kind.DATA_REJECTED: 0.6,
}
INTERNAL = {Kind.NEEDS: 0.15, Kind.RESOURCES: 0.45, Kind.STAFF_KNOWLEDGE: 0.45, Kind.ANALYSIS: 0.1}
SECRET_IN_DISTRICT = 0.2
LISTS = {Kind.NEEDS, Kind.DATA_USED}


@dataclass(frozen=True)
class Text:
    """``text`` may hold ``{manad}``: what stays from last month speaks of this one."""

    text: str
    classification: str = Classification.OPEN
    reason: str = ""


def write(kind: str, body: DemoBody, month: date, last: Text | None, rng: Random) -> Text:
    """The part in ``month``; ``last`` is what it said the month before."""
    if last and rng.random() < STAYS.get(Kind(kind), 0):
        return last
    book = read("parts")[kind]
    text = ("\n" if kind in LISTS else " ").join(_choose(kind, book, body, month, rng))
    return _classified(kind, text, book, body, rng)


def _choose(kind: str, book: dict[str, Any], body: DemoBody, month: date, rng: Random) -> list[str]:
    own = [text for group in body.profile.groups for text in book.get(group, ())]
    chosen = rng.sample(own, min(len(own), rng.choice((1, 2, 2, 3))))
    chosen += rng.sample(book["all"], rng.choice((1, 2)) if kind in LISTS else 1)
    if "season" in book and rng.random() < 0.7:
        chosen.insert(0, rng.choice(book["season"][month.month]))
    return chosen


def fill(text: str, body: DemoBody, month: date) -> str:
    return text.format(omr=body.region, manad=MONTH_NAMES[month.month - 1])


def _classified(kind: str, text: str, book: dict[str, Any], body: DemoBody, rng: Random) -> Text:
    if "secret" in book and body.is_district and rng.random() < SECRET_IN_DISTRICT:
        secret = book["secret"]
        return Text(f"{text} {secret['text']}", Classification.RESTRICTED, secret["reason"])
    if rng.random() < INTERNAL.get(Kind(kind), 0):
        return Text(text, Classification.INTERNAL)
    return Text(text)
