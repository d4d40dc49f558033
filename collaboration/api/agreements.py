"""Agreements on collaboration, and the councils with their minutes (law 2023:196 §§ 9 and 10)."""

from collections.abc import Sequence

import django_filters
from django.db.models import Count, Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.api.shared import SeenProcessField, SeenProcessFilter, with_process_seen
from collaboration.models import (
    AgendaItem,
    AgreementAnnex,
    AgreementAttempt,
    AgreementSignature,
    CollaborationAgreement,
    CouncilMeeting,
    CouncilMember,
    PreventionCouncil,
)
from collaboration.models.classification import Classification, readable
from collaboration.permissions import can_read_agreements
from collaboration.selectors.agreements import (
    agreement_rows,
    as_they_stand,
    unsigned_parties,
    whole_agreements,
)
from collaboration.selectors.councils import council_rows
from collaboration.selectors.histories import agreement_history
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadModelSerializer
from trygghet.api.views import Resource
from trygghet.history.selectors import Change
from trygghet.history.services import record_restricted_reads


class AgreementLineSerializer(ReadModelSerializer):
    """An agreement as it stands today."""

    body = NamedSerializer()
    organization = serializers.CharField(source="organization.name", help_text=_("Motparten."))
    standing = serializers.CharField(source="standing.label", help_text=_("Läget i dag, i ord."))
    is_due = serializers.BooleanField(help_text=_("Skulle ha setts över."))
    left_behind = serializers.ListField(
        child=serializers.CharField(),
        help_text=_("Prioriterade områden som inget gällande styrdokument har."),
    )
    process_id = SeenProcessField()

    class Meta:
        model = CollaborationAgreement
        fields = (
            "id", "title", "level", "level_label", "state", "state_label", "standing", "body",
            "organization", "valid_from", "valid_to", "review_on", "is_due", "left_behind",
            "process_id", "registry_number", "version",
        )  # fmt: skip


class SignatureSerializer(ReadModelSerializer):
    class Meta:
        model = AgreementSignature
        fields = ("party", "name", "position", "signed_on")


class AttemptSerializer(ReadModelSerializer):
    class Meta:
        model = AgreementAttempt
        fields = ("made_on", "what", "result")


class AnnexSerializer(ReadModelSerializer):
    """What an annex is called; the file itself is fetched on the agreement's page."""

    class Meta:
        model = AgreementAnnex
        fields = ("id", "name", "size", "sha256", "added_at")


class AgreementSerializer(AgreementLineSerializer):
    other_parties = serializers.StringRelatedField(many=True)
    area_ids = serializers.PrimaryKeyRelatedField(source="areas", many=True, read_only=True)
    basis = serializers.CharField(
        source="basis.name", default=None, allow_null=True, help_text=_("Styrdokumentet.")
    )
    replaced_by_id = serializers.IntegerField(
        source="replaced_by.pk", default=None, allow_null=True
    )
    unsigned_parties = serializers.SerializerMethodField(
        help_text=_("Parter som inte har undertecknat.")
    )
    priority_areas = serializers.ListField(child=serializers.CharField())
    signatures = SignatureSerializer(many=True)
    attempts = AttemptSerializer(many=True)
    annexes = AnnexSerializer(many=True)

    class Meta(AgreementLineSerializer.Meta):
        fields = (
            *AgreementLineSerializer.Meta.fields, "other_parties", "central_id", "replaces_id",
            "replaced_by_id", "basis", "purposes", "areas_text", "area_ids", "priority_areas",
            "problems", "goals", "way_of_working", "organization_text", "signatures",
            "unsigned_parties", "attempts", "annexes",
        )  # fmt: skip

    def get_unsigned_parties(self, agreement: CollaborationAgreement) -> list[str]:
        return unsigned_parties(agreement)


class AgreementFilter(django_filters.FilterSet):
    process = SeenProcessFilter()
    body = django_filters.CharFilter(field_name="body__code", label=_("Nämndens kod"))
    level = django_filters.ChoiceFilter(
        choices=CollaborationAgreement.Level.choices, label=_("Nivå")
    )
    state = django_filters.ChoiceFilter(
        choices=CollaborationAgreement.State.choices, label=_("Läge")
    )


