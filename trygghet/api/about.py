"""Whom the API takes the caller for."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trygghet.accounts.roles import Role
from trygghet.api.operations import Operation
from trygghet.api.schema import document
from trygghet.api.serializers import ReadSerializer
from trygghet.api.views import Resource

ROLES = {  # by their names in the scope
    "coordinates": Role.COORDINATOR, "manages": Role.MANAGER, "contributes": Role.CONTRIBUTOR,
    "oversees": Role.CENTRAL_OFFICE, "follows": Role.COMMITTEE, "administers": Role.ADMINISTRATOR,
    "processes": Role.PARTNER,
}  # fmt: skip


class RoleSerializer(ReadSerializer):
    """A role of the account, and where it holds."""

    role = serializers.ChoiceField(Role.choices, help_text=_("Rollen."))
    role_label = serializers.CharField(source="role.label")
    ids = serializers.ListField(
        child=serializers.IntegerField(),
        help_text=_("Nämndernas id; för en extern part samverkansprocessernas."),
    )


class MeSerializer(ReadSerializer):
    """The account that the key reads as, and what the key may do."""

    account_id = serializers.IntegerField(
        source="user.pk", help_text=_("Kontots id, som den som är ansvarig eller har skrivit.")
    )
    name = serializers.CharField(source="user.name", help_text=_("Kontot som nyckeln hör till."))
    integration = serializers.CharField(
        source="auth.name",
        default=None,
        allow_null=True,
        help_text=_("Nyckelns namn; null för en inloggad."),
    )
    scopes = serializers.ListField(
        child=serializers.CharField(), source="auth.scopes", default=["read"]
    )
    expires_on = serializers.DateField(source="auth.expires_on", default=None, allow_null=True)
    roles = serializers.SerializerMethodField(
        help_text=_("Kontots roller; utan dem läser nyckeln bara det som alla ser.")
    )

    @extend_schema_field(RoleSerializer(many=True))
    def get_roles(self, request: Request) -> Any:
        held = {role: sorted(getattr(request.scope, name)) for name, role in ROLES.items()}
        rows = [{"role": role, "ids": ids} for role, ids in held.items() if ids]
        return RoleSerializer(rows, many=True).data


class OpenApi(Resource):
    """The description of the API itself."""

    schema = None
    operations = {"retrieve": Operation(_("Läs beskrivningen som OpenAPI 3.1"))}

    def retrieve(self, request: Request) -> Response:
        return Response(document())


class Me(Resource):
    tag = _("Om API:t")
    operations = {
        "retrieve": Operation(_("Läs vem nyckeln är och vad den får"), MeSerializer),
    }

    def retrieve(self, request: Request) -> Response:
        return Response(self.shown(request).data)
