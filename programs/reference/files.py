"""Read a municipality's reference files and check each against its schema in ``schema/``.

A fault names the file, the place in it and what is wrong, in Swedish, for the person who edits the
files. All faults are collected, so that one reading shows them all.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

SCHEMAS = Path(__file__).parent / "schema"
FILES = (
    "areas.csv",
    "nestings.csv",
    "bodies.csv",
    "program.yaml",
    "concepts.yaml",
    "documents.yaml",
    "problem_types.yaml",
)
NUMBERS = {"longitude", "latitude"}
YES_OR_NO = {"reports", "is_unverified"}
LISTS = {"aliases"}

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    file: str
    place: str
    text: str

    def __str__(self) -> str:
        return (
            f"{self.file}, {self.place}: {self.text}" if self.place else f"{self.file}: {self.text}"
        )


class ReferenceFaults(Exception):
    """The files cannot be used; nothing has been written."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Source:
    """One file's content, and where in the file a path of keys and indexes is written."""

    file: str
    data: Any
    place_of: Callable[[Steps], str]

    def fault(self, path: Steps, text: str) -> Fault:
        return Fault(self.file, self.place_of(path), text)


def read(folder: Path) -> dict[str, Source]:
    """The content of every file by its stem. Raises ReferenceFaults."""
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    for name in FILES:
        try:
            source = _read_file(folder / name)
        except ReferenceFaults as error:
            faults += error.faults
        else:
            sources[Path(name).stem] = source
            faults += _schema_faults(source)
    if faults:
        raise ReferenceFaults(faults)
    return sources


def read_checked(path: Path, schemas: Path) -> Source:
    """One file that obeys the schema of its name in ``schemas``. Raises ReferenceFaults."""
    source = _read_file(path)
    if faults := list(_schema_faults(source, schemas)):
        raise ReferenceFaults(faults)
    return source


def _read_file(path: Path) -> Source:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ReferenceFaults([Fault(path.name, "", "filen saknas")]) from None
    except UnicodeDecodeError as error:
        raise ReferenceFaults(
            [Fault(path.name, "", f"filen är inte UTF-8 ({error.reason})")]
        ) from None
    return _read_csv(path.name, text) if path.suffix == ".csv" else _read_yaml(path.name, text)


def _read_csv(name: str, text: str) -> Source:
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    rows, lines = [], []
    for row in reader:
        if None in row:
            fault = Fault(name, f"rad {reader.line_num}", "raden har fler kolumner än rubrikraden")
            raise ReferenceFaults([fault])
        rows.append({key: _value(key, value) for key, value in row.items() if value})
        lines.append(reader.line_num)
    return Source(name, rows, lambda path: _cell(lines, path))


def _cell(lines: list[int], path: Steps) -> str:
    row, *column = path
    place = f"rad {lines[int(row)]}"
    return f"{place}, kolumn {column[0]}" if column else place


def _value(column: str, text: str) -> Any:
    """A cell as the schema wants it; what cannot be read stays text, and the schema says so."""
    text = text.strip()
    if column in LISTS:
        return [part.strip() for part in text.split("|")]
    if column in YES_OR_NO:
        return {"ja": True, "nej": False}.get(text, text)
    if column in NUMBERS:
        try:
            return float(text)
        except ValueError:
            return text
    return text


class _TextLoader(yaml.SafeLoader):
    """Safe YAML where a date stays the text it was written as."""

    yaml_implicit_resolvers = {
        letter: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith("timestamp")]
        for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _read_yaml(name: str, text: str) -> Source:
    try:
        data = yaml.load(text, _TextLoader)  # noqa: S506 - a subclass of the safe loader
        root = yaml.compose(text, _TextLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        fault = Fault(name, f"rad {line}", f"filen går inte att läsa som YAML ({error.problem})")
        raise ReferenceFaults([fault]) from None
    return Source(name, data, lambda path: _place(_line(root, path), path))


def _line(node: yaml.Node | None, path: Steps) -> int:
    """The line of the deepest node on ``path``."""
    for step in path:
        below = _below(node, step)
        if below is None:
            break
        node = below
    return node.start_mark.line + 1 if node else 1


def _below(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def _place(line: int, path: Steps) -> str:
    keys = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"rad {line}, {keys.lstrip('.')}" if keys else f"rad {line}"


def _schema_faults(source: Source, schemas: Path = SCHEMAS) -> Iterator[Fault]:
    schema = json.loads((schemas / f"{Path(source.file).stem}.json").read_text(encoding="utf-8"))
    if source.file.endswith(".csv"):
        schema = {"type": "array", "items": schema}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    for error in sorted(validator.iter_errors(source.data), key=lambda e: list(map(str, e.path))):
        yield source.fault(tuple(error.absolute_path), _say(error))


TYPES = {
    "string": "text",
    "number": "ett tal",
    "boolean": "ja eller nej",
    "array": "en lista",
    "object": "uppgifter med namn",
}
RULES: dict[str, Callable[[ValidationError], str]] = {
    "required": lambda e: f"uppgiften {_missing(e)} saknas",
    "dependentRequired": lambda e: f"uppgifterna hör ihop, en saknas ({_dependent(e)})",
    "additionalProperties": lambda e: f"okänd uppgift: {_unknown(e)}",
    "type": lambda e: f"”{e.instance}” ska vara {TYPES[e.validator_value]}",
    "enum": lambda e: f"”{e.instance}” är inte något av: {', '.join(e.validator_value)}",
    "pattern": lambda e: f"”{e.instance}” är inte en kod (små bokstäver a–z, siffror, bindestreck)",
    "format": lambda e: f"”{e.instance}” är inte ett datum (ÅÅÅÅ-MM-DD)",
    "minLength": lambda e: "får inte vara tom",
    "minItems": lambda e: "listan får inte vara tom",
    "maxLength": lambda e: f"texten är längre än {e.validator_value} tecken",
    "minimum": lambda e: f"{e.instance} är mindre än {e.validator_value}",
    "maximum": lambda e: f"{e.instance} är större än {e.validator_value}",
}


def _say(error: ValidationError) -> str:
    return RULES[error.validator](error)


def _missing(error: ValidationError) -> str:
    return ", ".join(key for key in error.validator_value if key not in error.instance)


def _dependent(error: ValidationError) -> str:
    return ", ".join(
        f"{key} kräver {' och '.join(needed)}"
        for key, needed in error.validator_value.items()
        if key in error.instance
    )


def _unknown(error: ValidationError) -> str:
    return ", ".join(key for key in error.instance if key not in error.schema["properties"])
