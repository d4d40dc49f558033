"""Goals with their letters, answers, revisions and assessments."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from followup.models import GoalAssessment, GoalRevision, SmartGoal
from followup.permissions import can_read_review, can_see_work
from followup.selectors.assessments import latest_assessments, with_latest_grade
from followup.selectors.goals import (
    GoalLine,
    answers_of,
    goal_lines,
    goals_for,
    result_of,
    with_places,
)
from followup.selectors.histories import goal_history
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import (
    DecimalText,
    LabelField,
    MonthField,
    NamedSerializer,
    ReadModelSerializer,
    ReadSerializer,
)
from trygghet.history.selectors import Change

UNGRADED = "none"


class LetterSerializer(ReadSerializer):
    """One of the five letters: whether it holds, and else what is missing."""

    key = serializers.CharField()
    name = serializers.CharField()
    holds = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()


class AssessmentSerializer(ReadModelSerializer):
    """How far the goal was reached in a period, who says so, and what the figures said."""

    grade_label = LabelField("grade")
    review_label = LabelField("review")
    review_comment = serializers.SerializerMethodField(
        help_text=_("Vad stadsledningskontoret skrev, för nämnden som svarar för målet.")
    )
    assessed_by = serializers.CharField(source="assessed_by.name")
    latest_period = MonthField(allow_null=True)

    class Meta:
        model = GoalAssessment
        fields = (
            "id", "period_start", "period_end", "grade", "grade_label", "figures_say",
            "latest_value", "latest_period", "latest_is_preliminary", "comment",
            "deviation_reason", "assessed_by", "assessed_at", "review", "review_label",
            "review_comment", "reviewed_at",
        )  # fmt: skip

    def get_review_comment(self, assessment: GoalAssessment) -> str:
        may = can_read_review(self.context["request"].scope, assessment.goal)
        return assessment.review_comment if may else ""


class RevisionSerializer(ReadModelSerializer):
    """What the goal aimed at from one decision to the next; number 1 is as it was set."""

    indicator = serializers.CharField(source="indicator.code", default=None, allow_null=True)
    baseline_period = MonthField(allow_null=True)

    class Meta:
        model = GoalRevision
        fields = (
            "number", "indicator", "direction", "baseline", "baseline_period", "target", "due_on",
            "reason", "decided_by", "decided_on",
        )  # fmt: skip


class AnswerSerializer(ReadSerializer):
    """A party's yes or no to the goal; ``accepted`` null while it is waited for."""

    participant_id = serializers.IntegerField(source="party.pk")
    party = serializers.CharField(source="party.__str__")
    accepted = serializers.BooleanField(
        source="answer.accepted", default=None, allow_null=True,
        help_text=_("null: har inte svarat."),
    )  # fmt: skip
    reason = serializers.CharField(source="answer.reason", default="")
    answered_at = serializers.DateTimeField(
        source="answer.answered_at", default=None, allow_null=True
    )


class ResultSerializer(ReadSerializer):
    period = MonthField()
    value = DecimalText()
    is_preliminary = serializers.BooleanField()


class MovementSerializer(ReadSerializer):
    """How the goal's indicator has moved, where it is read, by the areas of today."""

    place = serializers.CharField(help_text=_("Var indikatorn är mätt."))
    share = serializers.IntegerField(
        allow_null=True, help_text=_("Procent av vägen från utgångsvärdet till målet.")
    )
    latest = ResultSerializer(allow_null=True)
    is_rebased = serializers.BooleanField(help_text=_("Omräknad efter dagens områden."))
    made_of = serializers.ListField(child=serializers.CharField())
    cannot = serializers.ListField(child=serializers.CharField())


class GoalLineSerializer(ReadSerializer):
    """A goal, with how many of its letters hold and how many parties accept it."""

    id = serializers.IntegerField(source="goal.pk")
    title = serializers.CharField(source="goal.title")
    term = serializers.ChoiceField(SmartGoal.Term.choices, source="goal.term")
    term_label = serializers.CharField(source="goal.get_term_display")
    body = NamedSerializer(source="goal.body")
    process_id = serializers.SerializerMethodField(
        help_text=_("Processen, om kontot får läsa den; null för ett eget mål.")
    )
    focus_area = serializers.CharField(source="goal.focus_area.code")
    problem = serializers.SerializerMethodField(
        help_text=_("Problemet, om kontot får läsa processen.")
    )
    indicator = serializers.CharField(source="goal.indicator.code", default=None, allow_null=True)
    direction = serializers.CharField(source="goal.direction")
    baseline = DecimalText(source="goal.baseline")
    baseline_period = MonthField(source="goal.baseline_period", allow_null=True)
    target = DecimalText(source="goal.target")
    starts_on = serializers.DateField(source="goal.starts_on", allow_null=True)
    due_on = serializers.DateField(source="goal.due_on", allow_null=True)
    is_smart = serializers.BooleanField(source="check.is_smart")
    letters_held = serializers.IntegerField(source="check.held")
    accepted_by = serializers.IntegerField(help_text=_("Hur många av parterna."))
    declined = serializers.CharField(
        source="check.declined", help_text=_("Vilka parter som sagt nej; tomt om ingen har det.")
    )
    grade = serializers.CharField(
        source="goal.given.grade", default=None, allow_null=True,
        help_text=_("Senaste bedömningen: fully, partly eller not; null innan den är given."),
    )  # fmt: skip
    graded_until = serializers.DateField(
        source="goal.given.period_end", default=None, allow_null=True
    )
    version = serializers.IntegerField(source="goal.version")

    def get_process_id(self, line: GoalLine) -> int | None:
        return line.goal.process_id if line.sees_process else None

    def get_problem(self, line: GoalLine) -> str | None:
        return line.goal.problem.title if line.goal.problem and line.sees_process else None


