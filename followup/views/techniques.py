"""The list of techniques and factors that measures build on, kept by the central office."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followup.forms.techniques import (
    TechniqueChangeForm,
    TechniqueChoice,
    TechniqueFilter,
    TechniqueForm,
)
from followup.models import PreventionTechnique
from followup.permissions import can_keep_techniques, can_see_work
from followup.selectors.histories import technique_history
from followup.selectors.techniques import techniques_for
from followup.services import techniques
from followup.views.shared import ASK, attempt, crumbs, save_over
from programs.permissions import require
from trygghet.http import Request

KEEPERS = gettext_lazy("Listan sköts av stadsledningskontoret.")


@require_safe
def technique_list(request: Request) -> HttpResponse:
    """Grouped as the measure's form has them, with how many measures build on each."""
    require(can_see_work(request.scope))
    may_keep = can_keep_techniques(request.scope)
    form = TechniqueFilter(request.GET)
    found = form.apply(techniques_for(request.scope).order_by("order", "pk"))
    context = {
        "groups": _grouped(found),
        "count": len(found),
        "filter": form,
        "may_keep": may_keep,
    }
    return render(request, "followup/technique_list.html", context)


def _grouped(rows: Any) -> list[tuple[str, list[tuple[str, list[Any]]]]]:
    """Approach with its groups, each with its rows; those that were added stand with the others."""
    order = {value: place for place, value in enumerate(PreventionTechnique.Approach.values)}
    groups = {value: place for place, value in enumerate(PreventionTechnique.Group.values)}
    ordered = sorted(rows, key=lambda row: (order[row.approach], groups[row.group]))
    return [
        (
            str(approach),
            [
                (str(group), list(found))
                for group, found in groupby(within, key=lambda row: row.get_group_display())
            ],
        )
        for approach, within in groupby(ordered, key=lambda row: row.get_approach_display())
    ]


@require_http_methods(ASK)
def technique_new(request: Request) -> HttpResponse:
    require(can_keep_techniques(request.scope), str(KEEPERS))
    form = TechniqueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = attempt(
            form,
            lambda: techniques.add_technique(acting_user=request.user, **form.cleaned_data),
        )
        if added:
            messages.success(request, _("”%(name)s” kan nu väljas i åtgärder.") % {"name": added})
            return redirect("followup:technique-list")
    context = {
        "form": form,
        "breadcrumbs": crumbs(
            (_("Tekniker"), reverse("followup:technique-list")), (_("Ny teknik eller faktor"), "")
        ),
    }
    return render(request, "followup/technique_form.html", context)


@require_http_methods(ASK)
def technique_edit(request: Request, pk: int) -> HttpResponse:
    """Change it; below, whether it can be chosen, and its history."""
    require(can_keep_techniques(request.scope), str(KEEPERS))
    row = get_object_or_404(PreventionTechnique, pk=pk)
    form = TechniqueChangeForm(request.POST or None, instance=row)
    edit = save_over(
        request,
        form,
        row.version,
        lambda version: techniques.change_technique(
            technique=row, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("”%(name)s” är sparad.") % {"name": edit.saved.name})
        return redirect(f"{reverse('followup:technique-list')}#t{row.pk}")
    context = {
        "form": form,
        "technique": row,
        "used": row.measures.visible_to(request.scope).count(),
        "version": edit.version,
        "conflict": edit.conflict,
        "history": technique_history(request.scope, row),
        "breadcrumbs": crumbs((_("Tekniker"), reverse("followup:technique-list")), (row.name, "")),
    }
    return render(request, "followup/technique_form.html", context)


@require_safe
def technique_options(request: Request) -> HttpResponse:
    """A part of the measure's form: the choice, narrowed by the kind and group chosen so far."""
    require(can_see_work(request.scope))
    form = TechniqueChoice(
        kind=request.GET.get("kind", ""),
        group=request.GET.get("technique_group", ""),
        chosen=request.GET.get("technique", ""),
    )
    return render(request, "followup/_technique_choice.html", {"form": form})


@require_POST
def technique_show(request: Request, pk: int) -> HttpResponse:
    """Let it be chosen, or not; measures that have it keep it."""
    require(can_keep_techniques(request.scope), str(KEEPERS))
    row = get_object_or_404(PreventionTechnique, pk=pk)
    is_active = request.POST.get("visas") == "ja"
    techniques.show_technique(technique=row, is_active=is_active, acting_user=request.user)
    said = _("”%(name)s” kan väljas.") if is_active else _("”%(name)s” väljs inte längre.")
    messages.success(request, said % {"name": row.name})
    return redirect(f"{reverse('followup:technique-list')}#t{row.pk}")
