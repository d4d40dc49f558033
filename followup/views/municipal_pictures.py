"""Composing the municipality's picture: statements on the left, what they rest on on the right."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followup.forms.municipal import MaterialFilter, StatementForm
from followup.models import MunicipalPicture, MunicipalStatement
from followup.permissions import can_keep_law
from followup.selectors.municipal import PartOfPicture, parts_of
from followup.selectors.municipal_material import Source, material_for, source_of
from followup.services import municipal_pictures as services
from followup.views.form_pages import delete_page, form_page, move, save_new
from followup.views.municipal import PICTURE, document_crumbs, draft
from followup.views.shared import ASK, key_of, save_over, tell
from programs.models import Program
from programs.permissions import require
from trygghet.http import Request
from trygghet.months import add_months, first_of

Part = MunicipalStatement.Part


@require_POST
def picture_new(request: Request) -> HttpResponse:
    """Begin a version, or go on with the one that is begun."""
    require(can_keep_law(request.scope), _("Lägesbilden skrivs av stadsledningskontoret."))
    program = Program.objects.current(timezone.localdate())
    require(program is not None, _("Det finns inget program som gäller i dag."))
    picture = services.begin_picture(program=program, acting_user=request.user)
    return redirect("followup:municipal-picture-write", pk=picture.pk)


@require_safe
def picture_write(request: Request, pk: int) -> HttpResponse:
    picture = draft(request, pk, PICTURE)
    asked = _part(request.GET.get("del"))
    parts = parts_of(picture)
    chosen = next(each for each in parts if each.part == asked)
    material_filter = MaterialFilter(request.GET, part=asked)
    material = material_for(
        asked,
        since=add_months(first_of(timezone.localdate()), -material_filter.months),
        body=material_filter.body,
        number=request.GET.get("page"),
    )
    everything = [statement for each in parts for statement in each.statements]
    context = {
        "picture": picture,
        "parts": [_link(each, asked) for each in parts],
        "done": sum(each.is_done for each in parts),
        "part": chosen,
        "filter": material_filter,
        "material": material,
        "sources": [(each, each.stands_in(everything)) for each in material.sources],
        "breadcrumbs": document_crumbs(PICTURE, picture, _("Skriv")),
    }
    return render(request, "followup/municipal_picture_write.html", context)


def _part(text: str | None) -> str:
    return text if text in Part.values else Part.EXTENT.value


def _link(part: PartOfPicture, asked: str) -> dict[str, Any]:
    return {
        "key": part.part.value,
        "label": part.label,
        "url": f"?del={part.part.value}",
        "state": "done" if part.is_done else "empty",
        "current": part.part == asked,
    }


@require_POST
def statement_take(request: Request, pk: int) -> HttpResponse:
    """Take a report's text into the picture: as a new statement, or last in one that is there."""
    picture = draft(request, pk, PICTURE)
    part = _part(request.POST.get("part"))
    source = source_of(part, request.POST.get("source", ""))
    if source is None:
        messages.error(request, _("Texten kan inte tas med: den är inte godkänd och öppen längre."))
    else:
        done = _("Texten är med. Skriv om den till kommunens egna ord.")
        tell(request, lambda: _take(request, picture, part, source), done)
    return redirect(_to_part(picture, part))


def _take(request: Request, picture: MunicipalPicture, part: str, source: Source) -> None:
    chosen = request.POST.get("statement", "")
    if chosen.isdecimal():
        statement = get_object_or_404(picture.statements, pk=chosen)
        services.take_into_statement(
            statement=statement, text=source.text, report=source.report, acting_user=request.user
        )
        return
    services.add_statement(
        picture=picture,
        part=part,
        heading=source.heading,
        text=source.text,
        reports=[source.report],
        acting_user=request.user,
        idempotency_key=key_of(request),
    )


@require_http_methods(ASK)
def statement_new(request: Request, pk: int) -> HttpResponse:
    picture = draft(request, pk, PICTURE)
    form = StatementForm(request.POST or None, initial={"part": _part(request.GET.get("del"))})
    if made := save_new(request, form, partial(services.add_statement, picture=picture)):
        messages.success(request, _("Påståendet är sparat."))
        return redirect(_to_part(picture, made.part))
    return form_page(
        request,
        form,
        heading=_("Nytt påstående"),
        button=_("Spara påståendet"),
        cancel_url=_to_part(picture, _part(request.GET.get("del"))),
        parent=(picture.title, PICTURE.url("write", pk)),
    )


@require_http_methods(ASK)
def statement_edit(request: Request, pk: int, statement: int) -> HttpResponse:
    picture = draft(request, pk, PICTURE)
    row = get_object_or_404(picture.statements, pk=statement)
    form = StatementForm(request.POST or None, instance=row)
    edit = save_over(
        request,
        form,
        row.version,
        lambda version: services.change_statement(
            statement=row, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Påståendet är sparat."))
        return redirect(_to_part(picture, edit.saved.part))
    return form_page(
        request,
        form,
        heading=_("Ändra påståendet"),
        button=_("Spara påståendet"),
        cancel_url=_to_part(picture, row.part),
        parent=(picture.title, PICTURE.url("write", pk)),
        edit=edit,
    )


@require_POST
def statement_move(request: Request, pk: int, statement: int) -> HttpResponse:
    picture = draft(request, pk, PICTURE)
    row = get_object_or_404(picture.statements, pk=statement)
    return move(
        request,
        lambda steps: services.move_statement(statement=row, steps=steps, acting_user=request.user),
        _to_part(picture, row.part),
    )


@require_http_methods(ASK)
def statement_delete(request: Request, pk: int, statement: int) -> HttpResponse:
    picture = draft(request, pk, PICTURE)
    row = get_object_or_404(picture.statements, pk=statement)
    return delete_page(
        request,
        lambda: services.delete_statement(statement=row, acting_user=request.user),
        title=_("Ta bort påståendet?"),
        text=_("”%(heading)s” tas bort ur utkastet.") % {"heading": row.heading},
        done=_("Påståendet är borttaget."),
        back=_to_part(picture, row.part),
        breadcrumbs=document_crumbs(PICTURE, picture, _("Ta bort")),
    )


def _to_part(picture: MunicipalPicture, part: str) -> str:
    return f"{PICTURE.url('write', picture.pk)}?del={part}"
