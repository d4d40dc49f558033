"""The monthly report, section by section. Adding one: a module, a template, a line here."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from followup.reports.sections import (
    changes,
    contents,
    cover,
    districts,
    duties,
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
# instead of the municipality's law it has what the program asks of the district.
INSTEAD = {districts.SECTION.anchor: own_words.SECTION, law.SECTION.anchor: duties.SECTION}
DISTRICT = tuple(
    INSTEAD.get(section.anchor, section) for section in CITY if section is not other_bodies.SECTION
)
# What a body without an edition of its own reads of the city's: its own lines.
PART = (
    replace(own_words.SECTION, anchor="lagesbilden", title=_("Lägesbilden")),
    goals.SECTION,
    measures.SECTION,
    obstacles.SECTION,
    duties.SECTION,
)
SECTIONS: dict[bool, tuple[Section, ...]] = {True: CITY, False: DISTRICT}
