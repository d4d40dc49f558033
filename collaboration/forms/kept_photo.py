"""A photo that is not lost when the rest of its form has to be put right."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration import photos
from collaboration.exceptions import PhotoRefused
from trygghet.accounts.models import User

_SALT = "observation-photo"


class KeptPhotoForm(forms.Form):
    """``kept_photo`` names the photo of an earlier try by the same person, kept on the server."""

    photo = forms.FileField(
        label=gettext_lazy("Bild"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"empty": gettext_lazy("Filen är tom. Välj en annan bild.")},
    )
    kept_photo = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_photo(self) -> photos.Photo | None:
        if not (file := self.cleaned_data["photo"]):
            return None
        try:
            return photos.reencode(file)
        except PhotoRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["photo"] = cleaned.get("photo") or self._kept_photo(cleaned)
        return cleaned

    def _kept_photo(self, cleaned: dict[str, Any]) -> photos.Photo | None:
        if not (token := cleaned.get("kept_photo")):
            return None
        try:
            user, digest = signing.loads(token, salt=_SALT)
        except signing.BadSignature:
            return None
        photo = photos.waiting(digest) if user == self.user.pk else None
        if photo is None:
            self.add_error("photo", _("Bilden finns inte kvar. Välj den en gång till."))
        return photo

    def keep_photo(self) -> str:
        """Keep a good photo while the rest is put right; the token that brings it back."""
        photo = self.cleaned_data.get("photo")
        if not photo:
            return ""
        return signing.dumps([self.user.pk, photos.keep_waiting(photo)], salt=_SALT)
