"""Several areas at once, grouped by district."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.places import area_choices
from programs.models import Area, ResponsibleBody
from trygghet.ui.widgets import FoldedCheckboxes


class AreasField(forms.ModelMultipleChoiceField):
    """``offer`` says which; what is chosen already can be kept, offered or not."""

    widget = FoldedCheckboxes

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Platser på kartan"))
        super().__init__(Area.objects.none(), required=False, **options)

    def offer(self, bodies: Iterable[ResponsibleBody], chosen: Iterable[Area] = ()) -> None:
        choices = area_choices(bodies, timezone.localdate())
        offered = {pk for _name, group in choices for pk, _label in group}
        if others := [(area.pk, area.name) for area in chosen if area.pk not in offered]:
            choices = [*choices, (_("Andra områden"), others)]
        self.queryset = Area.objects.filter(pk__in=offered | {pk for pk, _label in others})
        self.choices = choices
