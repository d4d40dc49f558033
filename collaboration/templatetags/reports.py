"""A report's coded answers in words."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from collaboration.forms.problems import DAYS, TIMES
from collaboration.models import Problem, SituationReport
from collaboration.models.problem import TIMES_OF_DAY, WEEKDAYS
from trygghet.ui.statuses import STATUSES, Look

register = template.Library()


@register.simple_tag
def status_look(status: str) -> Look:
    """The word, icon and color of a status, where they are drawn apart."""
    return STATUSES[status]


@register.filter
def when_words(problem: Problem) -> str:
    """The cells of the week by time of day: "Kväll: fredag, lördag; natt: lördag"."""
    found = []
    for time, (label, _hours) in enumerate(TIMES):
        days = [day for day in range(WEEKDAYS) if day * TIMES_OF_DAY + time in problem.when]
        if days:
            every = len(days) == WEEKDAYS
            words = _("alla dagar") if every else ", ".join(str(DAYS[day]).lower() for day in days)
            found.append(f"{label}: {words}".lower())
    return "; ".join(found).capitalize()


@register.filter
def exposed_words(problem: Problem) -> str:
    labels = dict(Problem.Exposed.choices)
    return ", ".join(str(labels[group]) for group in problem.exposed).capitalize()


@register.filter
def is_late_on(report: SituationReport, day: date) -> bool:
    return report.is_late_on(day)
