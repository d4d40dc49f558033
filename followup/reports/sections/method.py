"""How the report was made, what it rests on, what is withheld and what the words mean."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followup.reports.material import Material
from followup.reports.sections.base import Section, long_date
from followup.reports.telling import Figure


def build(material: Material) -> dict[str, Any]:
    return {
        "read_on": long_date(material.day),
        "sources": [body for body in material.status.bodies if body.report_id],
    }


def figures(material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    withheld = material.withheld
    for kind, label, value in (
        ("sources", gettext("Godkända lägesbilder som rapporten bygger på"), len(built["sources"])),
        ("withheld.problems", gettext("Problem som inte visas"), withheld.problems),
        ("withheld.parts", gettext("Textavsnitt som inte visas"), withheld.parts),
        ("withheld.obstacles", gettext("Månadens hinder som inte visas"), withheld.obstacles),
        ("withheld.waiting", gettext("Obesvarade hinder som inte visas"),
         material.withheld_waiting),
    ):  # fmt: skip
        yield Figure(kind, "", label, value)


SECTION = Section("metod", _("Metod och källor"), "followup/reports/method.html", build,
                  figures=figures)  # fmt: skip
