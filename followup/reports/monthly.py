"""The month's reports: which are due, asking for them, and building one."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from followup.models import MonthlyReport
from followup.reports.document import compose, printable
from followup.reports.files import store
from followup.reports.material import gather
from followup.reports.printing import print_pdf
from followup.selectors.situation import last_day_of
from programs.models import Program, ResponsibleBody
from trygghet.accounts.models import User
from trygghet.jobs import services as jobs
from trygghet.jobs.models import Job
from trygghet.months import add_months, month_name, previous_month

KIND = "monthly_report"
CITY = "staden"
FIRST_EDITION = 1
MOST_MONTHS_BACK = 12
DAYS_TO_APPROVE = 3  # managers approve what came in on the due day
READING, WRITING, PRINTING = 5, 60, 65  # per cent done when each begins or ends


class MonthNotOver(jobs.JobRefused):
    """A report is about a whole month."""


class EditionNotNewest(jobs.JobRefused):
    """A new edition follows the newest one, once that is published."""


class EditionNotDraft(jobs.JobRefused):
    """Only a draft is made anew: what is approved is published as it was read."""


def ensure_due() -> None:
    """The clock's question: do the reports of every month that is over exist?

    Each waits to be built until the situation reports are due and could be approved. Asking again,
    or by two clocks at once, changes nothing.
    """
    last = previous_month(timezone.localdate())
    latest = MonthlyReport.objects.aggregate(latest=Max("month"))["latest"]
    month = add_months(latest, 1) if latest and latest < last else last
    month = max(month, add_months(last, -MOST_MONTHS_BACK))
    while month <= last:
        for program in programs_to_report(month):
            _ask(program, month, _scopes(month), not_before=build_at(program, month))
        month = add_months(month, 1)


def ask_for_reports(
    *, month: date, acting_user: User | None = None, scope: str = ""
) -> list[MonthlyReport]:
    """Ask for the month's reports by hand, to be built now. Raises MonthNotOver.

    ``scope`` is ``staden`` or a committee's code; without it all are asked for. One that waits for
    its time need not wait any longer, one that failed is tried again, one that is built stays.
    """
    if month > previous_month(timezone.localdate()):
        raise MonthNotOver(
            _("Månadsrapporten för %(month)s kan göras när månaden är slut.")
            % {"month": month_name(month)}
        )
    wanted = {code: body for code, body in _scopes(month).items() if scope in ("", code)}
    reports = []
    for program in programs_to_report(month):
        reports += _ask(program, month, wanted, asked_by=acting_user)
    for report in reports:
        jobs.hasten(job=report.job)
        jobs.ask_again(job=report.job)
    return reports


@transaction.atomic
def ask_for_new_edition(*, report: MonthlyReport, reason: str, acting_user: User) -> MonthlyReport:
    """Ask for the edition after ``report``, which stays as it is. Raises EditionNotNewest.

    Two who ask at once get one edition: the second is told that it is under way.
    """
    report = MonthlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    same = {"program": report.program, "body": report.body, "month": report.month}
    later = MonthlyReport.objects.filter(**same, edition__gt=report.edition)
    if later.exists():
        raise EditionNotNewest(_("En ny utgåva är redan på väg. Läs in sidan på nytt."))
    if report.state != MonthlyReport.State.PUBLISHED:
        raise EditionNotNewest(_("Utgåvan är inte publicerad. Gör om den i stället för att rätta."))
    edition = report.edition + 1
    code = report.body.code if report.body else CITY
    key = _key(report.program, code, report.month, edition)
    new = MonthlyReport(
        **same,
        edition=edition,
        reason=reason,
        registry_number=report.registry_number,
        recipient=report.recipient,
        job=jobs.ask(kind=KIND, key=key, payload={"body": code}, asked_by=acting_user),
    )
    new.full_clean()
    new.save()
    return new


@transaction.atomic
def ask_to_rebuild(*, report: MonthlyReport, acting_user: User) -> MonthlyReport:
    """Ask for a draft to be made anew with today's rows; the comments on it stay.

    Until that is done the edition is as it was. Two who ask at once get one job. Raises
    EditionNotDraft.
    """
    report = MonthlyReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.state != MonthlyReport.State.DRAFT or report.built_at is None:
        raise EditionNotDraft(_("Bara en utgåva som är under granskning kan göras om."))
    if report.job.is_finished:
        code = report.body.code if report.body else CITY
        key = _key(report.program, code, report.month, report.edition)
        again = f"{key}/{report.built_at:%Y%m%dT%H%M%S.%f}"
        payload = {"body": code}
        report.job = jobs.ask(kind=KIND, key=again, payload=payload, asked_by=acting_user)
        jobs.ask_again(job=report.job)
        report.save(update_fields=["job"])
    return report


def programs_to_report(month: date) -> list[Program]:
    """The adopted programs in force at the month's end, and the newest even if it is a draft."""
    in_force = Program.objects.valid_on(last_day_of(month))
    newest = Program.objects.current(last_day_of(month))
    counted = in_force.filter(Q(is_draft=False) | Q(pk=newest.pk if newest else None))
    return list(counted.order_by("starts_on", "pk"))


