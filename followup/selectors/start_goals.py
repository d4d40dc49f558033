"""Goals that wait to be assessed, assessments that were sent back, and those to review."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.assessment_periods import latest_finished, period_of
from followup.models import GoalAssessment, SmartGoal
from followup.selectors.assessments import returned_to, to_review, unassessed
from followup.selectors.start_tasks import SHOWN, Task, joined
from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope


def assessment_tasks(scope: Scope, day: date) -> Iterator[Task]:
    """For the coordinators and managers of the bodies. Two queries."""
    for row in returned_to(scope.restricted_bodies)[:SHOWN]:
        yield _returned(row)
    period = latest_finished(day)
    waiting = unassessed(SmartGoal.objects.filter(body__in=scope.restricted_bodies), period)
    bodies = ResponsibleBody.objects.filter(goals__in=waiting).annotate(asked=Count("goals"))
    for body in bodies.order_by("name"):
        yield Task(
            ngettext(
                "%(number)d mål att bedöma för %(period)s",
                "%(number)d mål att bedöma för %(period)s",
                body.asked,
            )
            % {"number": body.asked, "period": period},
            joined(body.name, _("Säg hur långt målen nåddes, med siffrorna bredvid")),
            f"{reverse('followup:assessment-list')}?lage=saknas&period={period.code}"
            f"&organ={body.code}",
            _("Bedöm"),
            "target",
            "accent",
            3,
        )


def _returned(row: GoalAssessment) -> Task:
    period = period_of(row.period_start)
    return Task(
        _("Bedömningen av ”%(goal)s” är återsänd") % {"goal": row.goal.title},
        joined(row.goal.body.name, row.review_comment[:200]),
        f"{reverse('followup:goal-assess', args=[row.goal_id])}?period={period.code}",
        _("Bedöm på nytt"),
        "undo-2",
        "warning",
        1,
    )


def review_tasks(scope: Scope) -> Iterator[Task]:
    """For the central office. One query."""
    counted = Counter(period_of(row.period_start) for row in to_review(scope))
    for period, number in sorted(counted.items()):
        yield Task(
            ngettext(
                "%(number)d bedömning av mål att granska för %(period)s",
                "%(number)d bedömningar av mål att granska för %(period)s",
                number,
            )
            % {"number": number, "period": period},
            _("Nämndernas egna ord om hur långt målen nåddes"),
            f"{reverse('followup:assessment-list')}?lage=vantar&period={period.code}",
            _("Granska"),
            "stamp",
            "accent",
            3,
        )
