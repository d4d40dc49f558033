"""Files of readings: upload, columns, check, choices, taking in, and undoing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import Refused
from followup.forms.imports import ColumnsForm, ConflictsForm, UploadForm
from followup.imports.columns import Mapping
from followup.imports.overview import Overview
from followup.imports.refusal import FileRefused
from followup.models import ImportBatch, Indicator
from followup.permissions import can_read_in_files, can_resolve_names
from followup.selectors.imports import batches_for, page_of
from followup.services import imports
from followup.services.import_removal import throw_away
from followup.sources import source_named, sources_told
from followup.views.form_pages import delete_page
from followup.views.shared import ASK, PER_PAGE, Crumbs, crumbs, sent_version, tell
from programs.permissions import require
from trygghet.http import Request

State = ImportBatch.State


@require_safe
def batch_list(request: Request) -> HttpResponse:
    _require_reader(request)
    rows = batches_for(request.scope)
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_resolve": can_resolve_names(request.scope),
        "breadcrumbs": _crumbs(),
    }
    return render(request, "followup/batch_list.html", context)


@require_http_methods(ASK)
def batch_new(request: Request) -> HttpResponse:
    _require_reader(request)
    asked = Indicator.objects.filter(code=request.GET.get("indikator", "")).first()
    initial = {"indicator": asked, "source": request.GET.get("kalla")}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and (batch := _uploaded(form, request)):
        asks = batch.state == State.UPLOADED and batch.seen and not batch.job_id
        return redirect("followup:batch-columns" if asks else "followup:batch-detail", batch.pk)
    context = {"form": form, "sources": sources_told(), "breadcrumbs": _crumbs((_("Ny fil"), ""))}
    return render(request, "followup/batch_new.html", context, status=422 if form.errors else 200)


@require_safe
def batch_detail(request: Request, pk: int) -> HttpResponse:
    return _page(request, _batch(request, pk))


@require_safe
def batch_progress(request: Request, pk: int) -> HttpResponse:
    """The part of the page that tells how far a worker has come, asked for again and again."""
    batch = _batch(request, pk)
    page = page_of(batch)
    response = render(request, "followup/_batch_progress.html", {"batch": batch, **page})
    if not page["is_read"]:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(ASK)
def batch_columns(request: Request, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    if not batch.seen:
        return redirect(_url(batch))
    overview = Overview.stored(batch.seen)
    form = ColumnsForm(
        request.POST or None,
        overview=overview,
        columns=source_named(batch.source).COLUMNS,
        mapping=Mapping.stored(batch.mapping),
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.mapping()

        def save() -> bool:
            imports.set_columns(
                batch=batch,
                columns=chosen.columns,
                pick=chosen.pick,
                version=sent_version(request, batch.version),
                acting_user=request.user,
            )
            return True

        if _refusable(form, save):
            return redirect(_url(batch))
    context = {
        "batch": batch,
        "form": form,
        "headings": overview.headings.texts,
        "sample": overview.sample,
        "breadcrumbs": _crumbs((batch.file_name, _url(batch)), (_("Kolumner"), "")),
    }
    return render(request, "followup/batch_columns.html", context)


@require_POST
def batch_check(request: Request, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    tell(
        request,
        lambda: imports.check(batch=batch, acting_user=request.user),
        _("Filen är kontrollerad."),
    )
    return redirect(_url(batch))


@require_POST
def batch_decide(request: Request, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    form = _conflicts(batch, request.POST)

    def save() -> bool:
        imports.decide(
            batch=batch,
            for_all=form.cleaned_data["for_all"],
            rows=form.rows(),
            reason=form.cleaned_data["reason"],
            version=sent_version(request, batch.version),
            acting_user=request.user,
        )
        return True

    if form.is_valid() and _refusable(form, save):
        messages.success(request, _("Valen är sparade."))
        return redirect(_url(batch))
    return _page(request, batch, form)


@require_POST
def batch_apply(request: Request, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        imports.apply(batch=batch, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_url(batch))
    if batch.state == State.APPLIED:
        messages.success(request, _("Filen är inläst."))
    return redirect(_url(batch))


@require_http_methods(ASK)
def batch_undo(request: Request, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    if request.method == "POST":
        _undone(request, batch)
        return redirect(_url(batch))
    context = {
        "title": _("Ångra hela filen?"),
        "text": _(
            "Alla utfall som filen lade till tas bort, och de som den ändrade får tillbaka sina "
            "tidigare värden. Det går inte om någon har ändrat dem efteråt."
        ),
        "confirm_text": _("Ångra filen"),
        "cancel_url": _url(batch),
        "danger": True,
    }
    return render(request, "confirm.html", context)


@require_http_methods(ASK)
def batch_throw(request: Request, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    return delete_page(
        request,
        lambda: throw_away(batch=batch, acting_user=request.user),
        title=_("Kasta filen?"),
        text=_(
            "Filen och det som har lästs ur den tas bort, och det går inte att ångra. Vem som "
            "laddade upp den och vem som kastade den står kvar. Ladda upp den igen om du behöver "
            "den."
        ),
        button=_("Kasta filen"),
        done=_("Filen är kastad."),
        back=reverse("followup:batch-list"),
        cancel_url=_url(batch),
        breadcrumbs=_crumbs((batch.file_name, _url(batch)), (_("Kasta"), "")),
    )


def _undone(request: Request, batch: ImportBatch) -> None:
    try:
        counts = imports.undo(batch=batch, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    if counts is None:  # a worker does it
        return
    restored, removed = counts
    text = ngettext("%(n)s utfall togs bort", "%(n)s utfall togs bort", removed) % {"n": removed}
    back = _("%(text)s och %(n)s fick tillbaka sitt värde.") if restored else _("%(text)s.")
    messages.success(request, back % {"text": text, "n": restored})


def _page(request: Request, batch: ImportBatch, form: ConflictsForm | None = None) -> HttpResponse:
    context = {
        "batch": batch,
        **page_of(batch),
        "form": form or _conflicts(batch, None),
        "may_resolve": can_resolve_names(request.scope),
        "breadcrumbs": _crumbs((batch.file_name, "")),
    }
    return render(request, "followup/batch_detail.html", context, status=422 if form else 200)


def _conflicts(batch: ImportBatch, data: Any) -> ConflictsForm:
    initial = {
        "for_all": batch.decisions.get("all", ""),
        "reason": batch.decisions.get("reason", ""),
        "rows": batch.decisions.get("rows", {}),
    }
    listed = batch.outcome.get("conflict_list", [])
    return ConflictsForm(data, conflicts=listed, initial=initial)


def _uploaded(form: UploadForm, request: Request) -> ImportBatch | None:
    """The kept file; why it is refused stands at its field."""
    sent = form.cleaned_data["file"]
    try:
        return imports.upload(
            content=sent.read(),
            file_name=sent.name,
            source=form.cleaned_data["source"],
            indicator=form.cleaned_data["indicator"],
            acting_user=request.user,
        )
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return None


def _refusable(form: forms.BaseForm, service: Callable[[], Any]) -> Any:
    """What the service made; its refusal, also that somebody else was first, in the form."""
    try:
        return service()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _batch(request: Request, pk: int) -> ImportBatch:
    _require_reader(request)
    return get_object_or_404(batches_for(request.scope), pk=pk)


def _require_reader(request: Request) -> None:
    require(
        can_read_in_files(request.scope),
        _("Filer läses in av samordnarna och stadsledningskontoret."),
    )


def _url(batch: ImportBatch) -> str:
    return reverse("followup:batch-detail", args=[batch.pk])


def _crumbs(*more: tuple[str, str]) -> Crumbs:
    return crumbs(
        (_("Indikatorer"), reverse("followup:indicator-list")),
        (_("Filer"), reverse("followup:batch-list")),
        *more,
    )
