"""How the parties of a process weigh their problems, and the people that they have invited."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.api.process_parts import CYCLE, OfProcess
from collaboration.models import Invitation
from collaboration.permissions import can_lead_process, can_see_processes
from collaboration.selectors.invitations import InvitationLine, people_of
from collaboration.selectors.priorities import Priorities, PriorityLine, priorities
from programs.permissions import require
from trygghet.accounts.scope import Scope
from trygghet.api.operations import Operation
from trygghet.api.serializers import NameField, ReadModelSerializer, ReadSerializer


class CriterionSerializer(ReadSerializer):
    key = serializers.CharField()
    label = serializers.CharField()
    weight = serializers.IntegerField(help_text=gettext_lazy("Vikten i det här varvet."))


class PriorityLineSerializer(ReadSerializer):
    """A problem's place; its scores with their reasons stand in the process's problems."""

    problem_id = serializers.IntegerField(source="problem.pk")
    title = serializers.CharField(source="problem.title")
    decision = serializers.CharField(source="problem.decision")
    decision_label = serializers.CharField(source="problem.get_decision_display")
    points = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("Vikt gånger poäng; null innan allt är bedömt.")
    )
    place = serializers.IntegerField(
        source="span.place", default=None, allow_null=True, help_text=gettext_lazy("Plats.")
    )
    best = serializers.IntegerField(
        source="span.best", default=None, allow_null=True,
        help_text=gettext_lazy("Bästa platsen med andra rimliga vikter."),
    )  # fmt: skip
    worst = serializers.IntegerField(
        source="span.worst", default=None, allow_null=True,
        help_text=gettext_lazy("Sämsta platsen med andra rimliga vikter."),
    )  # fmt: skip
    unjudged = serializers.IntegerField(
        source="missing", help_text=gettext_lazy("Kriterier som inte är bedömda.")
    )
    knocked_out_because = serializers.ListField(
        child=serializers.CharField(), source="knock_outs",
        help_text=gettext_lazy("Varför det inte rangordnas; tomt annars."),
    )  # fmt: skip


class PrioritiesSerializer(ReadSerializer):
    cycle = serializers.IntegerField()
    criteria = CriterionSerializer(many=True, help_text=gettext_lazy("Kriterierna."))
    most_points = serializers.IntegerField(help_text=gettext_lazy("Högsta möjliga poäng."))
    sensitivity = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("Hur säker rangordningen är, i ord.")
    )
    problems = PriorityLineSerializer(
        many=True, help_text=gettext_lazy("Efter plats; sist de som inte rangordnas.")
    )


class PrioritiesOf(OfProcess):
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs hur en process problem rangordnas"), PrioritiesSerializer,
            may=can_see_processes, asked=(CYCLE,),
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        cycle = self.cycle(self.process())
        found = priorities(cycle)
        return Response(self.shown(_shown(cycle.number, found)).data)


def _shown(cycle: int, found: Priorities) -> dict[str, Any]:
    lines: tuple[PriorityLine, ...] = found.lines
    criteria = [asdict(each) for each in found.criteria]
    return {
        "cycle": cycle, "criteria": criteria, "most_points": found.most_points,
        "sensitivity": found.sensitivity, "problems": lines,
    }  # fmt: skip


class InvitedSerializer(ReadModelSerializer):
    """A person who takes part, or is asked to, for a party outside the municipality."""

    state = serializers.SerializerMethodField(
        help_text=gettext_lazy("invited, accepted, expired, revoked eller removed.")
    )
    invited_by = NameField("invited_by")

    class Meta:
        model = Invitation
        fields = (
            "id", "name", "email", "state", "invited_by", "invited_at", "expires_at",
            "accepted_at", "revoked_at",
        )  # fmt: skip

    def get_state(self, invitation: Invitation) -> str:
        return invitation.state_at(timezone.now())


class PeopleSerializer(ReadSerializer):
    participant_id = serializers.IntegerField(source="party.pk")
    party = serializers.CharField(source="party.__str__")
    people = serializers.SerializerMethodField(help_text=gettext_lazy("Inbjudna personer."))

    @extend_schema_field(InvitedSerializer(many=True))
    def get_people(self, party: Any) -> Any:
        lines: tuple[InvitationLine, ...] = party.lines
        return InvitedSerializer([line.invitation for line in lines], many=True).data


class InvitationsSerializer(ReadSerializer):
    parties = PeopleSerializer(many=True)


def leads(scope: Scope) -> bool:
    return bool(scope.coordinates)


class InvitationsOf(OfProcess):
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs vilka som är inbjudna till en process"), InvitationsSerializer,
            gettext_lazy("För samordnaren i nämnden som leder."), may=leads,
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        process = self.process()
        require(
            can_lead_process(self.scope, process),
            _("Det gör samordnaren för %(body)s.") % {"body": process.lead_body.name},
        )
        return Response(self.shown({"parties": people_of(process, timezone.now())}).data)
