"""Findings of safety walks that wait for the person's body to answer, on the start page."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.selectors.walks import findings_waiting_for
from followup.selectors.start_tasks import SHOWN, Task, joined
from trygghet.accounts.scope import Scope


def finding_tasks(scope: Scope, day: date) -> Iterator[Task]:
    """The ones that have waited longest; the rest are one line together. One query."""
    waiting = list(findings_waiting_for(scope))
    for finding in waiting[:SHOWN]:
        days = max((day - timezone.localdate(finding.found_at)).days, 0)
        waited = ngettext("har väntat %(days)d dag", "har väntat %(days)d dagar", days)
        yield Task(
            _("Svara på fyndet ”%(text)s”") % {"text": finding.text},
            joined(finding.walk.title, waited % {"days": days}),
            f"{reverse('collaboration:finding-detail', args=[finding.walk_id, finding.pk])}#svar",
            _("Svara"),
            "footprints",
            "warning",
            3,
        )
    if more := len(waiting[SHOWN:]):
        yield Task(
            ngettext(
                "%(number)d fynd till väntar på svar", "%(number)d fynd till väntar på svar", more
            )
            % {"number": more},
            _("De äldsta står ovanför"),
            f"{reverse('collaboration:walk-list')}?visa=svar",
            _("Visa alla"),
            "list",
            "neutral",
            4,
        )
