"""Goals as the pages show them, each with its letters judged, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.models import CollaborationProcess, Participant
from followup.models import (
    GoalAcceptance,
    Indicator,
    IndicatorReading,
    Measure,
    SmartGoal,
)
from followup.periods import period_name
from followup.selectors.series import Place, Point, Series, series_of_pairs
from followup.smart import SmartCheck, declined_by, smart_check
from followup.way_gone import in_percent, way_gone
from programs.models import Area
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class GoalLine:
    """A goal with its check; ``sees_process`` says whether the reader may open its process."""

    goal: SmartGoal
    check: SmartCheck
    sees_process: bool

    @property
    def accepted_by(self) -> int:
        return sum(answer.accepted for answer in _answers(self.goal))


@dataclass(frozen=True)
class PartyAnswer:
    """A party's answer to a goal; ``answer`` None while it is waited for."""

    party: Participant
    answer: GoalAcceptance | None
    is_own: bool


@dataclass(frozen=True)
class Result:
    """How the goal's indicator has moved, by the areas of today.

    ``share`` is the way gone from baseline to target (%, a half rounded up). ``made_of`` names the
    areas that some values were put together of, re-based where the areas have changed since then;
    ``cannot`` says why a period has no value. ``became`` is the area that the place is a part of
    now.
    """

    points: tuple[Point, ...] = ()
    place: str = ""
    share: int | None = None
    made_of: tuple[str, ...] = ()
    is_rebased: bool = False
    cannot: tuple[str, ...] = ()
    became: str = ""
    frequency: str = Indicator.Frequency.MONTH

    @property
    def latest(self) -> Point | None:
        known = [point for point in self.points if point.value is not None]
        return known[-1] if known else None

    @property
    def latest_period(self) -> str:
        """``oktober 2026``, or ``2026`` of what is read once a year."""
        return period_name(self.latest.period, self.frequency) if self.latest else ""

    @property
    def areas_in_words(self) -> tuple[str, ...]:
        """What the reader must know of the areas that the values are of: sentences."""
        about = {
            "names": ", ".join(self.made_of),
            "place": self.place,
            "area": self.became,
            "why": self.cannot[0] if self.cannot else "",
        }
        rebased = _(
            "Serien är omräknad efter dagens områden: några värden är summerade av %(names)s. "
            "Andelar och medelvärden är räknade på nytt av täljare och nämnare."
        )
        ended = _(
            "%(place)s har uppgått i %(area)s, så kurvan slutar där. Målets värden gäller "
            "%(place)s: revidera målet om arbetet fortsätter i %(area)s."
        )
        said = (
            (self.is_rebased, rebased),
            (
                bool(self.made_of) and not self.is_rebased,
                _("Några värden är hopräknade av %(names)s."),
            ),
            (bool(self.cannot), _("Några perioder går inte att räkna om: %(why)s")),
            (bool(self.became), ended),
        )
        return tuple(text % about for is_so, text in said if is_so)


def goals_for(scope: Scope) -> QuerySet[SmartGoal]:
    """Visible goals with everything that a list shows."""
    return with_check(SmartGoal.objects.visible_to(scope)).order_by("due_on", "pk")


def with_check(goals: QuerySet[SmartGoal]) -> QuerySet[SmartGoal]:
    """``goals`` with the rows that ``smart_check`` is judged on."""
    return with_answers(
        goals.select_related("body", "focus_area", "council_goal", "problem", "indicator")
    ).prefetch_related(Prefetch("measures", queryset=Measure.objects.select_related("responsible")))


def with_answers(goals: QuerySet[SmartGoal]) -> QuerySet[SmartGoal]:
    """``goals`` with the active parties and their answers. Two queries beside their own."""
    parties = Participant.objects.active().with_party()
    return goals.select_related("process").prefetch_related(
        Prefetch("process__participants", queryset=parties),
        Prefetch("acceptances", queryset=GoalAcceptance.objects.select_related("answered_by")),
    )


def goal_lines(scope: Scope, goals: Sequence[SmartGoal]) -> list[GoalLine]:
    """One query beside those of ``goals``."""
    seen = processes_seen(scope, {goal.process_id for goal in goals})
    return [GoalLine(goal, check_of(goal), goal.process_id in seen) for goal in goals]


def check_of(goal: SmartGoal) -> SmartCheck:
    """The letters of a goal that ``with_check`` has read."""
    return smart_check(
        goal,
        parties=list(goal.process.participants.all()) if goal.process else [],
        answers=_answers(goal),
        measures=list(goal.measures.all()),
    )


def declined_of(goal: SmartGoal) -> str:
    """By whom a goal that ``with_answers`` has read is not accepted; empty while by nobody."""
    parties = goal.process.participants.all() if goal.process else []
    return declined_by(list(parties), _answers(goal))


