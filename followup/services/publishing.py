"""Publishing an approved edition: it is public from then on, and never changes."""

from django.db import transaction
from django.utils import timezone

from followup.models import MonthlyReport
from followup.report_exceptions import AlreadyPublished, NotApproved
from followup.services.deliveries import ask_for_deliveries
from trygghet.accounts.models import User

State = MonthlyReport.State


@transaction.atomic
def publish_edition(*, report: MonthlyReport, acting_user: User) -> MonthlyReport:
    """Publish the edition, let it replace those before it, and send it to its readers.

    Of two who publish at once the second is told that it is done, and nothing is sent twice.
    """
    rows = MonthlyReport.objects.select_for_update(of=("self",))
    report = rows.select_related("published_by", "program", "body").get(pk=report.pk)
    if report.is_public:
        raise AlreadyPublished(report)
    if report.state != State.APPROVED:
        raise NotApproved
    report.state, report.published_by = State.PUBLISHED, acting_user
    report.published_at = timezone.now()
    report.full_clean()
    report.save(update_fields=["state", "published_by", "published_at"])
    same = {"program": report.program, "body": report.body, "month": report.month}
    earlier = MonthlyReport.objects.filter(**same, edition__lt=report.edition)
    earlier.filter(state=State.PUBLISHED).update(state=State.REPLACED)
    ask_for_deliveries(report=report, acting_user=acting_user)
    return report
