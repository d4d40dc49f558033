"""A new key: for which integration, with which account, what it may and until when."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trygghet.accounts.models import User
from trygghet.api.models import LONGEST, TokenScope
from trygghet.swedish import swedish
from trygghet.ui.widgets import DateInput


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Vilket system är nyckeln till?"),
        max_length=120,
        help_text=gettext_lazy("Till exempel: Verksamhetssystemet i Järva"),
    )
    account = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Konto"),
        required=False,
        empty_label=gettext_lazy("Ett nytt konto för systemet"),
        help_text=gettext_lazy("Kontots roller bestämmer vad nyckeln läser och skriver."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Vad får nyckeln göra?"),
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[TokenScope.READ],
        error_messages={"required": gettext_lazy("Välj minst en sak som nyckeln får göra.")},
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Gäller till och med"),
        widget=DateInput,
        help_text=gettext_lazy("Högst ett år fram. Gör en ny nyckel innan den går ut."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = User.objects.filter(is_service=True, is_active=True)
        self.fields["account"].queryset = accounts.order_by(swedish("name"), "pk")

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day < today:
            raise ValidationError(_("Dagen har redan varit."))
        if day > today + LONGEST:
            raise ValidationError(_("En nyckel gäller i högst ett år."))
        return day
