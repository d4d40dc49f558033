"""The program's words explained where they are used."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programs.models import Concept

register = template.Library()


class _Words:
    """A request's concepts by code, and how many have been shown: each card needs its own id."""

    def __init__(self) -> None:
        self.by_code = Concept.objects.in_bulk(field_name="code")
        self.shown = 0


@register.simple_tag(takes_context=True)
def concept(context: Context, code: str, text: str = "") -> SafeString | str:
    """The word with its definition in a card; ``text`` is the word as the sentence inflects it.

    All definitions come in one query, at the page's first word.
    """
    request = context.get("request")
    if request is None:  # on paper nothing opens
        return text or code
    if not hasattr(request, "concepts"):
        request.concepts = _Words()
    words = request.concepts
    found = words.by_code.get(code)
    if found is None:
        return text or code
    words.shown += 1
    return format_html(
        '<button type="button" class="concept" popovertarget="concept-{n}">{word}</button>'
        '<span class="concept-card" id="concept-{n}" popover role="note">'
        "<strong>{name}</strong><span>{definition}</span></span>",
        n=words.shown,
        word=text or found.name,
        name=found.name,
        definition=found.definition,
    )
