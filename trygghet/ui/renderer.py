"""Every form in the design system's markup, without a word about it in the form."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

_GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class UiBoundField(BoundField):
    """Gives the widget its class, and long texts a height that follows what is written."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        own = attrs.get("class") or widget.attrs.get("class", "")
        attrs["class"] = f"ds-input {own}".strip()
        if isinstance(widget, forms.Textarea):
            attrs.setdefault("data-autosize", True)
        return attrs

    @property
    def kind(self) -> str:
        """Which markup the field needs: ``group``, ``checkbox`` or ``single``."""
        if isinstance(self.field.widget, _GROUPED) or self.use_fieldset:
            return "group"
        return "checkbox" if isinstance(self.field.widget, forms.CheckboxInput) else "single"


class UiRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = UiBoundField
