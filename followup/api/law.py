"""How the municipality stands to the act (2023:196), section by section."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followup.compliance import LABELS
from followup.models import CouncilReport, LawEvidence
from followup.permissions import can_follow_law
from followup.selectors.law import law_status
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadModelSerializer, ReadSerializer
from trygghet.api.views import Resource


class EvidenceSerializer(ReadSerializer):
    """Something in the system that shows the state, and from which day."""

    text = serializers.CharField()
    on = serializers.DateField(allow_null=True)


class LawSectionSerializer(ReadSerializer):
    """One section of the act: the duty in our words, the state and what is missing."""

    section = serializers.CharField(help_text=_("Paragrafens nummer."))
    title = serializers.CharField()
    duty = serializers.CharField()
    reading = serializers.CharField(help_text=_("Hur vi läser lagen där den inte ger något mått."))
    state = serializers.ChoiceField(choices=[(state.value, text) for state, text in LABELS.items()])
    state_label = serializers.CharField(source="state.label")
    date = serializers.DateField(allow_null=True, help_text=_("Nyaste dagen som visar läget."))
    next_deadline = serializers.DateField(allow_null=True)
    deadline_for = serializers.CharField()
    evidence = EvidenceSerializer(many=True)
    missing = serializers.SerializerMethodField(help_text=_("Vad som återstår, i ord."))

    def get_missing(self, state: Any) -> list[str]:
        return [str(each.text) for each in state.missing]


class LawSerializer(ReadSerializer):
    day = serializers.DateField(help_text=_("Dagen som läget gäller."))
    sections = LawSectionSerializer(many=True)


class Law(Resource):
    tag = _("Lagen")
    operations = {
        "retrieve": Operation(
            _("Läs läget för varje paragraf i lag (2023:196)"), LawSerializer, may=can_follow_law
        )
    }

    def retrieve(self, request: Request) -> Response:
        day = timezone.localdate()
        return Response(self.shown({"day": day, "sections": law_status(self.scope, day)}).data)


class CouncilReportSerializer(ReadModelSerializer):
    """A line in the log of what the municipal council was told (§ 13)."""

    class Meta:
        model = CouncilReport
        fields = (
            "id", "reported_on", "subject", "registry_number", "monthly_report_id", "picture_id",
            "plan_id",
        )  # fmt: skip


class CouncilReports(Resource):
    tag = _("Lagen")
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista rapporterna till kommunfullmäktige"), CouncilReportSerializer, is_list=True,
            may=can_follow_law,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[CouncilReport]:
        return CouncilReport.objects.all()


class LawEvidenceSerializer(ReadModelSerializer):
    """Something dated that shows that a section is met, where no other record does."""

    body = NamedSerializer(allow_null=True)

    class Meta:
        model = LawEvidence
        fields = (
            "id", "section", "section_label", "title", "text", "body", "valid_from", "valid_to",
            "review_on", "registry_number", "contact",
        )  # fmt: skip


class LawEvidenceList(Resource):
    tag = _("Lagen")
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista underlaget för lagens paragrafer"), LawEvidenceSerializer, is_list=True,
            may=can_follow_law,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[LawEvidence]:
        return LawEvidence.objects.select_related("body")
