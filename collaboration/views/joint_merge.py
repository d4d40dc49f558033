"""Problems of the joint picture that are the same, that are two, or that a party sees otherwise."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collaboration.exceptions import EditConflict, Refused
from collaboration.forms.joint_problems import DissentForm, MergeForm, SplitForm
from collaboration.models import CollaborationProcess, JointProblem
from collaboration.permissions import can_dissent
from collaboration.selectors.joint_picture import JointLine, joint_picture
from collaboration.selectors.process_parties import spoken_for
from collaboration.services import joint_problems
from collaboration.views.conflicts import CONFLICT
from collaboration.views.joint import joint_form, open_problem, to_joint
from collaboration.views.pictures import add_refusal
from collaboration.views.processes import ASK, crumbs, to_lead, visible_process
from programs.permissions import require
from trygghet.http import Request


@require_http_methods(ASK)
def joint_merge(request: Request, pk: int, problem: int) -> HttpResponse:
    process = to_lead(request, pk)
    row = open_problem(process, problem)
    if row.merged_into:
        return _merged_already(request, process, row, row.merged_into)
    lines = joint_picture(request.scope, row.cycle).problems
    others = [line for line in lines if line.problem != row]
    if request.method != "POST":
        return _merge_page(request, process, row, _blank(row, others))
    form = MergeForm(request.POST, lines=others)
    if not form.is_valid():
        return _merge_page(request, process, row, form)
    try:
        joint_problems.merge(
            problem=row,
            others=form.chosen(),
            versions=form.versions() | {row.pk: form.cleaned_data["version"]},
            acting_user=request.user,
            title=form.cleaned_data["title"],
            description=form.cleaned_data["description"],
        )
    except EditConflict as conflict:
        return _changed_meanwhile(request, process, row, form, conflict.current)
    except (Refused, ValidationError) as refusal:
        add_refusal(form, refusal)
        return _merge_page(request, process, row, form)
    messages.success(request, _("Problemen är sammanslagna. Alla källor finns kvar."))
    return redirect(to_joint(pk, row))


def _blank(row: JointProblem, others: list[JointLine]) -> MergeForm:
    initial = {"title": row.title, "description": row.description, "version": row.version}
    return MergeForm(initial=initial, lines=others)


def _merged_already(
    request: Request, process: CollaborationProcess, row: JointProblem, into: JointProblem
) -> HttpResponse:
    """Somebody was first: what was written goes on in the form of the problem it is now part of."""
    if request.method != "POST":
        return _to_the_merged(request, row)
    lines = joint_picture(request.scope, row.cycle).problems
    form = MergeForm(request.POST, lines=[line for line in lines if line.problem != into])
    form.add_error(None, _said_of(row))
    form.data = form.data.copy()
    form.data["version"] = into.version
    return _merge_page(request, process, into, form, CONFLICT)


def _to_the_merged(request: Request, row: JointProblem) -> HttpResponse:
    messages.warning(request, _said_of(row))
    return redirect(to_joint(row.cycle.process_id, row.merged_into))


def _said_of(row: JointProblem) -> str:
    said = _("”%(title)s” är redan sammanslaget med ”%(into)s”. Inget har gått förlorat.")
    return said % {"title": row.title, "into": row.merged_into}


def _changed_meanwhile(
    request: Request,
    process: CollaborationProcess,
    row: JointProblem,
    form: MergeForm,
    current: JointProblem,
) -> HttpResponse:
    """The form keeps what was chosen and written; the next save is about what is read now."""
    said = _("Någon ändrade ”%(title)s” medan du läste. Så här är det nu: %(text)s")
    text = current.description or _("ingen beskrivning")
    form.add_error(None, said % {"title": current.title, "text": text})
    form.data = form.data.copy()
    key = "version" if current.pk == row.pk else f"version-{current.pk}"
    form.data[key] = current.version
    return _merge_page(request, process, row, form, CONFLICT)


def _merge_page(
    request: Request,
    process: CollaborationProcess,
    row: JointProblem,
    form: MergeForm,
    status: int = 200,
) -> HttpResponse:
    context = {
        "process": process,
        "problem": row,
        "form": form,
        "form_url": reverse("collaboration:joint-merge", args=[process.pk, row.pk]),
        "cancel_url": to_joint(process.pk, row),
        "breadcrumbs": crumbs(process, _("Slå ihop")),
    }
    return render(request, "collaboration/joint_merge.html", context, status=status)


@require_POST
def joint_unmerge(request: Request, pk: int, problem: int) -> HttpResponse:
    process = to_lead(request, pk)
    row = open_problem(process, problem)
    try:
        joint_problems.unmerge(problem=row, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("”%(title)s” står för sig igen, med sina källor.")
        messages.success(request, said % {"title": row.title})
    return redirect(to_joint(pk, row))


@require_http_methods(ASK)
def joint_split(request: Request, pk: int, problem: int) -> HttpResponse:
    process = to_lead(request, pk)
    row = open_problem(process, problem)
    if row.merged_into and request.method != "POST":
        return _to_the_merged(request, row)
    initial = {"type": row.type, "version": row.version}
    form = SplitForm(
        request.POST if request.method == "POST" else None, problem=row, initial=initial
    )
    if form.is_bound and form.is_valid():
        try:
            part = joint_problems.split(problem=row, acting_user=request.user, **form.cleaned_data)
        except EditConflict as conflict:
            said = _("”%(title)s” ändrades medan du skrev. Läs det igen, och dela sedan.")
            form.add_error(None, said % {"title": conflict.current.title})
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Problemet är delat i två."))
            return redirect(to_joint(pk, part))
    state = _("”%(title)s” står kvar som det är. Här skriver du det som är ett eget problem.")
    return joint_form(
        request,
        process,
        form,
        _("Dela problemet"),
        state % {"title": row.title},
        save_text=_("Dela"),
        cancel_url=to_joint(pk, row),
    )


@require_http_methods(ASK)
def dissent_add(request: Request, pk: int, problem: int) -> HttpResponse:
    """A party sees the problem differently: it says so for itself."""
    process = visible_process(request, pk)
    own = spoken_for(request.scope, pk)
    require(
        can_dissent(process, own),
        _("En avvikande mening skriver en part själv, så länge samverkan pågår."),
    )
    row = open_problem(process, problem)
    form = DissentForm(
        request.POST if request.method == "POST" else None,
        own=process.participants.with_party().filter(pk__in=own),
    )
    if form.is_bound and form.is_valid():
        try:
            joint_problems.add_dissent(problem=row, acting_user=request.user, **form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Den avvikande meningen är antecknad."))
            return redirect(to_joint(pk, row))
    return joint_form(
        request,
        process,
        form,
        _("Avvikande mening"),
        _("Om ”%(title)s”. Ni behöver inte vara överens för att arbeta tillsammans.")
        % {"title": row.title},
        save_text=_("Anteckna"),
        cancel_url=reverse("collaboration:joint-picture", args=[pk]) + f"#problem-{row.pk}",
    )
