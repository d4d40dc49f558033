"""Who changed what, and when: the history that a thing's page shows, at ``…/history/``."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trygghet.accounts.scope import Scope
from trygghet.api.operations import Asked, Operation
from trygghet.api.serializers import ReadSerializer
from trygghet.api.views import Resource
from trygghet.history.selectors import Change


class FieldChangeSerializer(ReadSerializer):
    label = serializers.CharField(help_text=_("Vad som ändrades."))
    before = serializers.CharField(help_text=_("Vad det var, i ord; ”(skyddas)” visas inte."))
    after = serializers.CharField(help_text=_("Vad det blev, i ord; ”(skyddas)” visas inte."))


class ChangeSerializer(ReadSerializer):
    """One write. What was made or taken away has no fields."""

    at = serializers.DateTimeField(help_text=_("När det skrevs."))
    who = serializers.CharField(help_text=_("Den som skrev."))
    kind = serializers.ChoiceField(["insert", "update", "delete"])
    kind_label = serializers.CharField(source="action")
    what = serializers.CharField(help_text=_("Vad det gäller, i ord."))
    reason = serializers.CharField(help_text=_("Varför; tomt där ingen blev tillfrågad."))
    fields = FieldChangeSerializer(many=True, help_text=_("Vad som ändrades."))


class HistorySerializer(ReadSerializer):
    changes = ChangeSerializer(many=True, help_text=_("Ändringarna, den senaste först."))


def staff(scope: Scope) -> bool:
    """The municipality's staff read who changed what; partners and the committee do not."""
    return scope.is_staff


def history(may: Callable[[Scope], bool] = staff, asked: tuple[Asked, ...] = ()) -> Operation:
    """The operation of a ``WithHistory``; ``may`` is the page's own check."""
    return Operation(
        _("Läs alla ändringar: vem som ändrat vad"),
        HistorySerializer,
        _("Det som står under ”Alla ändringar” på sidan, för dem som läser det där."),
        may=may,
        asked=asked,
    )


class WithHistory(Resource):
    """Rows whose page tells what has changed; ``changes_of`` is the page's own selector."""

    def changes_of(self, row: Any) -> list[Change] | None:
        """None: the reader sees the row, and not its changes."""
        raise NotImplementedError

    def history(self, request: Request, **keys: Any) -> Response:
        changes = self.changes_of(self.one())
        if changes is None:
            raise Http404
        return Response(self.shown({"changes": changes}).data)
