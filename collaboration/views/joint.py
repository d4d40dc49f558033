"""The joint picture: read, drawn in from the parties' pictures, added to and changed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.joint_problems import AddJointProblemForm, ChangeJointProblemForm
from collaboration.forms.located import PLACE
from collaboration.models import CollaborationProcess, JointProblem, ProcessCycle
from collaboration.permissions import can_dissent, can_edit_joint_picture
from collaboration.selectors.joint_picture import joint_picture
from collaboration.selectors.pictures import SeenProblem, party_pictures
from collaboration.services import joint_problems
from collaboration.views.conflicts import CONFLICT, keep_both
from collaboration.views.pictures import add_refusal
from collaboration.views.processes import ASK, asked_cycle, crumbs, to_lead, visible_process
from programs.models import ResponsibleBody
from trygghet.history.services import record_restricted_reads
from trygghet.http import Request


@require_safe
def joint_picture_page(request: Request, pk: int) -> HttpResponse:
    process = visible_process(request, pk)
    cycle = asked_cycle(request, process)
    picture = joint_picture(request.scope, cycle)
    if picture.pictures.restricted:
        record_restricted_reads(request.user, picture.pictures.restricted)
    is_open = cycle.ended_at is None
    context = {
        "process": process,
        "cycle": cycle,
        "joint": picture,
        "may_edit": is_open and can_edit_joint_picture(request.scope, process),
        "may_dissent": is_open and can_dissent(process, picture.pictures.own),
        "breadcrumbs": crumbs(process, _("Gemensam bild")),
    }
    return render(request, "collaboration/joint_picture.html", context)


@require_POST
def joint_draw(request: Request, pk: int) -> HttpResponse:
    """Take the chosen problems of the parties' pictures into the joint one."""
    process = to_lead(request, pk)
    seen = party_pictures(request.scope, _open_cycle(process)).seen
    chosen = [seen[key].row for key in request.POST.getlist("kalla") if key in seen]
    try:
        drawn = joint_problems.draw_in(process=process, sources=chosen, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _drawn_in(len(drawn)))
    return redirect("collaboration:joint-picture", pk=pk)


def _drawn_in(number: int) -> str:
    if not number:
        return _("Inget problem var valt. Markera dem som ni vill ta in.")
    return ngettext(
        "%(number)s problem är med i den gemensamma bilden.",
        "%(number)s problem är med i den gemensamma bilden. Slå ihop dem som är samma.",
        number,
    ) % {"number": number}


@require_http_methods(ASK)
def joint_add(request: Request, pk: int) -> HttpResponse:
    """Add a problem in words for all; ``?kalla=`` names the party's problem that it comes from."""
    process = to_lead(request, pk)
    source = _asked_source(request, process)
    form = AddJointProblemForm(
        request.POST if request.method == "POST" else None,
        bodies=_bodies(process),
        parties=None if source else process.participants.active().with_party(),
        initial=_initial(source),
    )
    if form.is_bound and form.is_valid():
        try:
            problem = joint_problems.add_joint_problem(
                process=process,
                acting_user=request.user,
                source=source.row if source else None,
                participants=form.cleaned_data.get("participants") or (),
                **form.values(),
            )
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Problemet är med i den gemensamma bilden."))
            return redirect(to_joint(pk, problem))
    state = _("Alla parter läser det som står här.")
    if source and not source.is_open:
        state = _(
            "%(party)s har skrivit det här så att inte alla parter får läsa det. Skriv bara det "
            "som alla får veta."
        ) % {"party": source.participant}
    return joint_form(request, process, form, _("Lägg till problem"), state, source=source)


@require_http_methods(ASK)
def joint_edit(request: Request, pk: int, problem: int) -> HttpResponse:
    process = to_lead(request, pk)
    row = open_problem(process, problem)
    sources = row.sources.select_related("participant__body", "participant__organization")
    common = {"bodies": _bodies(process), "problem": row, "sources": sources}
    if request.method != "POST":
        initial = {name: getattr(row, name) for name in (*ChangeJointProblemForm.FIELDS, "version")}
        form = ChangeJointProblemForm(initial=initial, **common)
        return joint_form(request, process, form, row.title, _to_all())
    form = ChangeJointProblemForm(request.POST, **common)
    if form.is_valid():
        try:
            joint_problems.save_joint_problem(
                problem=row,
                version=form.cleaned_data["version"],
                acting_user=request.user,
                disagreements=form.disagreements(),
                **form.values(),
            )
        except EditConflict as conflict:
            rows = keep_both(form, _stored(form, conflict.current), conflict.current.version)
            return joint_form(request, process, form, row.title, _to_all(), conflict=rows)
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Problemet är sparat."))
            return redirect(to_joint(pk, row))
    return joint_form(request, process, form, row.title, _to_all())


