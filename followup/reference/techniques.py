"""Lay the maintained list of techniques and factors into the database: all of it, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from followup.models import PreventionTechnique
from programs.reference.files import Fault, ReferenceFaults, Source, read_checked

FOLDER = Path(__file__).parent
APPROACHES = ("situational", "risk", "protective")


@dataclass(frozen=True)
class Loaded:
    created: int
    changed: int


def load(path: Path = FOLDER / "techniques.yaml") -> Loaded:
    """Make the rows that the file names say what it says. Raises ReferenceFaults.

    Rows that people have added or changed stay as they are, and so does what they have taken off
    the list or put back.
    """
    source = read_checked(path, FOLDER / "schema")
    if faults := list(_named_twice(source)):
        raise ReferenceFaults(faults)
    wanted = {row["code"]: row for row in _rows(source.data)}
    with transaction.atomic():
        stored = PreventionTechnique.objects.in_bulk(list(wanted), field_name="code")
        new = [PreventionTechnique(**row) for code, row in wanted.items() if code not in stored]
        PreventionTechnique.objects.bulk_create(new)
        changed = sum(_change(row, wanted[code]) for code, row in stored.items())
    return Loaded(len(new), changed)


def _rows(data: Any) -> Iterator[dict[str, Any]]:
    order = 0
    for approach in APPROACHES:
        for group in data[approach]:
            for row in group["techniques"]:
                order += 1
                yield {**row, "approach": approach, "group": group["group"], "order": order}


def _named_twice(source: Source) -> Iterator[Fault]:
    seen: set[str] = set()
    for approach in APPROACHES:
        for g, group in enumerate(source.data[approach]):
            for t, row in enumerate(group["techniques"]):
                if row["code"] in seen:
                    path = (approach, g, "techniques", t, "code")
                    yield source.fault(path, f"koden ”{row['code']}” finns redan")
                seen.add(row["code"])


def _change(row: PreventionTechnique, values: dict[str, Any]) -> bool:
    if row.version:
        return False
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return bool(changed)