class Agreements(WithHistory):
    tag = _("Överenskommelser och råd")
    filters = AgreementFilter
    operations = {
        "list": Operation(
            _("Lista överenskommelser"), AgreementLineSerializer,
            _("Den nyaste versionen av var och en, och äldre som gäller än."), is_list=True,
            may=can_read_agreements,
        ),
        "retrieve": Operation(
            _("Läs en överenskommelse med underskrifter, försök och bilagor"),
            AgreementSerializer, may=can_read_agreements,
        ),
        "history": history(can_read_agreements),
    }  # fmt: skip

    def rows(self) -> QuerySet[CollaborationAgreement]:
        return agreement_rows() if self.action == "list" else whole_agreements()

    def lines(self, rows: Sequence[CollaborationAgreement]) -> Sequence[CollaborationAgreement]:
        return with_process_seen(self.scope, as_they_stand(rows, timezone.localdate()))

    def changes_of(self, row: CollaborationAgreement) -> list[Change] | None:
        return agreement_history(self.scope, row)


class MemberSerializer(ReadModelSerializer):
    """A seat in a council: who, from where, in which position."""

    body = NamedSerializer(allow_null=True)
    organization = serializers.CharField(source="organization.name", default=None, allow_null=True)

    class Meta:
        model = CouncilMember
        fields = (
            "id", "name", "title", "position", "position_label", "body", "organization",
            "is_chair", "joined_on", "left_on",
        )  # fmt: skip


class CouncilLineSerializer(ReadModelSerializer):
    body = NamedSerializer()
    members_total = serializers.IntegerField(
        source="number_members", help_text=_("Ledamöter i dag.")
    )
    last_meeting = serializers.DateField(allow_null=True, help_text=_("Senaste mötets dag."))
    next_meeting = serializers.DateField(allow_null=True, help_text=_("Nästa mötes dag."))

    class Meta:
        model = PreventionCouncil
        fields = (
            "id", "name", "level", "level_label", "body", "purpose", "founded_on", "closed_on",
            "members_total", "last_meeting", "next_meeting",
        )  # fmt: skip


class CouncilSerializer(CouncilLineSerializer):
    members = MemberSerializer(many=True)

    class Meta(CouncilLineSerializer.Meta):
        fields = (*CouncilLineSerializer.Meta.fields, "members")


class CouncilFilter(django_filters.FilterSet):
    body = django_filters.CharFilter(field_name="body__code", label=_("Nämndens kod"))
    level = django_filters.ChoiceFilter(choices=PreventionCouncil.Level.choices, label=_("Nivå"))


class Councils(Resource):
    tag = _("Överenskommelser och råd")
    filters = CouncilFilter
    operations = {
        "list": Operation(
            _("Lista råden"), CouncilLineSerializer, is_list=True, may=can_read_agreements
        ),
        "retrieve": Operation(
            _("Läs ett råd med sina ledamöter"), CouncilSerializer, may=can_read_agreements
        ),
    }

    def rows(self) -> QuerySet[PreventionCouncil]:
        members = CouncilMember.objects.select_related("body", "organization")
        rows = council_rows()
        return rows if self.action == "list" else rows.prefetch_related(
            Prefetch("members", members)
        )  # fmt: skip


class AgendaItemSerializer(ReadModelSerializer):
    class Meta:
        model = AgendaItem
        fields = (
            "id", "order", "title", "text", "decision", "classification", "classification_reason"
        )  # fmt: skip


class MeetingSerializer(ReadModelSerializer):
    """A meeting with the paragraphs that the reader may read; ``withheld`` counts the others."""

    attended = MemberSerializer(many=True)
    items = AgendaItemSerializer(many=True)
    withheld = serializers.SerializerMethodField(help_text=_("Ärenden som inte visas."))

    class Meta:
        model = CouncilMeeting
        fields = (
            "id", "held_on", "place", "is_adjusted", "adjusted_on", "attended", "items",
            "withheld", "version",
        )  # fmt: skip

    def get_withheld(self, meeting: CouncilMeeting) -> int:
        return meeting.number_items - len(meeting.items.all())  # type: ignore[attr-defined]


class Meetings(Resource):
    """The meetings of one council."""

    tag = _("Överenskommelser och råd")
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista ett råds möten med ärenden och beslut"), MeetingSerializer, is_list=True,
            may=can_read_agreements,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[CouncilMeeting]:
        council = get_object_or_404(PreventionCouncil, pk=self.kwargs["pk"])
        items = AgendaItem.objects.filter(readable(self.scope, "meeting__council__body_id"))
        members = CouncilMember.objects.select_related("body", "organization")
        counted = council.meetings.annotate(number_items=Count("items"))
        return counted.prefetch_related(Prefetch("items", items), Prefetch("attended", members))

    def lines(self, rows: Sequence[CouncilMeeting]) -> Sequence[CouncilMeeting]:
        items = [item for row in rows for item in row.items.all()]
        record_restricted_reads(
            self.request.user,
            [item for item in items if item.classification == Classification.RESTRICTED],
        )
        return rows
