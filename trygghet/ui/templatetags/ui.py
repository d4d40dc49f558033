"""Template tags for what an include cannot hold: parts with content, and looks from tables."""

from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from trygghet.kept import kept
from trygghet.ui.statuses import CLASSIFICATIONS, STATUSES, TRENDS, UNKNOWN, Look

register = template.Library()

KEPT = 512  # drawn icons and marks: a page has a hundred of them, mostly the same ones
KEPT_PARTS = 256  # drawn parts of pages, at most some tens of kilobytes each


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of static/icons.json; without ``label`` it is hidden from screen readers."""
    return _icon(name, conditional_escape(label))


@lru_cache(maxsize=KEPT)
def _icon(name: str, label: SafeString) -> SafeString:
    sprite = static("dist/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name
    )


def _mark(look: Look, label: object, kind: str) -> SafeString:
    return _drawn_mark(kind, look.color, look.icon, conditional_escape(label or look.label))


@lru_cache(maxsize=KEPT)
def _drawn_mark(kind: str, color: str, shape: str, label: SafeString) -> SafeString:
    return format_html(
        '<span class="status" data-kind="{}" data-color="{}">{}{}</span>',
        kind,
        color,
        icon(shape),
        label,
    )


@register.simple_tag
def drawn(template: str, **shown: Hashable) -> SafeString:
    """A part of a page that sees ``shown`` and nothing else: no request, no reader, no page.

    It is drawn once for every set of values, and never shows anything but what it is given: equal
    values give the same part, whoever reads it. A value that cannot be compared is an error.
    """
    if settings.DEBUG:
        return _draw(template, shown)
    kinds = tuple(map(type, shown.values()))  # a text that is safe is not one that only says so
    return _drawn(template, kinds, **shown)


@kept(KEPT_PARTS)
def _drawn(template: str, kinds: tuple[type, ...], **shown: Hashable) -> SafeString:
    return _draw(template, shown)


def _draw(template: str, shown: dict[str, Hashable]) -> SafeString:
    return SafeString(get_template(template).template.render(Context(shown)))


@register.simple_tag
def status_tag(status: str, label: str = "") -> SafeString:
    """A status as word, shape and colour; ``label`` replaces the table's word."""
    return _mark(STATUSES.get(str(status), UNKNOWN), label or "", "status")


@register.simple_tag
def trend_tag(trend: str, label: str = "") -> SafeString:
    return _mark(TRENDS.get(str(trend), UNKNOWN), label or "", "trend")


@register.simple_tag
def classification_tag(classification: str, label: str = "") -> SafeString:
    look = CLASSIFICATIONS.get(str(classification), UNKNOWN)
    return _mark(look, label or "", "classification")


@register.simple_tag
def idempotency_key() -> SafeString:
    """A hidden field that lets the service see that a form came twice."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid4())


@register.simple_tag
def field_error_list(*forms: BaseForm | BaseFormSet | str | None) -> list[dict[str, str]]:
    """Every error of ``forms`` as label, message and the id of the field to jump to.

    A name that the page does not have arrives as an empty text, a form that the reader does not get
    as None: both hold no errors.
    """
    asked = [form for form in forms if isinstance(form, BaseForm | BaseFormSet)]
    return [error for form in asked for error in _errors(form)]


def _errors(form: BaseForm | BaseFormSet) -> Iterator[dict[str, str]]:
    if isinstance(form, BaseFormSet):
        if form.is_bound:
            yield from _messages(form.non_form_errors())
            for each in form.forms:
                yield from _errors(each)
        return
    yield from _messages(form.non_field_errors())
    for field in form:
        target = field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")
        yield from _messages(field.errors, str(field.label), target)


def _messages(
    messages: Iterable[str], label: str = "", target: str = ""
) -> Iterator[dict[str, str]]:
    for message in messages:
        yield {"label": label, "message": message, "target": target}


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """The page numbers to offer, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def initials(name: object) -> str:
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def at_break(address: object) -> SafeString:
    """An e-mail address that, where it does not fit, breaks before its @ and not in a word."""
    return SafeString(conditional_escape(address).replace("@", "<wbr>@"))


@register.simple_block_tag
def page_header(content: str, title: str, state: object = "", kicker: str = "") -> str:
    """Heading, the state in words, and the actions as content."""
    return render_to_string(
        "components/page_header.html",
        {"title": title, "state": state, "kicker": kicker, "actions": content},
    )


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "", **options: Any) -> str:
    """A card; ``id``, ``link_url`` and ``link_text`` are optional."""
    return render_to_string(
        "components/card.html", {"title": title, "tone": tone, "content": content, **options}
    )


@register.simple_block_tag
def table(
    content: str, caption: str, cards: bool = True, hide_caption: bool = False, **options: Any
) -> str:
    """A table that scrolls when wide, or on a phone shows each row as a card (``cards``)."""
    return render_to_string(
        "components/table.html",
        {"caption": caption, "cards": cards, "hide_caption": hide_caption, "content": content}
        | options,
    )


@register.simple_tag
def table_rows(rows: Iterable[Iterable[Any]]) -> SafeString:
    """The rows of a chart's table: the first cell is the heading, None is what nobody knows.

    As a template the tables of a dashboard took seven milliseconds; so they take less than one.
    """
    unknown = format_html('<span class="missing">{}</span>', gettext("uppgift saknas"))
    return SafeString("".join(f"<tr>{_cells(row, unknown)}</tr>" for row in rows))


def _cells(row: Iterable[Any], unknown: SafeString) -> str:
    """Escaped; numbers as the language writes them."""
    first, *others = (
        unknown if cell is None else conditional_escape(_written(cell)) for cell in row
    )
    numbers = "".join(f'<td class="number">{cell}</td>' for cell in others)
    return f'<th scope="row">{first}</th>{numbers}'


def _written(cell: Any) -> Any:
    return cell if isinstance(cell, str) else localize(cell)


@register.simple_block_tag
def chart(content: str, title: str, note: str = "", **options: Any) -> str:
    """A picture with its table; ``table`` has columns and rows, ``csv_url`` is optional."""
    return render_to_string(
        "components/chart.html", {"title": title, "note": note, "picture": content, **options}
    )


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "file-text", text: str = "") -> str:
    """What belongs here; the content is the action that makes the first."""
    return render_to_string(
        "components/empty_state.html",
        {"title": title, "icon": icon, "text": text, "action": content},
    )


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> str:
    """A notice: ``info``, ``success``, ``warning``, ``danger``."""
    return render_to_string(
        "components/notice.html", {"tone": tone, "title": title, "content": content}
    )


@register.simple_block_tag
def disclosure(content: str, title: str, open: bool = False, icon: str = "") -> str:  # noqa: A002
    return render_to_string(
        "components/disclosure.html",
        {"title": title, "open": open, "icon": icon, "content": content},
    )
