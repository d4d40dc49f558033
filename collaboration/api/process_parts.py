"""Parts of one process: the parties' own pictures, the steps' versions, and signals."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.models import (
    CollaborationProcess,
    EffectSignal,
    ParticipantPicture,
    ProcessCycle,
    Step,
)
from collaboration.permissions import can_read_signals, can_see_processes
from collaboration.selectors.pictures import PartyPicture, SeenProblem, party_pictures
from collaboration.selectors.step_versions import Version, step_versions
from trygghet.api.filters import number_asked
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import LabelField, ReadModelSerializer, ReadSerializer
from trygghet.api.views import Resource
from trygghet.history.services import record_restricted_reads

CYCLE = Asked("cycle", gettext_lazy("Varvets nummer; utelämnat är det senaste."))


class OfProcess(Resource):
    """Something about one cycle of a process that the reader sees."""

    tag = gettext_lazy("Samverkan")

    def process(self) -> CollaborationProcess:
        rows = CollaborationProcess.objects.visible_to(self.scope)
        rows = rows.select_related("lead_body", "program")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def cycle(self, process: CollaborationProcess) -> ProcessCycle:
        """The cycle that is asked for, else the latest. Raises ValidationError or Http404."""
        asked = number_asked(self.request, CYCLE.name)
        cycles = process.cycles.order_by("-number")
        if asked is None:
            return cycles[:1].get()
        return get_object_or_404(cycles, number=asked)


class PictureProblemSerializer(ReadSerializer):
    """A problem that a party sees; ``joint`` names the joint problems that it went into."""

    title = serializers.CharField(source="row.title")
    type = serializers.CharField(source="row.type.code")
    place = serializers.CharField(source="row.place")
    area_id = serializers.IntegerField(source="row.area_id", allow_null=True)
    description = serializers.CharField(source="row.description")
    consequences = serializers.CharField(source="row.consequences")
    classification = serializers.CharField()
    from_report = serializers.SerializerMethodField(
        help_text=gettext_lazy("Står i partens lägesbild, och inte bara här.")
    )
    joint = serializers.ListField(child=serializers.CharField())

    def get_from_report(self, problem: SeenProblem) -> bool:
        return not problem.is_written_here


class PictureSerializer(ReadModelSerializer):
    """What the party has written itself."""

    staff_dialogue_label = LabelField("staff_dialogue")

    class Meta:
        model = ParticipantPicture
        fields = (
            "summary", "data_used", "data_rejected", "staff_dialogue", "staff_dialogue_label",
            "staff_dialogue_note", "read_by_leadership_on", "classification",
            "classification_reason", "confirmed_at", "updated_at", "version",
        )  # fmt: skip


class PartyPictureSerializer(ReadSerializer):
    """A party's own picture, as far as the account may read it."""

    participant_id = serializers.IntegerField(source="participant.pk")
    party = serializers.CharField(source="participant.__str__")
    is_complete = serializers.BooleanField(help_text=gettext_lazy("Allt som steget begär finns."))
    is_withheld = serializers.BooleanField(help_text=gettext_lazy("Texterna visas inte."))
    report_id = serializers.SerializerMethodField(
        help_text=gettext_lazy("Lägesbilden som bilden bygger på, om kontot får öppna den.")
    )
    picture = serializers.SerializerMethodField(help_text=gettext_lazy("null: inget att visa."))
    problems = PictureProblemSerializer(many=True)
    withheld = serializers.IntegerField(help_text=gettext_lazy("Problem som inte visas."))

    def get_report_id(self, party: PartyPicture) -> int | None:
        return party.picture.report_id if party.picture and party.shows_report_page else None

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_picture(self, party: PartyPicture) -> Any:
        shown = party.picture if not party.is_withheld else None
        return PictureSerializer(shown).data if shown else None


class PicturesSerializer(ReadSerializer):
    cycle = serializers.IntegerField()
    parties = PartyPictureSerializer(many=True)


class PicturesOf(OfProcess):
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs parternas egna bilder i ett varv"), PicturesSerializer,
            gettext_lazy("Texter som kontot inte får läsa utelämnas och räknas i `withheld`."),
            may=can_see_processes, asked=(CYCLE,),
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        cycle = self.cycle(self.process())
        found = party_pictures(self.scope, cycle)
        record_restricted_reads(request.user, found.restricted)
        return Response(self.shown({"cycle": cycle.number, "parties": found.parties}).data)


class SectionTextSerializer(ReadSerializer):
    label = serializers.CharField()
    text = serializers.CharField()


class VersionSectionSerializer(ReadSerializer):
    heading = serializers.CharField()
    owner = serializers.CharField(help_text=gettext_lazy("Parten som skrev; tomt: tillsammans."))
    classification = serializers.CharField()
    texts = SectionTextSerializer(many=True)


class VersionSerializer(ReadSerializer):
    """What a step held; ``key`` is the version's number, or ``nu``."""

    key = serializers.CharField()
    label = serializers.CharField()
    sections = VersionSectionSerializer(many=True)
    withheld = serializers.IntegerField(help_text=gettext_lazy("Avsnitt som inte visas."))


class VersionsSerializer(ReadSerializer):
    cycle = serializers.IntegerField()
    step = serializers.ChoiceField(Step.choices)
    versions = VersionSerializer(many=True)


@dataclass(frozen=True)
class Versions:
    cycle: int
    step: str
    versions: tuple[Version, ...]


class VersionsOf(OfProcess):
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs ett stegs versioner"), VersionsSerializer,
            gettext_lazy("Det som steget innehåller nu först, sedan det som det har innehållit."),
            may=can_see_processes, asked=(CYCLE,),
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int, step: str) -> Response:
        process = self.process()
        if step not in Step.values:
            raise Http404
        cycle = self.cycle(process)
        found = step_versions(self.scope, process, cycle, step).versions
        shown = [each.row for each in found if each.row and each.shows_restricted]
        record_restricted_reads(request.user, shown)
        return Response(self.shown(Versions(cycle.number, step, found)).data)


class SignalSerializer(ReadModelSerializer):
    """A coordinator says that the effect is missing; the central office answers."""

    raised_by = serializers.CharField(source="raised_by.name")

    class Meta:
        model = EffectSignal
        fields = ("id", "reason", "raised_by", "raised_at", "answer", "closed_at")


class Signals(OfProcess):
    newest_first = True
    operations = {
        "list": Operation(
            gettext_lazy("Lista en process signaler om utebliven effekt"), SignalSerializer,
            is_list=True, may=can_read_signals,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[EffectSignal]:
        signals = EffectSignal.objects.visible_to(self.scope)
        return signals.filter(process=self.process()).select_related("raised_by")
