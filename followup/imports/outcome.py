"""What a checked file would do, as the page shows it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.imports.comparing import VALUES, Comparison
from followup.imports.reading import Draft, Understood
from followup.measurement import shown as said_as
from followup.models import ImportBatch, UnknownName
from followup.periods import period_name
from followup.sources import source_name, source_named
from followup.words import grouped
from programs.names import normalize
from trygghet.swedish import swedish_key

PREVIEWED = 10
LISTED = 200  # wrong rows and conflicts that are shown

Told = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]


def told(batch: ImportBatch, understood: Understood, comparison: Comparison) -> Told:
    """The batch's outcome, problems and preview. New unknown names are put on their list."""
    _list_unknown(batch, understood)
    labels = {column.key: str(column.label) for column in source_named(batch.source).COLUMNS}
    problems = [
        {"row": wrong.row, "column": labels.get(wrong.column, wrong.column), "text": wrong.text}
        for wrong in understood.wrong[:LISTED]
    ]
    kind, frequency = (
        (batch.indicator.kind, batch.indicator.frequency) if batch.indicator else ("", "")
    )
    outcome = {
        "rows": understood.rows,
        "new": len(comparison.new),
        "changed": len(comparison.changed),
        "same": comparison.same,
        "skipped": understood.skipped,
        "wrong": len(understood.wrong),
        "unknown": understood.unknown,
        "conflicts": len(comparison.conflicts),
        "conflict_rows": [change.draft.found.row for change in comparison.conflicts],
        "conflict_list": [
            shown(change.draft, frequency)
            | {
                "old": said_as(kind, change.kept.values[VALUES.index("value")]),
                "source": source_name(change.kept.source),
            }
            for change in comparison.conflicts[:LISTED]
        ],
    }
    preview = [shown(draft, frequency) for draft in understood.drafts[:PREVIEWED]]
    return outcome, problems, preview


def shown(draft: Draft, frequency: str) -> dict[str, Any]:
    """A row as it was understood."""
    found = draft.found
    return {
        "row": found.row,
        "place": draft.place.name,
        "period": period_name(found.period, frequency),
        "value": grouped(found.value),
        "numerator": grouped(found.numerator),
        "denominator": grouped(found.denominator),
        "answers": found.answers,
        "sex": found.sex,
        "age": found.age,
        "preliminary": found.is_preliminary,
    }


def in_words(batch: ImportBatch) -> str:
    """What must be done before the file can be taken in; nothing when it can."""
    outcome = batch.outcome
    if batch.problems:
        return ngettext(
            "%(n)s rad är fel. Rätta filen och ladda upp den igen: inget läses in förrän allt är "
            "rätt.",
            "%(n)s rader är fel. Rätta filen och ladda upp den igen: inget läses in förrän allt är "
            "rätt.",
            outcome.get("wrong", 0),
        ) % {"n": outcome.get("wrong", 0)}
    if unknown := outcome.get("unknown"):
        return _("Säg vad de okända namnen betyder och kontrollera filen igen: %(names)s.") % {
            "names": ", ".join(sorted(unknown, key=swedish_key)[:5])
            + ("" if len(unknown) <= 5 else " …")
        }
    if undecided(batch):
        return _("Välj vad som ska gälla där en annan källa säger något annat.")
    if not outcome.get("new") and not outcome.get("changed") and not outcome.get("conflicts"):
        return _nothing_new(outcome)
    return ""


def _nothing_new(outcome: dict[str, Any]) -> str:
    if outcome.get("same"):
        return _("Filen har inget nytt: allt som står i den är redan inläst.")
    if outcome.get("skipped"):
        return _("Inget läses in: alla rader har namn som hoppas över.")
    return _("Inget läses in: filen har inga rader med det som valts.")


def undecided(batch: ImportBatch) -> int:
    """How many of the conflicts wait for a choice."""
    if batch.decisions.get("all"):
        return 0
    rows = batch.decisions.get("rows", {})
    return sum(str(row) not in rows for row in batch.outcome.get("conflict_rows", ()))


def _list_unknown(batch: ImportBatch, understood: Understood) -> None:
    UnknownName.objects.bulk_create(
        [
            UnknownName(name=name, normalized=normalize(name)[:200], first_batch=batch)
            for name in understood.unknown
        ],
        ignore_conflicts=True,
    )
