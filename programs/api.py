"""The program, the bodies, the areas and the words over the API."""

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from programs.models import (
    Area,
    AreaNesting,
    Concept,
    Coordinator,
    CouncilGoal,
    FocusArea,
    GoverningDocument,
    Mandate,
    ProblemType,
    Program,
    ReportRecipient,
    ResponsibleBody,
)
from programs.permissions import can_see_history, can_see_program_history
from programs.selectors.bodies import body_history
from programs.selectors.program import standing_of
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation, anybody
from trygghet.api.serializers import (
    LabelField,
    NamedSerializer,
    ReadModelSerializer,
)
from trygghet.api.views import Resource
from trygghet.history.selectors import Change, history_of

STANDING = _("Gäller nu (current), kommer (coming) eller har upphört (ended).")


class FocusAreaSerializer(ReadModelSerializer):
    class Meta:
        model = FocusArea
        fields = ("id", "code", "name", "meaning", "order")


class CouncilGoalSerializer(ReadModelSerializer):
    class Meta:
        model = CouncilGoal
        fields = ("id", "code", "name", "order")


class MandateSerializer(ReadModelSerializer):
    """What a body must do; ``focus_area`` null is the whole work."""

    body = NamedSerializer()
    focus_area = serializers.CharField(source="focus_area.code", default=None, allow_null=True)
    role_label = LabelField("role")

    class Meta:
        model = Mandate
        fields = ("id", "body", "focus_area", "role", "role_label", "text", "is_unverified")


class RecipientSerializer(ReadModelSerializer):
    body = NamedSerializer()

    class Meta:
        model = ReportRecipient
        fields = ("body", "valid_from", "valid_to", "basis", "is_by_law")


class DocumentSerializer(ReadModelSerializer):
    priority_areas = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = GoverningDocument
        fields = (
            "code", "name", "description", "valid_from", "valid_to", "registry_number",
            "priority_areas",
        )  # fmt: skip


class ProgramLineSerializer(ReadModelSerializer):
    standing = serializers.SerializerMethodField(help_text=STANDING)

    class Meta:
        model = Program
        fields = (
            "code", "name", "starts_on", "ends_on", "standing", "is_draft", "registry_number",
            "adopted_on", "report_months", "report_due_day",
        )  # fmt: skip

    def get_standing(self, program: Program) -> str:
        return standing_of(program.starts_on, program.ends_on, timezone.localdate())


class ProgramSerializer(ProgramLineSerializer):
    focus_areas = FocusAreaSerializer(many=True)
    council_goals = CouncilGoalSerializer(many=True)
    mandates = MandateSerializer(many=True)
    recipients = RecipientSerializer(many=True)
    documents = DocumentSerializer(many=True)

    class Meta(ProgramLineSerializer.Meta):
        fields = (
            *ProgramLineSerializer.Meta.fields, "goal", "summary", "focus_areas", "council_goals",
            "mandates", "recipients", "documents",
        )  # fmt: skip


class CoordinatorSerializer(ReadModelSerializer):
    """Who it is; how they are reached is for the staff and the committee, as on the page."""

    name = serializers.CharField(source="user.name")
    title = serializers.CharField(source="user.title")
    email = serializers.SerializerMethodField(help_text=_("För personal och ledamöter."))
    phone = serializers.SerializerMethodField(help_text=_("För personal och ledamöter."))

    class Meta:
        model = Coordinator
        fields = ("name", "title", "email", "phone", "valid_from", "valid_to", "mandate")

    def get_email(self, appointment: Coordinator) -> str:
        return appointment.user.email if self._may_reach() else ""

    def get_phone(self, appointment: Coordinator) -> str:
        return appointment.user.phone if self._may_reach() else ""

    def _may_reach(self) -> bool:
        scope = self.context["request"].scope
        return bool(scope.is_staff or scope.is_committee)


class BodyLineSerializer(ReadModelSerializer):
    kind_label = LabelField("kind")
    standing = serializers.SerializerMethodField(help_text=STANDING)
    area_id = serializers.IntegerField(allow_null=True)
    coordinator = serializers.SerializerMethodField(help_text=_("Dagens samordnare."))

    class Meta:
        model = ResponsibleBody
        fields = (
            "id", "code", "name", "kind", "kind_label", "area_id", "valid_from", "valid_to",
            "standing", "reports", "coordinator", "is_unverified", "note",
        )  # fmt: skip

    def get_standing(self, body: ResponsibleBody) -> str:
        return standing_of(body.valid_from, body.valid_to, timezone.localdate())

    def get_coordinator(self, body: ResponsibleBody) -> str | None:
        today = timezone.localdate()
        held = (each for each in body.coordinators.all() if _holds(each, today))
        return next((each.user.name for each in held), None)


def _holds(appointment: Coordinator, day: Any) -> bool:
    return standing_of(appointment.valid_from, appointment.valid_to, day) == "current"


class BodyMandateSerializer(MandateSerializer):
    program = serializers.CharField(source="program.code")

    class Meta(MandateSerializer.Meta):
        fields = ("id", "program", "focus_area", "role", "role_label", "text", "is_unverified")

    body = None


