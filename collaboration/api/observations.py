"""What was seen in the field, and what became of it. Photos are looked at on the pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.models import Observation, Problem
from collaboration.permissions import can_see_observations
from collaboration.selectors.histories import observation_history
from trygghet.api.filters import MonthFilter
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadModelSerializer
from trygghet.history.selectors import Change


class ObservationSerializer(ReadModelSerializer):
    """Something that was seen, or that there was nothing to report in a week."""

    body = NamedSerializer()
    category = NamedSerializer(allow_null=True, help_text=_("Vad den gäller; null: inget sågs."))
    area_id = serializers.IntegerField(allow_null=True)
    has_photo = serializers.SerializerMethodField(
        help_text=_("Om den har en bild, som visas på iakttagelsens sida.")
    )
    logged_by = serializers.CharField(source="logged_by.name", help_text=_("Den som såg det."))
    problem_id = serializers.IntegerField(
        source="seen_problem.pk", default=None, allow_null=True,
        help_text=_("Problemet som den är med i, om kontot får läsa det."),
    )  # fmt: skip
    report_id = serializers.IntegerField(
        source="seen_problem.report_id", default=None, allow_null=True,
        help_text=_("Problemets lägesbild, om kontot får läsa problemet."),
    )  # fmt: skip

    class Meta:
        model = Observation
        fields = (
            "id", "body", "nothing_to_report", "category", "seen_at", "area_id", "place",
            "longitude", "latitude", "text", "has_photo", "state", "state_label", "answer",
            "problem_id", "report_id", "logged_by", "logged_at",
        )  # fmt: skip

    def get_has_photo(self, observation: Observation) -> bool:
        return bool(observation.photo)


class ObservationFilter(django_filters.FilterSet):
    body = django_filters.CharFilter(field_name="body__code", label=_("Nämndens kod"))
    month = MonthFilter(method="in_month", label=_("Månaden då det sågs, som 2026-10"))
    category = django_filters.CharFilter(field_name="category__code", label=_("Problemtypens kod"))
    state = django_filters.ChoiceFilter(
        choices=Observation.State.choices, method="in_state", label=_("Läge")
    )
    nothing_to_report = django_filters.BooleanFilter(label=_("Inget att rapportera"))

    def in_month(self, rows: Any, name: str, month: date) -> Any:
        return rows.filter(seen_at__year=month.year, seen_at__month=month.month)

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        return rows.sightings().filter(state=state)


class Observations(WithHistory):
    tag = _("Lägesbilder")
    filters = ObservationFilter
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista iakttagelser"), ObservationSerializer,
            _("De egna nämndernas; stadsledningskontoret läser alla."), is_list=True,
            may=can_see_observations,
        ),
        "retrieve": Operation(
            _("Läs en iakttagelse"), ObservationSerializer, may=can_see_observations
        ),
        "history": history(can_see_observations),
    }  # fmt: skip

    def rows(self) -> QuerySet[Observation]:
        rows = Observation.objects.visible_to(self.scope)
        return rows.select_related("body", "category", "logged_by")

    def lines(self, rows: Sequence[Observation]) -> Sequence[Observation]:
        """With the problem that each is part of, where the reader may read that."""
        named = Problem.objects.visible_to(self.scope).only("pk", "report_id")
        seen = named.in_bulk({row.problem_id for row in rows if row.problem_id})
        for row in rows:
            row.seen_problem = seen.get(row.problem_id)
        return rows

    def changes_of(self, row: Observation) -> list[Change] | None:
        return observation_history(self.scope, row)
