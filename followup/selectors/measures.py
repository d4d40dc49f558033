"""Measures and activities as the pages show them, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from followup.compliance import Words
from followup.models import Activity, Measure
from followup.models.measure import ActivityQuerySet
from followup.selectors.goals import processes_seen
from followup.selectors.owners import without_owner
from followup.selectors.reminders import Kind, told_above
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
    if is_late and measure.state in Measure.UNDER_WAY:
        return "late"
    return {"planned": "not_started", "stopped": "cancelled"}.get(measure.state, measure.state)


def measures_for(scope: Scope) -> QuerySet[Measure]:
    """Visible measures with what a list shows."""
    return Measure.objects.visible_to(scope).order_by("due_on", "pk")


def measure_lines(scope: Scope, measures: QuerySet[Measure], day: date) -> list[MeasureLine]:
    """Two queries."""
    counted = measures.select_related("responsible", "cause", "process").annotate(
        activities_done=_number_of(Activity.objects.filter(done_on__isnull=False)),
        activities_asked=_number_of(Activity.objects.filter(dropped=False)),
        activities_late=_number_of(Activity.objects.late_on(day)),
    )
    rows: Sequence[Any] = list(counted)
    seen = processes_seen(scope, {row.process_id for row in rows})
    return [
        MeasureLine(
            row,
            row.activities_done,
            row.activities_asked,
            row.activities_late,
            is_late=row.state in Measure.UNDER_WAY and bool(row.due_on and row.due_on < day),
            sees_process=row.process_id in seen,
        )
        for row in rows
    ]


def _number_of(activities: QuerySet[Activity]) -> Coalesce:
    """How many of them the measure has; counted for the rows that are shown and no others."""
    rows = activities.filter(measure=OuterRef("pk")).order_by()
    counted = rows.values("measure").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class ActivityLine:
    """``manager_told_on`` is the day when the body's managers were told that it is late,
    ``central_told_on`` when the central office was, because the body had no manager.

    ``owner_has_left`` says that somebody else must be chosen. ``rest`` is why nobody waits for it
    now, in words; what rests is not late.
    """

    activity: Activity
    is_late: bool
    is_own: bool
    days_late: int = 0
    manager_told_on: date | None = None
    central_told_on: date | None = None
    owner_has_left: bool = False
    rest: Words = ""

    @property
    def state(self) -> str:
        if self.activity.dropped:
            return "cancelled"
        if self.activity.done_on:
            return "done"
        if self.rest:
            return "resting"
        return "late" if self.is_late else "not_started"


def activities_for(scope: Scope) -> ActivityQuerySet:
    rows = Activity.objects.visible_to(scope).select_related(
        "measure__responsible", "measure__process", "owner"
    )
    return rows.order_by("due_on", "pk")


def activity_lines(
    activities: Sequence[Activity], user_id: int | None, day: date
) -> list[ActivityLine]:
    """Two queries; each activity is read with its measure and that one's process."""
    told = told_above([activity.pk for activity in activities])
    left = without_owner(activities)
    return [
        replace(_activity_line(activity, user_id, day, told), owner_has_left=activity.pk in left)
        for activity in activities
    ]


def _activity_line(
    activity: Activity, user_id: int | None, day: date, told: Mapping[tuple[int, str], date]
) -> ActivityLine:
    is_left = activity.done_on is None and not activity.dropped
    rest = why_resting(activity.measure) if is_left else ""
    late = is_left and not rest and activity.due_on < day
    return ActivityLine(
        activity,
        late,
        activity.owner_id == user_id,
        days_late=(day - activity.due_on).days if late else 0,
        manager_told_on=told.get((activity.pk, Kind.TO_MANAGER)) if late else None,
        central_told_on=told.get((activity.pk, Kind.TO_CENTRAL)) if late else None,
        rest=rest,
    )


RESTS = {
    Measure.State.PAUSED: _("åtgärden är pausad"),
    Measure.State.STOPPED: _("åtgärden är avbruten"),
    Measure.State.DONE: _("åtgärden är klar"),
}


def why_resting(measure: Measure) -> Words:
    """Why nobody waits for what is left in the measure, as ``Activity.objects.resting`` has it."""
    if measure.process and measure.process.ended_on:
        return _("samverkan är avslutad")
    return RESTS.get(measure.state, "")


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
