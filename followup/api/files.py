"""Uploaded files of readings with what became of their rows, and names that nobody knew."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from followup.models import ImportBatch, UnknownName
from followup.permissions import can_read_in_files
from followup.selectors.imports import NameInFile, batches_for, page_of, unknown_names
from followup.sources import source_name
from trygghet.api.operations import Operation
from trygghet.api.serializers import NamedSerializer, NameField, ReadModelSerializer, ReadSerializer
from trygghet.api.views import Resource

FIRST = _("Högst de 200 första; antalet står i `counts`.")


class CountsSerializer(ReadSerializer):
    """What the file's rows do, counted when it was last checked."""

    rows = serializers.IntegerField(default=0, help_text=_("Rader i filen."))
    new = serializers.IntegerField(default=0, help_text=_("Nya utfall."))
    changed = serializers.IntegerField(default=0, help_text=_("Utfall som ändras."))
    same = serializers.IntegerField(default=0, help_text=_("Redan inlästa, lika."))
    skipped = serializers.IntegerField(default=0, help_text=_("Rader som hoppas över."))
    left = serializers.IntegerField(default=0, help_text=_("Krockar som lämnades som de var."))
    wrong = serializers.IntegerField(default=0, help_text=_("Fel."))
    conflicts = serializers.IntegerField(
        default=0, help_text=_("Rader där en annan källa säger något annat.")
    )


class FileLineSerializer(ReadModelSerializer):
    """A file: who uploaded it, how far it has come, and whether it was undone."""

    indicator = serializers.CharField(
        source="indicator.code", default=None, allow_null=True, help_text=_("Indikatorns kod.")
    )
    source_label = serializers.SerializerMethodField(help_text=_("Källan i ord."))
    is_read = serializers.BooleanField(help_text=_("Arbetas med just nu."))
    counts = CountsSerializer(source="outcome", help_text=_("Vad raderna gör."))
    uploaded_by = serializers.CharField(
        source="uploaded_by.name", help_text=_("Den som laddade upp filen.")
    )
    undone_by = NameField("undone_by", help_text=_("Den som ångrade filen; null innan."))
    thrown_by = NameField(
        "thrown_by", help_text=_("Den som kastade filen innan den lästes in; null annars.")
    )

    class Meta:
        model = ImportBatch
        fields = (
            "id", "file_name", "file_hash", "encoding", "indicator", "source", "source_label",
            "state", "state_label", "is_read", "counts", "uploaded_by", "uploaded_at",
            "applied_at", "undone_by", "undone_at", "thrown_by", "thrown_at", "version",
        )  # fmt: skip

    def get_source_label(self, batch: ImportBatch) -> str:
        return source_name(batch.source)


class RowErrorSerializer(ReadSerializer):
    row = serializers.IntegerField(help_text=_("Radens nummer; 0 när felet gäller hela filen."))
    column = serializers.CharField(help_text=_("Kolumnen; tomt när felet gäller hela raden."))
    text = serializers.CharField(help_text=_("Vad som är fel."))


class UnderstoodSerializer(ReadSerializer):
    """A row as it was understood, with its numbers as the page writes them."""

    row = serializers.IntegerField(help_text=_("Radens nummer."))
    place = serializers.CharField(help_text=_("Nämnden eller området."))
    period = serializers.CharField(help_text=_("Perioden, i ord."))
    value = serializers.CharField(help_text=_("Värdet; tomt när uppgiften saknas."))
    numerator = serializers.CharField()
    denominator = serializers.CharField()
    answers = serializers.IntegerField(allow_null=True)
    sex = serializers.CharField(help_text=_("Kön: all, women eller men."))
    age = serializers.CharField()
    preliminary = serializers.BooleanField(help_text=_("Om värdet är preliminärt."))


class ClashSerializer(UnderstoodSerializer):
    old = serializers.CharField(help_text=_("Det som den andra källan säger."))
    source = serializers.CharField(help_text=_("Den andra källan, i ord."))


class NameInFileSerializer(ReadSerializer):
    name = serializers.CharField(help_text=_("Namnet som det står i filen."))
    rows = serializers.IntegerField(help_text=_("Rader med namnet."))
    unknown_name_id = serializers.SerializerMethodField(
        help_text=_("Raden i listan över okända namn.")
    )

    def get_unknown_name_id(self, name: NameInFile) -> int | None:
        return name.unknown.pk if name.unknown else None


