"""What waits for coordinators and managers: each thing one click from done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import (
    Observation,
    Obstacle,
    SituationReport,
)
from programs.models import Program, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import add_months, first_of, month_name

State = SituationReport.State
MONTHS_BACK = 12
SHOWN = 3  # of one kind; the rest are one line together


@dataclass(frozen=True)
class Task:
    """``urgency`` orders the list: 0 first. ``color`` and ``icon`` say the same as the words."""

    title: str
    note: str
    url: str
    action: str
    icon: str
    color: str = "accent"
    urgency: int = 5


@dataclass(frozen=True)
class Desk:
    """What several of the lists below are made from: read once."""

    scope: Scope
    day: date
    bodies: tuple[ResponsibleBody, ...]
    programs: tuple[Program, ...]
    reports: tuple[SituationReport, ...]
    unread: dict[int, int]
    obstacles: tuple[Obstacle, ...]

    def program_of(self, month: date) -> Program | None:
        return next((p for p in self.programs if p.starts_on <= month <= p.ends_on), None)

    def report_of(self, body: ResponsibleBody, period: date) -> SituationReport | None:
        found = (r for r in self.reports if r.body_id == body.pk and r.period == period)
        return next(found, None)

    def whose(self, body: ResponsibleBody) -> str:
        """The body's name, where the person works in several."""
        return body.name if len(self.bodies) > 1 else ""


def desk_of(scope: Scope, day: date) -> Desk:
    """Five queries, whatever the person's roles."""
    since = add_months(first_of(day), -MONTHS_BACK)
    reports = SituationReport.objects.filter(body__in=scope.bodies, period__gte=since)
    unread = Observation.objects.unread().filter(body__in=scope.bodies).order_by()
    obstacles = Obstacle.objects.visible_to(scope).not_closed().filter(body__in=scope.bodies)
    return Desk(
        scope,
        day,
        tuple(ResponsibleBody.objects.filter(pk__in=scope.bodies).by_name()),
        tuple(Program.objects.filter(ends_on__gte=since).order_by("-starts_on")),
        tuple(reports.select_related("body").order_by("-period")),
        dict(unread.values_list("body").annotate(number=Count("pk"))),
        tuple(obstacles.select_related("body").order_by("-answered_at")),
    )


def coordinator_tasks(desk: Desk) -> Iterator[Task]:
    for body in desk.bodies:
        if body.pk in desk.scope.coordinates:
            yield from _reports_to_write(desk, body)
            yield from _observations_to_read(desk, body)
    answered = (o for o in desk.obstacles if o.state == Obstacle.State.ANSWERED)
    for obstacle in [o for o in answered if o.body_id in desk.scope.coordinates][:SHOWN]:
        yield Task(
            _("Svar på hindret ”%(title)s”") % {"title": obstacle.title},
            joined(desk.whose(obstacle.body), _("Stäng hindret, eller säg att svaret inte räcker")),
            reverse("collaboration:obstacle-detail", args=[obstacle.pk]),
            _("Läs svaret"),
            "reply",
            "success",
            3,
        )


def _reports_to_write(desk: Desk, body: ResponsibleBody) -> Iterator[Task]:
    for report in desk.reports:
        if report.body_id == body.pk and report.is_editable:
            yield _report_in_work(desk, report)
    missing = [
        period for period in finished_periods(desk, body) if not desk.report_of(body, period)
    ]
    for period in missing[:2]:
        yield _report_to_begin(desk, body, period)
    if older := missing[2:]:
        yield Task(
            ngettext(
                "%(number)d äldre lägesbild saknas",
                "%(number)d äldre lägesbilder saknas",
                len(older),
            )
            % {"number": len(older)},
            joined(
                desk.whose(body), _("Från %(first)s") % {"first": short_month(older[-1], desk.day)}
            ),
            f"{reverse('collaboration:report-list')}?organ={body.code}",
            _("Visa"),
            "file-text",
            "neutral",
            6,
        )


