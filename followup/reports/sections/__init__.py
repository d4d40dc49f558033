"""The monthly report, section by section. Adding one: a module, a template, a line here."""

from followup.reports.sections import (
    changes,
    contents,
    cover,
    districts,
    method,
    missing,
    obstacles,
    other_bodies,
    own_words,
    problem_types,
    red_thread,
    since,
    summary,
)
from followup.reports.sections.base import Section

SINCE = since.SECTION
CITY = (
    cover.SECTION,
    contents.SECTION,
    summary.SECTION,
    since.SECTION,
    changes.SECTION,
    districts.SECTION,
    other_bodies.SECTION,
    problem_types.SECTION,
    red_thread.SECTION,
    obstacles.SECTION,
    missing.SECTION,
    method.SECTION,
)
# A district's report has the same sections; its situation is told in full, in its own words.
DISTRICT = tuple(
    own_words.SECTION if section is districts.SECTION else section
    for section in CITY
    if section is not other_bodies.SECTION
)
SECTIONS: dict[bool, tuple[Section, ...]] = {True: CITY, False: DISTRICT}
