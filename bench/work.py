"""Ten years of a city's work: processes, goals, measures, activities, and readings of indicators.

Straight into the tables, the readings through COPY, with the database's triggers resting: history
rows of data that nobody wrote would say nothing, and take the most time.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection

from collaboration.models import CollaborationProcess, Participant, ProcessCycle, Step
from followup.models import (
    Activity,
    GoalAssessment,
    Indicator,
    IndicatorReading,
    Measure,
    SmartGoal,
)
from programs.models import Area, FocusArea, Program, ResponsibleBody
from trygghet.accounts.models import User
from trygghet.months import add_months

MEASURES, ACTIVITIES = 2, 5  # of each process, of each measure
RUNNING = 10  # every tenth process has not ended
DAYS_BACK = 3650
GRADES = GoalAssessment.Grade.values
COPY_READINGS = (
    "COPY followup_indicatorreading (indicator_id, area_id, period, sex, age, value, "
    "is_preliminary, source, note) FROM STDIN"
)


@dataclass(frozen=True)
class WorkSize:
    processes: int
    indicators: int
    areas: int
    months: int


LEAST = WorkSize(processes=12, indicators=2, areas=3, months=14)
CITY = WorkSize(processes=2000, indicators=200, areas=135, months=120)


def build_work(size: WorkSize, *, today: date, seed: int) -> None:
    """The same rows for the same seed, upon the demo's bodies and people."""
    chance = Random(seed)  # noqa: S311 - the same rows each time, no secret
    with _triggers_resting():
        processes = _processes(size, today)
        indicators = _indicators(size.indicators)
        goals = _goals(processes, indicators)
        _assessments(goals, today, chance)
        _activities(_measures(processes, goals, chance), today, chance)
        _readings(indicators, size, today, chance)


@contextmanager
def _triggers_resting() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        try:
            yield
        finally:
            cursor.execute("RESET session_replication_role; RESET statement_timeout")


