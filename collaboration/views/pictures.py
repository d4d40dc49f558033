"""A party's own picture: attached or written, with its problems."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.pictures import PictureForm, PictureProblemForm
from collaboration.models import (
    CollaborationProcess,
    Participant,
    ParticipantPicture,
    PictureProblem,
    ReportPart,
)
from collaboration.models.classification import Classification
from collaboration.permissions import can_write_picture
from collaboration.selectors.process_parties import spoken_for
from collaboration.services import pictures
from collaboration.steps import MAPPING
from collaboration.views.conflicts import CONFLICT, keep_both
from collaboration.views.processes import ASK, crumbs, visible_process
from collaboration.views.sent import sent_key
from programs.permissions import require
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request


@require_http_methods(ASK)
def picture_edit(request: Request, pk: int, participant: int) -> HttpResponse:
    process, party = _own_party(request, pk, participant)
    picture = _picture(process, party)
    if request.method != "POST":
        _record(request, picture, *_problems(picture))
        return _page(request, process, PictureForm(instance=picture, initial=_suggested(picture)))
    form = PictureForm(request.POST, instance=picture)
    if form.is_valid():
        try:
            pictures.save_picture(
                process=process,
                participant=party,
                version=form.cleaned_data["version"] or 0,
                acting_user=request.user,
                **form.values(),
            )
        except EditConflict as conflict:
            return _page(request, process, form, conflict.current)
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Er bild är sparad."))
            if "act" in request.POST:
                return redirect("collaboration:picture-problem-add", pk=pk, participant=party.pk)
            return redirect(_to_step(pk))
    return _page(request, process, form)


@require_POST
def picture_confirm(request: Request, pk: int, participant: int) -> HttpResponse:
    """The party's picture still holds: one click, after the process went back."""
    process, party = _own_party(request, pk, participant)
    try:
        pictures.confirm_picture(process=process, participant=party, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Ni har sagt att bilden fortfarande är aktuell."))
    return redirect(_to_step(pk))


@require_http_methods(ASK)
def picture_problem_add(request: Request, pk: int, participant: int) -> HttpResponse:
    process, party = _own_party(request, pk, participant)
    blank = PictureProblem(picture=_picture(process, party))
    form = PictureProblemForm(request.POST if request.method == "POST" else None, instance=blank)
    if form.is_bound and form.is_valid():
        try:
            pictures.add_picture_problem(
                process=process,
                participant=party,
                acting_user=request.user,
                idempotency_key=sent_key(request),
                **form.values(),
            )
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Problemet är med i er bild."))
            return redirect(_to_picture(pk, party))
    return _problem_page(request, process, party, form, _("Lägg till problem"))


@require_http_methods(ASK)
def picture_problem_edit(request: Request, pk: int, participant: int, problem: int) -> HttpResponse:
    process, party = _own_party(request, pk, participant)
    row = _problem(process, party, problem)
    if request.method != "POST":
        _record(request, row)
        form = PictureProblemForm(instance=row)
        return _problem_page(request, process, party, form, row.title)
    form = PictureProblemForm(request.POST, instance=row)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            pictures.save_picture_problem(
                problem=row,
                version=row.version if version is None else version,
                acting_user=request.user,
                **form.values(),
            )
        except EditConflict as conflict:
            rows = keep_both(form, _stored(form, conflict.current), conflict.current.version)
            return _problem_page(request, process, party, form, row.title, rows)
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Problemet är sparat."))
            return redirect(_to_picture(pk, party))
    return _problem_page(request, process, party, form, row.title)


@require_http_methods(ASK)
def picture_problem_delete(
    request: Request, pk: int, participant: int, problem: int
) -> HttpResponse:
    process, party = _own_party(request, pk, participant)
    row = _problem(process, party, problem)
    if request.method == "POST":
        try:
            pictures.delete_picture_problem(problem=row, acting_user=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Problemet är borttaget."))
        return redirect(_to_picture(pk, party))
    context = {
        "title": _("Ta bort problemet?"),
        "text": _("”%(title)s” tas bort ur er bild.") % {"title": row.title},
        "confirm_text": _("Ta bort"),
        "danger": True,
        "cancel_url": _to_picture(pk, party),
        "breadcrumbs": crumbs(process, _("Ta bort")),
    }
    return render(request, "confirm.html", context)


def add_refusal(form: Any, refusal: Exception) -> None:
    form.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))


