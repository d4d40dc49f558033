"""Action plans of processes, and the municipality's picture and plan (law 2023:196 §§ 4 and 5)."""

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.models import CollaborationProcess
from collaboration.permissions import can_see_processes
from followup import municipal_content, plan_content
from followup.api.document_versions import Comparable, comparison
from followup.models import ActionPlan, MunicipalPicture, MunicipalPlan, PlanFollowUp
from followup.permissions import can_follow_law, can_keep_law
from followup.selectors import municipal
from followup.selectors.histories import document_history, plan_history
from trygghet.api.histories import history
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadModelSerializer
from trygghet.history.selectors import Change

CONTENT = _("Vad det säger: fryst när det är beslutat, annars som det står nu.")
DECISION = (
    "state", "state_label", "decided_by", "decided_on", "paragraph", "registry_number"
)  # fmt: skip


class PlanLineSerializer(ReadModelSerializer):
    """The decided document of a process with its measures."""

    decided_by = NamedSerializer(allow_null=True)

    class Meta:
        model = ActionPlan
        fields = ("id", "process_id", "number", "title", *DECISION)


class PlanSerializer(PlanLineSerializer):
    measure_ids = serializers.PrimaryKeyRelatedField(source="measures", many=True, read_only=True)
    content = serializers.SerializerMethodField(help_text=CONTENT)

    class Meta(PlanLineSerializer.Meta):
        fields = (*PlanLineSerializer.Meta.fields, "introduction", "measure_ids", "content")

    def get_content(self, plan: ActionPlan) -> dict[str, Any]:
        is_draft = plan.state == ActionPlan.State.DRAFT
        return plan_content.content_of(plan) if is_draft else plan.content


class PlanFilter(django_filters.FilterSet):
    process = django_filters.NumberFilter(field_name="process_id", label=_("Samverkansprocess"))
    state = django_filters.ChoiceFilter(choices=ActionPlan.State.choices, label=_("Läge"))


class Plans(Comparable):
    tag = _("Planer")
    filters = PlanFilter
    sections_of = staticmethod(plan_content.sections_of)
    operations = {
        "list": Operation(
            _("Lista samverkans åtgärdsplaner"), PlanLineSerializer, is_list=True,
            may=can_see_processes,
        ),
        "retrieve": Operation(
            _("Läs en åtgärdsplan med sitt innehåll"), PlanSerializer, may=can_see_processes
        ),
        "history": history(),
        "comparison": comparison(can_see_processes),
    }  # fmt: skip

    def rows(self) -> QuerySet[ActionPlan]:
        seen = CollaborationProcess.objects.visible_to(self.scope)
        rows = ActionPlan.objects.filter(process__in=seen).select_related("decided_by")
        if self.action == "list":
            return rows.defer("content")
        return rows.select_related("rests_on_picture__cycle").prefetch_related("measures")

    def versions_of(self, row: ActionPlan) -> QuerySet[ActionPlan]:
        return self.rows().filter(process=row.process_id)

    def changes_of(self, row: ActionPlan) -> list[Change] | None:
        return plan_history(self.scope, row)


class MunicipalDocumentLineSerializer(ReadModelSerializer):
    """A version of one of the municipality's documents."""

    program = serializers.CharField(source="program.code")
    decided_by = NamedSerializer(allow_null=True)

    class Meta:
        model = MunicipalPicture
        fields = ("id", "program", "number", "title", *DECISION, "content_hash", "version")


class MunicipalDocumentSerializer(MunicipalDocumentLineSerializer):
    content = serializers.SerializerMethodField(help_text=CONTENT)

    class Meta(MunicipalDocumentLineSerializer.Meta):
        fields = (*MunicipalDocumentLineSerializer.Meta.fields, "introduction", "content")

    def get_content(self, document: MunicipalPicture | MunicipalPlan) -> dict[str, Any]:
        return municipal_content.content_of(document)


class FollowedUpSerializer(ReadModelSerializer):
    """That the plan was followed up (§ 6)."""

    recorded_by = serializers.CharField(source="recorded_by.name")

    class Meta:
        model = PlanFollowUp
        fields = ("followed_up_on", "result", "next_steps", "registry_number", "recorded_by")


class MunicipalPlanLineSerializer(MunicipalDocumentLineSerializer):
    class Meta(MunicipalDocumentLineSerializer.Meta):
        model = MunicipalPlan
        fields = (*MunicipalDocumentLineSerializer.Meta.fields, "picture_id")


class MunicipalPlanSerializer(MunicipalDocumentSerializer):
    follow_ups = FollowedUpSerializer(many=True)

    class Meta(MunicipalDocumentSerializer.Meta):
        model = MunicipalPlan
        fields = (*MunicipalDocumentSerializer.Meta.fields, "picture_id", "follow_ups")


class Documents(Comparable):
    """Versions of ``model``, the newest first; a draft is the central office's own."""

    tag = _("Planer")
    newest_first = True
    model: type[MunicipalPicture] | type[MunicipalPlan]
    sections_of = staticmethod(municipal_content.sections_of)

    def rows(self) -> QuerySet[Any]:
        rows = municipal.visible(self.model, self.scope)
        return rows.defer("content") if self.action == "list" else rows

    def changes_of(self, row: Any) -> list[Change] | None:
        return document_history(self.scope, row)


def _operations(many: Any, one: Any, line: Any, whole: Any) -> dict[str, Operation]:
    return {
        "list": Operation(many, line, is_list=True, may=can_follow_law),
        "retrieve": Operation(one, whole, may=can_follow_law),
        "history": history(can_keep_law),
        "comparison": comparison(can_follow_law),
    }


class MunicipalPictures(Documents):
    model = MunicipalPicture
    operations = _operations(
        _("Lista versionerna av kommunens lägesbild"), _("Läs en version av kommunens lägesbild"),
        MunicipalDocumentLineSerializer, MunicipalDocumentSerializer,
    )  # fmt: skip


class MunicipalPlans(Documents):
    model = MunicipalPlan
    operations = _operations(
        _("Lista versionerna av kommunens åtgärdsplan"),
        _("Läs en version av kommunens åtgärdsplan med dess uppföljningar"),
        MunicipalPlanLineSerializer, MunicipalPlanSerializer,
    )  # fmt: skip

    def rows(self) -> QuerySet[MunicipalPlan]:
        told = PlanFollowUp.objects.select_related("recorded_by")
        rows: QuerySet[MunicipalPlan] = super().rows()
        if self.action == "list":
            return rows
        return rows.select_related("picture").prefetch_related(Prefetch("follow_ups", told))
