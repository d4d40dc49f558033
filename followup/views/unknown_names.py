"""Names in files that nobody knows: the list, and saying what one means."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followup.forms.imports import NameForm
from followup.models import ImportBatch, UnknownName
from followup.permissions import can_read_in_files, can_resolve_names
from followup.selectors.imports import batches_for, names_in, unknown_names
from followup.services.imports import check
from followup.services.unknown_names import resolve, skip_all
from followup.views.shared import ASK, PER_PAGE, Crumbs, attempt, crumbs, tell
from programs.models import Area, ResponsibleBody
from programs.names import suggestions
from programs.permissions import require
from trygghet.http import Request


@require_safe
def unknown_list(request: Request) -> HttpResponse:
    require(can_read_in_files(request.scope))
    context = {
        "page": Paginator(unknown_names(), PER_PAGE).get_page(request.GET.get("page")),
        "may_resolve": can_resolve_names(request.scope),
        "breadcrumbs": _crumbs(),
    }
    return render(request, "followup/unknown_list.html", context)


@require_http_methods(ASK)
def unknown_resolve(request: Request, pk: int) -> HttpResponse:
    require(
        can_resolve_names(request.scope), _("Stadsledningskontoret säger vad ett namn betyder.")
    )
    unknown = get_object_or_404(unknown_names(), pk=pk)
    areas, bodies = list(Area.objects.by_name()), list(ResponsibleBody.objects.by_name())
    form = NameForm(request.POST or None, areas=areas, bodies=bodies, unknown=unknown)

    def save() -> UnknownName:
        return resolve(unknown=unknown, acting_user=request.user, **form.meant())

    if request.method == "POST" and form.is_valid() and attempt(form, save):
        _check_again(request)
        return redirect(_back(request))
    names = [*(area.name for area in areas), *(body.name for body in bodies)]
    context = {
        "form": form,
        "unknown": unknown,
        "alike": suggestions(unknown.name, names),
        "cancel_url": _back(request),
        "breadcrumbs": _crumbs((unknown.name, "")),
    }
    return render(request, "followup/unknown_resolve.html", context)


@require_http_methods(ASK)
def skip_names(request: Request, pk: int) -> HttpResponse:
    """All names of a file that wait, when it tells of more places than the municipality's own."""
    require(
        can_resolve_names(request.scope), _("Stadsledningskontoret säger vad ett namn betyder.")
    )
    batch = get_object_or_404(batches_for(request.scope), pk=pk)
    page = reverse("followup:batch-detail", args=[pk])
    names = [each.unknown for each in names_in(batch) if each.unknown]
    if request.method == "POST":
        count = skip_all(names=names, acting_user=request.user)
        done = _("%(n)s namn hoppas över. Filen kontrolleras igen.") % {"n": count}
        tell(request, lambda: check(batch=batch, acting_user=request.user), done)
        return redirect(page)
    context = {
        "title": _("Hoppa över alla okända namn?"),
        "text": _(
            "Rader med namnen läses inte, varken ur den här filen eller ur senare filer. Ett namn "
            "som ändå betyder något kan ändras på listan Okända namn."
        ),
        "confirm_text": _("Hoppa över namnen"),
        "cancel_url": page,
    }
    return render(request, "confirm.html", context)


def _check_again(request: Request) -> None:
    """The file that waited for the answer, once it waits for no other."""
    batch = _waiting_file(request)
    if batch is None:
        messages.success(request, _("Sparat. Det gäller i alla filer från och med nu."))
        return
    left = sum(not (each.unknown and each.unknown.resolved_at) for each in names_in(batch))
    if left:
        messages.success(
            request, _("Sparat. Namn i filen som väntar på svar: %(n)s.") % {"n": left}
        )
    else:
        done = _("Sparat. Filen är kontrollerad igen.")
        tell(request, lambda: check(batch=batch, acting_user=request.user), done)


def _waiting_file(request: Request) -> ImportBatch | None:
    asked = request.GET.get("fil", "")
    rows = batches_for(request.scope).filter(state=ImportBatch.State.CHECKED)
    return rows.filter(pk=asked).first() if asked.isdecimal() else None


def _back(request: Request) -> str:
    """To the file that waits for the answer."""
    if batch := _waiting_file(request):
        return reverse("followup:batch-detail", args=[batch.pk])
    return reverse("followup:unknown-list")


def _crumbs(*more: tuple[str, str]) -> Crumbs:
    return crumbs(
        (_("Indikatorer"), reverse("followup:indicator-list")),
        (_("Filer"), reverse("followup:batch-list")),
        (_("Okända namn"), reverse("followup:unknown-list")),
        *more,
    )
