"""What is written when an edition is read before it is published."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followup.selectors.situation import AskedBody
from programs.models import ResponsibleBody


class CommentForm(forms.Form):
    """Without a comment the section is read without remark."""

    comment = forms.CharField(
        label=_("Kommentar"),
        help_text=_("Lämna tomt om du inte har något att anmärka."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionForm(forms.Form):
    """``bodies`` are those that can be asked."""

    body = forms.ChoiceField(
        label=_("Nämnd eller bolagsstyrelse"),
        error_messages={
            "required": _("Välj vem frågan går till."),
            "invalid_choice": _("Välj en nämnd eller bolagsstyrelse i listan."),
        },
    )
    question = forms.CharField(
        label=_("Fråga"),
        help_text=_("Samordnaren läser frågan och det här avsnittet, men inte resten av utkastet."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv frågan.")},
    )

    def __init__(self, *args: Any, bodies: Sequence[AskedBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = [("", _("Välj")), *((each.pk, each.name) for each in bodies)]

    def clean_body(self) -> ResponsibleBody:
        return ResponsibleBody.objects.get(pk=self.cleaned_data["body"])


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Svar"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Skriv svaret.")},
    )


class WithdrawForm(forms.Form):
    """Why a question need not be answered."""

    reason = forms.CharField(
        label=_("Varför tar du tillbaka frågan?"),
        help_text=_("Nämnden ser skälet."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv varför frågan tas tillbaka.")},
    )


class ApproveForm(forms.Form):
    """``anyway`` is asked for when something is unread or unanswered."""

    content_hash = forms.CharField(widget=forms.HiddenInput)
    anyway = forms.BooleanField(
        label=_("Jag godkänner ändå"),
        error_messages={"required": _("Kryssa i att du godkänner ändå, eller vänta.")},
    )

    def __init__(self, *args: Any, left: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not left:
            del self.fields["anyway"]


class CompareForm(forms.Form):
    """Which two editions stand side by side; ``editions`` are keys with their names."""

    fran = forms.ChoiceField(label=_("Från"), required=False)
    till = forms.ChoiceField(label=_("Till"), required=False)

    def __init__(self, *args: Any, editions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("fran", "till"):
            self.fields[name].choices = editions
