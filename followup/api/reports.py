"""The monthly reports: their editions, and what each rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

import django_filters
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followup.models import MonthlyReport, SectionReview
from followup.permissions import can_build_reports, can_read_reports
from followup.reports.monthly import CITY
from followup.reports.telling import Told, chapters_of, cut
from followup.selectors.histories import edition_history
from followup.selectors.report_parts import Part, parts_in
from followup.selectors.report_review import Review, left_in, review_of
from followup.selectors.reports import Edition, edition_of, visible_reports
from trygghet.api.filters import MonthFilter
from trygghet.api.histories import WithHistory, history
from trygghet.api.operations import Operation
from trygghet.api.serializers import (
    MonthField,
    NamedSerializer,
    NameField,
    ReadModelSerializer,
    ReadSerializer,
)
from trygghet.api.views import Resource
from trygghet.history.selectors import Change


class EditionSerializer(ReadSerializer):
    """One edition of a month's report for the city or for a district."""

    id = serializers.IntegerField(source="report.pk")
    title = serializers.CharField()
    month = MonthField(source="report.month")
    program = serializers.CharField(source="report.program.code")
    code = serializers.CharField(help_text=_("”staden”, eller nämndens kod."))
    scope_name = serializers.CharField()
    edition = serializers.IntegerField(source="report.edition")
    reason = serializers.CharField(
        source="report.reason", help_text=_("Varför den här utgåvan gjordes.")
    )
    state = serializers.ChoiceField(MonthlyReport.State.choices, source="report.state")
    state_label = serializers.CharField(source="report.get_state_display")
    is_built = serializers.BooleanField()
    planned_for = serializers.DateTimeField(
        allow_null=True, help_text=_("När den ska göras; null när den tiden har kommit.")
    )
    error = serializers.SerializerMethodField(
        help_text=_("Varför den inte kunde göras, för stadsledningskontoret; annars tomt.")
    )
    built_at = serializers.DateTimeField(source="report.built_at", allow_null=True)
    approved_at = serializers.DateTimeField(source="report.approved_at", allow_null=True)
    published_at = serializers.DateTimeField(source="report.published_at", allow_null=True)
    registry_number = serializers.CharField(source="report.registry_number")
    recipient = serializers.CharField(source="report.recipient")
    content_hash = serializers.CharField(source="report.content_hash")
    pdf_hash = serializers.CharField(source="report.pdf_hash")
    pages = serializers.IntegerField(source="report.pages", allow_null=True)

    def get_error(self, edition: Edition) -> str:
        return edition.error if can_build_reports(self.context["request"].scope) else ""


class EditionFilter(django_filters.FilterSet):
    month = MonthFilter(label=_("Månad, som 2026-10"))
    code = django_filters.CharFilter(method="of_scope", label=_("”staden”, eller nämndens kod"))

    def of_scope(
        self, rows: QuerySet[MonthlyReport], name: str, code: str
    ) -> QuerySet[MonthlyReport]:
        return rows.filter(body=None) if code == CITY else rows.filter(body__code=code)


class Editions(WithHistory):
    tag = _("Månadsrapporter")
    filters = EditionFilter
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista månadsrapporternas utgåvor"), EditionSerializer, is_list=True,
            may=can_read_reports,
        ),
        "retrieve": Operation(
            _("Läs om en utgåva av månadsrapporten"), EditionSerializer, may=can_read_reports
        ),
        "history": history(can_build_reports),
    }  # fmt: skip

    def rows(self) -> QuerySet[MonthlyReport]:
        return visible_reports(self.scope)

    def lines(self, rows: Sequence[MonthlyReport]) -> Sequence[Edition]:
        return [edition_of(row) for row in rows]

    def changes_of(self, row: MonthlyReport) -> list[Change] | None:
        return edition_history(self.scope, row)


class ToldFigureSerializer(ReadSerializer):
    """A figure as it was told; ``kind`` and ``of`` name it the same in every edition."""

    kind = serializers.CharField()
    of = serializers.CharField()
    label = serializers.CharField()
    value = serializers.SerializerMethodField(help_text=_("null: ingen siffra, vilket inte är 0."))
    unit = serializers.CharField()

    def get_value(self, figure: object) -> str | None:
        value = getattr(figure, "value", None)
        return None if value is None else str(value)


class SectionLineSerializer(ReadSerializer):
    anchor = serializers.CharField(help_text=_("Avsnittets namn i adressen."))
    number = serializers.CharField()
    title = serializers.CharField()
    hash = serializers.CharField(help_text=_("Kontrollsumma för avsnittet."))


class SectionSerializer(SectionLineSerializer):
    figures = ToldFigureSerializer(many=True)
    text = serializers.ListField(
        child=serializers.CharField(), source="blocks", help_text=_("Styckena, i ordning.")
    )


