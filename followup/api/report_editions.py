"""To whom an edition was sent, and what differs between two of them."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from followup.api.reports import EditionSerializer
from followup.permissions import can_build_reports, can_read_reports
from followup.selectors.report_comparison import comparison_of, editions_to_compare
from followup.selectors.report_deliveries import deliveries_of
from followup.selectors.reports import edition_of, visible_reports
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import ReadSerializer
from trygghet.api.views import Resource

BEFORE = Asked(
    "before",
    gettext_lazy("Utgåvan att jämföra med, som id; utelämnad är det den närmast före."),
)


class DeliverySerializer(ReadSerializer):
    """A person that the edition was sent to."""

    name = serializers.CharField(help_text=gettext_lazy("Mottagarens namn."))
    with_file = serializers.BooleanField(
        help_text=gettext_lazy("Med filen; annars bara en länk till sidan.")
    )
    state = serializers.CharField(
        source="look", help_text=gettext_lazy("queued, running, done eller failed.")
    )
    state_label = serializers.CharField(source="state")
    sent_at = serializers.DateTimeField(
        allow_null=True, help_text=gettext_lazy("När brevet gick iväg; null innan.")
    )
    error = serializers.CharField(help_text=gettext_lazy("Varför det inte gick."))


class DeliveriesSerializer(ReadSerializer):
    deliveries = DeliverySerializer(
        many=True, help_text=gettext_lazy("Mottagarna; inga innan utgåvan är publicerad.")
    )


class Deliveries(Resource):
    tag = gettext_lazy("Månadsrapporter")
    operations = {
        "retrieve": Operation(
            gettext_lazy("Läs vilka en utgåva har skickats till"), DeliveriesSerializer,
            may=can_build_reports,
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        report = get_object_or_404(visible_reports(self.scope), pk=pk)
        return Response(self.shown({"deliveries": deliveries_of(report)}).data)


class FigureChangeSerializer(ReadSerializer):
    """A figure that differs; null where an edition has no such figure, or none to give."""

    label = serializers.CharField()
    before = serializers.CharField(
        allow_null=True, help_text=gettext_lazy("Siffran i den tidigare utgåvan.")
    )
    after = serializers.CharField(
        allow_null=True, help_text=gettext_lazy("Siffran i den senare utgåvan.")
    )
    unit = serializers.CharField()


class SectionChangeSerializer(ReadSerializer):
    """A section that differs."""

    anchor = serializers.CharField()
    title = serializers.CharField()
    is_new = serializers.BooleanField(help_text=gettext_lazy("Står bara i den senare utgåvan."))
    is_gone = serializers.BooleanField(help_text=gettext_lazy("Står bara i den tidigare utgåvan."))
    figures = FigureChangeSerializer(many=True)
    added = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("Texter som har kommit till.")
    )
    removed = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("Texter som har tagits bort.")
    )


class ComparisonSerializer(ReadSerializer):
    before = EditionSerializer(
        source="before.edition", help_text=gettext_lazy("Den tidigare utgåvan.")
    )
    after = EditionSerializer(
        source="after.edition", help_text=gettext_lazy("Den senare utgåvan: den i adressen.")
    )
    is_known = serializers.BooleanField(
        help_text=gettext_lazy("false: siffrorna i en av dem sparades aldrig.")
    )
    sections = SectionChangeSerializer(many=True)


class ComparisonOf(Resource):
    tag = gettext_lazy("Månadsrapporter")
    operations = {
        "retrieve": Operation(
            gettext_lazy("Jämför en utgåva med en tidigare"), ComparisonSerializer,
            gettext_lazy("Med en annan utgåva för samma månad, eller en annan månads rapport."),
            may=can_read_reports, asked=(BEFORE,),
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        edition = edition_of(get_object_or_404(visible_reports(self.scope), pk=pk))
        editions = editions_to_compare(self.scope, edition.report.month, edition.code)
        keys = {str(each.edition.report.pk): each.key for each in editions}
        if str(pk) not in keys:
            raise Http404
        asked = request.query_params.get(BEFORE.name)
        if asked is not None and asked not in keys:
            text = _("Ange id för en färdig utgåva om samma stad eller nämnd.")
            raise ValidationError({BEFORE.name: [text]})
        before = keys[asked] if asked else ""
        found = comparison_of(self.scope, editions, before, keys[str(pk)])
        return Response(self.shown(found).data)
