"""What the program asks of a body, on its page and for the whole city."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from followup.duties import DUTIES
from followup.forms.duties import (
    CorrectionForm,
    DutyFilter,
    IntroductionForm,
    WithdrawalForm,
)
from followup.models import ProgramIntroduction
from followup.permissions import can_introduce_program, can_see_all_duties, can_see_duties
from followup.selectors.duties import (
    DutyRow,
    duties_of,
    duty_matrix,
    introductions_of,
    matrix_csv,
    tallies,
)
from followup.services.introductions import (
    correct_introduction,
    log_introduction,
    withdraw_introduction,
)
from followup.views.form_pages import form_page, save_new
from followup.views.shared import ASK, attempt, crumbs, save_over
from programs.models import ResponsibleBody
from programs.permissions import require
from trygghet.csv_file import csv_file
from trygghet.history.selectors import history_of
from trygghet.http import Request

LOGGED = 50  # introductions that are listed


@require_safe
def body_duties(request: Request, code: str) -> HttpResponse:
    """A page of its own, and a part of the body's page."""
    body = get_object_or_404(ResponsibleBody, code=code)
    require(
        can_see_duties(request.scope, body.pk),
        _("Sidan är för dem som arbetar i nämnden, stadsledningskontoret och ledamöterna."),
    )
    told = introductions_of(body)[:LOGGED]
    context = {
        "body": body,
        "duties": [(duty, _links(body)[duty.kind]) for duty in _duties(body)],
        "told": told,
        "history": history_of(*told) if request.scope.is_staff else None,
        "may_introduce": can_introduce_program(request.scope, body.pk),
        "breadcrumbs": _crumbs(body, _("Uppdrag")),
    }
    name = "followup/_body_duties.html" if request.htmx else "followup/body_duties.html"
    return render(request, name, context)


def _duties(body: ResponsibleBody):  # type: ignore[no-untyped-def]
    return duties_of([body], timezone.localdate())[body.pk]


def _links(body: ResponsibleBody) -> dict[str, str]:
    """Where each duty is done or read."""
    asked = f"?organ={body.code}"
    return {
        "samordnare": reverse("programs:body-detail", args=[body.code]) + "#samordnare",
        "mal": reverse("followup:goal-list") + asked,
        "lagesbilder": reverse("collaboration:report-list") + asked,
        "samverkan": reverse("collaboration:process-list") + asked,
        "uppfoljning": reverse("followup:dashboard-body", args=[body.code]) if body.reports else "",
        "spridning": reverse("followup:introduction-new", args=[body.code]),
    }


@require_http_methods(ASK)
def introduction_new(request: Request, code: str) -> HttpResponse:
    body = _own_body(request, code)
    form = IntroductionForm(request.POST or None, initial={"held_on": timezone.localdate()})
    if save_new(request, form, partial(log_introduction, body=body)):
        messages.success(request, _("Det är inskrivet att programmet är gjort känt."))
        return redirect("followup:body-duties", code=code)
    return form_page(
        request,
        form,
        heading=_("Skriv in att programmet är gjort känt"),
        button=_("Spara"),
        kicker=body.name,
        cancel_url=reverse("followup:body-duties", args=[code]),
        parent=(body.name, reverse("followup:body-duties", args=[code])),
    )


@require_http_methods(ASK)
def introduction_edit(request: Request, code: str, pk: int) -> HttpResponse:
    body, row = _own_introduction(request, code, pk)
    form = CorrectionForm(request.POST or None, instance=row)
    edit = save_over(
        request,
        form,
        row.version,
        lambda version: correct_introduction(
            introduction=row, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    back = reverse("followup:body-duties", args=[code])
    if edit.saved:
        messages.success(request, _("Uppgiften är ändrad."))
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Ändra när programmet gjordes känt"),
        button=_("Spara ändringen"),
        kicker=body.name,
        cancel_url=back,
        parent=(body.name, back),
        edit=edit,
    )


@require_http_methods(ASK)
def introduction_withdraw(request: Request, code: str, pk: int) -> HttpResponse:
    body, row = _own_introduction(request, code, pk)
    form = WithdrawalForm(request.POST or None)
    back = reverse("followup:body-duties", args=[code])
    if request.method == "POST" and form.is_valid():
        taken_back = attempt(
            form,
            lambda: withdraw_introduction(
                introduction=row, acting_user=request.user, **form.cleaned_data
            ),
        )
        if taken_back:
            messages.success(request, _("Uppgiften är återtagen. Den står kvar med skälet."))
            return redirect(back)
    context = {
        "title": _("Ta tillbaka uppgiften?"),
        "text": _("”%(how)s” räknas inte längre. Den står kvar som återtagen, med skälet.")
        % {"how": row.how},
        "confirm_text": _("Ta tillbaka"),
        "cancel_url": back,
        "danger": True,
        "form": form,
        "breadcrumbs": _crumbs(body, _("Ta tillbaka uppgiften")),
    }
    return render(request, "confirm.html", context)


def _own_body(request: Request, code: str) -> ResponsibleBody:
    body = get_object_or_404(ResponsibleBody, code=code)
    require(
        can_introduce_program(request.scope, body.pk),
        _("Skrivs in av samordnaren eller chefen för %(body)s.") % {"body": body.name},
    )
    return body


def _own_introduction(
    request: Request, code: str, pk: int
) -> tuple[ResponsibleBody, ProgramIntroduction]:
    body = _own_body(request, code)
    return body, get_object_or_404(ProgramIntroduction, pk=pk, body=body)


@require_safe
def duties_city(request: Request) -> HttpResponse:
    lines, form = _asked(request)
    kind = form.chosen("uppdrag")
    context = {
        "lines": form.among(lines),
        "tallies": tallies(lines),
        "filter": form,
        "asked": [each for each in DUTIES if not kind or each.kind == kind],
        "chosen_duty": kind,
        "chosen_kind": form.chosen("typ"),
        "total": len(lines),
        "complete": sum(not line.missing for line in lines),
        "csv_url": f"{reverse('followup:duties-csv')}?{request.GET.urlencode()}",
        "breadcrumbs": crumbs(
            (_("Uppföljning"), reverse("followup:dashboard")), (_("Nämndernas uppdrag"), "")
        ),
    }
    return render(request, "followup/duties.html", context)


@require_safe
def duties_csv(request: Request) -> HttpResponse:
    """The matrix as a file, with the page's filters."""
    lines, form = _asked(request)
    titles = [str(title) for each in DUTIES for title in (each.title, f"{each.title}: {_('vad')}")]
    columns = [_("Nämnd eller bolag"), _("Typ"), *titles]
    name = f"uppdrag-{timezone.localdate():%Y-%m-%d}.csv"
    return csv_file(columns, matrix_csv(form.among(lines)), name)


def _asked(request: Request) -> tuple[list[DutyRow], DutyFilter]:
    """The bodies of the kind that is asked for, and the rest of the filter."""
    require(can_see_all_duties(request.scope), _("Sidan är för dem som följer hela staden."))
    form = DutyFilter(request.GET)
    return duty_matrix(timezone.localdate(), kind=form.chosen("typ")), form


def _crumbs(body: ResponsibleBody, last: str) -> list[dict[str, str]]:
    return crumbs(
        (_("Nämnder och bolag"), reverse("programs:body-list")),
        (body.name, reverse("programs:body-detail", args=[body.code])),
        (last, ""),
    )
