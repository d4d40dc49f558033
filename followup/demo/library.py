"""The texts of the demo data, read from ``texts/*.yaml`` once."""

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

FOLDER = Path(__file__).parent / "texts"


@cache
def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Secret:
    """What a restricted text says, and why it is restricted."""

    text: str
    reason: str


@dataclass(frozen=True)
class Theme:
    """A kind of problem and the sentences that it can be described with."""

    type: str
    groups: frozenset[str]
    weight: int
    places: tuple[str, ...]
    at: dict[str, list[str]]
    titles: tuple[str, ...]
    what: tuple[str, ...]
    how: tuple[str, ...]
    effects: tuple[str, ...]
    sources: tuple[str, ...]
    more: tuple[str, ...]
    same: tuple[str, ...]
    less: tuple[str, ...]
    ended: tuple[str, ...]
    when: str
    exposed: tuple[str, ...]
    often: tuple[str, ...]
    season: frozenset[int]
    secret: Secret | None

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Self:
        values = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
        values["groups"] = frozenset(values.pop("for"))
        values["season"] = frozenset(values.get("season", ()))
        values["at"] = row.get("at", {})
        values["secret"] = Secret(**row["secret"]) if "secret" in row else None
        return cls(**{field.name: values[field.name] for field in fields(cls)})

    def places_for(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        """The spots that somebody of these groups would name."""
        own = tuple(place for group in groups for place in self.at.get(group, ()))
        return own or self.places


@cache
def themes() -> tuple[Theme, ...]:
    return tuple(Theme.from_row(row) for row in read("problems"))


@dataclass(frozen=True)
class Profile:
    """What a body writes about: its groups of texts and how many problems it has at a time."""

    groups: tuple[str, ...]
    office: str
    problems: int

    @property
    def themes(self) -> tuple[Theme, ...]:
        return tuple(theme for theme in themes() if theme.groups & set(self.groups))


def profile(code: str, *, is_district: bool) -> Profile:
    """The profile of the body with ``code``; a body that the texts do not know writes little."""
    book = read("bodies")
    if is_district:
        row = {"office": "stadsdelsförvaltningen", **book["district"]}
    else:
        row = book["bodies"].get(code, {"groups": ["office"], "office": "bolaget", "problems": 1})
    return Profile(tuple(row["groups"]), row["office"], row["problems"])
