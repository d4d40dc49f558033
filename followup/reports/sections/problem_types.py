from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from followup.reports import pictures
from followup.reports.material import Material
from followup.reports.sections.base import Section, tally_figures
from followup.reports.telling import Figure


def build(material: Material) -> dict[str, Any]:
    """Without any approved report there is nothing to count, which is not zero problems."""
    if material.picture.total is None:
        return {"chart": None, "types": (), "areas": ()}
    return {
        "chart": pictures.types(material),
        "types": material.picture.by_type,
        "areas": (*material.picture.by_area, material.picture.elsewhere)
        if material.picture.elsewhere.count
        else material.picture.by_area,
    }


def figures(_material: Material, built: dict[str, Any]) -> Iterator[Figure]:
    yield from tally_figures("type", built["types"])
    yield from tally_figures("area", built["areas"])


SECTION = Section(
    "problemtyper", _("Problem efter typ och område"), "followup/reports/problem_types.html", build,
    figures=figures,
)  # fmt: skip
