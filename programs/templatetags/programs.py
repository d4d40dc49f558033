"""The program's words explained where they are used."""

from uuid import uuid4

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programs.models import Concept

register = template.Library()


@register.simple_tag(takes_context=True)
def concept(context: Context, code: str, text: str = "") -> SafeString | str:
    """The word with its definition in a card; ``text`` is the word as the sentence inflects it.

    All definitions come in one query, at the page's first word.
    """
    found = _concepts(context.get("request")).get(code)
    if found is None:
        return text or code
    return format_html(
        '<button type="button" class="concept" popovertarget="{id}">{word}</button>'
        '<span class="concept-card" id="{id}" popover role="note">'
        "<strong>{name}</strong><span>{definition}</span></span>",
        id=f"concept-{uuid4().hex[:8]}",  # a part that is loaded later must not repeat one
        word=text or found.name,
        name=found.name,
        definition=found.definition,
    )


def _concepts(request: HttpRequest | None) -> dict[str, Concept]:
    """The concepts by code, kept on the request; on paper, where nothing opens, none."""
    if request is None:
        return {}
    if not hasattr(request, "concepts"):
        request.concepts = Concept.objects.in_bulk(field_name="code")
    return request.concepts
