"""Questions about sections of a monthly report under review, as the body that is asked reads."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from followup.api.reports import QuestionSerializer, SectionSerializer
from followup.models import SectionReview
from followup.permissions import can_build_reports, can_read_asked_section
from followup.reports.telling import chapters_of
from followup.selectors.report_review import every_question, questions_to, title_of
from trygghet.accounts.scope import Scope
from trygghet.api.operations import Operation
from trygghet.api.serializers import MonthField
from trygghet.api.views import Resource


class AskedLineSerializer(QuestionSerializer):
    """A question with the edition and the section that it is about."""

    month = MonthField(source="report.month")
    section = serializers.CharField(help_text=_("Avsnittets namn i adressen."))
    section_title = serializers.SerializerMethodField(help_text=_("Avsnittets rubrik."))

    class Meta(QuestionSerializer.Meta):
        fields = (
            "id", "report_id", "month", "section", "section_title", "made_at",
            *QuestionSerializer.Meta.fields,
        )  # fmt: skip

    def get_section_title(self, review: SectionReview) -> str:
        return title_of(review.report, review.section)


class AskedSerializer(AskedLineSerializer):
    told = serializers.SerializerMethodField(
        help_text=_("Avsnittet som det står; null när det inte finns kvar.")
    )

    class Meta(AskedLineSerializer.Meta):
        fields = (*AskedLineSerializer.Meta.fields, "told")

    @extend_schema_field(SectionSerializer(allow_null=True))
    def get_told(self, review: SectionReview) -> Any:
        scope = self.context["request"].scope
        if not (can_build_reports(scope) or can_read_asked_section(scope, review)):
            return None
        found = (each.told for each in chapters_of(review.report))
        told = next((each for each in found if each.anchor == review.section), None)
        return SectionSerializer(told).data if told else None


class QuestionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(choices=SectionReview.State.choices, label=_("Läge"))


def asks_or_answers(scope: Scope) -> bool:
    return can_build_reports(scope) or bool(scope.coordinates)


class ReportQuestions(Resource):
    tag = _("Månadsrapporter")
    filters = QuestionFilter
    operations = {
        "list": Operation(
            _("Lista frågor om månadsrapporter under granskning"), AskedLineSerializer,
            _("De egna nämndernas; stadsledningskontoret läser alla."), is_list=True,
            may=asks_or_answers,
        ),
        "retrieve": Operation(
            _("Läs en fråga med avsnittet som den gäller"), AskedSerializer, may=asks_or_answers
        ),
    }  # fmt: skip

    def rows(self) -> QuerySet[SectionReview]:
        central = can_build_reports(self.scope)
        return every_question() if central else questions_to(self.scope)
