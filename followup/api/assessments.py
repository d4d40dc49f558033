"""How far goals were reached in a period, and the goals that nobody has assessed yet."""

from collections.abc import Sequence

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from followup import assessment_periods
from followup.api.goals import AssessmentSerializer
from followup.assessment_periods import Period
from followup.models import GoalAssessment, SmartGoal
from followup.permissions import can_see_work
from followup.selectors.assessments import (
    MISSING,
    AssessmentLine,
    asked_by_review,
    assessment_lines,
)
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadSerializer
from trygghet.api.views import Resource

PERIOD = "period"


class AskedGoalSerializer(ReadSerializer):
    """A goal that is asked for in the period, with its assessment if it is given."""

    goal_id = serializers.IntegerField(source="goal.pk")
    title = serializers.CharField(source="goal.title")
    body = NamedSerializer(source="goal.body")
    focus_area = serializers.CharField(source="goal.focus_area.code")
    assessment = AssessmentSerializer(
        allow_null=True, help_text=gettext_lazy("Bedömningen för perioden; null: ingen än.")
    )


class GivenSerializer(AssessmentSerializer):
    """An assessment with the goal that it is about."""

    goal_id = serializers.IntegerField()
    goal = serializers.CharField(source="goal.title", help_text=gettext_lazy("Målets rubrik."))
    body = NamedSerializer(source="goal.body")

    class Meta(AssessmentSerializer.Meta):
        fields = ("goal_id", "goal", "body", *AssessmentSerializer.Meta.fields)


class AskedFilter(django_filters.FilterSet):
    period = django_filters.CharFilter(
        label=gettext_lazy("Period, som 2026-t2; utelämnad är det den senaste som är slut")
    )
    body = django_filters.CharFilter(field_name="body__code", label=gettext_lazy("Nämndens kod"))
    review = django_filters.ChoiceFilter(
        choices=[(MISSING, gettext_lazy("Bedömning saknas")), *GoalAssessment.Review.choices],
        label=gettext_lazy("Granskningen; missing är mål utan bedömning"),
    )

    def filter_queryset(self, queryset: QuerySet[SmartGoal]) -> QuerySet[SmartGoal]:
        """By the list page's own selector."""
        found = self.form.cleaned_data
        rows = queryset.filter(body__code=found["body"]) if found["body"] else queryset
        return asked_by_review(rows, period_of(found[PERIOD]), found["review"])


def period_of(code: str) -> Period:
    """The offered period that is named, or the latest one. Raises ValidationError."""
    today = timezone.localdate()
    if not code:
        return assessment_periods.latest_finished(today)
    period = assessment_periods.parse(code, today)
    if period is None:
        offered = ", ".join(each.code for each in assessment_periods.offered(today))
        text = _("Välj en av perioderna %(offered)s.") % {"offered": offered}
        raise ValidationError({PERIOD: [text]})
    return period


class AskedGoals(Resource):
    tag = gettext_lazy("Mål")
    filters = AskedFilter
    operations = {
        "list": Operation(
            gettext_lazy("Lista mål att bedöma i en period, med bedömningen"),
            AskedGoalSerializer, is_list=True, may=can_see_work,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[SmartGoal]:
        return SmartGoal.objects.visible_to(self.scope).select_related("body", "focus_area")

    def lines(self, rows: Sequence[SmartGoal]) -> Sequence[AssessmentLine]:
        return assessment_lines(rows, period_of(self.request.query_params.get(PERIOD, "")))


class Assessments(Resource):
    tag = gettext_lazy("Mål")
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs en bedömning och dess granskning"), GivenSerializer, may=can_see_work
        )
    }

    def rows(self) -> QuerySet[GoalAssessment]:
        goals = SmartGoal.objects.visible_to(self.scope)
        rows = GoalAssessment.objects.filter(goal__in=goals)
        return rows.select_related("goal__body", "assessed_by")
