"""Each body's own part of an edition: its own lines, cut out of what the edition was written from.

A district committee has an edition of its own. The specialist committees and the company boards
have a page each in the city's, frozen with it. Whoever is sent an edition also reads the lines of
the own body in short, in the letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.compliance import State
from followup.models import GoalAssessment
from followup.reports.material import Material
from followup.reports.sections import PART
from followup.reports.sections import duties as duty_section
from followup.reports.sections import measures as measure_section
from followup.reports.sections.base import listed
from followup.reports.writing import joined, write_section
from followup.selectors.obstacles import ObstacleBook
from followup.selectors.situation import BodyStatus

MOST_NAMED = 3
Grade = GoalAssessment.Grade


@dataclass(frozen=True)
class Letter:
    """A body's lines in short; ``has_part``: they also stand on a page of their own."""

    code: str
    name: str
    text: str
    has_part: bool


def letters_of(material: Material) -> tuple[Letter, ...]:
    """A district's edition has its own, the city's those of the bodies without an edition."""
    bodies = material.others if material.is_city else material.status.bodies
    return tuple(
        Letter(body.code, body.name, _in_short(own(material, body)), material.is_city)
        for body in bodies
    )


def parts_of(material: Material) -> dict[str, dict[str, Any]]:
    """By the body's code: the part's HTML, and its sections as an edition keeps its own."""
    bodies = material.others if material.is_city else ()
    return {body.code: _part(own(material, body)) for body in bodies}


def own(material: Material, body: BodyStatus) -> Material:
    """``material`` with the lines of one body only: as if the edition was about that body."""
    pk, work = body.body_id, material.work
    return replace(
        material,
        heading=replace(material.heading, body_id=pk, scope_name=body.name),
        history=tuple(month.only(pk) for month in material.history),
        words={key: words for key, words in material.words.items() if key == pk},
        obstacles=ObstacleBook(tuple(x for x in material.obstacles.lines if x.body_id == pk)),
        withheld_waiting=material.withheld_waiting_by_body.get(pk, 0),
        work=replace(
            work,
            goals=replace(work.goals, lines=tuple(x for x in work.goals.lines if x.body_id == pk)),
            measures=tuple(x for x in work.measures if x.body_id == pk),
            standings=tuple(x for x in work.standings if x.body_id == pk),
            signals=tuple(x for x in work.signals if x.body_id == pk),
            indicators=(),
            more_indicators=0,
            law=(),
        ),
    )


def _part(material: Material) -> dict[str, Any]:
    written = [write_section(each, material) for each in PART if each.is_told(material)]
    return {"html": joined(written), "sections": [each.kept() for each in written]}


def _in_short(material: Material) -> str:
    lines = (_report(material), *_goals(material), *_measures(material), *_obstacles(material))
    return "\n".join(f"- {line}" for line in (*lines, *_duties(material)))


def _report(material: Material) -> str:
    [status] = material.status.bodies
    if not status.is_sent:
        return _("Lägesbilden för %(month)s har inte kommit. Sista dag: %(day)s.") % {
            "month": material.month_name, "day": status.due_on,
        }  # fmt: skip
    if not status.is_approved:
        return _("Lägesbilden för %(month)s är inskickad men inte godkänd.") % {
            "month": material.month_name
        }
    now = material.series_by_body[status.body_id][-1]
    text = ngettext(
        "Lägesbilden för %(month)s är godkänd: %(n)s problem, varav %(growing)s ökar.",
        "Lägesbilden för %(month)s är godkänd: %(n)s problem, varav %(growing)s ökar.",
        now.count or 0,
    )
    return text % {"month": material.month_name, "n": now.count, "growing": now.increasing}


def _goals(material: Material) -> Iterator[str]:
    goals = material.work.goals
    if not goals.lines:
        yield _("Inga mål gällde under månaden.")
        return
    text = ngettext(
        "%(n)s mål: %(fully)s uppnås helt, %(partly)s delvis, %(not)s ej, %(none)s inte bedömt.",
        "%(n)s mål: %(fully)s uppnås helt, %(partly)s delvis, %(not)s ej, %(none)s inte bedömda.",
        len(goals.lines),
    )
    counts = {grade.value: goals.count(grade=grade.value) for grade in Grade}
    yield text % (counts | {"n": len(goals.lines), "none": goals.count(grade="")})


def _measures(material: Material) -> Iterator[str]:
    total = measure_section.build(material)["total"]
    yield _("Åtgärder som pågår: %(ongoing)s. Pausade: %(paused)s.") % {
        "ongoing": total.ongoing, "paused": total.paused,
    }  # fmt: skip
    yield _("Aktiviteter gjorda under månaden: %(done)s. Försenade: %(late)s%(which)s.") % {
        "done": total.done,
        "late": total.late,
        "which": _named([line.title for line in material.work.measures if line.late]),
    }


def _obstacles(material: Material) -> Iterator[str]:
    waiting = [
        _("%(title)s, %(n)s dagar") % {"title": line.title, "n": line.days_waited(material.day)}
        for line in material.waiting
    ]
    yield _("Hinder som väntar på svar: %(n)s%(which)s.") % {
        "n": len(waiting), "which": _named(waiting),
    }  # fmt: skip
    if material.withheld_waiting:
        yield _("Hinder som väntar och inte visas, eftersom de inte är öppna: %(n)s.") % {
            "n": material.withheld_waiting
        }
    if material.answered:
        yield _("Hinder som fått svar: %(n)s%(which)s.") % {
            "n": len(material.answered), "which": _named([x.title for x in material.answered]),
        }  # fmt: skip


def _duties(material: Material) -> Iterator[str]:
    if not material.own_duties:
        return
    counts = duty_section.build(material)["counts"]
    missing = [x.ask for x in material.own_duties if x.state == State.MISSING.value]
    lacking = [f"{ask[:1].lower()}{ask[1:].rstrip('.')}" for ask in missing]
    words = {state.value: counts[state.value] for state in State}
    yield _(
        "Programmets krav: uppfyllda %(met)s, att se över %(soon)s, saknas %(missing)s%(which)s."
    ) % (words | {"which": _named(lacking)})


def _named(titles: list[str]) -> str:
    return f" ({listed(titles, MOST_NAMED)})" if titles else ""
