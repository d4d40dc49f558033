"""Everything that one month's report is made of, read once, with the rights of a public document.

All of it is read in one snapshot of the database, so that every figure agrees with the others
whatever is written meanwhile.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from collaboration.models import Obstacle
from followup.models import MonthlyReport
from followup.reports.telling import Earlier, earlier_of
from followup.selectors.obstacles import ObstacleBook, ObstacleLine, obstacle_book
from followup.selectors.places import Places, places_on
from followup.selectors.problems import (
    Changes,
    ProblemPicture,
    SeriesPoint,
    changes_since,
    problem_picture,
    problem_series,
    problem_series_by_body,
)
from followup.selectors.red_thread_figures import CityThreads, city_threads
from followup.selectors.report_duties import DutyLine, duty_lines
from followup.selectors.report_work import Work, work_of
from followup.selectors.situation import (
    BodyStatus,
    MonthStatus,
    Withheld,
    asked_bodies,
    last_day_of,
    status_history,
    withheld_count,
)
from followup.selectors.words import BodyWords, ObstacleText, obstacle_texts, words_by_body
from programs.models import Area, ResponsibleBody
from trygghet.accounts.scope import REPORT_SCOPE
from trygghet.months import month_name

MONTHS = 13  # a year, and the same month of the year before


@dataclass(frozen=True)
class Heading:
    """What the edition is, in the words that held when it was made.

    ``body_id`` is the district committee that it is about, None for the city's.
    """

    municipality: str
    program_name: str
    report_due_day: int
    body_id: int | None
    scope_name: str
    month: date
    edition: int
    reason: str
    registry_number: str
    recipient: str


@dataclass(frozen=True)
class Material:
    """``day`` is when it was read: what was unsent, unanswered or late is so on that day.

    Plain values only: it is frozen with the edition, and the edition can be written again from it.
    ``earlier`` is what the edition before said, when this one corrects it. What has a default was
    not kept with the first editions.
    """

    heading: Heading
    day: date
    history: tuple[MonthStatus, ...]
    picture: ProblemPicture
    changes: Changes
    series: tuple[SeriesPoint, ...]
    series_by_body: dict[int, tuple[SeriesPoint, ...]]
    words: dict[int, BodyWords]
    obstacles: ObstacleBook
    obstacle_texts: dict[int, ObstacleText]
    withheld: Withheld
    withheld_waiting: int
    threads: CityThreads
    work: Work
    earlier: Earlier | None
    withheld_waiting_by_body: Mapping[int, int] = field(default_factory=dict)
    duties: Mapping[int, tuple[DutyLine, ...]] = field(default_factory=dict)

    @property
    def is_city(self) -> bool:
        return self.heading.body_id is None

    @property
    def month(self) -> date:
        return self.heading.month

    @property
    def last_day(self) -> date:
        return last_day_of(self.month)

    @cached_property
    def month_name(self) -> str:
        return month_name(self.month)

    @cached_property
    def previous_month_name(self) -> str:
        return month_name(self.previous.month)

    @property
    def status(self) -> MonthStatus:
        return self.history[-1]

    @property
    def previous(self) -> MonthStatus:
        return self.history[-2]

    @cached_property
    def districts(self) -> tuple[BodyStatus, ...]:
        return self._of_kind(True)

    @cached_property
    def others(self) -> tuple[BodyStatus, ...]:
        """Specialist committees and company boards."""
        return self._of_kind(False)

    @property
    def own_duties(self) -> tuple[DutyLine, ...]:
        """What the program asks of the body that the report is about; none in the city's."""
        return self.duties.get(self.heading.body_id or 0, ())

    @cached_property
    def waiting(self) -> tuple[ObstacleLine, ...]:
        """Obstacles of the month or before, still unanswered, the longest wait first."""
        lines = self.obstacles.waiting_on(self.day)
        return tuple(sorted(lines, key=lambda line: (line.waiting_from, line.obstacle_id)))

    @cached_property
    def answered(self) -> tuple[ObstacleLine, ...]:
        """Obstacles answered from the first day of the month until the report was made."""
        return self.obstacles.answered_between(self.month, self.day)

    def _of_kind(self, is_district: bool) -> tuple[BodyStatus, ...]:
        kind = ResponsibleBody.Kind.DISTRICT_COMMITTEE
        return tuple(each for each in self.status.bodies if (each.kind == kind) is is_district)