class GoalSerializer(GoalLineSerializer):
    change = serializers.CharField(source="goal.change")
    resources = serializers.CharField(source="goal.resources")
    judgement = serializers.CharField(source="goal.judgement")
    council_goal = serializers.CharField(
        source="goal.council_goal.code", default=None, allow_null=True
    )
    letters = LetterSerializer(many=True, source="check.letters")
    measure_ids = serializers.SerializerMethodField()
    answers = serializers.SerializerMethodField(help_text=_("Varje part som är med nu."))
    revisions = RevisionSerializer(many=True, source="goal.revisions")
    assessments = AssessmentSerializer(many=True, source="goal.assessments")
    movement = MovementSerializer(source="goal.result")
    results = ResultSerializer(
        many=True, source="goal.result.points", help_text=_("Indikatorns kurva där målet gäller.")
    )

    def get_measure_ids(self, line: GoalLine) -> list[int]:
        return [measure.pk for measure in line.goal.measures.all()]

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, line: GoalLine) -> Any:
        return AnswerSerializer(answers_of(line.goal, frozenset()), many=True).data


class GoalFilter(django_filters.FilterSet):
    body = django_filters.CharFilter(field_name="body__code", label=_("Nämndens kod"))
    term = django_filters.ChoiceFilter(choices=SmartGoal.Term.choices, label=_("Sikt"))
    process = django_filters.NumberFilter(field_name="process_id", label=_("Samverkansprocess"))
    focus_area = django_filters.CharFilter(
        field_name="focus_area__code", label=_("Fokusområdets kod")
    )
    council_goal = django_filters.CharFilter(
        field_name="council_goal__code", label=_("Koden för fullmäktiges mål")
    )
    has_council_goal = django_filters.BooleanFilter(
        field_name="council_goal", lookup_expr="isnull", exclude=True,
        label=_("Har ett av fullmäktiges mål"),
    )  # fmt: skip
    grade = django_filters.ChoiceFilter(
        choices=[(UNGRADED, _("Inte bedömt")), *GoalAssessment.Grade.choices], method="graded",
        label=_("Senaste bedömningen; none är de som inte är bedömda"),
    )  # fmt: skip

    def graded(self, rows: QuerySet[SmartGoal], name: str, grade: str) -> QuerySet[SmartGoal]:
        return with_latest_grade(rows).filter(latest_grade=None if grade == UNGRADED else grade)


class Goals(WithHistory):
    tag = _("Mål")
    filters = GoalFilter
    operations = {
        "list": Operation(_("Lista mål"), GoalLineSerializer, is_list=True, may=can_see_work),
        "retrieve": Operation(
            _("Läs ett mål med bokstäver, svar, revideringar och bedömningar"), GoalSerializer,
            may=can_see_work,
        ),
        "history": history(),
    }  # fmt: skip

    def rows(self) -> QuerySet[SmartGoal]:
        rows = goals_for(self.scope)
        if self.action == "list":
            return rows
        people = GoalAssessment.objects.select_related("assessed_by")
        return with_places(rows).select_related("council_goal").prefetch_related(
            Prefetch("assessments", people),
            Prefetch("revisions", GoalRevision.objects.select_related("indicator")),
        )  # fmt: skip

    def lines(self, rows: Sequence[SmartGoal]) -> Sequence[GoalLine]:
        given = latest_assessments([goal.pk for goal in rows], timezone.localdate())
        for goal in rows:
            goal.given = given.get(goal.pk)
            if self.action != "list":
                goal.result = result_of(goal)
        return goal_lines(self.scope, rows)

    def version_of(self, row: SmartGoal) -> int:
        return row.version

    def changes_of(self, row: SmartGoal) -> list[Change] | None:
        return goal_history(self.scope, row)
