"""Rows held while a report is written, so that nobody writes in one that was just sent in."""

from collaboration.exceptions import ReportNotEditable
from collaboration.models import SituationReport


def locked(report: SituationReport) -> SituationReport:
    """The report as it is now, held until the transaction ends."""
    return SituationReport.objects.select_for_update().get(pk=report.pk)


def locked_for_editing(report: SituationReport) -> SituationReport:
    """Raises ReportNotEditable when it has been sent in."""
    report = locked(report)
    if not report.is_editable:
        raise ReportNotEditable
    return report