def gather(report: MonthlyReport, day: date) -> Material:
    """Read the material of ``report`` as it stands on ``day``, in a constant number of queries."""
    with _one_snapshot():
        return _gather(report, day)


def _gather(report: MonthlyReport, day: date) -> Material:
    scope = REPORT_SCOPE
    bodies = asked_bodies(report.month, months=MONTHS, day=day)
    if report.body_id:
        bodies = tuple(body for body in bodies if body.pk == report.body_id)
    history = status_history(scope, report.program, report.month, bodies, months=MONTHS, day=day)
    status, places, last_day = history[-1], _places(report), last_day_of(report.month)
    of_bodies = [body.pk for body in bodies] if report.body_id else None
    obstacles = obstacle_book(scope, since=report.month, until=last_day, bodies=of_bodies)
    withheld_waiting = _withheld_waiting(last_day, of_bodies)
    return Material(
        heading=_heading(report),
        day=day,
        history=history,
        picture=problem_picture(scope, status, history[-2], places),
        changes=changes_since(scope, status),
        series=problem_series(scope, history),
        series_by_body=problem_series_by_body(scope, history),
        words=words_by_body(scope, status),
        obstacles=obstacles,
        obstacle_texts=obstacle_texts(scope, [line.obstacle_id for line in obstacles.lines]),
        withheld=withheld_count(scope, status),
        withheld_waiting=sum(withheld_waiting.values()),
        threads=city_threads(),
        work=work_of(report.program, report.month, day, report.body),
        earlier=_earlier(report),
        withheld_waiting_by_body=withheld_waiting,
        duties=duty_lines(report.program, bodies, day),
    )


def _heading(report: MonthlyReport) -> Heading:
    program, body = report.program, report.body
    return Heading(
        municipality=settings.MUNICIPALITY_NAME,
        program_name=program.name,
        report_due_day=program.report_due_day,
        body_id=body.pk if body else None,
        scope_name=body.name if body else settings.MUNICIPALITY_NAME,
        month=report.month,
        edition=report.edition,
        reason=report.reason,
        registry_number=report.registry_number,
        recipient=report.recipient,
    )


def _earlier(report: MonthlyReport) -> Earlier | None:
    """The edition that ``report`` corrects. One query for a later edition, none for the first."""
    if report.edition == 1:
        return None
    same = {"program": report.program_id, "body": report.body_id, "month": report.month}
    before = MonthlyReport.objects.get(**same, edition=report.edition - 1)
    return earlier_of(before)


def _places(report: MonthlyReport) -> Places:
    """The city by district, a district by neighborhood."""
    last_day = last_day_of(report.month)
    if report.body is None:
        return places_on(last_day)
    within = report.body.area_id or 0
    return places_on(last_day, level=Area.Kind.NEIGHBORHOOD, within=within)


def _withheld_waiting(last_day: date, bodies: list[int] | None) -> dict[int, int]:
    """By body: unanswered obstacles that a public document may count but not tell."""
    raised = Obstacle.objects.filter(raised_at__date__lte=last_day)
    rows = raised.unanswered().withheld_from(REPORT_SCOPE)
    rows = rows if bodies is None else rows.filter(body__in=bodies)
    return dict(rows.order_by().values_list("body").annotate(Count("pk")))


@contextmanager
def _one_snapshot() -> Iterator[None]:
    begins_here = not connection.in_atomic_block
    with transaction.atomic():
        if begins_here:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
