"""Measures and activities: what runs, what was done in the month, and what is late."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.models import Measure
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
from followup.selectors.report_work import MeasureLine
from trygghet.swedish import swedish_key

State = Measure.State


@dataclass(frozen=True)
class Tally:
    """Measures by state, activities done in the month, and late; ``longest`` in days."""

    key: str
    name: str
    ongoing: int
    paused: int
    done: int
    late: int
    longest: int


def build(material: Material) -> dict[str, Any]:
    lines = material.work.measures
    bodies = {line.body_id: line.body_name for line in lines}
    tallies = [
        _tally(material, str(pk), name, [line for line in lines if line.body_id == pk])
        for pk, name in sorted(bodies.items(), key=lambda body: swedish_key(body[1]))
    ]
    return {
        "total": _tally(material, "", _("Alla"), lines),
        "tallies": tallies if material.is_city else [],
        "lines": () if material.is_city else lines,
    }


def _tally(material: Material, key: str, name: str, lines: Iterable[MeasureLine]) -> Tally:
    lines = tuple(lines)
    since = [line.late_since for line in lines if line.late_since]
    return Tally(
        key=key,
        name=name,
        ongoing=sum(line.state == State.ONGOING for line in lines),
        paused=sum(line.state == State.PAUSED for line in lines),
        done=sum(line.done for line in lines),
        late=sum(line.late for line in lines),
        longest=(material.day - min(since)).days if since else 0,
    )


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    for row in (built["total"], *built["tallies"]):
        for kind, words, value, unit in (
            ("measures.ongoing", _("åtgärder som pågår"), row.ongoing, ""),
            ("measures.paused", _("pausade åtgärder"), row.paused, ""),
            ("activities.done", _("aktiviteter gjorda i månaden"), row.done, ""),
            ("activities.late", _("försenade aktiviteter"), row.late, ""),
            ("activities.longest_late", _("längsta förseningen"), row.longest, _(" dagar")),
        ):
            yield Figure(kind, row.key, f"{row.name}: {words}", value, unit)
    for line in built["lines"]:
        words = {"title": line.title}
        done, late = _("%(title)s: gjorda aktiviteter"), _("%(title)s: försenade aktiviteter")
        yield Figure("measure.done", str(line.measure_id), done % words, line.done)
        yield Figure("measure.late", str(line.measure_id), late % words, line.late)


SECTION = Section(
    "atgarder", gettext_lazy("Åtgärder och aktiviteter"), "followup/reports/measures.html", build,
    figures=figures,
)  # fmt: skip
