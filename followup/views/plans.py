"""The action plan of a process: gathered, read, decided and printed."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.models import CollaborationProcess
from collaboration.views.processes import visible_process
from followup.exceptions import PlanExists
from followup.forms.plans import DecidePlanForm, PlanForm
from followup.models import ActionPlan
from followup.municipal_content import report_name
from followup.permissions import can_write_plan
from followup.plan_content import content_of, picture_name, sections_of
from followup.selectors.histories import plan_history
from followup.services import plans
from followup.views.printed import compare_page, pdf_answer
from followup.views.shared import (
    ASK,
    Edit,
    Theirs,
    attempt,
    latest_cycle,
    process_crumbs,
    save_over,
)
from programs.permissions import require
from trygghet.http import Request


@require_http_methods(ASK)
def plan_new(request: Request, pk: int) -> HttpResponse:
    process = visible_process(request, pk)
    _require_writer(request, process)
    cycle = latest_cycle(process)
    form = PlanForm(request.POST or None, cycle=cycle, initial=_proposed(process, cycle))
    if request.method == "POST" and form.is_valid():
        try:
            plan = attempt(
                form,
                lambda: plans.gather_plan(
                    process=process, acting_user=request.user, **_fields(form)
                ),
            )
        except PlanExists as refusal:
            messages.info(request, str(refusal))
            return redirect("followup:plan-detail", pk=refusal.plan.pk)
        if plan:
            messages.success(request, _("Utkastet till åtgärdsplan är sparat."))
            return redirect("followup:plan-detail", pk=plan.pk)
    return _form(request, process, form, _("Samla åtgärdsplanen"))


def _proposed(process: CollaborationProcess, cycle: Any) -> dict[str, Any]:
    """Everything that is alive, resting on the latest joint picture; named as the last version."""
    form = PlanForm(cycle=cycle)
    last = process.action_plans.only("title", "introduction", "process").first()
    title = _("Åtgärdsplan: %(title)s") % {"title": process.title}
    return {
        "title": last.title if last else title,
        "introduction": last.introduction if last else "",
        "measures": list(form.fields["measures"].queryset),
        "picture": form.fields["picture"].queryset.first(),
    }


def _fields(form: PlanForm) -> dict[str, Any]:
    return {"reports": [], **form.cleaned_data}


@require_http_methods(ASK)
def plan_edit(request: Request, pk: int) -> HttpResponse:
    plan = _visible(request, pk)
    _require_writer(request, plan.process)
    require(
        plan.state == ActionPlan.State.DRAFT,
        _("Planen är beslutad och ändras inte mer. Gör en ny version."),
    )
    initial = {
        "title": plan.title,
        "introduction": plan.introduction,
        "measures": list(plan.measures.all()),
        "picture": plan.rests_on_picture,
        "reports": list(plan.rests_on_reports.all()),
    }
    form = PlanForm(request.POST or None, cycle=latest_cycle(plan.process), initial=initial)
    edit = save_over(
        request,
        form,
        plan.version,
        lambda version: plans.change_plan(
            plan=plan, version=version, acting_user=request.user, **_fields(form)
        ),
        _theirs,
    )
    if edit.saved:
        messages.success(request, _("Utkastet är sparat."))
        return redirect("followup:plan-detail", pk=pk)
    return _form(request, plan.process, form, _("Ändra åtgärdsplanen"), plan, edit)


def _theirs(form: PlanForm, stored: ActionPlan) -> list[Theirs]:
    """What the other one saved in the fields that differ."""
    saved = {
        "title": stored.title,
        "introduction": stored.introduction,
        "measures": "; ".join(sorted(each.title for each in stored.measures.all())),
        "picture": picture_name(stored.rests_on_picture) if stored.rests_on_picture else "",
        "reports": "; ".join(map(report_name, stored.rests_on_reports.select_related("body"))),
    }
    mine = _fields(form)
    written = mine | {
        "measures": "; ".join(sorted(each.title for each in mine["measures"])),
        "picture": picture_name(mine["picture"]) if mine["picture"] else "",
        "reports": "; ".join(map(report_name, mine["reports"])),
    }
    return [
        Theirs(str(form.fields[name].label), text or _("tomt"))
        for name, text in saved.items()
        if name in form.fields and text != written[name]
    ]


def _form(
    request: Request,
    process: CollaborationProcess,
    form: PlanForm,
    heading: str,
    plan: ActionPlan | None = None,
    edit: Edit | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "process": process,
        "plan": plan,
        "heading": heading,
        "version": edit.version if edit else None,
        "conflict": edit.conflict if edit else None,
        "breadcrumbs": process_crumbs(process, (heading, "")),
    }
    status = 409 if edit and edit.conflict else 200
    return render(request, "followup/plan_form.html", context, status=status)


@require_safe
def plan_detail(request: Request, pk: int) -> HttpResponse:
    plan = _visible(request, pk)
    is_draft = plan.state == ActionPlan.State.DRAFT
    may_write = can_write_plan(request.scope, plan.process)
    context = {
        "plan": plan,
        "process": plan.process,
        "content": content_of(plan),
        "is_draft": is_draft,
        "may_change": is_draft and may_write,
        "may_renew": not is_draft and may_write,
        "versions": plan.process.action_plans.defer("content"),
        "history": plan_history(request.scope, plan),
        "breadcrumbs": process_crumbs(plan.process, (_("Åtgärdsplan"), "")),
    }
    return render(request, "followup/plan_detail.html", context)


@require_http_methods(ASK)
def plan_decide(request: Request, pk: int) -> HttpResponse:
    plan = _visible(request, pk)
    _require_writer(request, plan.process)
    form = DecidePlanForm(
        request.POST or None, process=plan.process, initial={"decided_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        decided = attempt(
            form,
            lambda: plans.decide_plan(plan=plan, acting_user=request.user, **form.cleaned_data),
        )
        if decided:
            messages.success(request, _("Planen är beslutad. Det den säger ändras inte mer."))
            return redirect("followup:plan-detail", pk=pk)
    context = {
        "form": form,
        "plan": plan,
        "process": plan.process,
        "breadcrumbs": process_crumbs(
            plan.process,
            (_("Åtgärdsplan"), reverse("followup:plan-detail", args=[pk])),
            (_("Besluta"), ""),
        ),
    }
    return render(request, "followup/plan_decide.html", context)


@require_safe
def plan_pdf(request: Request, pk: int) -> HttpResponse:
    """The plan as a file: a decided one says the same for ever, a draft says that it is one."""
    plan = _visible(request, pk)
    context = {
        "plan": plan,
        "process": plan.process,
        "content": content_of(plan),
        "demo": settings.DEMO,
    }
    html = render_to_string("followup/reports/plan_document.html", context)
    name = f"atgardsplan-{plan.process_id}-{plan.number}.pdf"
    return pdf_answer(request, html, name, reverse("followup:plan-detail", args=[pk]))


@require_safe
def plan_compare(request: Request, pk: int) -> HttpResponse:
    """Two versions of a process's plan, word by word."""
    process = visible_process(request, pk)
    rows = process.action_plans.select_related("rests_on_picture__cycle")
    return compare_page(
        request,
        rows,
        sections_of,
        name=_("Åtgärdsplan: %(title)s") % {"title": process.title},
        breadcrumbs=process_crumbs(process, (_("Jämför åtgärdsplaner"), "")),
    )


def _visible(request: Request, pk: int) -> ActionPlan:
    seen = CollaborationProcess.objects.visible_to(request.scope)
    rows = ActionPlan.objects.filter(process__in=seen).select_related(
        "process__lead_body", "process__program", "decided_by", "rests_on_picture__cycle"
    )
    return get_object_or_404(rows, pk=pk)


def _require_writer(request: Request, process: CollaborationProcess) -> None:
    require(
        can_write_plan(request.scope, process),
        _("Planen samlas av samordnaren för %(body)s, så länge samverkan pågår.")
        % {"body": process.lead_body.name},
    )
