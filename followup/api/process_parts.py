"""The follow-up's parts of one process: the red thread, and what the parties did."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.api.process_parts import CYCLE, OfProcess
from collaboration.models import CommitmentReview
from collaboration.permissions import can_see_processes
from collaboration.selectors.process_parties import spoken_for
from followup.api.goals import AssessmentSerializer
from followup.red_thread import Node
from followup.selectors.implementation import outcome
from followup.selectors.red_thread import thread_of
from trygghet.api.operations import Operation
from trygghet.api.serializers import DecimalText, MonthField, ReadModelSerializer, ReadSerializer


class NodeSerializer(ReadSerializer):
    """A problem, cause, measure or goal; ``parent`` is the ``key`` of what it hangs from."""

    key = serializers.CharField()
    parent = serializers.CharField(allow_null=True)
    kind = serializers.CharField(help_text=_("problem, cause, measure eller goal."))
    id = serializers.IntegerField()
    text = serializers.CharField()
    indicator = serializers.CharField(help_text=_("Målets indikator."))
    result = serializers.CharField(help_text=_("Målets senaste utfall, i ord."))
    loose = serializers.ListField(
        child=serializers.CharField(), help_text=_("Lösa ändar som hänger här, i ord.")
    )


class ThreadSerializer(ReadSerializer):
    """The red thread from problem to result, and how complete it is."""

    cycle = serializers.IntegerField()
    completeness = serializers.IntegerField(
        allow_null=True, help_text=_("Procent; null när det inte finns något att binda ihop än.")
    )
    held = serializers.IntegerField(help_text=_("Länkar som finns."))
    expected = serializers.IntegerField(help_text=_("Länkar som borde finnas."))
    nodes = NodeSerializer(many=True)


def _flat(nodes: Iterable[Node], parent: str | None = None) -> Iterator[dict[str, Any]]:
    for node in nodes:
        yield {
            "key": node.key, "parent": parent, "kind": node.kind, "id": node.id,
            "text": node.text, "indicator": node.indicator, "result": node.result,
            "loose": [loose.words for loose in node.loose],
        }  # fmt: skip
        yield from _flat(node.children, node.key)


class RedThreadOf(OfProcess):
    operations = {
        "retrieve": Operation(
            _("Läs en process röda tråd"), ThreadSerializer,
            _("Ett mål som flera åtgärder leder till står under var och en av dem."),
            may=can_see_processes, asked=(CYCLE,),
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        cycle = self.cycle(self.process())
        thread = thread_of(cycle)
        shown = {
            "cycle": cycle.number, "completeness": thread.completeness, "held": thread.held,
            "expected": thread.expected, "nodes": list(_flat(thread.roots)),
        }  # fmt: skip
        return Response(self.shown(shown).data)


class CommitmentReviewSerializer(ReadModelSerializer):
    class Meta:
        model = CommitmentReview
        fields = ("kept", "kept_label", "note")


class CommitmentSerializer(ReadSerializer):
    """What a party had promised, counted in activities, and how it was judged."""

    participant_id = serializers.IntegerField(source="party.pk")
    party = serializers.CharField(source="party.__str__")
    done = serializers.IntegerField(help_text=_("Klara i tid."))
    done_late = serializers.IntegerField(help_text=_("Klara efter sin dag."))
    late = serializers.IntegerField(help_text=_("Försenade."))
    dropped = serializers.IntegerField(help_text=_("Utgår."))
    left = serializers.IntegerField(help_text=_("Kvar, inom tiden."))
    review = CommitmentReviewSerializer(allow_null=True)


class LatestSerializer(ReadSerializer):
    period = MonthField()
    value = DecimalText()


class GoalResultSerializer(ReadSerializer):
    goal_id = serializers.IntegerField(source="goal.pk")
    title = serializers.CharField(source="goal.title")
    latest = LatestSerializer(source="result.latest", allow_null=True)
    share = serializers.IntegerField(
        source="result.share",
        allow_null=True,
        help_text=_("Procent av vägen till målet, avrundat till heltal; en halv avrundas uppåt."),
    )
    assessment = AssessmentSerializer(allow_null=True)


class OutcomeSerializer(ReadSerializer):
    """What step 5 shows beside the three answers, which stand in the process's cycles."""

    cycle = serializers.IntegerField()
    goals = GoalResultSerializer(many=True)
    commitments = CommitmentSerializer(many=True)


class OutcomeOf(OfProcess):
    operations = {
        "retrieve": Operation(
            _("Läs vad en process ledde till: målens utfall och parternas åtaganden"),
            OutcomeSerializer, may=can_see_processes, asked=(CYCLE,),
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        cycle = self.cycle(self.process())
        own = spoken_for(self.scope, pk)
        found = outcome(cycle, own, timezone.localdate())
        for each in found.results:
            if each.assessment:
                each.assessment.goal = each.goal
        shown = {
            "cycle": cycle.number, "goals": found.results, "commitments": found.commitments
        }  # fmt: skip
        return Response(self.shown(shown).data)
