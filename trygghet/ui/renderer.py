"""Every form in the design system's markup, without a word about it in the form."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from trygghet.ui.widgets import LeanSelect

_GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class UiBoundField(BoundField):
    """Gives the widget its class, and long texts a height that follows what is written."""

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, Any] | None = None,
        only_initial: bool = False,  # noqa: FBT001, FBT002
    ) -> SafeString:
        widget = widget or self.field.widget
        if type(widget) is forms.Select:
            widget = LeanSelect.like(widget)
        return super().as_widget(widget, attrs, only_initial)

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
