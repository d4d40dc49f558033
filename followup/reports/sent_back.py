"""What a section that is sent back with a question says of the body that is asked.

Before an edition is published only the central office reads it: a district reads its own edition's
section whole, and of the city's only the lines about itself.
"""

from followup.models import MonthlyReport
from followup.reports.freezing import thaw
from followup.reports.material import Material
from followup.reports.parts import own
from followup.reports.sections import districts, goals, measures, obstacles, other_bodies
from followup.reports.telling import chapters_of
from followup.reports.writing import write_section
from followup.selectors.situation import BodyStatus

# The sections whose lines are a body's own; the others tell of the city as a whole.
BY_BODY = {
    each.anchor: each
    for each in (
        districts.SECTION, other_bodies.SECTION, goals.SECTION, measures.SECTION, obstacles.SECTION,
    )
}  # fmt: skip


def says_of(report: MonthlyReport, anchor: str, body_id: int) -> str:
    """HTML of the section as it was frozen; empty where it has no lines about the body."""
    if report.body_id == body_id:
        found = (each.html for each in chapters_of(report) if each.told.anchor == anchor)
        return next(found, "")
    if report.body_id or anchor not in BY_BODY or "material" not in report.data:
        return ""
    material = thaw(Material, report.data["material"])
    status = next((each for each in material.status.bodies if each.body_id == body_id), None)
    if status is None or not _is_in(material, anchor, status):
        return ""
    return write_section(BY_BODY[anchor], own(material, status)).html


def _is_in(material: Material, anchor: str, status: BodyStatus) -> bool:
    """The districts have a section of their own, and so have the others."""
    groups = {
        districts.SECTION.anchor: material.districts,
        other_bodies.SECTION.anchor: material.others,
    }
    return status in groups.get(anchor, (status,))
