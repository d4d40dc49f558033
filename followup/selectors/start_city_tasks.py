"""What waits for the central office, the committee, partners and administrators."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import (
    CollaborationProcess,
    CollaborationProcessUserPermission,
    Obstacle,
    SituationReport,
)
from followup.models import MonthlyReport, UnknownName
from followup.selectors.signals import signals_waiting
from followup.selectors.situation import BodyStatus, MonthStatus
from followup.selectors.start_reports import editions_to_review
from followup.selectors.start_tasks import (
    SHOWN,
    Desk,
    Task,
    first_names,
    joined,
    short_month,
)
from programs.models import ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.scope import Scope
from trygghet.jobs.models import Job

State = SituationReport.State
PEOPLE = 50


def central_tasks(scope: Scope, day: date, month: MonthStatus | None) -> Iterator[Task]:
    """Seven queries."""
    yield from _failed_reports(day)
    yield from editions_to_review(day)
    yield from _reports_to_publish(scope)
    yield from _obstacles_to_answer(scope, day)
    yield from _signals_to_answer(scope, day)
    yield from _names_to_tell()
    if month:
        yield from _bodies_that_owe(month, day)
        yield from _bodies_without_coordinator(month.bodies)


def _failed_reports(day: date) -> Iterator[Task]:
    failed = MonthlyReport.objects.filter(job__state=Job.State.FAILED).select_related("body")
    for report in failed.order_by("-month", "pk")[:SHOWN]:
        yield Task(
            _("Månadsrapporten för %(month)s kunde inte göras")
            % {"month": short_month(report.month, day)},
            joined(
                report.body.name if report.body else _("Hela staden"), _("Se felet och försök igen")
            ),
            monthly_report_url(report),
            _("Visa felet"),
            "circle-x",
            "danger",
            0,
        )


def monthly_report_url(report: MonthlyReport) -> str:
    scope = report.body.code if report.body else "staden"
    return reverse("followup:report-detail", args=[f"{report.month:%Y-%m}", scope])


def _reports_to_publish(scope: Scope) -> Iterator[Task]:
    approved = SituationReport.objects.visible_to(scope).filter(state=State.APPROVED)
    if number := approved.count():
        yield Task(
            ngettext(
                "%(number)d godkänd lägesbild att publicera",
                "%(number)d godkända lägesbilder att publicera",
                number,
            )
            % {"number": number},
            _("När de är publicerade kan andra nämnder och utskottet läsa dem"),
            f"{reverse('collaboration:report-list')}?lage=approved",
            _("Visa"),
            "badge-check",
            "accent",
            2,
        )


def _obstacles_to_answer(scope: Scope, day: date) -> Iterator[Task]:
    waiting = Obstacle.objects.visible_to(scope).unanswered().select_related("body")
    oldest = sorted(waiting.order_by("pk"), key=lambda each: each.waiting_since)
    for obstacle in oldest[:SHOWN]:
        days = obstacle.days_waiting_on(day)
        waited = ngettext("har väntat %(days)d dag", "har väntat %(days)d dagar", days)
        yield Task(
            _("Besvara hindret ”%(title)s”") % {"title": obstacle.title},
            joined(obstacle.body.name, waited % {"days": days}),
            reverse("collaboration:obstacle-detail", args=[obstacle.pk]),
            _("Besvara"),
            "octagon-alert",
            "warning",
            2,
        )
    if more := len(oldest) - SHOWN if len(oldest) > SHOWN else 0:
        yield Task(
            ngettext(
                "%(number)d hinder till väntar på svar",
                "%(number)d hinder till väntar på svar",
                more,
            )
            % {"number": more},
            _("De äldsta står ovanför"),
            f"{reverse('collaboration:obstacle-list')}?lage=vantar",
            _("Visa alla"),
            "list",
            "neutral",
            3,
        )


def _signals_to_answer(scope: Scope, day: date) -> Iterator[Task]:
    for line in signals_waiting(scope, day):
        waited = ngettext("har väntat %(days)d dag", "har väntat %(days)d dagar", line.days)
        yield Task(
            _("Besvara signalen om ”%(title)s”") % {"title": line.title},
            joined(_("Samverkan ger inte önskad effekt"), waited % {"days": line.days}),
            reverse("collaboration:signal-answer", args=[line.process_id, line.signal_id]),
            _("Besvara"),
            "circle-alert",
            "warning",
            2,
        )


def _names_to_tell() -> Iterator[Task]:
    """Names in files that nobody knows: the files wait for what they mean."""
    if number := UnknownName.objects.filter(resolved_at=None).count():
        yield Task(
            ngettext(
                "%(number)d okänt namn i en fil med utfall",
                "%(number)d okända namn i filer med utfall",
                number,
            )
            % {"number": number},
            _("Filen läses inte in förrän det är sagt vad namnen betyder"),
            reverse("followup:unknown-list"),
            _("Säg vad de betyder"),
            "book-a",
            urgency=3,
        )


def _bodies_that_owe(month: MonthStatus, day: date) -> Iterator[Task]:
    owing = [body for body in month.bodies if body.is_overdue]
    if owing:
        yield Task(
            ngettext(
                "%(number)d lägesbild för %(month)s saknas",
                "%(number)d lägesbilder för %(month)s saknas",
                len(owing),
            )
            % {"number": len(owing), "month": short_month(month.month, day)},
            _names(owing),
            f"{reverse('followup:dashboard')}?manad={month.month:%Y-%m}",
            _("Visa"),
            "alarm-clock",
            "danger",
            3,
        )


def _bodies_without_coordinator(bodies: Sequence[BodyStatus]) -> Iterator[Task]:
    vacant = [body for body in bodies if not body.has_coordinator]
    if vacant:
        yield Task(
            ngettext(
                "%(number)d nämnd eller bolag saknar samordnare",
                "%(number)d nämnder och bolag saknar samordnare",
                len(vacant),
            )
            % {"number": len(vacant)},
            _names(vacant),
            reverse("programs:body-detail", args=[vacant[0].code])
            if len(vacant) == 1
            else reverse("programs:body-list"),
            _("Utse"),
            "user",
            "warning",
            4,
        )


def committee_tasks(desk: Desk) -> Iterator[Task]:
    """The newest report for the whole city. One query."""
    newest = (
        MonthlyReport.objects.visible_to(desk.scope)
        .filter(body=None, state=MonthlyReport.State.PUBLISHED)
        .order_by("-month", "-edition")
        .first()
    )
    if newest:
        yield Task(
            _("Läs månadsrapporten för %(month)s") % {"month": short_month(newest.month, desk.day)},
            _("Staden som helhet, %(pages)s sidor") % {"pages": newest.pages or "–"},
            monthly_report_url(newest),
            _("Läs"),
            "newspaper",
            "accent",
            3,
        )


def partner_tasks(scope: Scope, spoken_in: set[int]) -> Iterator[Task]:
    """The processes that the person is invited to and speaks for no party in. One query."""
    invited = CollaborationProcess.objects.filter(pk__in=scope.processes - spoken_in, ended_on=None)
    for process in invited.select_related("lead_body").order_by("-began_on", "pk"):
        yield Task(
            process.title,
            _("Du är inbjuden av %(body)s") % {"body": process.lead_body},
            reverse("collaboration:process-detail", args=[process.pk]),
            _("Öppna"),
            "handshake",
            "accent",
            3,
        )


def administrator_tasks() -> Iterator[Task]:
    """People who can sign in and see nothing. One query."""
    held = (ResponsibleBodyUserPermission, CollaborationProcessUserPermission)
    people = User.objects.filter(is_active=True)
    for grants in held:
        people = people.exclude(Exists(grants.objects.filter(user=OuterRef("pk"))))
    names = list(people.order_by("-created_at").values_list("name", flat=True)[:PEOPLE])
    if names:
        yield Task(
            ngettext("%(number)s person saknar roll", "%(number)s personer saknar roll", len(names))
            % {"number": len(names) if len(names) < PEOPLE else _("Minst 50")},
            first_names(names),
            reverse("settings"),
            _("Ge roll"),
            "users",
            "warning",
            3,
        )


def _names(bodies: Iterable[BodyStatus]) -> str:
    return first_names([body.name for body in bodies])
