"""How a decided document is told on paper: headings that can be read, and lists of who and what.

Reads the frozen content of the municipality's picture and plan (``followup.municipal_content``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

LONGEST_HEADING = 160  # characters; a longer first line stands as text


@dataclass(frozen=True)
class NumberedLine:
    """A measure of the plan. ``heading`` is its first line when that is short, else empty."""

    number: int
    heading: str
    text: str
    line: dict[str, Any]


def numbered(content: dict[str, Any]) -> list[NumberedLine]:
    """The plan's lines in their order."""
    return [
        NumberedLine(number, *_headed(line["text"]), line)
        for number, line in enumerate(content.get("lines", ()), start=1)
    ]


def _headed(text: str) -> tuple[str, str]:
    first, _newline, rest = text.strip().partition("\n")
    return (first.strip(), rest) if len(first) <= LONGEST_HEADING else ("", text)


@dataclass(frozen=True)
class Share:
    """What one body answers for: the numbers of its measures, and the first day of them."""

    responsible: str
    numbers: tuple[int, ...]
    first_due_on: str


def shares(lines: Iterable[NumberedLine]) -> list[Share]:
    """By body, in the order that the plan names them."""
    found: dict[str, list[NumberedLine]] = {}
    for each in lines:
        found.setdefault(each.line["responsible"], []).append(each)
    return [
        Share(
            responsible,
            tuple(each.number for each in its),
            min((each.line["due_on"] for each in its if each.line["due_on"]), default=""),
        )
        for responsible, its in found.items()
    ]


@dataclass(frozen=True)
class Ground:
    """A report, or something else that the picture rests on, and the statements that do."""

    name: str
    statements: tuple[str, ...]


def report_grounds(content: dict[str, Any]) -> list[Ground]:
    """Every situation report that the picture rests on, each once."""
    return _grounds(
        (report["name"], statement["heading"])
        for statement in _statements(content)
        for report in statement["reports"]
    )


def other_grounds(content: dict[str, Any]) -> list[Ground]:
    """Everything else that it rests on, as it is written."""
    return _grounds(
        (statement["other_grounds"], statement["heading"])
        for statement in _statements(content)
        if statement["other_grounds"]
    )


def _statements(content: dict[str, Any]) -> Iterable[dict[str, Any]]:
    return (each for part in content.get("parts", ()) for each in part["statements"])


def _grounds(pairs: Iterable[tuple[str, str]]) -> list[Ground]:
    found: dict[str, list[str]] = {}
    for name, heading in pairs:
        found.setdefault(name, []).append(heading)
    return [Ground(name, tuple(headings)) for name, headings in found.items()]
