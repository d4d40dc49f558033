"""Who decided on a document, when and where that is written."""

from django import forms
from django.utils.translation import gettext_lazy

from programs.models import ResponsibleBody
from trygghet.ui.widgets import DateInput


class DecisionForm(forms.Form):
    """The decision. What the document says is frozen with it."""

    decided_by = forms.ModelChoiceField(
        ResponsibleBody.objects.none(), label=gettext_lazy("Beslutande organ")
    )
    decided_on = forms.DateField(label=gettext_lazy("Beslutsdatum"), widget=DateInput)
    paragraph = forms.CharField(
        label=gettext_lazy("Paragraf"), max_length=20, help_text=gettext_lazy("Till exempel: § 12")
    )
    registry_number = forms.CharField(label=gettext_lazy("Diarienummer"), max_length=60)
