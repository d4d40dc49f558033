"""What the pages of goals, measures, activities and plans do alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Manager, Model
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict, Refused
from collaboration.models import CollaborationProcess, ProcessCycle
from collaboration.views.processes import visible_process
from followup.models import Measure
from trygghet.http import Request

PER_PAGE = 25
ASK = ["GET", "HEAD", "POST"]
Crumbs = list[dict[str, str]]


def named_process(request: Request, name: str = "process") -> CollaborationProcess | None:
    """The process that the address asks for; what is no number asks for none."""
    asked = request.GET.get(name, "")
    return visible_process(request, int(asked)) if asked.isdecimal() else None


def latest_cycle(process: CollaborationProcess) -> ProcessCycle:
    """The open cycle, or the last one of a process that has ended."""
    cycle: ProcessCycle = process.cycles.order_by("-number")[:1].get()
    return cycle


def key_of(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None


def sent_version(request: Request, stored: int, name: str = "version") -> int:
    """The version that the form was read at."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() else stored


def attempt(form: forms.BaseForm, service: Callable[[], Any]) -> Any:
    """What the service made; None when it refused, which then stands in the form.

    An EditConflict goes on to the view, which shows both texts.
    """
    try:
        return service()
    except EditConflict:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        for name, errors in _by_field(refusal).items():
            form.add_error(name if name in form.fields else None, errors)
    return None


def _by_field(refusal: ValidationError) -> dict[str | None, list[Any]]:
    if not hasattr(refusal, "error_dict"):
        return {None: refusal.error_list}
    found = refusal.error_dict.items()
    return {None if name == NON_FIELD_ERRORS else name: errors for name, errors in found}


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved in a field meanwhile."""

    label: str
    text: str


def differences(form: forms.ModelForm, stored: Model) -> list[Theirs]:
    """The fields where what is stored now is not what the form was sent with."""
    found = []
    for name, field in form.fields.items():
        if not hasattr(stored, name):  # why it was changed: it is kept with the revision
            continue
        value = getattr(stored, name)
        if isinstance(value, Manager):
            value = ", ".join(map(str, value.all()))
            mine = ", ".join(map(str, form.cleaned_data.get(name) or ()))
        else:
            mine = form.cleaned_data.get(name)
        if (value or "") != (mine or ""):
            found.append(Theirs(str(field.label), str(value or _("tomt"))))
    return found


@dataclass(frozen=True)
class Edit:
    """How it went to save over a row that somebody else may have changed: what the service made
    (None: nothing sent, or refused), the version to send next, and what the other one saved."""

    saved: Any
    version: int
    conflict: list[Theirs]


def save_over(
    request: Request,
    form: forms.BaseForm,
    stored_version: int,
    service: Callable[[int], Any],
    theirs: Callable[[Any, Any], list[Theirs]] = differences,
) -> Edit:
    """Give ``service`` the version that the form was read at; a conflict shows both texts."""
    version = sent_version(request, stored_version)
    if request.method != "POST" or not form.is_valid():
        return Edit(None, version, [])
    try:
        return Edit(attempt(form, lambda: service(version)), version, [])
    except EditConflict as clash:
        return Edit(None, clash.current.version, theirs(form, clash.current))


def tell(request: Request, service: Callable[[], Any], done: str) -> bool:
    """Do it and say so, or say why not; for what is done with one click."""
    try:
        service()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def process_crumbs(process: CollaborationProcess, *more: tuple[str, str]) -> Crumbs:
    """Samverkan › the process › …; ``more`` are labels with their addresses."""
    links = [
        (_("Samverkan"), reverse("collaboration:process-list")),
        (process.title, reverse("collaboration:process-detail", args=[process.pk])),
        *more,
    ]
    return [{"label": label, "url": url} for label, url in links]


def measure_crumbs(measure: Measure, last: str) -> Crumbs:
    return crumbs(
        (_("Åtgärder"), reverse("followup:measure-list")),
        (measure.title, reverse("followup:measure-detail", args=[measure.pk])),
        (last, ""),
    )


def crumbs(*links: tuple[str, str]) -> Crumbs:
    return [{"label": label, "url": url} for label, url in links]
