"""Obstacles that the work has met, and what the central office answered."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.api.shared import SeenProcessField, SeenProcessFilter, with_process_seen
from collaboration.models import Obstacle
from collaboration.models.classification import Classification
from collaboration.permissions import can_see_obstacles
from collaboration.selectors.histories import obstacle_history
from collaboration.selectors.obstacles import with_days_waiting
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import LabelField, NamedSerializer, NameField, ReadModelSerializer
from trygghet.history.selectors import Change
from trygghet.history.services import record_restricted_reads

WAITING = "waiting"


class ObstacleSerializer(ReadModelSerializer):
    """An obstacle, the need, how long it has waited and the answer."""

    body = NamedSerializer()
    report_id = serializers.IntegerField(allow_null=True)
    process_id = SeenProcessField()
    acknowledged_by = NameField("acknowledged_by")
    answered_by = NameField("answered_by")
    reopened_by = NameField("reopened_by")
    closed_by = NameField("closed_by")
    state_label = LabelField("state")
    raised_by = serializers.CharField(source="raised_by.name")
    days_waiting = serializers.IntegerField(help_text=_("Hela dagar fram till svaret."))

    class Meta:
        model = Obstacle
        fields = (
            "id", "body", "report_id", "process_id", "title", "description", "need", "state",
            "state_label", "raised_by", "raised_at", "days_waiting", "acknowledged_by",
            "acknowledged_at", "answer", "decision", "decided_on", "answered_by", "answered_at",
            "reopened_by", "reopened_at", "reopen_reason", "closed_by", "closed_at",
            "classification", "classification_reason",
        )  # fmt: skip


class ObstacleFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        choices=[(WAITING, _("Väntar på svar")), *Obstacle.State.choices],
        method="in_state",
        label=_("Läge; waiting är alla som väntar på svar"),
    )
    body = django_filters.CharFilter(field_name="body__code", label=_("Nämndens kod"))
    process = SeenProcessFilter()

    def in_state(self, rows: Any, name: str, state: str) -> Any:
        return rows.unanswered() if state == WAITING else rows.filter(state=state)


class Obstacles(WithHistory):
    tag = _("Hinder")
    filters = ObstacleFilter
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista hinder"), ObstacleSerializer, is_list=True, may=can_see_obstacles
        ),
        "retrieve": Operation(_("Läs ett hinder"), ObstacleSerializer, may=can_see_obstacles),
        "history": history(can_see_obstacles),
    }

    def rows(self) -> QuerySet[Obstacle]:
        return Obstacle.objects.visible_to(self.scope).select_related(
            "body", "raised_by", "acknowledged_by", "answered_by", "reopened_by", "closed_by"
        )

    def lines(self, rows: Sequence[Obstacle]) -> Sequence[Obstacle]:
        restricted = [row for row in rows if row.classification == Classification.RESTRICTED]
        record_restricted_reads(self.request.user, restricted)
        with_process_seen(self.scope, rows)
        return with_days_waiting(list(rows), timezone.localdate())

    def changes_of(self, row: Obstacle) -> list[Change] | None:
        changes = obstacle_history(self.scope, row)
        if changes is not None and row.classification == Classification.RESTRICTED:
            record_restricted_reads(self.request.user, [row])
        return changes
