"""Settings: the programs' rhythm for the central office, people and roles for administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs import services
from programs.forms import PersonFilter, PersonForm, ProgramSettingsForm, RoleForm
from programs.models import Program, ResponsibleBodyUserPermission
from programs.permissions import (
    can_change_program_settings,
    can_manage_people,
    can_open_settings,
    require,
)
from programs.selectors.people import people_rows, person_roles
from programs.selectors.program import standing_of
from trygghet.accounts.models import User
from trygghet.accounts.services import change_person, create_person, send_password_link
from trygghet.http import Request

PER_PAGE = 50


@require_safe
def settings(request: Request) -> HttpResponse:
    require(can_open_settings(request.scope), _("Bara administratörer och stadsledningskontoret."))
    may_manage = can_manage_people(request.scope)
    form = PersonFilter(request.GET)
    people = people_rows(form.apply(User.objects.all())) if may_manage else []
    today = timezone.localdate()
    programs = Program.objects.order_by("-starts_on")
    context = {
        "may_manage": may_manage,
        "may_change_programs": can_change_program_settings(request.scope),
        "programs": [(p, standing_of(p.starts_on, p.ends_on, today)) for p in programs],
        "filter_form": form,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "programs/settings.html", context)


def _breadcrumbs(*labels: str) -> list[dict[str, str]]:
    first = {"label": _("Inställningar"), "url": reverse("settings")}
    return [first, *({"label": label, "url": ""} for label in labels)]


@require_http_methods(["GET", "HEAD", "POST"])
def program_settings(request: Request, code: str) -> HttpResponse:
    require(can_change_program_settings(request.scope))
    program = get_object_or_404(Program, code=code)
    form = ProgramSettingsForm(request.POST or None, instance=program)
    if request.method == "POST" and form.is_valid():
        services.change_program_settings(
            program=program, acting_user=request.user, **form.cleaned_data
        )
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("settings")
    context = {
        "form": form,
        "title": program.name,
        "lead": _(
            "Hur ofta nämnder och bolag lämnar lägesbilder, och när de senast ska vara inne."
        ),
        "submit_text": _("Spara"),
        "breadcrumbs": _breadcrumbs(program.name),
    }
    return render(request, "programs/settings_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: Request) -> HttpResponse:
    require(can_manage_people(request.scope))
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = create_person(acting_user=request.user, **form.cleaned_data)
        _tell_about_link(request, person)
        return redirect("settings-person", pk=person.pk)
    context = {
        "form": form,
        "title": _("Lägg till person"),
        "lead": _("Personen får ett mejl med en länk för att välja lösenord. Roller ger du sedan."),
        "submit_text": _("Lägg till"),
        "breadcrumbs": _breadcrumbs(_("Lägg till person")),
    }
    return render(request, "programs/settings_form.html", context)


def _tell_about_link(request: Request, person: User) -> None:
    if send_password_link(request, person):
        text = _("%(email)s har fått ett mejl med en länk för att välja lösenord.")
        messages.success(request, text % {"email": person.email})
    else:
        messages.warning(request, _("Kontot finns, men mejlet gick inte att skicka. Försök igen."))


@require_http_methods(["GET", "HEAD", "POST"])
def person_detail(request: Request, pk: int) -> HttpResponse:
    """A person's roles; a post gives one more."""
    require(can_manage_people(request.scope))
    person = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        services.give_role(person=person, acting_user=request.user, **form.cleaned_data)
        messages.success(request, _("Rollen är given."))
        return redirect("settings-person", pk=person.pk)
    context = {
        "person": person,
        "roles": person_roles(person),
        "form": form,
        "breadcrumbs": _breadcrumbs(person.name),
    }
    return render(request, "programs/person_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: Request, pk: int) -> HttpResponse:
    require(can_manage_people(request.scope))
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        change_person(person=person, acting_user=request.user, **form.cleaned_data)
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("settings-person", pk=person.pk)
    context = {
        "form": form,
        "title": _("Ändra uppgifter"),
        "submit_text": _("Spara"),
        "breadcrumbs": _breadcrumbs(_("Ändra uppgifter")),
    }
    return render(request, "programs/settings_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role_take(request: Request, pk: int, grant: int) -> HttpResponse:
    require(can_manage_people(request.scope))
    held = get_object_or_404(
        ResponsibleBodyUserPermission.objects.select_related("user", "content_object"),
        pk=grant,
        user_id=pk,
    )
    if request.method == "POST":
        try:
            services.take_role(grant=held, acting_user=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Rollen är borttagen."))
        return redirect("settings-person", pk=pk)
    text = _("%(person)s förlorar rollen i %(body)s genast.")
    context = {
        "title": _("Ta bort rollen"),
        "text": text % {"person": held.user, "body": held.content_object},
        "confirm_text": _("Ta bort rollen"),
    }
    return _ask(request, pk, context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_deactivate(request: Request, pk: int) -> HttpResponse:
    require(can_manage_people(request.scope))
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        try:
            services.deactivate_person(person=person, acting_user=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Kontot är avslutat."))
        return redirect("settings-person", pk=pk)
    text = _(
        "%(person)s kan inte logga in längre, förlorar sina roller och slutar som samordnare i dag."
    )
    context = {
        "title": _("Avsluta kontot"),
        "text": text % {"person": person},
        "confirm_text": _("Avsluta kontot"),
    }
    return _ask(request, pk, context)


def _ask(request: Request, pk: int, context: dict[str, str]) -> HttpResponse:
    back = reverse("settings-person", args=[pk])
    return render(request, "confirm.html", {**context, "cancel_url": back, "danger": True})


@require_http_methods(["POST"])
def person_reactivate(request: Request, pk: int) -> HttpResponse:
    require(can_manage_people(request.scope))
    person = get_object_or_404(User, pk=pk)
    services.reactivate_person(person=person, acting_user=request.user)
    messages.success(request, _("Personen kan logga in igen. Ge de roller som behövs."))
    return redirect("settings-person", pk=pk)


@require_http_methods(["POST"])
def person_link(request: Request, pk: int) -> HttpResponse:
    """Mail the link to choose a password once more."""
    require(can_manage_people(request.scope))
    _tell_about_link(request, get_object_or_404(User, pk=pk, is_active=True))
    return redirect("settings-person", pk=pk)
