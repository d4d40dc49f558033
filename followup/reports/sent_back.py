"""A section that is sent back with a question: as it stands in the draft, and what it says of the
body that is asked.

Before an edition is published only the central office reads it. Who is asked reads the section that
the question is about, whole, and nothing else of the draft: links that lead on into it are text.
"""

import re
from dataclasses import dataclass

from followup.models import MonthlyReport, SectionReview
from followup.reports.freezing import thaw
from followup.reports.material import Material
from followup.reports.parts import own
from followup.reports.sections import districts, goals, measures, obstacles, other_bodies
from followup.reports.telling import Chapter, chapters_of
from followup.reports.writing import write_section
from followup.selectors.situation import BodyStatus

# The sections whose lines are a body's own; the others tell of the city as a whole.
BY_BODY = {
    each.anchor: each
    for each in (
        districts.SECTION, other_bodies.SECTION, goals.SECTION, measures.SECTION, obstacles.SECTION,
    )
}  # fmt: skip
LINK = re.compile(r'<a href="#(?P<to>[^"]+)">(?P<text>.*?)</a>', re.DOTALL)
REFERENCE = re.compile(r'(?P<before>\b(?:id|aria-labelledby)="|url\(#|href="#)(?P<names>[^")]+)')
OWN = "om-er-"  # before the names inside the own lines, which stand in the section too


@dataclass(frozen=True)
class SentBack:
    """``own`` is what the section says of the body, empty where it has no such lines or is the
    body's own edition; ``whole`` the section, empty where the draft no longer has it.
    ``is_changed``: the draft was made anew after the question was asked, and says something else.
    """

    own: str
    whole: str
    is_changed: bool

    @property
    def opens_whole(self) -> bool:
        return not self.own


def sent_back(review: SectionReview) -> SentBack:
    """What the body reads that the question went to; ``report`` is read, with its content."""
    report, asked = review.report, review.section
    found = (each for each in chapters_of(report) if each.told.anchor == asked)
    chapter = next(found, None)
    if chapter is None:
        return SentBack(own="", whole="", is_changed=bool(review.section_hash))
    return SentBack(
        own=_named_apart(_says_of(report, asked, review.body_id or 0)),
        whole=_without_ways_out(chapter),
        is_changed=bool(review.section_hash) and chapter.told.hash != review.section_hash,
    )


def _says_of(report: MonthlyReport, anchor: str, body_id: int) -> str:
    """HTML of the body's lines, from what was frozen."""
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


def _without_ways_out(chapter: Chapter) -> str:
    """Links to other sections as text: they are not on the page."""

    def kept(link: re.Match[str]) -> str:
        return link[0] if f'id="{link["to"]}"' in chapter.html else link["text"]

    return LINK.sub(kept, chapter.html)


def _named_apart(html: str) -> str:
    """``html`` with names of its own, so that it can stand beside the section it is cut from."""

    def renamed(found: re.Match[str]) -> str:
        return found["before"] + " ".join(f"{OWN}{name}" for name in found["names"].split())

    return REFERENCE.sub(renamed, html)
