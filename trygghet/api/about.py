"""Whom the API takes the caller for."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trygghet.api.operations import Operation
from trygghet.api.schema import document
from trygghet.api.serializers import ReadSerializer
from trygghet.api.views import Resource


class MeSerializer(ReadSerializer):
    """The account that the key reads as, and what the key may do."""

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
