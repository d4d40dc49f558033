"""The start page: what waits for the person, how things stand in short, what happened lately."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.models import EffectSignal, Observation, Obstacle, SituationReport
from collaboration.selectors.own_parts import OwnPart, own_parts
from followup.models import MonthlyReport
from followup.selectors.situation import MonthStatus, asked_bodies, month_status
from followup.selectors.start_city_tasks import (
    administrator_tasks,
    central_tasks,
    committee_tasks,
    monthly_report_url,
    partner_tasks,
)
from followup.selectors.start_goals import assessment_tasks, review_tasks
from followup.selectors.start_law import law_tasks
from followup.selectors.start_others import ownerless_tasks, undone_tasks, unmanaged_tasks
from followup.selectors.start_parties import move_in_words, moves_of, party_tasks, process_url
from followup.selectors.start_reports import question_tasks
from followup.selectors.start_tasks import (
    Desk,
    Task,
    coordinator_tasks,
    desk_of,
    finished_periods,
    manager_tasks,
    short_month,
)
from followup.selectors.start_walks import finding_tasks
from followup.selectors.start_work import OwnActivities, goal_tasks, own_activities
from programs.models import Program, ResponsibleBody
from trygghet.accounts.scope import Scope
from trygghet.months import first_of, previous_month

State = SituationReport.State
BODIES = 4
NEWS = 8
MINE = 5


@dataclass(frozen=True)
class BodyInShort:
    """A body that the person works in; ``report`` is the newest period's, if it is written."""

    body: ResponsibleBody
    period: date | None
    report: SituationReport | None
    is_late: bool
    next_due_on: date | None
    unread: int
    obstacles: int

    @property
    def state(self) -> str:
        if self.report:
            return str(self.report.state)
        return "missing" if self.is_late else "not_started"


@dataclass(frozen=True)
class CityInShort:
    month: MonthStatus
    unanswered: int


@dataclass(frozen=True)
class News:
    """Something that happened: ``what`` in words, leading to where it can be read."""

    at: datetime
    who: str
    what: str
    url: str
    icon: str


@dataclass(frozen=True)
class StartPage:
    tasks: tuple[Task, ...]
    activities: OwnActivities
    bodies: tuple[BodyInShort, ...]
    city: CityInShort | None
    parts: tuple[OwnPart, ...]
    mine: tuple[Observation, ...]
    news: tuple[News, ...]
    may_log: bool


def start_page(scope: Scope, day: date) -> StartPage:
    """A number of queries that follows from the person's roles, never from how much there is."""
    desk = desk_of(scope, day)
    city = _city(scope, day) if scope.follows_city else None
    parts = own_parts(scope)
    return StartPage(
        tasks=tuple(sorted(_tasks(desk, city, parts), key=lambda task: task.urgency)),
        activities=_activities(scope, day),
        bodies=tuple(_in_short(desk, body) for body in desk.bodies[:BODIES]),
        city=city,
        parts=parts,
        mine=tuple(_mine(scope)) if scope.bodies else (),
        news=_news(scope, day, parts),
        may_log=bool(scope.bodies),
    )


def _tasks(desk: Desk, city: CityInShort | None, parts: tuple[OwnPart, ...]) -> list[Task]:
    scope = desk.scope
    tasks = [*coordinator_tasks(desk), *manager_tasks(desk), *party_tasks(parts)]
    if scope.restricted_bodies or scope.is_partner:
        tasks += goal_tasks(scope)
    tasks += assessment_tasks(scope, desk.day)
    if scope.restricted_bodies:
        tasks += finding_tasks(scope, desk.day)
    if scope.coordinates:
        tasks += question_tasks(scope, desk.day)
        tasks += ownerless_tasks(desk)
    if scope.manages:
        tasks += undone_tasks(desk)
    if scope.is_central:
        tasks += central_tasks(scope, desk.day, city.month if city else None)
        tasks += review_tasks(scope)
        tasks += law_tasks(scope, desk.day)
        tasks += unmanaged_tasks(desk)
    if scope.is_committee:
        tasks += committee_tasks(desk)
    if scope.is_partner:
        tasks += partner_tasks(scope, {part.participant.process_id for part in parts})
    if scope.is_administrator:
        tasks += administrator_tasks()
    return tasks


def _activities(scope: Scope, day: date) -> OwnActivities:
    if not (scope.is_staff or scope.is_partner):
        return OwnActivities()
    return own_activities(scope, day)


def _city(scope: Scope, day: date) -> CityInShort | None:
    """Four queries."""
    month = previous_month(day)
    program = Program.objects.current(month)
    if program is None:
        return None
    status = month_status(scope, program, month, asked_bodies(month, day=day), day=day)
    return CityInShort(status, Obstacle.objects.visible_to(scope).unanswered().count())