def _own_party(
    request: Request, pk: int, participant: int
) -> tuple[CollaborationProcess, Participant]:
    process = visible_process(request, pk)
    party = get_object_or_404(process.participants.with_party(), pk=participant)
    require(
        can_write_picture(process, party, spoken_for(request.scope, pk)),
        _("Bilden skriver %(party)s själv, så länge samverkan pågår.") % {"party": party},
    )
    return process, party


def _picture(process: CollaborationProcess, party: Participant) -> ParticipantPicture:
    cycle = process.cycles.get(ended_at=None)
    found = ParticipantPicture.objects.filter(cycle=cycle, participant=party).select_related(
        "participant"
    )
    return found.first() or ParticipantPicture(cycle=cycle, participant=party)


def _problems(picture: ParticipantPicture) -> list[PictureProblem]:
    return list(picture.problems.select_related("type")) if picture.pk else []


def _problem(process: CollaborationProcess, party: Participant, pk: int) -> PictureProblem:
    rows = PictureProblem.objects.filter(
        picture__participant=party, picture__cycle__process=process, picture__cycle__ended_at=None
    )
    together = ("type", "area", "picture__cycle__process", "picture__participant__body")
    return get_object_or_404(rows.select_related(*together), pk=pk)


def _suggested(picture: ParticipantPicture) -> dict[str, Any]:
    """For a picture that is not begun: the newest report, and what it says of its data.

    Texts that not all the municipality's staff may read stay in the report. A picture that holds
    problems only is open: its first text is internal unless the party says otherwise.
    """
    party = picture.participant
    if picture.pk and not any(getattr(picture, name) for name in pictures.FIELDS[:-2]):
        return {"classification": Classification.INTERNAL}
    report = pictures.attachable_reports(party).first() if party.body_id else None
    if picture.pk or report is None:
        return {}
    parts = ReportPart.objects.filter(report=report).exclude(
        classification=Classification.RESTRICTED
    )
    said = dict(parts.values_list("kind", "text"))
    return {
        "report": report,
        "data_used": said.get(ReportPart.Kind.DATA_USED, ""),
        "data_rejected": said.get(ReportPart.Kind.DATA_REJECTED, ""),
        "read_by_leadership_on": timezone.localdate(report.decided_at),
    }


def _stored(form: Any, row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.Meta.fields}


def _record(request: Request, *rows: Any) -> None:
    shown = [row for row in rows if row.pk and row.classification == Classification.RESTRICTED]
    if shown:
        record_restricted_reads(request.user, shown)


def _page(
    request: Request,
    process: CollaborationProcess,
    form: PictureForm,
    current: ParticipantPicture | None = None,
) -> HttpResponse:
    picture = form.instance
    context = {
        "process": process,
        "party": picture.participant,
        "picture": picture,
        "is_suggested": bool(not form.is_bound and form.initial.get("report") and not picture.pk),
        "problems": _problems(picture),
        "form": form,
        "cancel_url": _to_step(process.pk),
        "breadcrumbs": crumbs(process, _("Egen bild")),
    }
    if current:
        context["conflict"] = keep_both(form, _stored(form, current), current.version)
    status = CONFLICT if current else 200
    return render(request, "collaboration/picture_form.html", context, status=status)


def _problem_page(
    request: Request,
    process: CollaborationProcess,
    party: Participant,
    form: PictureProblemForm,
    heading: str,
    conflict: list[dict[str, str]] | None = None,
) -> HttpResponse:
    context = {
        "process": process,
        "form": form,
        "heading": heading,
        "kicker": str(party),
        "state": _("Om platser, tider och grupper, aldrig om enskilda personer."),
        "conflict": conflict,
        "idempotency_key": request.POST.get("idempotency_key") or uuid4(),
        "cancel_url": _to_picture(process.pk, party),
        "breadcrumbs": crumbs(process, _("Problem i er bild")),
    }
    status = CONFLICT if conflict else 200
    return render(request, "collaboration/party_text_form.html", context, status=status)


def _to_picture(pk: int, party: Participant) -> str:
    return reverse("collaboration:picture-edit", args=[pk, party.pk]) + "#problem"


def _to_step(pk: int) -> str:
    return reverse("collaboration:process-step", args=[pk, MAPPING.slug]) + "#bilder"
