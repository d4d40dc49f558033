"""Whether the collaborations hold together from problem to result: figures only, no titles.

A process is closed to others than its parties, so a public document tells how complete the threads
are and of what kind the loose ends are, and not what stands in them.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.red_thread import Completeness
from followup.reports.material import Material
from followup.reports.sections.base import Section


@dataclass(frozen=True)
class ThreadRow:
    name: str
    figures: Completeness

    @property
    def loose(self) -> int:
        return self.figures.expected - self.figures.held


def build(material: Material) -> dict[str, Any]:
    whole = material.threads.of(material.heading.body_id)
    rows = (
        [
            ThreadRow(status.name, figures)
            for status in (*material.districts, *material.others)
            if (figures := material.threads.of(status.body_id)).threads
        ]
        if material.is_city
        else []
    )
    return {"whole": whole, "rows": rows}


SECTION = Section("rod-trad", _("Den röda tråden"), "followup/reports/red_thread.html", build)
