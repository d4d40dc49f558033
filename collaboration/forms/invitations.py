"""Inviting a partner's person, and what that person fills in to accept."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trygghet.accounts.models import User


class InviteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Namn"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        max_length=254,
        help_text=gettext_lazy(
            "Adressen i arbetet eller föreningen. Dit går länken, och med den loggar personen in."
        ),
    )


class AcceptForm(forms.Form):
    """A new account: the address is the invitation's, so only name and password are asked for."""

    name = forms.CharField(
        label=gettext_lazy("Ditt namn"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Välj ett lösenord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Lösenordet en gång till"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if not password:
            return cleaned
        try:
            validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
        except forms.ValidationError as error:
            self.add_error("password", error)
        if cleaned.get("again") and cleaned["again"] != password:
            self.add_error("again", _("Lösenorden är inte lika."))
        return cleaned
