"""Files of readings and unknown names as the pages show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from followup.imports.outcome import in_words, undecided
from followup.imports.overview import Overview
from followup.models import ImportBatch, UnknownName
from followup.sources import source_name
from programs.names import normalize
from trygghet.accounts.scope import Scope
from trygghet.swedish import swedish_key

State = ImportBatch.State
LOOKS = {  # how each state looks: a name in the table of statuses
    State.UPLOADED: "draft",
    State.CHECKED: "waiting",
    State.APPLIED: "done",
    State.UNDONE: "cancelled",
    State.REFUSED: "failed",
    State.THROWN: "cancelled",
}


@dataclass(frozen=True)
class NameInFile:
    """An unknown name of a file, with the row of the list that it stands on."""

    unknown: UnknownName | None
    name: str
    rows: int


def batches_for(scope: Scope) -> QuerySet[ImportBatch]:
    """The reader's own files; for the central office all."""
    rows = ImportBatch.objects.select_related(
        "indicator", "uploaded_by", "undone_by", "thrown_by", "job"
    )
    return rows if scope.is_central else rows.filter(uploaded_by=scope.user_id)


def same_file(batch: ImportBatch) -> ImportBatch | None:
    """The last one taken in with the same content, for the same indicator. One query."""
    same = ImportBatch.objects.filter(
        file_hash=batch.file_hash, indicator=batch.indicator_id, state=State.APPLIED
    )
    return same.exclude(pk=batch.pk).select_related("uploaded_by").first()


def names_in(batch: ImportBatch) -> list[NameInFile]:
    """In the order of the alphabet. One query, if the file has unknown names at all."""
    counted = batch.outcome.get("unknown") or {}
    if not counted:
        return []
    rows = UnknownName.objects.filter(normalized__in={normalize(name)[:200] for name in counted})
    listed = {row.normalized: row for row in rows}
    return [
        NameInFile(listed.get(normalize(name)[:200]), name, counted[name])
        for name in sorted(counted, key=swedish_key)
    ]


def page_of(batch: ImportBatch) -> dict[str, Any]:
    """What the page of a file tells beside the file itself."""
    return {
        "look": LOOKS[State(batch.state)],
        "source_name": source_name(batch.source),
        "picked": batch.mapping.get("pick", ""),
        "outcome": batch.outcome,
        "lacks": in_words(batch) if batch.state == State.CHECKED else "",
        "undecided": undecided(batch),
        "names": names_in(batch) if batch.state == State.CHECKED else [],
        "same": same_file(batch),
        "is_read": batch.is_read,
        "overview": Overview.stored(batch.seen) if batch.seen else None,
    }


def unknown_names() -> QuerySet[UnknownName]:
    """Those that wait first, then the resolved ones, the newest first."""
    rows = UnknownName.objects.select_related("area", "body", "resolved_by", "first_batch")
    return rows.order_by(F("resolved_at").desc(nulls_first=True), "-seen_at", "pk")