@require_http_methods(ASK)
def joint_delete(request: Request, pk: int, problem: int) -> HttpResponse:
    """A problem that came in by mistake; where something hangs on it, it is set aside instead."""
    process = to_lead(request, pk)
    row = open_problem(process, problem)
    if request.method != "POST":
        return _ask_to_delete(request, process, row)
    version = request.POST.get("version", "")
    try:
        joint_problems.delete_joint_problem(
            problem=row,
            version=int(version) if version.isdecimal() else -1,
            acting_user=request.user,
        )
    except EditConflict as conflict:
        said = _("Någon har ändrat ”%(title)s” medan du läste. Se efter om det ska bort ändå.")
        messages.warning(request, said % {"title": conflict.current.title})
        return redirect(to_joint(pk, row))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(to_joint(pk, row))
    said = _("”%(title)s” är borttaget. Det parterna har skrivit finns kvar i deras bilder.")
    messages.success(request, said % {"title": row.title})
    return redirect("collaboration:joint-picture", pk=pk)


def _ask_to_delete(
    request: Request, process: CollaborationProcess, row: JointProblem
) -> HttpResponse:
    """Says what happens; or what hangs on it, and leads to setting it aside."""
    cancel_url = to_joint(process.pk, row)
    context = {
        "process": process,
        "problem": row,
        "hanging": joint_problems.hanging_on(row),
        "title": _("Ta bort problemet?"),
        "cancel_url": cancel_url,
        "breadcrumbs": crumbs(process, _("Ta bort problemet")),
    }
    return render(request, "collaboration/joint_delete.html", context)


def _to_all() -> str:
    return _("Alla parter läser det som står här. Skriv ut där ni är oense, göm det inte.")


def _stored(form: ChangeJointProblemForm, row: JointProblem) -> dict[str, Any]:
    texts = {name: getattr(row, name) for name in form.FIELDS}
    return texts | {f"differs-{source.pk}": source.disagreement for source in row.sources.all()}


def _asked_source(request: Request, process: CollaborationProcess) -> SeenProblem | None:
    key = request.GET.get("kalla", "")
    if not key:
        return None
    return party_pictures(request.scope, _open_cycle(process)).seen.get(key)


def _initial(source: SeenProblem | None) -> dict[str, Any]:
    """An open problem as the party wrote it; of another only its type."""
    if source is None:
        return {}
    if not source.is_open:
        return {"type": source.row.type}
    names = ("type", "title", "description", *PLACE)
    return {name: getattr(source.row, name, None) for name in names}


def _bodies(process: CollaborationProcess) -> list[ResponsibleBody]:
    return [process.lead_body]


def _open_cycle(process: CollaborationProcess) -> ProcessCycle:
    return process.cycles.get(ended_at=None)


def open_problem(process: CollaborationProcess, pk: int) -> JointProblem:
    """A problem of the open cycle, else 404."""
    rows = JointProblem.objects.filter(cycle__process=process, cycle__ended_at=None)
    return get_object_or_404(
        rows.select_related("cycle__process__lead_body", "type", "area", "merged_into"), pk=pk
    )


def joint_form(
    request: Request,
    process: CollaborationProcess,
    form: Any,
    heading: str,
    state: str = "",
    *,
    conflict: list[dict[str, str]] | None = None,
    save_text: str = "",
    source: SeenProblem | None = None,
    cancel_url: str = "",
) -> HttpResponse:
    context = {
        "process": process,
        "form": form,
        "heading": heading,
        "kicker": process.title,
        "state": state,
        "source": source,
        "conflict": conflict,
        "save_text": save_text,
        "cancel_url": cancel_url or reverse("collaboration:joint-picture", args=[process.pk]),
        "breadcrumbs": crumbs(process, _("Gemensam bild")),
    }
    status = CONFLICT if conflict else 200
    return render(request, "collaboration/party_text_form.html", context, status=status)


def to_joint(pk: int, problem: JointProblem) -> str:
    return reverse("collaboration:joint-picture", args=[pk]) + f"#problem-{problem.pk}"
