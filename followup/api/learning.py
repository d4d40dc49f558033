"""What the city's collaborations have learnt, and the list of techniques and factors."""

from collections.abc import Sequence

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.models import CycleFollowUp
from followup.api.measures import TechniqueSerializer
from followup.models import PreventionTechnique
from followup.permissions import can_keep_techniques, can_read_lessons, can_see_work
from followup.selectors.histories import technique_history
from followup.selectors.lessons import lessons_for, processes_opened, search
from followup.selectors.techniques import techniques_for
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadModelSerializer
from trygghet.api.views import Resource
from trygghet.history.selectors import Change


class LessonSerializer(ReadModelSerializer):
    """What a turn of a process taught those who took part."""

    process_id = serializers.IntegerField(
        source="opened_id", allow_null=True,
        help_text=_("Samverkansprocessen, om kontot får läsa den."),
    )  # fmt: skip
    process = serializers.CharField(source="cycle.process.title", help_text=_("Dess rubrik."))
    lead_body = NamedSerializer(source="cycle.process.lead_body")
    cycle = serializers.IntegerField(source="cycle.number", help_text=_("Varvet."))

    class Meta:
        model = CycleFollowUp
        fields = (
            "id", "process_id", "process", "lead_body", "cycle", "lessons", "decision",
            "decision_label", "decided_on",
        )  # fmt: skip


class LessonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        max_length=200, method="with_words", label=_("Ord, med ordens böjningar och början")
    )
    body = django_filters.CharFilter(
        field_name="cycle__process__lead_body__code", label=_("Koden för nämnden som leder")
    )
    decision = django_filters.ChoiceFilter(
        choices=CycleFollowUp.Decision.choices, label=_("Beslut")
    )

    def with_words(
        self, rows: QuerySet[CycleFollowUp], name: str, text: str
    ) -> QuerySet[CycleFollowUp]:
        return search(rows, text)


class Lessons(Resource):
    tag = _("Lärdomar och tekniker")
    filters = LessonFilter
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista lärdomar från hela staden"), LessonSerializer, is_list=True,
            may=can_read_lessons,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[CycleFollowUp]:
        return lessons_for(self.scope)

    def lines(self, rows: Sequence[CycleFollowUp]) -> Sequence[CycleFollowUp]:
        opened = processes_opened(self.scope, rows)
        for row in rows:
            process = row.cycle.process_id
            row.opened_id = process if process in opened else None
        return rows


class TechniqueLineSerializer(TechniqueSerializer):
    """With how many of the measures that the account sees build on it."""

    used = serializers.IntegerField(help_text=_("Åtgärder som bygger på den."))

    class Meta(TechniqueSerializer.Meta):
        fields = (*TechniqueSerializer.Meta.fields, "is_active", "used")


class TechniqueFilter(django_filters.FilterSet):
    approach = django_filters.ChoiceFilter(
        choices=PreventionTechnique.Approach.choices, label=_("Slag")
    )
    group = django_filters.ChoiceFilter(choices=PreventionTechnique.Group.choices, label=_("Grupp"))


class Techniques(WithHistory):
    tag = _("Lärdomar och tekniker")
    filters = TechniqueFilter
    operations = {
        "list": Operation(
            _("Lista tekniker och faktorer som åtgärder bygger på"), TechniqueLineSerializer,
            is_list=True, may=can_see_work,
        ),
        "history": history(can_keep_techniques),
    }  # fmt: skip

    def rows(self) -> QuerySet[PreventionTechnique]:
        return techniques_for(self.scope)

    def changes_of(self, row: PreventionTechnique) -> list[Change] | None:
        return technique_history(self.scope, row)