def answers_of(goal: SmartGoal, own: frozenset[int]) -> list[PartyAnswer]:
    """Each active party with its answer."""
    said = {answer.participant_id: answer for answer in _answers(goal)}
    parties = goal.process.participants.all() if goal.process else []
    return [PartyAnswer(party, said.get(party.pk), party.pk in own) for party in parties]


def with_places(goals: QuerySet[SmartGoal]) -> QuerySet[SmartGoal]:
    """``goals`` with the places that ``results_of`` looks at. One query beside their own."""
    places = Area.objects.select_related("successor").order_by("pk")
    rows = goals.select_related("indicator", "process", "body__area__successor")
    rows = rows.prefetch_related(
        Prefetch("process__areas", places.defer("boundary", "successor__boundary"))
    )
    return rows.defer("body__area__boundary", "body__area__successor__boundary")


def result_of(goal: SmartGoal) -> Result:
    """How the goal's indicator has moved, where it is read."""
    return results_of([goal])[0][1]


def results_of(goals: Sequence[SmartGoal]) -> list[tuple[SmartGoal, Result]]:
    """Each goal (``with_places``) with its result, by the areas of today.

    Of the goal's body, else of the first area that has readings of its own, else of the first that
    can be put together of its parts. One query, and a handful where areas are read.
    """
    measured = [goal for goal in goals if goal.indicator]
    found = _first_read([(goal, goal.body) for goal in measured])
    left = [goal for goal in measured if goal.pk not in found]
    found |= _first_read([(goal, area) for goal in left for area in _areas(goal)])
    return [(goal, found.get(goal.pk, Result())) for goal in goals]


def _first_read(pairs: Sequence[tuple[SmartGoal, Place]]) -> dict[int, Result]:
    """By goal, the result where it is read; the places of a goal stand with the nearest first."""
    if not pairs:
        return {}
    read = series_of_pairs(
        [(goal.indicator, place) for goal, place in pairs], by_areas_of=timezone.localdate()
    )
    found: dict[int, list[tuple[Place, Series]]] = {}
    for (goal, place), series in zip(pairs, read, strict=True):
        if series.points:
            found.setdefault(goal.pk, []).append((place, series))
    return {goal.pk: _result(goal, found[goal.pk]) for goal, _place in pairs if goal.pk in found}


def _areas(goal: SmartGoal) -> list[Area]:
    areas = list(goal.process.areas.all()) if goal.process else []
    return [*areas, goal.body.area] if goal.body.area else areas


def places_of(goal: SmartGoal) -> list[int]:
    """The areas (ids) that a reading may be of, the goal's body apart, the first one first."""
    areas = [area.pk for area in goal.process.areas.all()] if goal.process else []
    return [*areas, goal.body.area_id] if goal.body.area_id else areas


def first_place(
    goal: SmartGoal, areas: Sequence[int], readings: Sequence[IndicatorReading]
) -> list[IndicatorReading]:
    """The readings of one place: of the goal's body, else of the first area that has any."""
    own = [reading for reading in readings if reading.body_id == goal.body_id]
    of_areas = ([r for r in readings if r.area_id == area] for area in areas)
    return own or next((found for found in of_areas if found), [])


def _result(goal: SmartGoal, read: Sequence[tuple[Place, Series]]) -> Result:
    entered = (each for each in read if any(point.reading_id for point in each[1].points))
    place, series = next(entered, read[0])
    return Result(
        series.points,
        series.place,
        _share(goal, series.latest.value if series.latest else None),
        series.made_of,
        series.is_rebased,
        series.cannot,
        _became(place),
        goal.indicator.frequency,
    )


def _became(place: Place) -> str:
    """The area that the place went up in; no name where it stands."""
    if isinstance(place, Area) and place.successor and place.valid_to:
        return place.successor.name if place.valid_to < timezone.localdate() else ""
    return ""


def _share(goal: SmartGoal, value: Decimal | None) -> int | None:
    share = way_gone(goal, value)
    return None if share is None else in_percent(share)


def processes_seen(scope: Scope, ids: Iterable[int | None]) -> set[int]:
    """Those of the processes that the reader may open. One query."""
    visible = CollaborationProcess.objects.visible_to(scope).filter(pk__in=[*filter(None, ids)])
    return set(visible.values_list("pk", flat=True))


def _answers(goal: SmartGoal) -> list[GoalAcceptance]:
    """Those of the parties that take part now."""
    if goal.process is None:
        return []
    active = {party.pk for party in goal.process.participants.all()}
    return [answer for answer in goal.acceptances.all() if answer.participant_id in active]
