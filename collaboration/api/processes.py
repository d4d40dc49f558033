"""Collaboration processes: where they stand, who takes part, and what they have been through."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.models import (
    CollaborationProcess,
    CycleFollowUp,
    Participant,
    ProcessCycle,
    Step,
    StepMove,
)
from collaboration.permissions import can_see_process_history, can_see_processes
from collaboration.selectors.histories import process_history
from collaboration.selectors.process import process_page
from collaboration.selectors.process_list import processes_for
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import (
    LabelField,
    NamedSerializer,
    ReadModelSerializer,
    ReadSerializer,
)
from trygghet.history.selectors import Change

# What the page's selector calls the two states.
STATES = {"ongoing": "pagar", "ended": "avslutad"}


class ProcessLineSerializer(ReadModelSerializer):
    """A process where it stands now: in which cycle, in which step, since when."""

    id = serializers.IntegerField(source="process_id")
    title = serializers.CharField(source="process.title")
    lead_body = NamedSerializer(source="process.lead_body")
    place = serializers.CharField(source="process.place")
    step_label = LabelField("step")
    cycle = serializers.IntegerField(source="number")
    parties = serializers.IntegerField(help_text=_("Hur många parter som är med nu."))
    began_on = serializers.DateField(source="process.began_on")
    ended_on = serializers.DateField(source="process.ended_on", allow_null=True)

    class Meta:
        model = ProcessCycle
        fields = (
            "id", "title", "lead_body", "place", "cycle", "step", "step_label", "step_since",
            "parties", "began_on", "ended_on",
        )  # fmt: skip


class ParticipantSerializer(ReadModelSerializer):
    """A party with its decision to take part and what it sets aside."""

    name = serializers.CharField(source="__str__")
    body = serializers.CharField(source="body.code", default=None, allow_null=True)
    is_external = serializers.SerializerMethodField()
    role_label = LabelField("role")

    class Meta:
        model = Participant
        fields = (
            "id", "name", "body", "is_external", "role", "role_label", "decided_by", "decided_on",
            "registry_number", "hours_a_month", "money_sek", "resources_note", "joined_on",
            "left_on", "left_reason",
        )  # fmt: skip

    def get_is_external(self, party: Participant) -> bool:
        return party.organization_id is not None


class MoveSerializer(ReadModelSerializer):
    kind_label = LabelField("kind")
    moved_by = serializers.CharField(source="moved_by.name")
    missing = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = StepMove
        fields = (
            "kind", "kind_label", "from_step", "to_step", "reason", "missing", "moved_by",
            "moved_at",
        )  # fmt: skip


class FollowUpSerializer(ReadModelSerializer):
    """The follow-up's three answers, and what was decided."""

    decision_label = LabelField("decision")

    class Meta:
        model = CycleFollowUp
        fields = (
            "effect", "work", "lessons", "decision", "decision_label", "decision_reason",
            "decided_on", "version",
        )  # fmt: skip


class CycleSerializer(ReadModelSerializer):
    """One turn through the five steps, with what step 1 says and how it moved."""

    step_label = LabelField("step")
    moves = MoveSerializer(many=True)
    follow_up = FollowUpSerializer(allow_null=True, default=None)

    class Meta:
        model = ProcessCycle
        fields = (
            "number", "step", "step_label", "step_since", "began_at", "ended_at", "need", "origin",
            "origin_note", "steering_group", "working_group", "communication_plan",
            "communication_lead", "lessons", "moves", "follow_up",
        )  # fmt: skip


class CheckSerializer(ReadSerializer):
    """A requirement of the step that the process stands in."""

    label = serializers.CharField()
    done = serializers.BooleanField()
    note = serializers.CharField(help_text=_("Vem som väntas, där det är någon."))


class WaitedForSerializer(ReadSerializer):
    participant_id = serializers.IntegerField(source="party")
    party = serializers.CharField(source="name")
    asked_for = serializers.ListField(child=serializers.CharField())


class ProcessSerializer(ReadModelSerializer):
    program = serializers.CharField(source="program.code")
    lead_body = NamedSerializer()
    focus_areas = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    area_ids = serializers.PrimaryKeyRelatedField(source="areas", many=True, read_only=True)
    participants = ParticipantSerializer(many=True)
    cycles = CycleSerializer(many=True)
    checklist = CheckSerializer(
        many=True, source="page.checklist", help_text=_("Vad steget begär, och vad som är klart.")
    )
    waiting_for = WaitedForSerializer(
        many=True, source="page.waiting_for", help_text=_("Parter som väntas, och på vad.")
    )

    class Meta:
        model = CollaborationProcess
        fields = (
            "id", "title", "purpose", "program", "lead_body", "focus_areas", "area_ids", "place",
            "longitude", "latitude", "began_on", "ended_on", "participants", "cycles", "checklist",
            "waiting_for", "version",
        )  # fmt: skip


class ProcessFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        choices=[("ongoing", _("Pågår")), ("ended", _("Avslutad"))], label=_("Läge")
    )
    step = django_filters.ChoiceFilter(choices=Step.choices, label=_("Steg"))
    lead_body = django_filters.CharFilter(label=_("Koden för nämnden som leder"))
    q = django_filters.CharFilter(max_length=200, label=_("Ord i rubriken eller platsen"))

    def filter_queryset(self, queryset: QuerySet[ProcessCycle]) -> QuerySet[ProcessCycle]:
        """By the list page's own selector."""
        found = self.form.cleaned_data
        return processes_for(
            self.request.scope,
            state=STATES.get(found["state"], ""),
            step=found["step"],
            body=found["lead_body"],
            text=found["q"],
        )


class Processes(WithHistory):
    tag = _("Samverkan")
    filters = ProcessFilter
    operations = {
        "list": Operation(
            _("Lista samverkansprocesser"), ProcessLineSerializer, is_list=True,
            may=can_see_processes,
        ),
        "retrieve": Operation(
            _("Läs en process med parter, varv och steg"), ProcessSerializer,
            may=can_see_processes,
        ),
        "history": history(can_see_process_history),
    }  # fmt: skip

    def changes_of(self, row: CollaborationProcess) -> list[Change] | None:
        return process_history(self.scope, row)

    def lines(self, rows: Sequence[Any]) -> Sequence[Any]:
        if self.action != "list":
            for process in rows:
                process.page = process_page(self.scope, process)
        return rows

    def rows(self) -> QuerySet[Any]:
        if self.action == "list":
            return processes_for(self.scope, state="")
        moves = StepMove.objects.select_related("moved_by")
        cycles = ProcessCycle.objects.select_related("follow_up").prefetch_related(
            Prefetch("moves", moves)
        )
        return (
            CollaborationProcess.objects.visible_to(self.scope)
            .select_related("program", "lead_body")
            .prefetch_related(
                "focus_areas", "areas", Prefetch("cycles", cycles),
                Prefetch("participants", Participant.objects.with_party()),
            )
        )  # fmt: skip
