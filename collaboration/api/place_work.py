"""Work bound to places: place collaborations, safety walks with what was found, and promises."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.api.shared import SeenProcessField, SeenProcessFilter, with_process_seen
from collaboration.models import CitizenPromise, PlaceCollaboration, SafetyWalk, WalkFinding
from collaboration.models.place import WalkGroup
from collaboration.permissions import can_read_agreements, can_see_place_work
from collaboration.selectors.histories import finding_history, place_history, walk_history
from collaboration.selectors.walks import walk_page, walks_for
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadModelSerializer
from trygghet.history.selectors import Change

BODY = _("Nämndens kod")


class PlaceWork(WithHistory):
    """Rows that staff read, and an invited partner where they belong to its processes."""

    newest_first = True

    def lines(self, rows: Sequence[Any]) -> Sequence[Any]:
        return with_process_seen(self.scope, rows)

    def changes_of(self, row: Any) -> list[Change] | None:
        return place_history(self.scope, row)


class PlaceSerializer(ReadModelSerializer):
    """Parties round one place, with a vision and goals."""

    body = NamedSerializer()
    bodies = NamedSerializer(many=True)
    organizations = serializers.StringRelatedField(many=True)
    agreement = serializers.CharField(source="agreement.title", default=None, allow_null=True)
    agreement_id = serializers.SerializerMethodField(
        help_text=_("Överenskommelsen, för dem som läser överenskommelser.")
    )
    process_id = SeenProcessField()

    class Meta:
        model = PlaceCollaboration
        fields = (
            "id", "name", "body", "area_id", "place", "longitude", "latitude", "vision", "goals",
            "bodies", "organizations", "agreement", "agreement_id", "process_id", "began_on",
            "ended_on", "version",
        )  # fmt: skip

    def get_agreement_id(self, place: PlaceCollaboration) -> int | None:
        may = can_read_agreements(self.context["request"].scope)
        return place.agreement_id if may else None


class PlaceFilter(django_filters.FilterSet):
    process = SeenProcessFilter()
    body = django_filters.CharFilter(field_name="body__code", label=BODY)
    ongoing = django_filters.BooleanFilter(
        field_name="ended_on", lookup_expr="isnull", label=_("Pågår än")
    )


class Places(PlaceWork):
    tag = _("Platser och löften")
    filters = PlaceFilter
    operations = {
        "list": Operation(
            _("Lista platssamverkan"), PlaceSerializer, is_list=True, may=can_see_place_work
        ),
        "retrieve": Operation(
            _("Läs en platssamverkan"), PlaceSerializer, may=can_see_place_work
        ),
        "history": history(),
    }  # fmt: skip

    def rows(self) -> QuerySet[PlaceCollaboration]:
        rows = PlaceCollaboration.objects.visible_to(self.scope)
        rows = rows.select_related("body", "agreement")
        return rows.prefetch_related("bodies", "organizations")


class WalkGroupSerializer(ReadModelSerializer):
    class Meta:
        model = WalkGroup
        fields = ("group", "count")


class FindingSerializer(ReadModelSerializer):
    """Something seen on a walk: where, whose it is, and what that body answered."""

    category = serializers.CharField(source="category.code", help_text=_("Problemtypens kod."))
    responsible = NamedSerializer(allow_null=True)

    class Meta:
        model = WalkFinding
        fields = (
            "id", "category", "text", "place", "longitude", "latitude", "responsible", "state",
            "state_label", "answer", "promised_on", "answered_at", "found_at", "version",
        )  # fmt: skip


class WalkLineSerializer(ReadModelSerializer):
    body = NamedSerializer()
    process_id = SeenProcessField()
    findings_total = serializers.IntegerField(source="found", help_text=_("Hur många fynd."))
    unanswered = serializers.IntegerField(help_text=_("Fynd som väntar på svar."))

    class Meta:
        model = SafetyWalk
        fields = (
            "id", "title", "body", "walk_on", "area_id", "state", "state_label", "process_id",
            "previous_id", "findings_total", "unanswered", "version",
        )  # fmt: skip


class WalkSerializer(WalkLineSerializer):
    groups = WalkGroupSerializer(many=True)
    findings = FindingSerializer(many=True)

    class Meta(WalkLineSerializer.Meta):
        fields = (
            *WalkLineSerializer.Meta.fields, "preparation", "route", "groups", "findings"
        )  # fmt: skip


class WalkFilter(django_filters.FilterSet):
    process = SeenProcessFilter()
    body = django_filters.CharFilter(field_name="body__code", label=BODY)
    state = django_filters.ChoiceFilter(choices=SafetyWalk.State.choices, label=_("Läge"))
    previous = django_filters.NumberFilter(
        field_name="previous_id", label=_("Återvandringar till den här vandringen")
    )


class Walks(PlaceWork):
    tag = _("Platser och löften")
    filters = WalkFilter
    operations = {
        "list": Operation(
            _("Lista trygghetsvandringar"), WalkLineSerializer, is_list=True,
            may=can_see_place_work,
        ),
        "retrieve": Operation(
            _("Läs en vandring med deltagare i antal, fynd och svar"), WalkSerializer,
            may=can_see_place_work,
        ),
        "history": history(),
    }  # fmt: skip

    def rows(self) -> QuerySet[SafetyWalk]:
        rows = walks_for(self.scope)
        if self.action == "list":
            return rows
        findings = WalkFinding.objects.select_related("category", "responsible")
        return rows.prefetch_related("groups", Prefetch("findings", findings))

    def changes_of(self, row: SafetyWalk) -> list[Change] | None:
        return walk_history(self.scope, walk_page(self.scope, row))


class Findings(WithHistory):
    """What was seen on one walk; the walk itself shows them all."""

    tag = _("Platser och löften")
    operations = {"history": history()}

    def one(self) -> WalkFinding:
        walks = SafetyWalk.objects.visible_to(self.scope)
        rows = WalkFinding.objects.filter(walk__in=walks.filter(pk=self.kwargs["pk"]))
        return get_object_or_404(rows, pk=self.kwargs["finding"])

    def changes_of(self, row: WalkFinding) -> list[Change] | None:
        return finding_history(self.scope, row)


class PromiseSerializer(ReadModelSerializer):
    """What the residents were promised, by when, and how it went."""

    body = NamedSerializer()
    organization = serializers.CharField(
        source="organization.name", default=None, allow_null=True, help_text=_("Tillsammans med.")
    )
    process_id = SeenProcessField()

    class Meta:
        model = CitizenPromise
        fields = (
            "id", "title", "body", "organization", "process_id", "basis", "commitment",
            "valid_from", "due_on", "report_back", "report_back_on", "reported_on", "state",
            "state_label", "result", "version",
        )  # fmt: skip


class PromiseFilter(django_filters.FilterSet):
    process = SeenProcessFilter()
    body = django_filters.CharFilter(field_name="body__code", label=BODY)
    state = django_filters.ChoiceFilter(choices=CitizenPromise.State.choices, label=_("Läge"))


class Promises(PlaceWork):
    tag = _("Platser och löften")
    filters = PromiseFilter
    operations = {
        "list": Operation(
            _("Lista medborgarlöften"), PromiseSerializer, is_list=True, may=can_see_place_work
        ),
        "retrieve": Operation(
            _("Läs ett medborgarlöfte"), PromiseSerializer, may=can_see_place_work
        ),
        "history": history(),
    }  # fmt: skip

    def rows(self) -> QuerySet[CitizenPromise]:
        rows = CitizenPromise.objects.visible_to(self.scope)
        return rows.select_related("body", "organization")
