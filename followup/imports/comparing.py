"""A file's readings beside the kept ones: which are new, changed, the same, or in conflict."""

from dataclasses import dataclass, field
from typing import Any

from followup.imports.reading import Draft, Key
from followup.models import ImportBatch, IndicatorReading

VALUES = ("value", "numerator", "denominator", "answers", "is_preliminary")
REPLACE, LEAVE = "replace", "leave"


@dataclass(frozen=True)
class Kept:
    """A reading that is kept; ``values`` in the order of ``VALUES``."""

    pk: int
    source: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Change:
    draft: Draft
    kept: Kept


@dataclass
class Comparison:
    """``conflicts`` are with another source: a person decides. ``changed`` are of the same one."""

    new: list[Draft] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    same: int = 0

    def decided(self, decisions: dict[str, Any]) -> tuple[list[Change], list[Change]]:
        """The conflicts to replace, and those that nobody has decided."""
        rows, for_all = decisions.get("rows", {}), decisions.get("all", "")
        replaced, undecided = [], []
        for change in self.conflicts:
            choice = rows.get(str(change.draft.found.row)) or for_all
            if choice == REPLACE:
                replaced.append(change)
            elif choice != LEAVE:
                undecided.append(change)
        return replaced, undecided


def compare(batch: ImportBatch, drafts: list[Draft]) -> Comparison:
    """One query."""
    kept, result = _kept(batch.indicator_id), Comparison()
    for draft in drafts:
        found = kept.get(draft.key)
        if found is None:
            result.new.append(draft)
        elif found.values == draft.values:
            result.same += 1
        elif found.source == batch.source:
            result.changed.append(Change(draft, found))
        else:
            result.conflicts.append(Change(draft, found))
    return result


def _kept(indicator_id: int | None) -> dict[Key, Kept]:
    rows = IndicatorReading.objects.filter(indicator_id=indicator_id).values_list(
        "area_id", "body_id", "period", "sex", "age", "pk", "source", *VALUES
    )
    return {row[:5]: Kept(row[5], row[6], row[7:]) for row in rows.iterator(chunk_size=5_000)}
