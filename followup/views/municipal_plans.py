"""Writing the municipality's plan: its lines, the picture it rests on, and its follow-up."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from followup.forms.municipal import LineForm, PictureOfPlanForm, PlanFollowUpForm
from followup.models import MunicipalPicture, MunicipalPlan
from followup.municipal_exceptions import NoDecidedPicture
from followup.permissions import can_keep_law
from followup.selectors.municipal import lines_of
from followup.services import municipal_plans as services
from followup.views.form_pages import delete_page, form_page, move, save_new
from followup.views.municipal import PLAN, document_crumbs, draft, visible
from followup.views.shared import ASK, attempt, save_over
from programs.models import Program
from programs.permissions import require
from trygghet.http import Request


@require_POST
def plan_new(request: Request) -> HttpResponse:
    """Begin a version, or go on with the one that is begun."""
    require(can_keep_law(request.scope), _("Planen skrivs av stadsledningskontoret."))
    program = Program.objects.current(timezone.localdate())
    require(program is not None, _("Det finns inget program som gäller i dag."))
    try:
        plan = services.begin_plan(program=program, acting_user=request.user)
    except NoDecidedPicture as refusal:
        messages.error(request, str(refusal))
        return redirect("followup:municipal-picture-list")
    return redirect("followup:municipal-plan-write", pk=plan.pk)


@require_safe
def plan_write(request: Request, pk: int) -> HttpResponse:
    plan = draft(request, pk, PLAN)
    lines = list(lines_of(plan))
    context = {
        "plan": plan,
        "lines": lines,
        "checks": _checks(lines),
        "breadcrumbs": document_crumbs(PLAN, plan, _("Skriv")),
    }
    return render(request, "followup/municipal_plan_write.html", context)


def _checks(lines: list[Any]) -> list[dict[str, Any]]:
    grounded = all(line.statements.all() for line in lines)
    return [
        {"label": _("Minst en åtgärd"), "done": bool(lines), "note": _("Lägg till en åtgärd.")},
        {
            "label": _("Varje åtgärd grundas på lägesbilden"),
            "done": bool(lines) and grounded,
            "note": _("Välj vilka påståenden åtgärden svarar mot."),
        },
    ]


@require_http_methods(ASK)
def plan_picture(request: Request, pk: int) -> HttpResponse:
    plan = draft(request, pk, PLAN)
    form = PictureOfPlanForm(request.POST or None, initial={"picture": plan.picture_id})
    decided = MunicipalPicture.objects.exclude(state=MunicipalPicture.State.DRAFT)
    form.fields["picture"].queryset = decided.defer("content")
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: services.rest_on_picture(
                plan=plan, acting_user=request.user, **form.cleaned_data
            ),
        )
        if saved:
            messages.success(request, _("Planen vilar på den valda lägesbilden."))
            return redirect(PLAN.url("write", pk))
    return form_page(
        request,
        form,
        heading=_("Välj lägesbild"),
        button=_("Spara"),
        state=_("Åtgärderna behåller de påståenden som finns också i den valda versionen."),
        cancel_url=PLAN.url("write", pk),
        parent=(plan.title, PLAN.url("write", pk)),
    )


@require_http_methods(ASK)
def line_new(request: Request, pk: int) -> HttpResponse:
    plan = draft(request, pk, PLAN)
    form = LineForm(request.POST or None, plan=plan)
    if save_new(request, form, partial(services.add_line, plan=plan)):
        messages.success(request, _("Åtgärden är med i planen."))
        return redirect(PLAN.url("write", pk))
    return form_page(
        request,
        form,
        heading=_("Ny åtgärd i planen"),
        button=_("Spara åtgärden"),
        state=_("När åtgärden är sparad kan du koppla den till åtgärder i samverkan."),
        cancel_url=PLAN.url("write", pk),
        parent=(plan.title, PLAN.url("write", pk)),
    )


@require_http_methods(ASK)
def line_edit(request: Request, pk: int, line: int) -> HttpResponse:
    plan = draft(request, pk, PLAN)
    row = get_object_or_404(plan.lines.select_related("responsible"), pk=line)
    form = LineForm(request.POST or None, instance=row, plan=plan)
    edit = save_over(
        request,
        form,
        row.version,
        lambda version: services.change_line(
            line=row, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Åtgärden är sparad."))
        return redirect(PLAN.url("write", pk))
    return form_page(
        request,
        form,
        heading=_("Ändra åtgärden"),
        button=_("Spara åtgärden"),
        cancel_url=PLAN.url("write", pk),
        parent=(plan.title, PLAN.url("write", pk)),
        edit=edit,
    )


@require_POST
def line_move(request: Request, pk: int, line: int) -> HttpResponse:
    plan = draft(request, pk, PLAN)
    row = get_object_or_404(plan.lines, pk=line)
    return move(
        request,
        lambda steps: services.move_line(line=row, steps=steps, acting_user=request.user),
        PLAN.url("write", pk),
    )


@require_http_methods(ASK)
def line_delete(request: Request, pk: int, line: int) -> HttpResponse:
    plan = draft(request, pk, PLAN)
    row = get_object_or_404(plan.lines, pk=line)
    return delete_page(
        request,
        lambda: services.delete_line(line=row, acting_user=request.user),
        title=_("Ta bort åtgärden?"),
        text=_("”%(text)s” tas bort ur utkastet.") % {"text": row.text[:120]},
        done=_("Åtgärden är borttagen ur utkastet."),
        back=PLAN.url("write", pk),
        breadcrumbs=document_crumbs(PLAN, plan, _("Ta bort")),
    )


@require_http_methods(ASK)
def plan_follow_up(request: Request, pk: int) -> HttpResponse:
    plan: MunicipalPlan = visible(request, pk, PLAN)
    require(can_keep_law(request.scope), _("Uppföljningen skrivs in av stadsledningskontoret."))
    form = PlanFollowUpForm(request.POST or None, initial={"followed_up_on": timezone.localdate()})
    if save_new(request, form, partial(services.follow_up_plan, plan=plan)):
        messages.success(request, _("Uppföljningen är inskriven."))
        return redirect(PLAN.url("detail", pk))
    return form_page(
        request,
        form,
        heading=_("Följ upp planen"),
        button=_("Spara uppföljningen"),
        state=_("Lagen (6 §) kräver att planen följs upp minst vartannat år."),
        cancel_url=PLAN.url("detail", pk),
        parent=(plan.title, PLAN.url("detail", pk)),
    )