def _processes(size: WorkSize, today: date) -> list[CollaborationProcess]:
    """Begun evenly over ten years; all but every tenth have ended."""
    bodies = list(ResponsibleBody.objects.filter(reports=True).order_by("pk"))
    program = Program.objects.order_by("-starts_on").first()
    focus = list(FocusArea.objects.filter(program=program))
    rows = CollaborationProcess.objects.bulk_create(
        CollaborationProcess(
            title=f"Samverkan {number}",
            program=program,
            lead_body=bodies[number % len(bodies)],
            began_on=(began := today - timedelta(days=DAYS_BACK * number // size.processes)),
            ended_on=None if number % RUNNING == 0 else began + timedelta(days=1),
        )
        for number in range(size.processes)
    )
    through = CollaborationProcess.focus_areas.through
    through.objects.bulk_create(
        through(collaborationprocess=row, focusarea=focus[number % len(focus)])
        for number, row in enumerate(rows)
    )
    Participant.objects.bulk_create(
        Participant(process=row, body=row.lead_body, role="leads", joined_on=row.began_on)
        for row in rows
    )
    ProcessCycle.objects.bulk_create(_cycle(row) for row in rows)
    return rows


def _cycle(row: CollaborationProcess) -> ProcessCycle:
    return ProcessCycle(
        process=row,
        step=Step.values[row.pk % len(Step.values)],
        step_since=_noon(row.began_on),
        began_at=_noon(row.began_on),
        ended_at=_noon(row.ended_on) if row.ended_on else None,
    )


def _indicators(number: int) -> list[Indicator]:
    return Indicator.objects.bulk_create(
        Indicator(
            code=f"matt-{index}",
            name=f"Mått {index}",
            definition="Antal anmälda händelser.",
            kind=Indicator.Kind.COUNT,
            unit="händelser",
            direction=Indicator.Direction.DECREASE,
            frequency=Indicator.Frequency.MONTH,
            source="Bänken",
        )
        for index in range(number)
    )


def _goals(
    processes: Iterable[CollaborationProcess], indicators: list[Indicator]
) -> list[SmartGoal]:
    """One of each process, in the newest program."""
    program = Program.objects.order_by("-starts_on").first()
    focus = list(FocusArea.objects.filter(program=program))
    return SmartGoal.objects.bulk_create(
        SmartGoal(
            process=process,
            body=process.lead_body,
            focus_area=focus[number % len(focus)],
            title=f"Mål {number}",
            indicator=indicators[number % len(indicators)],
            direction="decrease",
            baseline=100,
            target=50,
            starts_on=process.began_on,
            due_on=process.began_on + timedelta(days=700),
        )
        for number, process in enumerate(processes)
    )


def _assessments(goals: Iterable[SmartGoal], today: date, chance: Random) -> None:
    """Two of each goal, for the two last years."""
    user = User.objects.order_by("pk").first()
    GoalAssessment.objects.bulk_create(
        GoalAssessment(
            goal=goal,
            period_start=date(today.year - back, 1, 1),
            period_end=date(today.year - back, 12, 31),
            grade=chance.choice(GRADES),
            comment="Så gick det.",
            assessed_by=user,
            assessed_at=_noon(today - timedelta(days=365 * back)),
            review=chance.choice(["waiting", "agreed"]),
        )
        for goal in goals
        for back in range(2)
    )


def _measures(
    processes: Iterable[CollaborationProcess], goals: Iterable[SmartGoal], chance: Random
) -> list[Measure]:
    pairs = list(zip(processes, goals, strict=True))
    rows = Measure.objects.bulk_create(
        Measure(
            process=process,
            title=f"Åtgärd {process.pk}-{number}",
            kind=Measure.Kind.SITUATIONAL,
            responsible=process.lead_body,
            due_on=process.began_on + timedelta(days=chance.randrange(100, 900)),
            state=Measure.State.DONE if process.ended_on else Measure.State.ONGOING,
        )
        for process, _goal in pairs
        for number in range(MEASURES)
    )
    through = Measure.goals.through
    through.objects.bulk_create(
        through(measure=row, smartgoal=pairs[index // MEASURES][1])
        for index, row in enumerate(rows)
    )
    return rows


def _activities(measures: Iterable[Measure], today: date, chance: Random) -> None:
    """Done a month around their day, except a few that wait."""
    owners = list(User.objects.filter(is_fictitious=True).order_by("pk"))
    Activity.objects.bulk_create(
        (_activity(row, number, chance.choice(owners), today, chance)
         for row in measures for number in range(ACTIVITIES)),
        batch_size=5000,
    )  # fmt: skip


def _activity(measure: Measure, number: int, owner: User, today: date, chance: Random) -> Activity:
    due_on = measure.due_on - timedelta(days=30 * number)
    done_on = due_on + timedelta(days=chance.randrange(-30, 30))
    is_done = done_on <= today and chance.random() > 0.02
    return Activity(
        measure=measure,
        title=f"Aktivitet {number}",
        owner=owner,
        due_on=due_on,
        done_on=done_on if is_done else None,
    )


def _readings(indicators: Iterable[Indicator], size: WorkSize, today: date, chance: Random) -> None:
    """Each indicator for each area and month."""
    areas = list(Area.objects.order_by("pk").values_list("pk", flat=True)[: size.areas])
    first = add_months(today.replace(day=1), -size.months)
    months = [f"{add_months(first, step):%Y-%m-%d}" for step in range(size.months)]
    with connection.cursor() as cursor, cursor.copy(COPY_READINGS) as copy:
        for indicator in indicators:
            for area in areas:
                level = chance.randrange(20, 200)
                copy.write(
                    "".join(
                        f"{indicator.pk}\t{area}\t{month}\tall\t\t{level + (step * 7) % 13}"
                        "\tf\tmanual\t\n"
                        for step, month in enumerate(months)
                    )
                )


def counted() -> dict[str, int]:
    models: dict[str, Any] = {
        "processes": CollaborationProcess,
        "goals": SmartGoal,
        "measures": Measure,
        "activities": Activity,
        "readings": IndicatorReading,
    }
    return {name: model.objects.count() for name, model in models.items()}


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
