"""What has become of a council's decisions, as the reader may know it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from collaboration.models import AgendaItem, CouncilMeeting
from collaboration.models.classification import Classification
from collaboration.selectors.councils import readable_items
from followup.models import Activity, Measure
from followup.selectors.measures import ActivityLine, activity_lines
from trygghet.accounts.scope import Scope

State = Measure.State


@dataclass(frozen=True)
class DecisionLine:
    """``hidden`` counts the activities in work that the reader does not take part in."""

    item: AgendaItem
    activities: tuple[ActivityLine, ...]
    hidden: int

    @property
    def is_named(self) -> bool:
        """A restricted paragraph is read on the meeting's page only, where that is written down."""
        return self.item.classification != Classification.RESTRICTED


def decision_lines(scope: Scope, meeting: CouncilMeeting, day: date) -> list[DecisionLine]:
    """The decisions that the reader may read, in their order. A constant number of queries."""
    items = list(readable_items(scope, meeting).exclude(decision="").order_by("order", "pk"))
    planned = list(
        Activity.objects.filter(council_item__in=items).select_related("owner", "measure__process")
    )
    seen = set(
        Activity.objects.visible_to(scope)
        .filter(pk__in=[activity.pk for activity in planned])
        .values_list("pk", flat=True)
    )
    shown = [activity for activity in planned if activity.pk in seen]
    lines = activity_lines(shown, scope.user_id, day)
    return [
        DecisionLine(
            item,
            tuple(line for line in lines if line.activity.council_item_id == item.pk),
            sum(each.council_item_id == item.pk and each.pk not in seen for each in planned),
        )
        for item in items
    ]


def measures_to_join(scope: Scope) -> QuerySet[Measure]:
    """Measures in which the person plans activities: the own bodies' and their processes'."""
    own = Q(responsible__in=scope.coordinates | scope.oversees)
    leads = Q(process__lead_body__in=scope.coordinates)
    left = Measure.objects.filter(own | leads).exclude(state__in=(State.DONE, State.STOPPED))
    running = left.filter(Q(process=None) | Q(process__ended_on=None))
    return running.select_related("process").order_by("process__title", "title", "pk")
