"""Two versions of a decided document, compared word by word."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from collaboration.versions import Section
from followup.selectors.document_versions import compared
from trygghet.accounts.scope import Scope
from trygghet.api.filters import number_asked
from trygghet.api.histories import WithHistory
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import ReadSerializer

BEFORE = Asked(
    "before",
    gettext_lazy("Numret på versionen att jämföra med; utelämnat är det den närmast före."),
)


class PieceSerializer(ReadSerializer):
    kind = serializers.ChoiceField(["same", "added", "removed"])
    text = serializers.CharField(trim_whitespace=False)


class TextPiecesSerializer(ReadSerializer):
    label = serializers.CharField()
    pieces = PieceSerializer(many=True, help_text=gettext_lazy("Texten, bit för bit."))


class ComparedSectionSerializer(ReadSerializer):
    heading = serializers.CharField()
    kind = serializers.ChoiceField(["same", "changed", "added", "removed"])
    texts = TextPiecesSerializer(many=True)


class VersionsComparedSerializer(ReadSerializer):
    """``sections`` is empty when there is nothing to compare with."""

    before = serializers.IntegerField(
        source="old.number", default=None, allow_null=True,
        help_text=gettext_lazy("Den tidigare versionens nummer; null: det finns ingen."),
    )  # fmt: skip
    after = serializers.IntegerField(
        source="new.number", help_text=gettext_lazy("Den senare versionens nummer.")
    )
    has_changes = serializers.BooleanField(help_text=gettext_lazy("Om något skiljer."))
    sections = ComparedSectionSerializer(many=True)


def comparison(may: Callable[[Scope], bool]) -> Operation:
    """The operation of a ``Comparable``."""
    return Operation(
        gettext_lazy("Jämför en version med en annan, ord för ord"), VersionsComparedSerializer,
        may=may, asked=(BEFORE,),
    )  # fmt: skip


class Comparable(WithHistory):
    """Documents in versions; ``sections_of`` is what is compared of each."""

    sections_of: Callable[[Any], list[Section]]

    def versions_of(self, row: Any) -> QuerySet[Any]:
        """The versions of the same document that the reader sees."""
        return self.rows()

    def comparison(self, request: Request, pk: int) -> Response:
        row, before = self.one(), number_asked(request, BEFORE.name)
        versions = self.versions_of(row)
        if before is not None and not versions.filter(number=before).exists():
            raise ValidationError({BEFORE.name: [_("Det finns ingen version med det numret.")]})
        asked = "" if before is None else str(before)
        found = compared(versions, type(self).sections_of, asked, str(row.number))
        return Response(self.shown(found).data)
