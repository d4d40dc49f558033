"""The running collaborations by step, and how long they have stood there: figures only."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.models import Step
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure
from trygghet.swedish import swedish_key


@dataclass(frozen=True)
class StepRow:
    """``typical`` is the median of the days, the lower of two in the middle."""

    step: str
    name: str
    count: int
    typical: int | None
    longest: int | None


@dataclass(frozen=True)
class LeadRow:
    key: str
    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def build(material: Material) -> dict[str, Any]:
    standings = material.work.standings
    return {
        "steps": tuple(
            _step(step, [each.days for each in standings if each.step == step]) for step in Step
        ),
        "leads": tuple(_leads(material)) if material.is_city else (),
        "total": len(standings),
    }


def _step(step: Step, days: list[int]) -> StepRow:
    typical, longest = (median_low(days), max(days)) if days else (None, None)
    return StepRow(step.value, str(step.label), len(days), typical, longest)


def _leads(material: Material) -> Iterable[LeadRow]:
    standings = material.work.standings
    names = {each.body_id: each.body_name for each in standings}
    count = Counter((each.body_id, each.step) for each in standings)
    for pk, name in sorted(names.items(), key=lambda lead: swedish_key(lead[1])):
        yield LeadRow(str(pk), name, tuple(count[pk, step.value] for step in Step))


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    yield Figure("processes.running", "", _("Samverkan som pågår"), built["total"])
    for row in built["steps"]:
        words = {"step": row.name}
        yield Figure("processes.step", row.step, _("Samverkan i %(step)s") % words, row.count)
        typical, longest = _("%(step)s: median av dagar"), _("%(step)s: längst")
        yield Figure("processes.typical", row.step, typical % words, row.typical, _(" dagar"))
        yield Figure("processes.longest", row.step, longest % words, row.longest, _(" dagar"))
    for lead in built["leads"]:
        for step, count in zip(Step, lead.counts, strict=True):
            label = f"{lead.name}: {step.label}"
            yield Figure("processes.lead", f"{lead.key}.{step.value}", label, count)
        label = _("%(body)s: samverkan som pågår") % {"body": lead.name}
        yield Figure("processes.of_lead", lead.key, label, lead.total)


SECTION = Section(
    "samverkan", gettext_lazy("Samverkan efter steg"), "followup/reports/processes.html", build,
    figures=figures,
)  # fmt: skip
