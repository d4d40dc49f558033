"""Whether the collaborations hold together from problem to result: figures only, no titles.

A process is closed to others than its parties, so a public document tells how complete the threads
are and of what kind the loose ends are, and not what stands in them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followup.red_thread import Completeness
from followup.reports.material import Material
from followup.reports.sections.base import Section
from followup.reports.telling import Figure


@dataclass(frozen=True)
class ThreadRow:
    code: str
    name: str
    figures: Completeness

    @property
    def loose(self) -> int:
        return self.figures.expected - self.figures.held


def build(material: Material) -> dict[str, Any]:
    whole = material.threads.of(material.heading.body_id)
    rows = (
        [
            ThreadRow(status.code, status.name, figures)
            for status in (*material.districts, *material.others)
            if (figures := material.threads.of(status.body_id)).threads
        ]
        if material.is_city
        else []
    )
    return {"whole": whole, "rows": rows}


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    whole = built["whole"]
    percent = gettext("Trådarna hänger ihop, procent")
    yield Figure("thread.running", "", gettext("Samverkan med röd tråd"), whole.threads)
    yield Figure("thread.percent", "", percent, whole.percent)
    for kind, number in whole.loose:
        yield Figure("thread.loose", kind.value, str(kind.words), number)
    for row in built["rows"]:
        words = {"n": row.name}
        loose = gettext("%(n)s: lösa ändar") % words
        percent = gettext("%(n)s: hänger ihop, procent") % words
        running = gettext("%(n)s: trådar") % words
        yield Figure("thread.body_running", row.code, running, row.figures.threads)
        yield Figure("thread.body_percent", row.code, percent, row.figures.percent)
        yield Figure("thread.body_loose", row.code, loose, row.loose)


SECTION = Section("rod-trad", _("Den röda tråden"), "followup/reports/red_thread.html", build,
                  figures=figures)  # fmt: skip
