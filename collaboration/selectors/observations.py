"""Observations as the phone page, the list and the situation report's form show them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from collaboration.models import Observation, Problem, SituationReport
from collaboration.permissions import can_edit_report
from programs.models import ProblemType
from trygghet.accounts.scope import Scope

COMMON = 6
COUNTED_DAYS = 365


@dataclass(frozen=True)
class Categories:
    """What an observation can be about: the most used first, then the others by group."""

    common: tuple[ProblemType, ...]
    others: tuple[tuple[str, tuple[ProblemType, ...]], ...]

    def is_common(self, chosen: object) -> bool:
        """Whether ``chosen``, as the form holds it, is one of the most used, or nothing."""
        return not chosen or str(chosen) in {str(each.pk) for each in self.common}


def categories(scope: Scope) -> Categories:
    """The types to choose among; the most used are those of the person's bodies. Two queries."""
    types = list(ProblemType.objects.filter(is_active=True))
    since = timezone.now() - timedelta(days=COUNTED_DAYS)
    used = Counter(
        dict(
            Observation.objects.sightings()
            .filter(body__in=scope.bodies, seen_at__gte=since)
            .values("category")
            .annotate(number=Count("pk"))
            .values_list("category", "number")
        )
    )
    common = sorted(types, key=lambda each: -used[each.pk])[:COMMON]
    groups: dict[str, list[ProblemType]] = {}
    for each in (each for each in types if each not in common):
        groups.setdefault(each.group, []).append(each)
    return Categories(tuple(common), tuple((name, tuple(each)) for name, each in groups.items()))


@dataclass(frozen=True)
class QuietWeek:
    """A week in which somebody said that there was nothing to report."""

    year: int
    week: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class ObservationPanel:
    """A report's observations beside its form."""

    report: SituationReport
    unread: tuple[Observation, ...]
    taken_in: tuple[Observation, ...]
    set_aside: tuple[Observation, ...]
    quiet_weeks: tuple[QuietWeek, ...]
    problems: tuple[Problem, ...]
    may_handle: bool

    @property
    def total(self) -> int:
        return len(self.unread) + len(self.taken_in) + len(self.set_aside)


def observation_panel(scope: Scope, report: SituationReport) -> ObservationPanel:
    """What was seen in the report's period and what became of it. Two queries."""
    rows = list(
        Observation.objects.visible_to(scope)
        .for_report(report)
        .select_related("category", "area", "logged_by", "problem")
        .order_by("-seen_at", "-pk")
    )
    state = Observation.State
    seen = [row for row in rows if not row.nothing_to_report]
    return ObservationPanel(
        report=report,
        unread=tuple(row for row in seen if row.state == state.NEW),
        taken_in=tuple(row for row in seen if row.state == state.TAKEN_IN),
        set_aside=tuple(row for row in seen if row.state == state.SET_ASIDE),
        quiet_weeks=_quiet_weeks(row for row in rows if row.nothing_to_report),
        problems=tuple(report.problems.readable_by(scope).defer("description", "consequences")),
        may_handle=can_edit_report(scope, report),
    )


def _quiet_weeks(rows) -> tuple[QuietWeek, ...]:  # noqa: ANN001
    names: dict[tuple[int, int], list[str]] = {}
    for row in rows:
        year, week, _day = timezone.localtime(row.seen_at).isocalendar()
        names.setdefault((year, week), []).append(str(row.logged_by))
    return tuple(
        QuietWeek(year, week, tuple(sorted(set(who))))
        for (year, week), who in sorted(names.items())
    )


def report_in_work_for(observation: Observation) -> SituationReport | None:
    """The body's report for the observation's day, if it can still be written in. One query."""
    day: date = timezone.localtime(observation.seen_at).date()
    reports = SituationReport.objects.editable().filter(
        body_id=observation.body_id, period__lte=day
    )
    newest = reports.order_by("-period").first()
    return newest if newest and day <= newest.last_day else None
