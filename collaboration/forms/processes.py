"""Beginning a collaboration process, changing it, and inviting to it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.forms.guarded import refuse_person
from programs.models import ResponsibleBody
from trygghet.accounts.models import User
from trygghet.ui.widgets import DateInput

MAX_PURPOSE = 5000


class _TextsForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Vad samverkan gäller"),
        max_length=200,
        help_text=gettext_lazy("Till exempel: Tryggare kvällar kring stationen"),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Syfte"),
        max_length=MAX_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Behovet eller problemet, och vad ni vill uppnå tillsammans."),
    )

    def clean_title(self) -> str:
        return refuse_person(self.cleaned_data["title"])

    def clean_purpose(self) -> str:
        return refuse_person(self.cleaned_data["purpose"])


class StartProcessForm(_TextsForm):
    lead_body = forms.ModelChoiceField(
        ResponsibleBody.objects.none(), label=gettext_lazy("Nämnd som leder")
    )
    began_on = forms.DateField(label=gettext_lazy("Startdag"), widget=DateInput)

    def __init__(self, *args: Any, bodies: list[ResponsibleBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead_body"]
        field.queryset = ResponsibleBody.objects.filter(pk__in=[body.pk for body in bodies])
        field.choices = [(body.pk, body.name) for body in bodies]
        if len(bodies) == 1:
            field.widget, field.initial = forms.HiddenInput(), bodies[0].pk
        self.initial.setdefault("began_on", timezone.localdate())

    def clean_began_on(self) -> Any:
        day = self.cleaned_data["began_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Startdagen kan inte ligga i framtiden."))
        return day


class ChangeProcessForm(_TextsForm):
    """What the process is about."""


class InviteForm(forms.Form):
    """Somebody who already has an account; ``cleaned_data["email"]`` becomes ``person``."""

    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        help_text=gettext_lazy("Personen ska redan ha ett konto."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if email := cleaned.get("email"):
            cleaned["person"] = User.objects.filter(email__iexact=email, is_active=True).first()
            if cleaned["person"] is None:
                self.add_error(
                    "email",
                    _("Det finns inget konto med den adressen. Be administratören skapa det."),
                )
        return cleaned
