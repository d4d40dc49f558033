"""What waits for the account, and what happened lately: the start page over the API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followup.selectors.start import start_page
from trygghet.api.operations import Operation
from trygghet.api.serializers import ReadSerializer
from trygghet.api.views import Resource

PAGE = _("Sidan där det görs eller läses, utan värdnamn.")


class TaskSerializer(ReadSerializer):
    title = serializers.CharField()
    note = serializers.CharField(help_text=_("Varför det väntar, eller sedan när."))
    action = serializers.CharField(help_text=_("Vad som görs, som på knappen."))
    url = serializers.CharField(help_text=PAGE)
    urgency = serializers.IntegerField(help_text=_("0 är det mest brådskande."))


class NewsSerializer(ReadSerializer):
    at = serializers.DateTimeField(help_text=_("När det hände."))
    who = serializers.CharField(help_text=_("Vem eller vilken nämnd det gäller."))
    what = serializers.CharField(help_text=_("Vad som hände."))
    url = serializers.CharField(help_text=PAGE)


class StartSerializer(ReadSerializer):
    tasks = TaskSerializer(many=True, help_text=_("Det som väntar, det mest brådskande först."))
    news = NewsSerializer(many=True, help_text=_("Det som har hänt, det senaste först."))


class Start(Resource):
    tag = _("Om API:t")
    operations = {
        "retrieve": Operation(
            _("Läs vad som väntar på kontot och vad som har hänt"),
            StartSerializer,
            _("Efter kontots roller, som på startsidan. Egna aktiviteter läses med `owner`."),
        )
    }

    def retrieve(self, request: Request) -> Response:
        return Response(self.shown(start_page(self.scope, timezone.localdate())).data)