class FileSerializer(FileLineSerializer):
    """The file with its errors, clashes, unknown names and first rows."""

    columns = serializers.SerializerMethodField(
        help_text=_("Rubriken för varje uppgift; sparas till nästa fil med samma rubriker.")
    )
    picked = serializers.SerializerMethodField(
        help_text=_("Vad som läses när filen handlar om flera saker; tomt när allt läses.")
    )
    lacks = serializers.SerializerMethodField(
        help_text=_("Vad som behöver göras innan filen kan läsas in, i ord; tomt när inget.")
    )
    undecided = serializers.SerializerMethodField(help_text=_("Krockar som väntar på ett val."))
    same_file_id = serializers.SerializerMethodField(
        help_text=_("En inläst fil med precis samma innehåll, om kontot får läsa den.")
    )
    errors = RowErrorSerializer(source="problems", many=True, help_text=FIRST)
    clashes = serializers.SerializerMethodField(help_text=FIRST)
    names = serializers.SerializerMethodField(help_text=_("Okända namn i filen."))
    preview = UnderstoodSerializer(many=True, help_text=_("De första raderna, som de förstås."))

    class Meta(FileLineSerializer.Meta):
        fields = (
            *FileLineSerializer.Meta.fields, "columns", "picked", "lacks", "undecided",
            "same_file_id", "errors", "clashes", "names", "preview",
        )  # fmt: skip

    def get_columns(self, batch: ImportBatch) -> dict[str, str]:
        return dict(batch.mapping.get("columns", {}))

    def get_picked(self, batch: ImportBatch) -> str:
        return str(self._page(batch)["picked"])

    def get_lacks(self, batch: ImportBatch) -> str:
        return str(self._page(batch)["lacks"])

    def get_undecided(self, batch: ImportBatch) -> int:
        return int(self._page(batch)["undecided"])

    def get_same_file_id(self, batch: ImportBatch) -> int | None:
        same = self._page(batch)["same"]
        scope = self.context["request"].scope
        is_seen = same and (scope.is_central or same.uploaded_by_id == scope.user_id)
        return same.pk if is_seen else None

    @extend_schema_field(ClashSerializer(many=True))
    def get_clashes(self, batch: ImportBatch) -> Any:
        return ClashSerializer(batch.outcome.get("conflict_list", []), many=True).data

    @extend_schema_field(NameInFileSerializer(many=True))
    def get_names(self, batch: ImportBatch) -> Any:
        return NameInFileSerializer(self._page(batch)["names"], many=True).data

    def _page(self, batch: ImportBatch) -> dict[str, Any]:
        return batch.page  # type: ignore[attr-defined, no-any-return]


class FileFilter(django_filters.FilterSet):
    indicator = django_filters.CharFilter(field_name="indicator__code", label=_("Indikatorns kod"))
    state = django_filters.ChoiceFilter(choices=ImportBatch.State.choices, label=_("Läge"))


class Files(Resource):
    """The account's own files; the central office's accounts read all."""

    tag = _("Utfall")
    filters = FileFilter
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista uppladdade filer med utfall"), FileLineSerializer,
            _("Kontots egna filer; stadsledningskontoret läser alla."), is_list=True,
            may=can_read_in_files,
        ),
        "retrieve": Operation(
            _("Läs en fil med fel per rad, krockar och okända namn"), FileSerializer,
            may=can_read_in_files,
        ),
    }  # fmt: skip

    def rows(self) -> QuerySet[ImportBatch]:
        rows = batches_for(self.scope)
        return rows.defer("seen", "preview", "problems") if self.action == "list" else rows

    def lines(self, rows: Sequence[ImportBatch]) -> Sequence[ImportBatch]:
        if self.action == "retrieve":
            for row in rows:
                row.page = page_of(row)
        return rows


class UnknownNameSerializer(ReadModelSerializer):
    """A name in a file that matched nothing, and what somebody has said that it means."""

    body = NamedSerializer(allow_null=True, help_text=_("Nämnden som namnet betyder."))
    area_id = serializers.IntegerField(allow_null=True, help_text=_("Området som namnet betyder."))
    file = serializers.CharField(
        source="first_batch.file_name", default=None, allow_null=True,
        help_text=_("Filen där namnet först sågs."),
    )  # fmt: skip
    resolved_by = NameField("resolved_by", help_text=_("Den som avgjorde; null innan."))

    class Meta:
        model = UnknownName
        fields = (
            "id", "name", "file", "seen_at", "body", "area_id", "is_skipped", "resolved_by",
            "resolved_at",
        )  # fmt: skip


class UnknownNameFilter(django_filters.FilterSet):
    waiting = django_filters.BooleanFilter(
        field_name="resolved_at", lookup_expr="isnull", label=_("Väntar på svar")
    )


class UnknownNames(Resource):
    tag = _("Utfall")
    filters = UnknownNameFilter
    newest_first = True
    operations = {
        "list": Operation(
            _("Lista okända namn i filer"), UnknownNameSerializer, is_list=True,
            may=can_read_in_files,
        )
    }  # fmt: skip

    def rows(self) -> QuerySet[UnknownName]:
        return unknown_names()
