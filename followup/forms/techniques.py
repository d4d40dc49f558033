"""The list of techniques and factors as forms: choosing one in a measure, and keeping the list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from followup.forms.work import WorkForm
from followup.models import Measure, PreventionTechnique
from programs.names import normalize

TECHNIQUE_HELP = gettext_lazy("Situationella tekniker för platsen, faktorer för människorna.")
Approach = PreventionTechnique.Approach


def technique_choices(kind: str = "", group: str = "", chosen: Any = None) -> list[tuple[Any, Any]]:
    """Those that can be chosen, by approach and group. One query.

    ``kind`` of prevention and ``group`` narrow them. The ``chosen`` one, an id as it was sent,
    stands among them also when it is off the list or in another group, as long as it suits the
    kind.
    """
    pk = int(chosen) if str(chosen).isdecimal() else None
    groups: dict[Any, list[tuple[int, str]]] = {}
    for row in PreventionTechnique.objects.filter(Q(is_active=True) | Q(pk=pk)):
        is_wanted = group in ("", row.group) or row.pk == pk
        if is_wanted and (not kind or row.suits(kind)):
            groups.setdefault(_heading(row), []).append((row.pk, row.name))
    return [("", _("Ingen vald än")), *groups.items()]


def _heading(row: PreventionTechnique) -> str:
    if not row.is_active:
        return gettext("Väljs inte längre")
    return f"{row.get_approach_display()}: {str(row.get_group_display()).lower()}"


class TechniqueFilter(forms.Form):
    """The list, narrowed by words of a name, its examples or its group; in the address."""

    sok = forms.CharField(
        label=_("Sök"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )

    def apply(self, rows: Iterable[PreventionTechnique]) -> list[PreventionTechnique]:
        self.is_valid()
        wanted = normalize(self.cleaned_data.get("sok") or "")
        return [row for row in rows if wanted in _searched(row)]


def _searched(row: PreventionTechnique) -> str:
    return " ".join(normalize(text) for text in (row.name, row.example, _heading(row)))


class TechniqueChoice(forms.Form):
    """The choice of technique as the measure's form has it, narrowed by what is chosen so far.

    ``technique_group``, the group or for factors the level, narrows and is not kept.
    """

    technique_group = forms.ChoiceField(label=_("Grupp eller nivå"), required=False)
    technique = forms.ChoiceField(
        label=_("Teknik eller faktor"), help_text=TECHNIQUE_HELP, required=False
    )

    def __init__(self, *, kind: str = "", group: str = "", chosen: str = "") -> None:
        """What is none of ours in an argument is left out."""
        kind = kind if kind in Measure.Kind.values else ""
        groups = _groups_for(kind)
        group = group if group in dict(groups) else ""
        super().__init__(initial={"technique_group": group, "technique": chosen})
        self.fields["technique_group"].choices = [("", _("Alla")), *groups]
        self.fields["technique"].choices = technique_choices(kind, group, chosen)
        if not groups:
            del self.fields["technique_group"]


def _groups_for(kind: str) -> list[tuple[str, str]]:
    """The groups of the kind's techniques, or the levels of its factors; of no kind, none."""
    if not kind:
        return []
    approach = Approach.SITUATIONAL if kind == Measure.Kind.SITUATIONAL else Approach.RISK
    return _labelled(PreventionTechnique.groups_of(approach))


def _labelled(groups: list[str]) -> list[tuple[str, str]]:
    return [(group, PreventionTechnique.Group(group).label) for group in groups]


class TechniqueForm(WorkForm):
    """A technique or factor of the municipality's own."""

    class Meta:
        model = PreventionTechnique
        fields = ("name", "approach", "group", "example")
        labels = {"example": _("Beskrivning med exempel")}
        help_texts = {"example": _("En eller två saker som man kan göra, i vanliga ord.")}
        widgets = {"example": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        approach, group = cleaned.get("approach"), cleaned.get("group")
        if approach and group and group not in PreventionTechnique.groups_of(approach):
            self.add_error("group", gettext("Gruppen hör inte till det slaget. Välj en annan."))
        return cleaned


class TechniqueChangeForm(WorkForm):
    """Another name, group or description; the approach is what measures have chosen it for."""

    class Meta(TechniqueForm.Meta):
        fields = ("name", "group", "example")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = PreventionTechnique.groups_of(self.instance.approach)
        self.fields["group"].choices = _labelled(groups)
