"""Widgets that use what the browser already has."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString


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


class LeanSelect(forms.Select):
    """The same markup as Django's, without a dictionary and a template for every choice.

    Five filters with 130 choices took nine milliseconds of a page; so they take less than one.
    """

    @classmethod
    def like(cls, widget: forms.Select) -> "LeanSelect":
        lean = cls(attrs=widget.attrs)
        lean.choices, lean.is_required = widget.choices, widget.is_required
        return lean

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        chosen = self.format_value(value)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            format_html_join("", "{}", ((part,) for part in _parts(self.choices, chosen[:1]))),
        )


def _parts(choices: Iterable[tuple[Any, Any]], chosen: list[str]) -> Iterator[SafeString]:
    """Choices, and groups of them."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            inside = format_html_join("", "{}", ((part,) for part in _parts(label, chosen)))
            yield format_html('<optgroup label="{}">{}</optgroup>', key, inside)
        else:
            value = "" if key is None else str(key)
            mark = " selected" if value in chosen else ""
            yield SafeString(f'<option value="{escape(value)}"{mark}>{escape(label)}</option>')
