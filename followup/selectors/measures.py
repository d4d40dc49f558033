"""Measures and activities as the pages show them, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from followup.models import Activity, Measure
from followup.selectors.goals import processes_seen
from followup.selectors.owners import without_owner
from followup.selectors.reminders import managers_told
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class MeasureLine:
    """A measure with its activities counted; ``is_late`` when it or one of them is."""

    measure: Measure
    done: int
    activities: int
    late: int
    is_late: bool
    sees_process: bool

    @property
    def state(self) -> str:
        return look_of(self.measure, self.is_late)


def look_of(measure: Measure, is_late: bool) -> str:
    """The name of the status tag: a measure past its day is shown as late."""
    if is_late and measure.state in (Measure.State.PLANNED, Measure.State.ONGOING):
        return "late"
    return {"planned": "not_started", "stopped": "cancelled"}.get(measure.state, measure.state)


def measures_for(scope: Scope) -> QuerySet[Measure]:
    """Visible measures with what a list shows."""
    return Measure.objects.visible_to(scope).order_by("due_on", "pk")


def measure_lines(scope: Scope, measures: QuerySet[Measure], day: date) -> list[MeasureLine]:
    """Two queries."""
    left = Q(done_on=None, dropped=False)
    counted = measures.select_related("responsible", "cause", "process").annotate(
        activities_done=_activities_where(Q(done_on__isnull=False)),
        activities_asked=_activities_where(Q(dropped=False)),
        activities_late=_activities_where(left & Q(due_on__lt=day)),
    )
    rows: Sequence[Any] = list(counted)
    seen = processes_seen(scope, {row.process_id for row in rows})
    return [
        MeasureLine(
            row,
            row.activities_done,
            row.activities_asked,
            row.activities_late,
            is_late=row.state in (Measure.State.PLANNED, Measure.State.ONGOING)
            and bool(row.due_on and row.due_on < day),
            sees_process=row.process_id in seen,
        )
        for row in rows
    ]


def _activities_where(wanted: Q) -> Coalesce:
    """How many of the measure's activities; counted for the rows that are shown and no others."""
    rows = Activity.objects.filter(wanted, measure=OuterRef("pk")).order_by()
    counted = rows.values("measure").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class ActivityLine:
    """``manager_told_on`` is the day when the body's managers were told that it is late.

    ``owner_has_left`` says that somebody else must be chosen.
    """

    activity: Activity
    is_late: bool
    is_own: bool
    days_late: int = 0
    manager_told_on: date | None = None
    owner_has_left: bool = False

    @property
    def state(self) -> str:
        if self.activity.dropped:
            return "cancelled"
        if self.activity.done_on:
            return "done"
        return "late" if self.is_late else "not_started"


def activities_for(scope: Scope) -> QuerySet[Activity]:
    rows = Activity.objects.visible_to(scope).select_related("measure__responsible", "owner")
    return rows.order_by("due_on", "pk")


def activity_lines(
    activities: Sequence[Activity], user_id: int | None, day: date
) -> list[ActivityLine]:
    """Two queries."""
    told = managers_told([activity.pk for activity in activities])
    left = without_owner(activities)
    return [
        replace(_activity_line(activity, user_id, day, told), owner_has_left=activity.pk in left)
        for activity in activities
    ]


def _activity_line(
    activity: Activity, user_id: int | None, day: date, told: Mapping[int, date]
) -> ActivityLine:
    late = activity.done_on is None and not activity.dropped and activity.due_on < day
    return ActivityLine(
        activity,
        late,
        activity.owner_id == user_id,
        days_late=(day - activity.due_on).days if late else 0,
        manager_told_on=told.get(activity.pk) if late else None,
    )


def measure_page_rows(scope: Scope) -> QuerySet[Measure]:
    """Visible measures with everything that the page of one shows."""
    return (
        Measure.objects.visible_to(scope)
        .select_related(
            "responsible",
            "process__lead_body",
            "process__program",
            "cause__analysis__joint_problem",
            "from_report__body",
            "from_report__program",
            "technique",
        )
        .prefetch_related(
            "goals",
            "partners__body",
            "partners__organization",
            Prefetch("activities", queryset=Activity.objects.select_related("owner")),
        )
    )
