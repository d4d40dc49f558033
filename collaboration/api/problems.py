"""The problems that the parties of a process see together, with their causes."""

import django_filters
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from collaboration.models import (
    Cause,
    CauseAnalysis,
    CauseEvidence,
    CollaborationProcess,
    DissentingView,
    JointProblem,
    JointProblemSource,
    PriorityScore,
)
from collaboration.permissions import can_see_process_history, can_see_processes
from collaboration.selectors.histories import analysis_history, cause_history
from trygghet.api.filters import number_asked
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import LabelField, ReadModelSerializer
from trygghet.api.views import Resource
from trygghet.history.selectors import Change

PARTY = ("participant__body", "participant__organization")


class CauseEvidenceSerializer(ReadModelSerializer):
    """What speaks for a cause or against it, with its source."""

    side_label = LabelField("side")

    class Meta:
        model = CauseEvidence
        fields = ("side", "side_label", "text", "source")


class CauseSerializer(ReadModelSerializer):
    """A possible cause; ``parent_id`` is the cause that it lies behind."""

    parent_id = serializers.IntegerField(allow_null=True)
    side_label = LabelField("side")
    verdict_label = LabelField("verdict")
    evidence = CauseEvidenceSerializer(many=True)

    class Meta:
        model = Cause
        fields = (
            "id", "parent_id", "side", "side_label", "text", "tested_how", "verdict",
            "verdict_label", "verdict_reason", "can_influence", "evidence", "version",
        )  # fmt: skip


class AnalysisSerializer(ReadModelSerializer):
    """The questions of the cause analysis with their answers."""

    causes = CauseSerializer(many=True)

    class Meta:
        model = CauseAnalysis
        fields = (
            "delimitation", "team", "due_on", "data_available", "what", "where", "when", "how",
            "exposed", "chain_of_events", "offender", "handler", "target", "guardian", "place",
            "manager", "causes", "version",
        )  # fmt: skip


class ScoreSerializer(ReadModelSerializer):
    """How the problem stands on a criterion: 0 (not at all) to 3 (very much)."""

    class Meta:
        model = PriorityScore
        fields = ("criterion", "criterion_label", "score", "reason")


class DissentSerializer(ReadModelSerializer):
    """A party that sees the problem, or what was decided of it, differently."""

    party = serializers.CharField(source="participant.__str__")

    class Meta:
        model = DissentingView
        fields = ("party", "text", "recorded_at")


class SourceSerializer(ReadModelSerializer):
    """A party that the problem came from, and where its picture differs."""

    party = serializers.CharField(source="participant.__str__")

    class Meta:
        model = JointProblemSource
        fields = ("party", "disagreement")


class JointProblemSerializer(ReadModelSerializer):
    """A problem in the joint picture: whose it is, and what the parties decided about it."""

    type = serializers.CharField(source="type.code")
    cycle = serializers.IntegerField(source="cycle.number")
    area_id = serializers.IntegerField(allow_null=True)
    merged_into_id = serializers.IntegerField(allow_null=True)
    split_from_id = serializers.IntegerField(allow_null=True)
    decision_label = LabelField("decision")
    parties = serializers.SerializerMethodField(help_text=_("Parterna som problemet kom från."))
    sources = SourceSerializer(many=True)
    scores = ScoreSerializer(many=True)
    dissents = DissentSerializer(many=True)
    analysis = AnalysisSerializer(allow_null=True, default=None)

    class Meta:
        model = JointProblem
        fields = (
            "id", "cycle", "type", "title", "description", "area_id", "place", "merged_into_id",
            "split_from_id", "can_influence", "has_resources", "decision", "decision_label",
            "decision_reason", "parties", "sources", "scores", "dissents", "analysis",
            "version",
        )  # fmt: skip

    def get_parties(self, problem: JointProblem) -> list[str]:
        return list(dict.fromkeys(str(source.participant) for source in problem.sources.all()))


class JointProblemFilter(django_filters.FilterSet):
    cycle = django_filters.NumberFilter(field_name="cycle__number", label=_("Varv"))
    decision = django_filters.ChoiceFilter(choices=JointProblem.Decision.choices, label=_("Beslut"))


class JointProblems(Resource):
    tag = _("Samverkan")
    filters = JointProblemFilter
    operations = {
        "list": Operation(
            _("Lista en process gemensamma problem med orsaker"), JointProblemSerializer,
            is_list=True, may=can_see_processes,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[JointProblem]:
        seen = CollaborationProcess.objects.visible_to(self.scope)
        process = get_object_or_404(seen, pk=self.kwargs["pk"])
        parties = JointProblemSource.objects.select_related(*PARTY)
        causes = Cause.objects.order_by("order", "pk").prefetch_related(
            Prefetch("evidence", CauseEvidence.objects.order_by("pk"))
        )
        return (
            JointProblem.objects.filter(cycle__process=process)
            .select_related("type", "cycle", "analysis")
            .prefetch_related(
                Prefetch("sources", parties),
                Prefetch("analysis__causes", causes),
                Prefetch("dissents", DissentingView.objects.select_related(*PARTY)),
                Prefetch("scores", PriorityScore.objects.order_by("pk")),
            )
        )


CAUSE = Asked("cause", _("En orsaks id: bara den och dess belägg; utelämnat är det hela analysen."))


class AnalysisOf(WithHistory):
    """The cause analysis of one joint problem."""

    tag = _("Samverkan")
    operations = {"history": history(can_see_process_history, asked=(CAUSE,))}

    def one(self) -> JointProblem:
        seen = CollaborationProcess.objects.visible_to(self.scope).filter(pk=self.kwargs["pk"])
        rows = JointProblem.objects.filter(cycle__process__in=seen).select_related("analysis")
        return get_object_or_404(rows, pk=self.kwargs["problem"])

    def changes_of(self, row: JointProblem) -> list[Change] | None:
        asked = number_asked(self.request, CAUSE.name)
        if asked is None:
            return analysis_history(self.scope, row)
        cause = get_object_or_404(Cause.objects.filter(analysis__joint_problem=row), pk=asked)
        return cause_history(self.scope, cause, cause.evidence.all())
