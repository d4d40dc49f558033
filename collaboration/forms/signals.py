"""Saying that the effect is missing, and answering."""

from django import forms
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import refuse_person
from collaboration.models.report import MAX_TEXT


class SignalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Varför ger samverkan inte den effekt ni vill ha?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Vad ni har gjort, vad som inte förändras, och vad ni tror behövs."),
    )

    def clean_reason(self) -> str:
        return refuse_person(self.cleaned_data["reason"])


class SignalAnswerForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Svar"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Vad som händer nu, och vem som gör vad. Svaret stänger signalen."),
    )

    def clean_answer(self) -> str:
        return refuse_person(self.cleaned_data["answer"])
