"""Situation reports as they are read and written over the API."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from collaboration.api.shared import check_classified, refuse_person
from collaboration.completeness import missing_before_submission
from collaboration.models import Obstacle, Problem, ReportPart, SituationReport
from collaboration.models.classification import Classification
from collaboration.models.problem import PROBLEM_TEXTS, TIMES_OF_DAY, WEEKDAYS
from collaboration.models.report import MAX_TEXT
from collaboration.permissions import can_edit_report
from programs.models import Area, ProblemType, ResponsibleBody
from trygghet.api.serializers import (
    CodeField,
    LabelField,
    MonthField,
    NamedSerializer,
    ReadModelSerializer,
    ReadSerializer,
)


class ReportLineSerializer(ReadModelSerializer):
    """A situation report without its texts."""

    body = NamedSerializer()
    program = serializers.CharField(source="program.code")
    period = MonthField(help_text=_("Periodens första månad."))
    state_label = LabelField("state")
    is_late = serializers.SerializerMethodField(help_text=_("Kom, eller väntas, efter sista dag."))

    class Meta:
        model = SituationReport
        fields = (
            "id", "body", "program", "period", "period_months", "due_on", "state", "state_label",
            "is_late", "no_change", "no_problems", "submitted_at", "decided_at", "published_at",
            "updated_at",
        )  # fmt: skip

    def get_is_late(self, report: SituationReport) -> bool:
        return report.is_late_on(timezone.localdate())


class PartSerializer(ReadModelSerializer):
    """One part of a report, with the question that it answers."""

    kind_label = LabelField("kind")

    class Meta:
        model = ReportPart
        fields = (
            "kind", "kind_label", "text", "classification", "classification_reason", "version",
            "updated_at",
        )  # fmt: skip


class PartLineSerializer(ReadSerializer):
    """A part in its report: its text, or that the text is withheld from this reader."""

    kind = serializers.CharField(source="spec.kind")
    label = serializers.CharField(source="spec.label")
    question = serializers.CharField(source="spec.question")
    is_required = serializers.BooleanField(source="spec.is_required")
    is_withheld = serializers.BooleanField(
        help_text=_("Det finns en text som kontot inte får läsa.")
    )
    text = serializers.CharField(source="row.text", default="")
    classification = serializers.CharField(
        source="row.classification", default=None, allow_null=True
    )
    version = serializers.IntegerField(source="row.version", default=None, allow_null=True)


class ProblemSerializer(ReadModelSerializer):
    """A problem in a report. ``when`` holds cells of a week: weekday * 4 + time of day."""

    type = serializers.CharField(source="type.code")
    area_id = serializers.IntegerField(allow_null=True)
    frequency_label = LabelField("frequency")
    development_label = LabelField("development")
    continues_id = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Problem
        fields = (
            "id", "type", "title", "area_id", "place", "longitude", "latitude", "when", "frequency",
            "frequency_label", "exposed", "description", "consequences", "sources", "development",
            "development_label", "continues_id", "classification", "classification_reason",
            "version", "updated_at",
        )  # fmt: skip


class ObstacleInReportSerializer(ReadModelSerializer):
    """An obstacle that the report names; all of it is at its own address."""

    class Meta:
        model = Obstacle
        fields = ("id", "title", "state", "classification")


class MissingSerializer(ReadSerializer):
    """Something that keeps the report from being sent in."""

    section = serializers.CharField(help_text=_("Delens kod, eller problem."))
    problem_id = serializers.IntegerField(allow_null=True, help_text=_("Problemet det gäller."))
    text = serializers.CharField(help_text=_("Vad som behöver göras."))


class ReportSerializer(ReadSerializer):
    """A situation report as this reader may see it. What is withheld is counted."""

    report = ReportLineSerializer()
    late_reason = serializers.CharField(source="report.late_reason")
    return_reason = serializers.SerializerMethodField(
        help_text=_("Varför chefen återsände den; för dem som skriver och beslutar.")
    )
    submitted_by = serializers.CharField(
        source="report.submitted_by.name", default=None, allow_null=True
    )
    decided_by = serializers.CharField(
        source="report.decided_by.name", default=None, allow_null=True
    )
    published_by = serializers.CharField(
        source="report.published_by.name", default=None, allow_null=True
    )
    parts = PartLineSerializer(many=True)
    problems = ProblemSerializer(many=True)
    obstacles = ObstacleInReportSerializer(many=True)
    withheld = serializers.IntegerField(
        help_text=_("Hur många texter, problem och hinder kontot inte får läsa.")
    )
    missing = serializers.SerializerMethodField(
        help_text=_("Vad som saknas innan den kan skickas in, för den som skriver; annars tomt.")
    )

    @extend_schema_field(MissingSerializer(many=True))
    def get_missing(self, page: Any) -> Any:
        if not can_edit_report(self.context["request"].scope, page.report):
            return []
        return MissingSerializer(missing_before_submission(page.report), many=True).data

    def get_return_reason(self, page: Any) -> str:
        scope = self.context["request"].scope
        may = scope.is_central or page.report.body_id in scope.restricted_bodies
        return page.report.return_reason if may else ""


class ReportStartSerializer(serializers.Serializer):
    body = CodeField(
        queryset=ResponsibleBody.objects.all(),
        help_text=_("Nämndens eller bolagets kod."),
    )
    period = MonthField(help_text=_("Periodens första månad."))
    no_change = serializers.BooleanField(
        default=False, help_text=_("Utgå från förra lägesbilden: ingen förändring.")
    )

    def validate_period(self, period: date) -> date:
        return period


class ReportChangeSerializer(serializers.Serializer):
    no_problems = serializers.BooleanField(help_text=_("Det finns inga problem att rapportera."))


class SubmitSerializer(serializers.Serializer):
    late_reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text=_("Behövs när lägesbilden kommer efter sista dag."),
    )

    def validate_late_reason(self, text: str) -> str:
        return refuse_person(text)


class PartWriteSerializer(serializers.Serializer):
    text = serializers.CharField(
        allow_blank=True, max_length=MAX_TEXT, trim_whitespace=False, help_text=_("Delens text.")
    )
    classification = serializers.ChoiceField(
        choices=Classification.choices, help_text=_("Vem får läsa?")
    )
    classification_reason = serializers.CharField(
        default="", allow_blank=True, max_length=300, help_text=_("Behövs när texten är skyddad.")
    )

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        return check_classified(fields, ("text",))


class ProblemWriteSerializer(serializers.Serializer):
    """Everything about a problem; what is left out becomes empty."""

    type = CodeField(
        queryset=ProblemType.objects.filter(is_active=True),
        help_text=_("Problemtypens kod."),
    )
    title = serializers.CharField(max_length=160)
    area_id = serializers.PrimaryKeyRelatedField(
        queryset=Area.objects.all(), source="area", allow_null=True, default=None
    )
    place = serializers.CharField(max_length=160, allow_blank=True, default="")
    longitude = serializers.FloatField(min_value=-180, max_value=180, allow_null=True, default=None)
    latitude = serializers.FloatField(min_value=-90, max_value=90, allow_null=True, default=None)
    when = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=WEEKDAYS * TIMES_OF_DAY - 1),
        default=list,
        max_length=WEEKDAYS * TIMES_OF_DAY,
        help_text=_("Veckans rutor: veckodag * 4 + tid på dygnet, 0 är måndag dag."),
    )
    frequency = serializers.ChoiceField(
        choices=Problem.Frequency.choices, allow_blank=True, default=""
    )
    exposed = serializers.ListField(
        child=serializers.ChoiceField(choices=Problem.Exposed.choices),
        default=list,
        max_length=len(Problem.Exposed),
    )
    description = serializers.CharField(max_length=MAX_TEXT, allow_blank=True, default="")
    consequences = serializers.CharField(max_length=MAX_TEXT, allow_blank=True, default="")
    sources = serializers.CharField(max_length=MAX_TEXT, allow_blank=True, default="")
    development = serializers.ChoiceField(
        choices=Problem.Development.choices, default=Problem.Development.NEW
    )
    classification = serializers.ChoiceField(choices=Classification.choices)
    classification_reason = serializers.CharField(default="", allow_blank=True, max_length=300)

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        return check_classified(fields, PROBLEM_TEXTS)