class PartsSerializer(ReadSerializer):
    parts = SectionLineSerializer(many=True)


class EditionParts(Resource):
    """The sections of an edition with the figures that were kept with it."""

    tag = _("Månadsrapporter")
    operations = {
        "parts": Operation(
            _("Lista en utgåvas avsnitt"), PartsSerializer, may=can_read_reports
        ),
        "retrieve": Operation(
            _("Läs ett avsnitt med dess siffror"), SectionSerializer, may=can_read_reports
        ),
    }  # fmt: skip

    def parts(self, request: Request, pk: int) -> Response:
        return Response(self.shown({"parts": self._told(pk)}).data)

    def retrieve(self, request: Request, pk: int, anchor: str) -> Response:
        for told in self._told(pk):
            if told.anchor == anchor:
                return Response(self.shown(told).data)
        raise Http404

    def _told(self, pk: int) -> list[Told]:
        report = get_object_or_404(visible_reports(self.scope).defer(None), pk=pk)
        return [chapter.told for chapter in chapters_of(report)]


class BodyPartLineSerializer(ReadSerializer):
    """What an edition says of one body, in short."""

    code = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField(help_text=_("Nämndens rader i korthet."))
    has_part = serializers.SerializerMethodField(
        help_text=_("Om nämnden har en egen del i utgåvan.")
    )

    def get_has_part(self, part: Part) -> bool:
        return bool(part.url)


class BodyPartsSerializer(ReadSerializer):
    bodies = BodyPartLineSerializer(many=True, help_text=_("Nämnder och bolag i utgåvan."))


@dataclass(frozen=True)
class BodyPart(Part):
    """A body's own part with its sections."""

    parts: tuple[Told, ...]


class BodyPartSerializer(BodyPartLineSerializer):
    parts = SectionSerializer(many=True)


class EditionBodies(Resource):
    """Each body's own part of an edition, as it was kept with it."""

    tag = _("Månadsrapporter")
    operations = {
        "bodies": Operation(
            _("Lista vad en utgåva säger om varje nämnd, i korthet"), BodyPartsSerializer,
            may=can_read_reports,
        ),
        "retrieve": Operation(
            _("Läs en nämnds egen del av en utgåva"), BodyPartSerializer, may=can_read_reports
        ),
    }  # fmt: skip

    def bodies(self, request: Request, pk: int) -> Response:
        return Response(self.shown({"bodies": parts_in(self._edition(pk))}).data)

    def retrieve(self, request: Request, pk: int, code: str) -> Response:
        report = self._edition(pk)
        part = next((each for each in parts_in(report) if each.code == code and each.url), None)
        if part is None:
            raise Http404
        kept = report.data["parts"][code]
        told = tuple(chapter.told for chapter in cut(kept["html"], kept["sections"]))
        return Response(self.shown(BodyPart(**vars(part), parts=told)).data)

    def _edition(self, pk: int) -> MonthlyReport:
        return get_object_or_404(visible_reports(self.scope).defer(None), pk=pk)


class QuestionSerializer(ReadModelSerializer):
    """A question about a section that was sent to a body, and what it answered."""

    body = NamedSerializer()
    made_by = NameField("made_by")
    answered_by = NameField("answered_by")

    class Meta:
        model = SectionReview
        fields = (
            "body", "state", "state_label", "question", "made_by", "answer", "answered_by",
            "answered_at", "withdrawn_at", "withdrawn_reason",
        )  # fmt: skip


class ReviewedSectionSerializer(ReadSerializer):
    """How far the review of one section has come."""

    anchor = serializers.CharField(source="told.anchor")
    title = serializers.CharField(source="told.title")
    state = serializers.CharField(
        help_text=_("unread, read, commented, asked, answered eller changed.")
    )
    comment = serializers.CharField(source="mark.comment", default="")
    questions = QuestionSerializer(many=True)


class ReviewSerializer(ReadSerializer):
    read = serializers.IntegerField(help_text=_("Avsnitt som är lästa."))
    total = serializers.IntegerField()
    left = serializers.SerializerMethodField(
        help_text=_("Vad som är oläst eller obesvarat innan den kan godkännas, i ord.")
    )
    sections = ReviewedSectionSerializer(many=True)

    def get_left(self, review: Review) -> list[str]:
        return list(left_in(review))


class EditionReview(Resource):
    tag = _("Månadsrapporter")
    operations = {
        "retrieve": Operation(
            _("Läs hur långt granskningen av en utgåva har kommit"), ReviewSerializer,
            may=can_build_reports,
        )
    }  # fmt: skip

    def retrieve(self, request: Request, pk: int) -> Response:
        report = get_object_or_404(visible_reports(self.scope).defer(None), pk=pk)
        return Response(self.shown(review_of(report)).data)
