"""The monthly report, section by section. Adding one: a module, a template, a line here."""

from followup.reports.sections import (
    changes,
    contents,
    cover,
    districts,
    goals,
    indicators,
    law,
    measures,
    method,
    missing,
    obstacles,
    other_bodies,
    own_words,
    problem_types,
    processes,
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
    goals.SECTION,
    measures.SECTION,
    indicators.SECTION,
    processes.SECTION,
    red_thread.SECTION,
    obstacles.SECTION,
    missing.SECTION,
    law.SECTION,
    method.SECTION,
)
# A district's report has the same sections; its situation is told in full, in its own words, and
# the law is the municipality's.
DISTRICT = tuple(
    own_words.SECTION if section is districts.SECTION else section
    for section in CITY
    if section not in (other_bodies.SECTION, law.SECTION)
)
SECTIONS: dict[bool, tuple[Section, ...]] = {True: CITY, False: DISTRICT}