def _in_short(desk: Desk, body: ResponsibleBody) -> BodyInShort:
    period = next(iter(finished_periods(desk, body)), None)
    program = desk.program_of(period) if period else None
    report = desk.report_of(body, period) if period else None
    running = desk.program_of(first_of(desk.day))
    return BodyInShort(
        body=body,
        period=period,
        report=report,
        is_late=bool(period and program and program.report_due_on(period) < desk.day),
        next_due_on=running.report_due_on(desk.day) if running and body.reports else None,
        unread=desk.unread.get(body.pk, 0),
        obstacles=sum(each.body_id == body.pk for each in desk.obstacles),
    )


def _mine(scope: Scope) -> list[Observation]:
    """What the person logged last, with what became of it. One query."""
    rows = Observation.objects.visible_to(scope).sightings().filter(logged_by=scope.user_id)
    return list(rows.select_related("category", "area").order_by("-logged_at", "-pk")[:MINE])


def _news(scope: Scope, day: date, parts: tuple[OwnPart, ...]) -> tuple[News, ...]:
    """Five queries; four for a person without processes."""
    found = [*_report_news(scope, day), *_obstacle_news(scope), *_monthly_news(scope, day)]
    found += _process_news(parts)
    found += _signal_news(scope)
    return tuple(sorted(found, key=lambda news: news.at, reverse=True)[:NEWS])


def _report_news(scope: Scope, day: date) -> list[News]:
    visible = SituationReport.objects.visible_to(scope).exclude(state=State.DRAFT)
    if not scope.follows_city:
        visible = visible.filter(body__in=scope.bodies)
    reports = (
        visible.annotate(at=Greatest("submitted_at", "decided_at", "published_at"))
        .select_related("body")
        .order_by("-at", "-pk")[:NEWS]
    )
    icons = {
        State.SUBMITTED: "send",
        State.RETURNED: "undo-2",
        State.APPROVED: "circle-check",
        State.PUBLISHED: "badge-check",
    }
    return [
        News(
            report.at,
            report.body.name,
            _("Lägesbilden för %(month)s är %(state)s")
            % {
                "month": short_month(report.period, day),
                "state": str(report.get_state_display()).lower(),
            },
            reverse("collaboration:report-detail", args=[report.pk]),
            icons[report.state],
        )
        for report in reports
    ]


def _process_news(parts: tuple[OwnPart, ...]) -> list[News]:
    moves = moves_of(parts, NEWS) if parts else []
    return [
        News(
            move.moved_at,
            move.cycle.process.lead_body.name,
            move_in_words(move),
            process_url(move),
            "waypoints",
        )
        for move in moves
    ]


def _obstacle_news(scope: Scope) -> list[News]:
    obstacles = (
        Obstacle.objects.visible_to(scope)
        .annotate(at=Greatest("raised_at", "acknowledged_at", "answered_at", "closed_at"))
        .select_related("body")
        .order_by("-at", "-pk")[:NEWS]
    )
    return [
        News(
            obstacle.at,
            obstacle.body.name,
            _obstacle_sentence(scope, obstacle)
            % {"title": obstacle.title, "state": _obstacle_word(obstacle)},
            reverse("collaboration:obstacle-detail", args=[obstacle.pk]),
            "octagon-alert",
        )
        for obstacle in obstacles
    ]


def _obstacle_sentence(scope: Scope, obstacle: Obstacle) -> str:
    if obstacle.raised_by_id == scope.user_id:
        return _("Hindret ”%(title)s”, som du lyfte, är %(state)s")
    return _("Hindret ”%(title)s” är %(state)s")


def _signal_news(scope: Scope) -> list[News]:
    """Answers to the signals that the person sent."""
    answered = EffectSignal.objects.visible_to(scope).filter(
        raised_by=scope.user_id, closed_at__isnull=False
    )
    return [
        News(
            signal.closed_at,
            _("Stadsledningskontoret"),
            _("Signalen om ”%(title)s”, som du skickade, är besvarad")
            % {"title": signal.process.title},
            f"{reverse('collaboration:process-detail', args=[signal.process_id])}#hinder",
            "reply",
        )
        for signal in answered.select_related("process").order_by("-closed_at", "-pk")[:NEWS]
    ]


def _obstacle_word(obstacle: Obstacle) -> str:
    if obstacle.state == Obstacle.State.OPEN:
        return _("öppnat igen") if obstacle.reopened_at else _("lyft")
    words = {
        Obstacle.State.ACKNOWLEDGED: _("kvitterat"),
        Obstacle.State.ANSWERED: _("besvarat"),
        Obstacle.State.CLOSED: _("stängt"),
    }
    return words[obstacle.state]


def _monthly_news(scope: Scope, day: date) -> list[News]:
    reports = MonthlyReport.objects.visible_to(scope).filter(
        body=None, state=MonthlyReport.State.PUBLISHED
    )
    return [
        News(
            report.published_at,
            _("Hela staden"),
            _("Månadsrapporten för %(month)s är publicerad")
            % {"month": short_month(report.month, day)},
            monthly_report_url(report),
            "newspaper",
        )
        for report in reports.order_by("-month", "-edition")[:2]
    ]
