"""The joint picture: words that every party reads, so that no person may be pointed out in them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import long_text, refuse_person
from collaboration.forms.located import PLACE, LocatedFields
from collaboration.forms.problems import type_choices
from collaboration.models import JointProblem, JointProblemSource, Participant
from collaboration.selectors.joint_picture import JointLine
from programs.models import ProblemType, ResponsibleBody

MAX_DISAGREEMENT = 2000
DIFFERS = gettext_lazy("Där bilderna skiljer sig")


class GuardedForm(forms.Form):
    """No text of the form may point out a person. ``version`` is what the reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if not isinstance(value, str):
                continue
            cleaned[name] = value.replace("\r\n", "\n").strip()
            try:
                refuse_person(value)
            except forms.ValidationError as error:
                self.add_error(name, error)
        return cleaned


class JointProblemForm(LocatedFields, GuardedForm):
    """Add a problem or change one. ``bodies`` decide which areas come in the list."""

    title = forms.CharField(
        label=gettext_lazy("Problemet i korthet"),
        max_length=160,
        help_text=gettext_lazy("Med ord som alla parter får läsa."),
    )
    type = forms.ModelChoiceField(ProblemType.objects.all(), label=gettext_lazy("Typ av problem"))
    description = long_text(
        gettext_lazy("Gemensam beskrivning"),
        gettext_lazy("Vad ni är överens om: vad som händer, när, hur ofta och vilka som drabbas."),
        required=False,
    )
    FIELDS = ("title", "type", "description", *PLACE)

    def __init__(
        self,
        *args: Any,
        bodies: Iterable[ResponsibleBody],
        problem: JointProblem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen_type = problem.type if problem else self.initial.get("type")
        self.fields["type"].choices = type_choices(chosen_type)
        self.offer_areas(bodies, problem.area if problem else self.initial.get("area"))
        self.order_fields(self.FIELDS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_pin(cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class AddJointProblemForm(JointProblemForm):
    """``parties`` are offered as those who brought it up, unless it comes from a picture."""

    participants = forms.ModelMultipleChoiceField(
        Participant.objects.none(),
        label=gettext_lazy("Vilka parter har tagit upp det?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, parties: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].required = False
        if parties is None:
            del self.fields["participants"]
        else:
            self.fields["participants"].queryset = parties


class ChangeJointProblemForm(JointProblemForm):
    """With a text for each source: where that party's picture differs from the joint one."""

    def __init__(self, *args: Any, sources: Iterable[JointProblemSource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = list(sources)
        for source in self.sources:
            self.fields[f"differs-{source.pk}"] = long_text(
                _("Där %(party)s ser det på ett annat sätt") % {"party": source.participant},
                max_length=MAX_DISAGREEMENT,
                rows=2,
                required=False,
                initial=source.disagreement,
            )

    def disagreements(self) -> dict[int, str]:
        return {row.pk: self.cleaned_data[f"differs-{row.pk}"] for row in self.sources}


class MergeForm(GuardedForm):
    """The heading and description that apply from now on, and which problems are the same."""

    title = forms.CharField(
        label=gettext_lazy("Rubrik för det sammanslagna problemet"), max_length=160
    )
    description = long_text(gettext_lazy("Gemensam beskrivning"), required=False)

    def __init__(self, *args: Any, lines: Sequence[JointLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            pk = line.problem.pk
            self.fields[f"same-{pk}"] = forms.BooleanField(
                label=line.problem.title, required=False, help_text="; ".join(line.parties)
            )
            self.fields[f"differs-{pk}"] = long_text(
                DIFFERS, max_length=MAX_DISAGREEMENT, rows=2, required=False
            )
            self.fields[f"version-{pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=line.problem.version, min_value=0
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each problem to choose, with the field for where the pictures differ."""
        return [
            {
                "line": line,
                "same": self[f"same-{line.problem.pk}"],
                "differs": self[f"differs-{line.problem.pk}"],
                "version": self[f"version-{line.problem.pk}"],
            }
            for line in self.lines
        ]

    def chosen(self) -> dict[int, str]:
        ids = [line.problem.pk for line in self.lines]
        return {
            pk: self.cleaned_data[f"differs-{pk}"] for pk in ids if self.cleaned_data[f"same-{pk}"]
        }

    def versions(self) -> dict[int, int]:
        return {
            line.problem.pk: self.cleaned_data[f"version-{line.problem.pk}"] for line in self.lines
        }


class SourceChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, source: JointProblemSource) -> str:
        return str(source.participant)


class SplitForm(GuardedForm):
    title = forms.CharField(label=gettext_lazy("Det nya problemet i korthet"), max_length=160)
    type = forms.ModelChoiceField(ProblemType.objects.all(), label=gettext_lazy("Typ av problem"))
    description = long_text(gettext_lazy("Gemensam beskrivning"), required=False)
    sources = SourceChoice(
        JointProblemSource.objects.none(),
        label=gettext_lazy("Vilka parters bilder handlar också om det nya?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, problem: JointProblem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = type_choices(problem.type)
        sources = problem.sources.select_related("participant__body", "participant__organization")
        self.fields["sources"].queryset = sources


class DissentForm(GuardedForm):
    """``own`` are the parties that the person speaks for."""

    participant = forms.ModelChoiceField(
        Participant.objects.none(), label=gettext_lazy("Vems mening"), empty_label=None
    )
    text = long_text(
        gettext_lazy("Avvikande mening"),
        gettext_lazy("Alla parter läser den, och den står kvar."),
    )

    def __init__(self, *args: Any, own: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["participant"].queryset = own
        if len(own) == 1:
            self.fields["participant"].initial = own[0]
            self.fields["participant"].widget = forms.HiddenInput()