def finished_periods(desk: Desk, body: ResponsibleBody) -> list[date]:
    """The periods that the body should have reported on by now, newest first."""
    if not body.reports:
        return []
    months = [add_months(first_of(desk.day), -back) for back in range(1, MONTHS_BACK + 1)]
    return [month for month in months if _asked_for(desk, body, month)]


def _asked_for(desk: Desk, body: ResponsibleBody, month: date) -> bool:
    program = desk.program_of(month)
    if program is None or program.period_of(month) != month:
        return False
    after = add_months(month, program.report_months)
    begun = body.valid_from is None or body.valid_from < after
    return after <= desk.day and begun and (body.valid_to is None or body.valid_to >= month)


def _report_to_begin(desk: Desk, body: ResponsibleBody, period: date) -> Task:
    program = desk.program_of(period)
    due_on = program.report_due_on(period) if program else period
    late = due_on < desk.day
    return Task(
        _("Skriv lägesbilden för %(month)s") % {"month": short_month(period, desk.day)},
        joined(desk.whose(body), _due(due_on, desk.day)),
        f"{reverse('collaboration:report-new')}?manad={period:%Y-%m}&organ={body.code}",
        _("Börja"),
        "alarm-clock" if late else "file-plus",
        "danger" if late else "accent",
        1 if late else 2,
    )


def _report_in_work(desk: Desk, report: SituationReport) -> Task:
    month = {"month": short_month(report.period, desk.day)}
    url = reverse("collaboration:report-edit", args=[report.pk])
    whose = desk.whose(report.body)
    if report.state == State.RETURNED:
        return Task(
            _("Rätta lägesbilden för %(month)s") % month,
            joined(whose, _("Återsänd: %(reason)s") % {"reason": report.return_reason[:200]}),
            url,
            _("Rätta"),
            "undo-2",
            "warning",
            0,
        )
    late = report.is_late_on(desk.day)
    return Task(
        _("Fortsätt med lägesbilden för %(month)s") % month,
        joined(whose, _due(report.due_on, desk.day)),
        url,
        _("Fortsätt"),
        "alarm-clock" if late else "pencil",
        "danger" if late else "accent",
        1 if late else 2,
    )


def _due(due_on: date, day: date) -> str:
    when = date_format(due_on, "j F")
    if due_on >= day:
        return _("Ska vara inskickad senast %(day)s") % {"day": when}
    days = (day - due_on).days
    return ngettext(
        "Skulle ha varit inskickad %(day)s, för %(days)d dag sedan",
        "Skulle ha varit inskickad %(day)s, för %(days)d dagar sedan",
        days,
    ) % {"day": when, "days": days}


def _observations_to_read(desk: Desk, body: ResponsibleBody) -> Iterator[Task]:
    if number := desk.unread.get(body.pk):
        yield Task(
            ngettext(
                "%(number)d ny iakttagelse att läsa", "%(number)d nya iakttagelser att läsa", number
            )
            % {"number": number},
            joined(desk.whose(body), _("Ta med dem i lägesbilden eller svara")),
            f"{reverse('collaboration:observation-list')}?lage=new",
            _("Läs"),
            "eye",
            "info",
            4,
        )


def manager_tasks(desk: Desk) -> Iterator[Task]:
    for report in desk.reports:
        if report.state == State.SUBMITTED and report.body_id in desk.scope.manages:
            sent = timezone.localtime(report.submitted_at)
            yield Task(
                _("Godkänn lägesbilden för %(month)s")
                % {"month": short_month(report.period, desk.day)},
                joined(
                    desk.whose(report.body),
                    _("Inskickad %(day)s") % {"day": date_format(sent, "j F")},
                ),
                reverse("collaboration:report-detail", args=[report.pk]),
                _("Läs och godkänn"),
                "stamp",
                "accent",
                1,
            )


def short_month(month: date, day: date) -> str:
    """``oktober``, with its year when that is not this year."""
    name = month_name(month)
    return name.split()[0] if month.year == day.year else name


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def first_names(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    shown = ", ".join(names[:SHOWN])
    more = len(names) - SHOWN
    return shown if more <= 0 else _("%(names)s och %(more)d till") % {"names": shown, "more": more}
