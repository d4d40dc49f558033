"""Widgets that use what the browser already has."""

from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """The browser's own date field; it sends and wants 2026-11-03 whatever it shows."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class RowRadioSelect(forms.RadioSelect):
    """A few short choices beside each other, such as a classification."""

    layout = "row"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["layout"] = self.layout
        return context


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """Many choices in groups, folded until one of theirs is chosen; a lone group is open."""

    template_name = "django/forms/widgets/folded_choices.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        found = context["widget"]["optgroups"]
        context["widget"]["groups"] = [
            {
                "name": group,
                "options": options,
                "chosen": (chosen := sum(option["selected"] for option in options)),
                "is_open": bool(chosen) or len(found) == 1,
            }
            for group, options, _index in found
        ]
        return context
