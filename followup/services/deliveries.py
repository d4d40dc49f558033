"""Sending a published edition: once to each person, by a job, with a link and, to those who may
read all of it, with the file.

The city's edition goes to those who follow the whole city (the committee and the central office),
to those who lead the bodies that the program names as recipients, and to the bodies that have no
edition of their own. A district's edition goes to the district. To those who lead a body the letter
tells the body's own lines in short, with a link to its part. Every edition tells only what is open:
who may read published editions may have the file. That is asked again when the letter leaves.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from followup.models import MonthlyReport, ReportDelivery
from followup.permissions import can_read_reports
from followup.selectors.report_parts import Part, parts_for
from followup.selectors.reports import edition_of
from followup.selectors.situation import last_day_of
from programs.models import ResponsibleBody, ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of
from trygghet.jobs import services as jobs
from trygghet.jobs.mail import Attachment, send_letter
from trygghet.jobs.models import Job

KIND = "report_mail"
LARGEST_FILE = 10_000_000  # bytes; a larger file is fetched by the link
CITY_WIDE = (Role.COMMITTEE.value, Role.CENTRAL_OFFICE.value)
LEADS = (Role.COORDINATOR.value, Role.MANAGER.value)


class NoLongerReader(jobs.JobRefused):
    """The person's role was taken back after the edition was published."""


def ask_for_deliveries(*, report: MonthlyReport, acting_user: User) -> list[ReportDelivery]:
    """Ask for one letter to each reader of a published edition. Part of the publication."""
    people = list(readers_of(report).values_list("pk", flat=True))
    keys = {f"{report.pk}/{person}": person for person in people}
    wishes = {key: {"report": report.pk, "person": person} for key, person in keys.items()}
    asked = jobs.ask_all(kind=KIND, wishes=wishes, asked_by=acting_user)
    return ReportDelivery.objects.bulk_create(
        [ReportDelivery(report=report, user_id=keys[key], job=job) for key, job in asked.items()]
    )


def readers_of(*reports: MonthlyReport) -> QuerySet[User]:
    """To whom published editions are sent, each person once. One query."""
    whose = reduce(or_, map(_whose, reports))
    grants = ResponsibleBodyUserPermission.objects.filter(whose)
    return User.objects.filter(
        pk__in=grants.values("user"), is_active=True, is_service=False
    ).order_by("pk")


def _whose(report: MonthlyReport) -> Q:
    leads = Q(permission__codename__in=LEADS)
    if report.body_id:
        return leads & Q(content_object=report.body_id)
    day = last_day_of(report.month)
    recipients = report.program.recipients.valid_on(day).values("body")
    without_own = (
        ResponsibleBody.objects.reporting()
        .valid_on(day)
        .exclude(kind=ResponsibleBody.Kind.DISTRICT_COMMITTEE)
    )
    bodies = Q(content_object__in=recipients) | Q(content_object__in=without_own.values("pk"))
    return Q(permission__codename__in=CITY_WIDE) | leads & bodies


def send(job: Job) -> None:
    """Send the letter that ``job`` is about: the handler that a worker runs."""
    delivery = (
        ReportDelivery.objects.select_related(
            "report__program", "report__body", "report__job", "user"
        )
        .defer("report__html", "report__data")
        .get(job=job)
    )
    scope = scope_of(delivery.user)
    if not can_read_reports(scope):
        raise NoLongerReader(_("Personen har inte längre någon roll som läser månadsrapporten."))
    file = _file(delivery.report)
    parts = parts_for(delivery.report, scope.coordinates | scope.manages)
    ReportDelivery.objects.filter(pk=delivery.pk).update(with_file=bool(file))
    send_letter(
        job,
        to=delivery.user.email,
        subject=edition_of(delivery.report).title,
        text=_letter(delivery, parts, with_file=bool(file)),
        attachments=file,
    )


def _file(report: MonthlyReport) -> Iterable[Attachment]:
    edition = edition_of(report)
    if settings.DEMO:  # its letters go to the console, where a file is only noise
        return ()
    if default_storage.size(report.file.name) > LARGEST_FILE:
        return ()
    with default_storage.open(report.file.name) as file:
        return (Attachment(edition.file_name, file.read(), "application/pdf"),)


def _letter(delivery: ReportDelivery, parts: Sequence[Part], *, with_file: bool) -> str:
    edition, site = edition_of(delivery.report), settings.SITE_URL.rstrip("/")
    return render_to_string(
        "followup/email/monthly_report.txt",
        {
            "person": delivery.user,
            "report": delivery.report,
            "edition": edition,
            "parts": parts,
            "site": site,
            "link": f"{site}{edition.edition_url}",
            "with_file": with_file,
        },
    )
