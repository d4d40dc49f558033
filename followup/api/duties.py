"""What the program asks of each body, with its state and evidence."""

from collections.abc import Sequence

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followup.api.law import EvidenceSerializer
from followup.compliance import LABELS
from followup.models import ProgramIntroduction
from followup.permissions import can_see_all_duties, can_see_duties
from followup.selectors.duties import DutyRow, duties_of, introductions_of
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, ReadModelSerializer, ReadSerializer
from trygghet.api.views import Resource


class DutySerializer(ReadSerializer):
    """One duty of a body: what is asked, how it stands, what shows it and what is missing."""

    kind = serializers.CharField()
    title = serializers.CharField()
    ask = serializers.CharField(help_text=gettext_lazy("Vad programmet begär."))
    state = serializers.ChoiceField(choices=[(state.value, text) for state, text in LABELS.items()])
    state_label = serializers.CharField(source="state.label")
    evidence = EvidenceSerializer(many=True)
    missing = serializers.CharField(help_text=gettext_lazy("Vad som återstår, i ord."))


class BodyDutiesSerializer(ReadSerializer):
    body = NamedSerializer()
    duties = DutySerializer(many=True)


class IntroductionSerializer(ReadModelSerializer):
    """That the program was made known to the body's managers or staff.

    One that was taken back was written in by mistake, and counts for nothing.
    """

    program = serializers.CharField(source="program.code")
    recorded_by = serializers.CharField(
        source="recorded_by.name", help_text=gettext_lazy("Den som skrev in det.")
    )

    class Meta:
        model = ProgramIntroduction
        fields = (
            "program",
            "audience",
            "audience_label",
            "held_on",
            "how",
            "people",
            "recorded_by",
            "withdrawn_at",
            "withdrawn_reason",
        )


class BodyDutiesPageSerializer(BodyDutiesSerializer):
    introductions = IntroductionSerializer(many=True)


class DutyFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(
        choices=ResponsibleBody.Kind.choices, label=gettext_lazy("Typ av nämnd")
    )


class Duties(Resource):
    """The bodies that the program asks, with their duties."""

    tag = gettext_lazy("Nämndernas uppdrag")
    filters = DutyFilter
    operations = {
        "list": Operation(
            gettext_lazy("Lista nämndernas uppdrag och hur de står till"), BodyDutiesSerializer,
            is_list=True, may=can_see_all_duties,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[ResponsibleBody]:
        return ResponsibleBody.objects.reporting().valid_on(timezone.localdate())

    def lines(self, rows: Sequence[ResponsibleBody]) -> Sequence[DutyRow]:
        found = duties_of(rows, timezone.localdate())
        return [DutyRow(body, found[body.pk]) for body in rows]


class DutiesOf(Resource):
    tag = gettext_lazy("Nämndernas uppdrag")
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs en nämnds uppdrag och när programmet gjordes känt"),
            BodyDutiesPageSerializer,
        )
    }

    def retrieve(self, request: Request, code: str) -> Response:
        body = get_object_or_404(ResponsibleBody, code=code)
        require(
            can_see_duties(self.scope, body.pk),
            _("Uppdragen läses av nämndens egna, stadsledningskontoret och ledamöterna."),
        )
        duties = duties_of([body], timezone.localdate())[body.pk]
        shown = {"body": body, "duties": duties, "introductions": introductions_of(body)}
        return Response(self.shown(shown).data)
