"""Measures: against which cause, how far they have come, and what their activities say."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from collaboration.models import Cause, SituationReport
from followup.api.activities import ActivitySerializer
from followup.models import Measure, PreventionTechnique
from followup.permissions import can_see_work
from followup.selectors.goals import processes_seen
from followup.selectors.histories import measure_history
from followup.selectors.measures import (
    MeasureLine,
    activity_lines,
    measure_lines,
    measure_page_rows,
    measures_for,
)
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import (
    LabelField,
    NamedSerializer,
    ReadModelSerializer,
    ReadSerializer,
)
from trygghet.history.selectors import Change


class MeasureLineSerializer(ReadSerializer):
    """A measure with its activities counted. ``treats_symptom``: it is tied to no cause."""

    id = serializers.IntegerField(source="measure.pk")
    title = serializers.CharField(source="measure.title")
    kind = serializers.ChoiceField(Measure.Kind.choices, source="measure.kind")
    responsible = NamedSerializer(source="measure.responsible")
    process_id = serializers.SerializerMethodField(
        help_text=_("Processen, om kontot får läsa den.")
    )
    state = serializers.ChoiceField(Measure.State.choices, source="measure.state")
    state_label = serializers.CharField(source="measure.get_state_display")
    state_reason = serializers.CharField(source="measure.state_reason")
    treats_symptom = serializers.SerializerMethodField()
    starts_on = serializers.DateField(source="measure.starts_on", allow_null=True)
    due_on = serializers.DateField(source="measure.due_on", allow_null=True)
    is_late = serializers.BooleanField()
    activities = serializers.IntegerField(help_text=_("Aktiviteter som inte utgår."))
    activities_done = serializers.IntegerField(source="done")
    activities_late = serializers.IntegerField(source="late")
    version = serializers.IntegerField(source="measure.version")

    def get_process_id(self, line: MeasureLine) -> int | None:
        return line.measure.process_id if line.sees_process else None

    def get_treats_symptom(self, line: MeasureLine) -> bool:
        return line.measure.cause_id is None


class TechniqueSerializer(ReadModelSerializer):
    """A technique or factor of the maintained list."""

    approach_label = LabelField("approach")
    group_label = LabelField("group")

    class Meta:
        model = PreventionTechnique
        fields = ("code", "name", "approach", "approach_label", "group", "group_label", "example")


class MeasureSerializer(ReadModelSerializer):
    kind_label = LabelField("kind")
    responsible = NamedSerializer()
    process_id = serializers.IntegerField(allow_null=True)
    cause = serializers.SerializerMethodField(help_text=_("Orsaken, om kontot får läsa processen."))
    problem = serializers.SerializerMethodField(
        help_text=_("Problemet, om kontot får läsa processen.")
    )
    treats_symptom = serializers.SerializerMethodField(
        help_text=_("Är inte knuten till en orsak: behandlar symtomet.")
    )
    from_report_id = serializers.SerializerMethodField(
        help_text=_("Lägesbilden den sattes in från, om kontot får läsa den.")
    )
    goal_ids = serializers.PrimaryKeyRelatedField(source="goals", many=True, read_only=True)
    partners = serializers.StringRelatedField(many=True)
    technique = TechniqueSerializer(allow_null=True)
    state_label = LabelField("state")
    evidence_label = LabelField("evidence_level")
    activities = serializers.SerializerMethodField()

    class Meta:
        model = Measure
        fields = (
            "id", "title", "description", "kind", "kind_label", "responsible", "process_id",
            "cause", "problem", "treats_symptom", "from_report_id", "goal_ids", "partners",
            "starts_on", "due_on", "state", "state_label", "state_reason", "expected_effect",
            "technique",
            "evidence_level", "evidence_label", "evidence_source", "hours_planned", "hours_used",
            "money_planned", "money_used", "trade_off", "gender_equality", "children",
            "disability", "lgbtqi", "older_people", "activities", "version",
        )  # fmt: skip

    def get_cause(self, measure: Measure) -> str | None:
        cause = self._readable_cause(measure)
        return cause.text if cause else None

    def get_problem(self, measure: Measure) -> str | None:
        cause = self._readable_cause(measure)
        return cause.analysis.joint_problem.title if cause else None

    def get_treats_symptom(self, measure: Measure) -> bool:
        return measure.cause_id is None

    def get_from_report_id(self, measure: Measure) -> int | None:
        if measure.from_report_id is None:
            return None
        seen = SituationReport.objects.visible_to(self.context["request"].scope)
        is_seen = seen.filter(pk=measure.from_report_id).exists()
        return measure.from_report_id if is_seen else None

    def _readable_cause(self, measure: Measure) -> Cause | None:
        """What a process says is read by those who take part in it."""
        scope = self.context["request"].scope
        seen = processes_seen(scope, [measure.process_id] if measure.cause else [])
        return measure.cause if measure.process_id in seen else None

    @extend_schema_field(ActivitySerializer(many=True))
    def get_activities(self, measure: Measure) -> list[dict[str, Any]]:
        rows = activity_lines(list(measure.activities.all()), None, timezone.localdate())
        return list(ActivitySerializer(rows, many=True).data)


class MeasureFilter(django_filters.FilterSet):
    body = django_filters.CharFilter(
        field_name="responsible__code", label=_("Den ansvariga nämndens kod")
    )
    process = django_filters.NumberFilter(field_name="process_id", label=_("Samverkansprocess"))
    state = django_filters.ChoiceFilter(choices=Measure.State.choices, label=_("Läge"))
    kind = django_filters.ChoiceFilter(choices=Measure.Kind.choices, label=_("Slag"))
    technique = django_filters.CharFilter(
        field_name="technique__code", label=_("Teknikens eller faktorns kod")
    )
    cause = django_filters.NumberFilter(field_name="cause_id", label=_("Orsak"))
    goal = django_filters.NumberFilter(field_name="goals", label=_("Mål"))
    treats_symptom = django_filters.BooleanFilter(
        field_name="cause", lookup_expr="isnull", label=_("Saknar orsak: behandlar symtomet")
    )


class Measures(WithHistory):
    tag = _("Åtgärder")
    filters = MeasureFilter
    operations = {
        "list": Operation(
            _("Lista åtgärder"), MeasureLineSerializer, is_list=True, may=can_see_work
        ),
        "retrieve": Operation(
            _("Läs en åtgärd med aktiviteter"), MeasureSerializer, may=can_see_work
        ),
        "history": history(),
    }

    def rows(self) -> QuerySet[Measure]:
        if self.action == "list":
            return measures_for(self.scope)
        return measure_page_rows(self.scope).select_related("technique")

    def lines(self, rows: Sequence[Measure]) -> Sequence[Any]:
        if self.action != "list":
            return rows
        of_page = measures_for(self.scope).filter(pk__in=[row.pk for row in rows])
        found = measure_lines(self.scope, of_page, timezone.localdate())
        return sorted(found, key=lambda line: line.measure.pk)

    def changes_of(self, row: Measure) -> list[Change] | None:
        return measure_history(self.scope, row)