def build_at(program: Program, month: date) -> datetime:
    """When the clock lets the report be built: the reports are in and could be approved."""
    day = program.report_due_on(month) + timedelta(days=1 + DAYS_TO_APPROVE)
    return timezone.make_aware(datetime.combine(day, time(6)))


def recipient_of(program: Program, month: date) -> str:
    """Whom the program sends its running report to at the month's end."""
    named = program.recipients.valid_on(last_day_of(month)).select_related("body")
    ordered = sorted(named, key=lambda each: (each.is_by_law, each.body.name))
    chosen = [each for each in ordered if not each.is_by_law] or ordered
    return ", ".join(each.body.name for each in chosen)[:200]


def build(job: Job) -> None:
    """Build the report that ``job`` is about: the handler that a worker runs."""
    report = MonthlyReport.objects.select_related("program", "body").get(job=job)

    def tell(share: float, title: str) -> None:
        percent = READING + round(share * (WRITING - READING))
        jobs.report_progress(job, percent, _("Skriver %(section)s") % {"section": title})

    jobs.report_progress(job, 1, _("Läser lägesbilderna"))
    material = gather(report, timezone.localdate())
    edition = compose(material, tell)
    jobs.report_progress(job, PRINTING, _("Gör PDF-filen"))
    printed = print_pdf(printable(material, edition))
    stored = store(printed.content)
    with transaction.atomic():
        jobs.finish(job)
        report = _drafted(report.pk)
        report.html, report.data, report.content_hash = edition.html, edition.data, edition.hash
        report.file, report.pdf_hash, report.pages = stored.name, stored.digest, printed.pages
        report.built_at = timezone.now()
        report.full_clean()
        report.save()


def _drafted(pk: int) -> MonthlyReport:
    """The edition, locked. Raises EditionNotDraft when it was approved while it was written."""
    report = MonthlyReport.objects.select_for_update().get(pk=pk)
    if report.state != MonthlyReport.State.DRAFT:
        raise EditionNotDraft(_("Utgåvan godkändes medan den gjordes om, och ändras därför inte."))
    return report


def _scopes(month: date) -> dict[str, ResponsibleBody | None]:
    """The city, and each district committee that existed at the month's end, by their codes."""
    districts = ResponsibleBody.objects.reporting().valid_on(last_day_of(month)).by_name()
    of_kind = districts.filter(kind=ResponsibleBody.Kind.DISTRICT_COMMITTEE)
    return {CITY: None} | {body.code: body for body in of_kind}


def _key(program: Program, code: str, month: date, edition: int) -> str:
    return f"{program.code}/{code}/{month:%Y-%m}/{edition}"


@transaction.atomic
def _ask(
    program: Program,
    month: date,
    scopes: dict[str, ResponsibleBody | None],
    *,
    asked_by: User | None = None,
    not_before: datetime | None = None,
) -> list[MonthlyReport]:
    keys = {_key(program, code, month, FIRST_EDITION): body for code, body in scopes.items()}
    wishes = {key: {"body": body.code if body else CITY} for key, body in keys.items()}
    asked = jobs.ask_all(kind=KIND, wishes=wishes, asked_by=asked_by, not_before=not_before)
    facts = {
        "registry_number": program.registry_number,
        "recipient": recipient_of(program, month),
    }
    return [
        MonthlyReport.objects.get_or_create(
            program=program,
            body=body,
            month=month,
            edition=FIRST_EDITION,
            defaults=facts | {"job": asked[key]},
        )[0]
        for key, body in keys.items()
    ]
