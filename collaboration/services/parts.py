"""The texts of a situation report: saved by a person, or by the page while a person writes."""

from django.db import transaction

from collaboration.completeness import REASON_PENDING
from collaboration.exceptions import EditConflict, TextTooLong
from collaboration.models import ReportPart, SituationReport
from collaboration.models.classification import Classification
from collaboration.models.report import MAX_TEXT
from collaboration.services.locks import locked_for_editing
from trygghet.accounts.models import User

LONGEST_DRAFT = 200_000  # characters that autosave keeps; longer than what may be sent in


@transaction.atomic
def save_part(
    *,
    report: SituationReport,
    kind: str,
    text: str,
    classification: str,
    classification_reason: str = "",
    version: int,
    acting_user: User,
) -> ReportPart:
    """Save one part. The same text saved again, by a retry or a double click, changes nothing.

    Raises ReportNotEditable, EditConflict when somebody saved another text since ``version``,
    TextTooLong, and ValidationError when it is restricted without a reason.
    """
    if len(text) > MAX_TEXT:
        raise TextTooLong(MAX_TEXT)
    part = _changed(report, kind, text, classification, classification_reason, version)
    if part is None:
        return ReportPart.objects.get(report=report, kind=kind)
    part.updated_by = acting_user
    part.full_clean()
    return _saved(part)


@transaction.atomic
def autosave_part(
    *,
    report: SituationReport,
    kind: str,
    text: str,
    classification: str,
    classification_reason: str = "",
    version: int,
    acting_user: User,
) -> ReportPart:
    """Keep a text while it is written: nothing that a person may still finish is refused.

    A text that is too long to send in is kept, and a restricted one without a reason is protected
    with the reason pending; both keep the report from being sent in, as does a text that seems to
    point out a person (see ``collaboration.guard``). Raises ReportNotEditable, EditConflict, and
    TextTooLong past what a draft holds.
    """
    if len(text) > LONGEST_DRAFT:
        raise TextTooLong(LONGEST_DRAFT)
    if classification == Classification.RESTRICTED:
        classification_reason = classification_reason.strip() or REASON_PENDING
    part = _changed(report, kind, text, classification, classification_reason, version)
    if part is None:
        return ReportPart.objects.get(report=report, kind=kind)
    part.updated_by = acting_user
    part.full_clean(exclude=["text"])
    return _saved(part)


def _changed(
    report: SituationReport,
    kind: str,
    text: str,
    classification: str,
    classification_reason: str,
    version: int,
) -> ReportPart | None:
    """The part with what is new in it, held for saving; None when it already says this."""
    report = locked_for_editing(report)
    part = ReportPart.objects.select_for_update().get(report=report, kind=kind)
    text = text.replace("\r\n", "\n").replace("\x00", "")
    if classification != Classification.RESTRICTED:
        classification_reason = ""
    new = (text, classification, classification_reason.strip())
    if new == (part.text, part.classification, part.classification_reason):
        return None
    if part.version != version:
        raise EditConflict(part)
    part.text, part.classification, part.classification_reason = new
    return part


def _saved(part: ReportPart) -> ReportPart:
    part.version += 1
    part.save()
    return part