class BodySerializer(BodyLineSerializer):
    successor = NamedSerializer(allow_null=True)
    predecessors = NamedSerializer(many=True)
    coordinators = CoordinatorSerializer(many=True)
    mandates = BodyMandateSerializer(many=True)

    class Meta(BodyLineSerializer.Meta):
        fields = (
            *BodyLineSerializer.Meta.fields,
            "successor",
            "predecessors",
            "coordinators",
            "mandates",
        )


class ParentSerializer(ReadModelSerializer):
    area_id = serializers.IntegerField(source="parent_id")

    class Meta:
        model = AreaNesting
        fields = ("area_id", "valid_from", "valid_to")


class AreaLineSerializer(ReadModelSerializer):
    kind_label = LabelField("kind")
    successor_id = serializers.IntegerField(allow_null=True)
    lies_in = ParentSerializer(many=True, source="nestings")

    class Meta:
        model = Area
        fields = (
            "id", "kind", "kind_label", "code", "name", "valid_from", "valid_to", "successor_id",
            "longitude", "latitude", "lies_in", "is_unverified", "note",
        )  # fmt: skip


class AreaSerializer(AreaLineSerializer):
    boundary = serializers.JSONField(help_text=_("GeoJSON-geometri i WGS84, eller null."))

    class Meta(AreaLineSerializer.Meta):
        fields = (*AreaLineSerializer.Meta.fields, "boundary", "boundary_source")


class ConceptSerializer(ReadModelSerializer):
    class Meta:
        model = Concept
        fields = ("code", "name", "definition", "source")


class ProblemTypeSerializer(ReadModelSerializer):
    class Meta:
        model = ProblemType
        fields = ("code", "name", "group", "is_active")


class Programs(WithHistory):
    tag = _("Program")
    operations = {
        "list": Operation(_("Lista trygghetsprogrammen"), ProgramLineSerializer, is_list=True),
        "retrieve": Operation(
            _("Läs ett program med fokusområden, uppdrag och mottagare"), ProgramSerializer
        ),
        "history": history(can_see_program_history),
    }

    def rows(self) -> QuerySet[Program]:
        if self.action == "list":
            return Program.objects.all()
        mandates = Mandate.objects.select_related("body", "focus_area").order_by("pk")
        recipients = ReportRecipient.objects.select_related("body").order_by("is_by_law", "pk")
        return Program.objects.prefetch_related(
            "focus_areas", "council_goals", "documents",
            Prefetch("mandates", mandates), Prefetch("recipients", recipients),
        )  # fmt: skip

    def changes_of(self, row: Program) -> list[Change]:
        return history_of(row)


class BodyFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=ResponsibleBody.Kind.choices, label=_("Typ"))
    reports = django_filters.BooleanFilter(label=_("Lämnar lägesbilder"))
    valid_on = django_filters.DateFilter(method="of_day", label=_("Fanns den dagen"))

    def of_day(self, rows: Any, name: str, day: Any) -> Any:
        return rows.valid_on(day)


class Bodies(WithHistory):
    tag = _("Nämnder och bolag")
    filters = BodyFilter
    operations = {
        "list": Operation(
            _("Lista nämnder och bolagsstyrelser"), BodyLineSerializer,
            _("Även de som har upphört; `valid_on` ger dem som fanns en viss dag."), is_list=True,
        ),
        "retrieve": Operation(
            _("Läs en nämnd med samordnare och uppdrag"), BodySerializer
        ),
        "history": history(anybody),
    }  # fmt: skip

    def rows(self) -> QuerySet[ResponsibleBody]:
        appointments = Coordinator.objects.select_related("user").order_by("-valid_from")
        rows = ResponsibleBody.objects.prefetch_related(Prefetch("coordinators", appointments))
        if self.action == "list":
            return rows
        mandates = Mandate.objects.select_related("program", "focus_area").order_by("pk")
        return rows.select_related("successor").prefetch_related(
            "predecessors", Prefetch("mandates", mandates)
        )

    def changes_of(self, row: ResponsibleBody) -> list[Change] | None:
        return body_history(row) if can_see_history(self.scope, row) else None


class AreaFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=Area.Kind.choices, label=_("Nivå"))
    code = django_filters.CharFilter(label=_("Kod"))
    valid_on = django_filters.DateFilter(method="of_day", label=_("Fanns den dagen"))

    def of_day(self, rows: Any, name: str, day: Any) -> Any:
        return rows.valid_on(day)


class Areas(Resource):
    tag = _("Områden")
    filters = AreaFilter
    operations = {
        "list": Operation(_("Lista områden"), AreaLineSerializer, is_list=True),
        "retrieve": Operation(_("Läs ett område med sin gräns"), AreaSerializer),
    }

    def rows(self) -> QuerySet[Area]:
        rows = Area.objects.prefetch_related("nestings")
        return rows.defer("boundary") if self.action == "list" else rows


class Concepts(Resource):
    tag = _("Ord och listor")
    operations = {
        "list": Operation(_("Lista programmets begrepp"), ConceptSerializer, is_list=True)
    }

    def rows(self) -> QuerySet[Concept]:
        return Concept.objects.all()


class ProblemTypes(Resource):
    tag = _("Ord och listor")
    operations = {
        "list": Operation(
            _("Lista typer av problem"), ProblemTypeSerializer,
            _("Koderna används när problem skrivs i lägesbilder."), is_list=True,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[ProblemType]:
        return ProblemType.objects.all()
