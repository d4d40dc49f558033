"""How files with the same headings were last understood, and what was picked for each indicator.

The columns are the same whatever a file is read for; which of its matters an indicator counts is
the indicator's own: a file of robberies and thefts is uploaded once for each of them.
"""

from typing import Any

from followup.imports import columns as cols
from followup.imports.columns import Mapping
from followup.imports.overview import Overview
from followup.models import ColumnMapping, ImportBatch
from followup.sources import source_named
from trygghet.accounts.models import User

PICKS = "picks"  # in what is kept: by the indicator's key


def remembered(overview: Overview, batch: ImportBatch) -> Mapping:
    """The columns as they were last chosen, else as the names tell.

    What was picked for the indicator holds if the file has it, and else is asked for anew; a file
    about one thing needs no choice the first time.
    """
    headings = overview.headings
    found = ColumnMapping.objects.filter(source=batch.source, headings=headings.digest).first()
    kept: dict[str, Any] = found.mapping if found else {}
    columns = (
        Mapping.stored(kept).columns
        if kept
        else cols.guess(headings, source_named(batch.source).COLUMNS).columns
    )
    there = overview.picks.get(columns.get("pick", ""), [])
    if pick := kept.get(PICKS, {}).get(str(batch.indicator_id)):
        return Mapping(columns, pick if pick in there else "")
    return Mapping(columns, there[0] if len(there) == 1 else "")


def remember(batch: ImportBatch, mapping: Mapping, acting_user: User) -> None:
    """For files with the headings of the batch's file, in any order. In a transaction."""
    kept, _is_new = ColumnMapping.objects.select_for_update(of=("self",)).get_or_create(
        source=batch.source,
        headings=Overview.stored(batch.seen).headings.digest,
        defaults={"mapping": {}, "saved_by": acting_user},
    )
    picks = kept.mapping.get(PICKS, {})
    if mapping.pick:
        picks = picks | {str(batch.indicator_id): mapping.pick}
    kept.mapping, kept.saved_by = {"columns": mapping.columns, PICKS: picks}, acting_user
    kept.save()
