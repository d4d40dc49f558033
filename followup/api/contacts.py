"""Whom an outsider turns to in each part of the city (law 2023:196 § 12): functions, no names."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from followup.models import LawEvidence
from followup.selectors.contacts import contacts
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import ReadModelSerializer, ReadSerializer
from trygghet.api.views import Resource

LONGEST = 100  # characters of what is searched for
WANTED = Asked("q", gettext_lazy("Stadsdel, stadsdelsområde eller nämnd."))


class FunctionSerializer(ReadModelSerializer):
    """The municipality's own coordinating function."""

    class Meta:
        model = LawEvidence
        fields = ("title", "text", "contact")


class ContactSerializer(ReadSerializer):
    """The coordinator's work address of one body, and the areas that it answers for."""

    body = serializers.CharField(help_text=gettext_lazy("Nämnden eller bolaget."))
    area = serializers.CharField(
        help_text=gettext_lazy("Del av staden; tomt för den som gäller hela staden.")
    )
    neighborhoods = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("Stadsdelar i området.")
    )
    email = serializers.CharField(
        help_text=gettext_lazy("E-post till samordnaren; tomt när ingen är utsedd.")
    )


class ContactsSerializer(ReadSerializer):
    functions = FunctionSerializer(
        many=True, help_text=gettext_lazy("Kommunens samordnande funktion.")
    )
    districts = ContactSerializer(many=True, help_text=gettext_lazy("Per del av staden."))
    others = ContactSerializer(many=True, help_text=gettext_lazy("För hela staden."))


class ContactsOf(Resource):
    """What the page without sign-in shows, as of today."""

    tag = gettext_lazy("Lagen")
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs vem man vänder sig till i varje del av staden"), ContactsSerializer,
            gettext_lazy("Offentliga uppgifter: funktioner och e-post, inga namn."),
            asked=(WANTED,),
        )
    }  # fmt: skip

    def retrieve(self, request: Request) -> Response:
        wanted = request.query_params.get(WANTED.name, "").strip()
        if len(wanted) > LONGEST:
            raise ValidationError({WANTED.name: [_("Högst %(most)s.") % {"most": LONGEST}]})
        return Response(self.shown(contacts(timezone.localdate(), wanted)).data)
