"""What the municipality has decided: the programs, the mandate matrix and the vocabulary."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.forms import MatrixFilter
from programs.maps import area_shapes, feature_collection
from programs.models import Area, Concept, Program
from programs.permissions import can_see_program_history
from programs.selectors.program import mandate_matrix, program_picture, standing_of
from trygghet.history.selectors import history_of
from trygghet.http import Request


@require_safe
def program_list(request: Request) -> HttpResponse:
    today = timezone.localdate()
    programs = [
        (program, standing_of(program.starts_on, program.ends_on, today), program.focus_areas.all())
        for program in Program.objects.order_by("-starts_on").prefetch_related("focus_areas")
    ]
    return render(request, "programs/program_list.html", {"programs": programs})


@require_safe
def program_detail(request: Request, code: str) -> HttpResponse:
    program = get_object_or_404(Program, code=code)
    picture = program_picture(program, timezone.localdate())
    context = {
        "picture": picture,
        "program": program,
        "tabs": _tabs(program, "detail"),
        "may_see_history": can_see_program_history(request.scope),
    }
    if context["may_see_history"]:
        context["events"] = history_of(program)
    return render(request, "programs/program_detail.html", context)


@require_safe
def program_matrix(request: Request, code: str) -> HttpResponse:
    program = get_object_or_404(Program, code=code)
    form = MatrixFilter(request.GET)
    kind = form.cleaned_data["typ"] if form.is_valid() else ""
    context = {
        "matrix": mandate_matrix(program, kind),
        "program": program,
        "filter_form": form,
        "tabs": _tabs(program, "matrix"),
    }
    return render(request, "programs/program_matrix.html", context)


def _tabs(program: Program, current: str) -> list[dict[str, object]]:
    return [
        {
            "label": label,
            "url": reverse(f"programs:program-{name}", args=[program.code]),
            "current": name == current,
        }
        for name, label in (("detail", _("Programmet")), ("matrix", _("Mandat")))
    ]


@require_safe
def concept_list(request: Request) -> HttpResponse:
    return render(request, "programs/concept_list.html", {"concepts": Concept.objects.by_name()})


@require_safe
def area_map(request: Request, level: str) -> HttpResponse:
    """The areas of a level today as GeoJSON, for a map that is drawn in the browser."""
    if level not in Area.Kind.values:
        raise Http404
    shapes = area_shapes(Area.Kind(level), timezone.localdate())
    response = JsonResponse(feature_collection(shapes), content_type="application/geo+json")
    response["Cache-Control"] = "private, max-age=600"
    return response
