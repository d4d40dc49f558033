"""Goals, measures and activities lie within the program that they belong to."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from followup.models import Measure
from programs.models import Program


def program_of(measure: Measure) -> Program | None:
    """The program of the measure's process, of the report that it was put in from, or of the goal
    of the body's own that it leads to.
    """
    if measure.process:
        return measure.process.program
    if measure.from_report:
        return measure.from_report.program
    goals = measure.goals.select_related("focus_area__program") if measure.pk else ()
    return next((goal.focus_area.program for goal in goals), None)


def refuse_outside(program: Program | None, due_on: date | None, name: str = "due_on") -> None:
    """Raises ValidationError at the field ``name`` when the day is outside the program."""
    if program is None or due_on is None or program.starts_on <= due_on <= program.ends_on:
        return
    said = _("%(program)s gäller %(first)s–%(last)s. Välj ett datum inom den tiden.") % {
        "program": program.name,
        "first": date_format(program.starts_on, "j F Y"),
        "last": date_format(program.ends_on, "j F Y"),
    }
    raise ValidationError({name: said})
