"""What the pages of the municipality's picture and of its plan do alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from followup import document_parts
from followup.forms.municipal import HeadingForm, MunicipalDecisionForm, PlanHeadingForm
from followup.models import MunicipalPicture, MunicipalPlan
from followup.municipal_content import content_of, sections_of
from followup.permissions import can_follow_law, can_keep_law
from followup.selectors import municipal as selectors
from followup.selectors.histories import document_history
from followup.services import municipal, municipal_pictures, municipal_plans
from followup.views.form_pages import delete_page, form_page
from followup.views.printed import compare_page, pdf_answer
from followup.views.shared import ASK, Crumbs, attempt, crumbs, save_over
from programs.permissions import require
from trygghet.http import Request

Document = MunicipalPicture | MunicipalPlan
PAGES = ("list", "new", "detail", "write", "heading", "decide", "delete", "compare", "pdf")


@dataclass(frozen=True)
class Kind:
    """``slug`` begins the names of its addresses."""

    slug: str
    model: type[MunicipalPicture] | type[MunicipalPlan]
    name: str | Promise
    law: str | Promise
    purpose: str | Promise
    heading_form: type[forms.ModelForm]
    decide: Callable[..., Document]
    written: str
    file_name: str

    def url(self, page: str, *args: int) -> str:
        return reverse(self.names[page], args=args)

    @property
    def names(self) -> dict[str, str]:
        """The names of its addresses, for templates."""
        return {page: f"followup:{self.slug}-{page}" for page in PAGES}


PICTURE = Kind(
    "municipal-picture",
    MunicipalPicture,
    gettext_lazy("Kommunens lägesbild"),
    gettext_lazy("Lag (2023:196), 4 §"),
    gettext_lazy("Hela kommunens lägesbild, satt samman av nämndernas godkända lägesbilder."),
    HeadingForm,
    lambda document, **decision: municipal_pictures.decide_picture(picture=document, **decision),
    "followup/_municipal_picture.html",
    "kommunens-lagesbild",
)
PLAN = Kind(
    "municipal-plan",
    MunicipalPlan,
    gettext_lazy("Kommunens åtgärdsplan"),
    gettext_lazy("Lag (2023:196), 5 §"),
    gettext_lazy("Vad kommunen tänker göra, med lägesbilden som underlag."),
    PlanHeadingForm,
    lambda document, **decision: municipal_plans.decide_plan(plan=document, **decision),
    "followup/_municipal_plan.html",
    "kommunens-atgardsplan",
)


@require_safe
def document_list(request: Request, kind: Kind) -> HttpResponse:
    require_reader(request)
    rows = list(selectors.visible(kind.model, request.scope).defer("content"))
    state = kind.model.State
    context = {
        "kind": kind,
        "rows": rows,
        "current": next((row for row in rows if row.state == state.DECIDED), None),
        "draft": next((row for row in rows if row.state == state.DRAFT), None),
        "tabs": [
            {"label": each.name, "url": each.url("list"), "current": each is kind}
            for each in (PICTURE, PLAN)
        ],
        "may_write": can_keep_law(request.scope),
        "breadcrumbs": crumbs((str(kind.name), "")),
    }
    return render(request, "followup/municipal_list.html", context)


@require_safe
def document_detail(request: Request, pk: int, kind: Kind) -> HttpResponse:
    document = visible(request, pk, kind)
    is_draft = document.state == document.State.DRAFT
    versions = list(selectors.visible(kind.model, request.scope).defer("content"))
    may_write = can_keep_law(request.scope)
    context = {
        "kind": kind,
        "document": document,
        "content": content_of(document),
        "state": selectors.state_words(document),
        "is_draft": is_draft,
        "may_write": may_write,
        "versions": versions,
        "follow_ups": _follow_ups(document),
        "history": document_history(request.scope, document),
        "breadcrumbs": document_crumbs(kind, document),
    }
    return render(request, "followup/municipal_detail.html", context)


def _follow_ups(document: Document) -> Any:
    return document.follow_ups.all() if isinstance(document, MunicipalPlan) else []


@require_http_methods(ASK)
def document_heading(request: Request, pk: int, kind: Kind) -> HttpResponse:
    document = draft(request, pk, kind)
    form = kind.heading_form(request.POST or None, instance=document)
    edit = save_over(
        request,
        form,
        document.version,
        lambda version: municipal.change_heading(
            document=document, version=version, acting_user=request.user, **form.cleaned_data
        ),
    )
    if edit.saved:
        messages.success(request, _("Rubrik och inledning är sparade."))
        return redirect(kind.url("write", pk))
    return form_page(
        request,
        form,
        heading=_("Rubrik och inledning"),
        button=_("Spara"),
        cancel_url=kind.url("write", pk),
        parent=(document.title, kind.url("detail", pk)),
        edit=edit,
    )


@require_http_methods(ASK)
def document_decide(request: Request, pk: int, kind: Kind) -> HttpResponse:
    """The last step. Who comes second is told what the first one wrote."""
    document = visible(request, pk, kind)
    _require_writer(request)
    initial = {"decided_on": timezone.localdate()}
    form = MunicipalDecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        decided = attempt(
            form,
            lambda: kind.decide(document, acting_user=request.user, **form.cleaned_data),
        )
        if decided:
            messages.success(request, _("Beslutet är inskrivet. Det som står ändras inte mer."))
            return redirect(kind.url("detail", pk))
    return form_page(
        request,
        form,
        heading=_("Skriv in beslutet"),
        button=_("Spara beslutet"),
        icon="gavel",
        kicker=str(kind.name),
        state=_("Det som står i dag fryses och ändras aldrig mer; ändringar blir en ny version."),
        cancel_url=kind.url("detail", pk),
        parent=(document.title, kind.url("detail", pk)),
    )


@require_http_methods(ASK)
def document_delete(request: Request, pk: int, kind: Kind) -> HttpResponse:
    document = draft(request, pk, kind)
    return delete_page(
        request,
        lambda: municipal.throw_away(document=document, acting_user=request.user),
        title=_("Ta bort utkastet?"),
        text=_("Version %(number)d med allt som är skrivet i den tas bort.")
        % {"number": document.number},
        button=_("Ta bort utkastet"),
        done=_("Utkastet är borttaget."),
        back=kind.url("list"),
        cancel_url=kind.url("write", pk),
        breadcrumbs=document_crumbs(kind, document, _("Ta bort")),
    )


@require_safe
def document_compare(request: Request, kind: Kind) -> HttpResponse:
    require_reader(request)
    rows = selectors.visible(kind.model, request.scope)
    if kind is PLAN:
        rows = rows.select_related("picture")
    return compare_page(
        request,
        rows,
        sections_of,
        name=str(kind.name),
        breadcrumbs=crumbs((str(kind.name), kind.url("list")), (_("Jämför"), "")),
    )


@require_safe
def document_pdf(request: Request, pk: int, kind: Kind) -> HttpResponse:
    """As a file: a decided one says the same for ever, a draft says that it is one."""
    document = visible(request, pk, kind)
    name = f"{kind.file_name}-{document.number}.pdf"
    return pdf_answer(request, printable(document, kind), name, kind.url("detail", pk))


def printable(document: Document, kind: Kind) -> str:
    """The whole HTML that is printed."""
    content = content_of(document)
    lines = document_parts.numbered(content)
    context = {
        "kind": kind,
        "document": document,
        "content": content,
        "lines": lines,
        "shares": document_parts.shares(lines),
        "reports": document_parts.report_grounds(content),
        "others": document_parts.other_grounds(content),
        "municipality": settings.MUNICIPALITY_NAME,
        "is_draft": document.state == document.State.DRAFT,
        "demo": settings.DEMO,
    }
    return render_to_string("followup/reports/municipal_document.html", context)


def visible(request: Request, pk: int, kind: Kind) -> Any:
    """The document, or 404; a draft exists for the central office only."""
    require_reader(request, hides=True)
    rows = selectors.visible(kind.model, request.scope)
    if kind is PLAN:
        rows = rows.select_related("decided_by", "program", "picture")
    return get_object_or_404(rows, pk=pk)


def draft(request: Request, pk: int, kind: Kind) -> Any:
    """A document that may still be written, or a refusal that says by whom it was decided."""
    document = visible(request, pk, kind)
    _require_writer(request)
    require(
        document.state == document.State.DRAFT,
        _("Det är beslutat och ändras inte mer. Börja på en ny version."),
    )
    return document


def document_crumbs(kind: Kind, document: Document, *last: str) -> Crumbs:
    return crumbs(
        (str(kind.name), kind.url("list")),
        (
            _("Version %(number)d") % {"number": document.number},
            kind.url("detail", document.pk),
        ),
        *((label, "") for label in last),
    )


def require_reader(request: Request, *, hides: bool = False) -> None:
    if hides and not can_follow_law(request.scope):
        raise Http404
    require(can_follow_law(request.scope), _("Sidan är för stadens personal och ledamöterna."))


def _require_writer(request: Request) -> None:
    require(can_keep_law(request.scope), _("Den skrivs av stadsledningskontoret."))
