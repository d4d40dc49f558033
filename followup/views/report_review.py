"""Before an edition is published: reading it section by section, approving and publishing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaboration.exceptions import EditConflict, Refused
from followup.forms.report_review import ApproveForm, CommentForm, QuestionForm
from followup.models import MonthlyReport
from followup.permissions import can_build_reports
from followup.report_exceptions import ReviewNotFinished
from followup.reports.monthly import ask_to_rebuild
from followup.selectors.report_parts import parts_in
from followup.selectors.report_review import (
    Review,
    ReviewedSection,
    left_to_do,
    review_of,
)
from followup.selectors.reports import Edition, edition_of, editions_at
from followup.selectors.situation import asked_bodies
from followup.services.deliveries import readers_of
from followup.services.publishing import publish_edition
from followup.services.report_review import (
    approve_edition,
    ask_body,
    mark_section,
    withdraw_approval,
)
from followup.views.shared import ASK, crumbs, key_of, sent_version
from programs.permissions import require
from trygghet.http import Request
from trygghet.jobs.services import JobRefused
from trygghet.months import month_name, parse_month

State = MonthlyReport.State


@require_safe
def report_review(request: Request, month: str, code: str, number: int) -> HttpResponse:
    """The edition section by section, each with its comment, its state and its questions."""
    edition = _built(request, month, code, number)
    return render(request, "followup/report_review.html", _page(edition))


@require_POST
def report_review_section(
    request: Request, month: str, code: str, number: int, section: str
) -> HttpResponse:
    """Mark a section as read, with a comment or without remark."""
    edition = _built(request, month, code, number)
    form = CommentForm(request.POST, prefix=section)
    if not form.is_valid():
        return _section(request, edition, section, comment=form, status=422)
    try:
        mark_section(
            report=edition.report,
            section=section,
            comment=form.cleaned_data["comment"],
            version=sent_version(request, 0),
            acting_user=request.user,
        )
    except EditConflict as conflict:
        return _section(
            request, edition, section, comment=form, theirs=conflict.current, status=409
        )
    except Refused as refusal:
        form.add_error("comment", str(refusal))
        return _section(request, edition, section, comment=form, status=422)
    return _section(request, edition, section)


@require_POST
def report_review_ask(
    request: Request, month: str, code: str, number: int, section: str
) -> HttpResponse:
    """Send a section back to a body with a question."""
    edition = _built(request, month, code, number)
    form = QuestionForm(request.POST, prefix=f"fraga-{section}", bodies=_bodies(edition.report))
    if not form.is_valid():
        return _section(request, edition, section, question=form, status=422)
    try:
        ask_body(
            report=edition.report,
            section=section,
            acting_user=request.user,
            idempotency_key=key_of(request),
            **form.cleaned_data,
        )
    except Refused as refusal:
        form.add_error("question", str(refusal))
        return _section(request, edition, section, question=form, status=422)
    return _section(request, edition, section)


@require_http_methods(ASK)
def report_approve(request: Request, month: str, code: str, number: int) -> HttpResponse:
    """Ask once, naming what is unread or unanswered; then approve what was read."""
    edition = _built(request, month, code, number)
    left = left_to_do(edition.report)
    if request.method != "POST":
        form = ApproveForm(left=left, initial={"content_hash": edition.report.content_hash})
        return _confirm_approval(request, edition, left, form)
    form = ApproveForm(request.POST, left=left)
    if not form.is_valid():
        return _confirm_approval(request, edition, left, form, status=422)
    try:
        approve_edition(
            report=edition.report,
            content_hash=form.cleaned_data["content_hash"],
            anyway=form.cleaned_data.get("anyway", False),
            acting_user=request.user,
        )
    except ReviewNotFinished as refusal:
        form = ApproveForm(left=refusal.left, initial=form.cleaned_data)
        return _confirm_approval(request, edition, refusal.left, form, status=409)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(edition.review_url)
    messages.success(request, _("Utgåvan är godkänd. Publicera den när den ska ut."))
    return redirect(edition.review_url)


@require_POST
def report_withdraw(request: Request, month: str, code: str, number: int) -> HttpResponse:
    """Take the approval back: the edition is under review again."""
    edition = _built(request, month, code, number)
    try:
        withdraw_approval(report=edition.report)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Godkännandet är återtaget. Utgåvan är under granskning."))
    return redirect(edition.review_url)


@require_http_methods(ASK)
def report_publish(request: Request, month: str, code: str, number: int) -> HttpResponse:
    """Ask once, naming what happens; then publish and send."""
    edition = _built(request, month, code, number)
    if request.method != "POST":
        return _confirm_publication(request, edition)
    try:
        publish_edition(report=edition.report, acting_user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(edition.edition_url)
    messages.success(request, _("Utgåvan är publicerad och skickas nu till mottagarna."))
    return redirect(edition.edition_url)


@require_POST
def report_rebuild(request: Request, month: str, code: str, number: int) -> HttpResponse:
    """Make a draft anew with today's rows; what is written about it stays."""
    edition = _built(request, month, code, number)
    try:
        ask_to_rebuild(report=edition.report, acting_user=request.user)
    except JobRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("Utgåvan görs om med dagens uppgifter. Kommentarer, frågor och svar finns kvar."),
        )
    return redirect(edition.review_url)


def _built(request: Request, month: str, code: str, number: int) -> Edition:
    """The built edition at the address, for the central office; else 403 or 404."""
    require(
        can_build_reports(request.scope), _("Bara stadsledningskontoret granskar månadsrapporter.")
    )
    reports = editions_at(request.scope, parse_month(month), code)
    for report in reports:
        if report.edition == number and report.built_at:
            return edition_of(report)
    raise Http404(_("Det finns ingen sådan utgåva att granska."))


def _page(edition: Edition) -> dict[str, Any]:
    report, review = edition.report, review_of(edition.report)
    bodies = _bodies(report)
    return {
        "edition": edition,
        "report": report,
        "review": review,
        "parts": [each for each in parts_in(report) if each.url],
        "may_review": report.state == State.DRAFT and edition.is_settled,
        "panels": [_panel(each, bodies) for each in review.sections],
        "breadcrumbs": crumbs(
            (_("Rapporter"), reverse("followup:report-list")),
            (f"{month_name(report.month)}, {edition.scope_name}", edition.edition_url),
            (_("Granska"), ""),
        ),
    }


def _bodies(report: MonthlyReport) -> list[Any]:
    """Who can be asked: those that were asked for a report; a district about its own edition."""
    bodies = sorted(asked_bodies(report.month), key=lambda body: body.pk != report.body_id)
    return [body for body in bodies if report.body_id in (None, body.pk)]


def _panel(
    section: ReviewedSection,
    bodies: list[Any],
    comment: CommentForm | None = None,
    question: QuestionForm | None = None,
    theirs: Any = None,
) -> dict[str, Any]:
    anchor = section.told.anchor
    said = section.mark.comment if section.mark else ""
    return {
        "section": section,
        "comment": comment or CommentForm(prefix=anchor, initial={"comment": said}),
        "question": question or QuestionForm(prefix=f"fraga-{anchor}", bodies=bodies),
        "asks": question is not None,
        "theirs": theirs,
        "version": section.version,
    }


def _section(
    request: Request, edition: Edition, anchor: str, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The section's panel alone for HTMX; else the whole page, or back to it when all went well."""
    if not request.htmx and status == 200:
        return redirect(f"{edition.review_url}#granska-{anchor}")
    page = _page(edition)
    review: Review = page["review"]
    section = review.section(anchor)
    if section is None:
        raise Http404(_("Avsnittet finns inte i utgåvan."))
    panel = _panel(section, _bodies(edition.report), **forms)
    page["panels"] = [
        panel if each["section"].told.anchor == anchor else each for each in page["panels"]
    ]
    template = "_report_review_panel" if request.htmx else "report_review"
    context = page | {"panel": panel, "is_part": bool(request.htmx)}
    return render(request, f"followup/{template}.html", context, status=status)


def _confirm_approval(
    request: Request,
    edition: Edition,
    left: tuple[str, ...],
    form: ApproveForm,
    status: int = 200,
) -> HttpResponse:
    page = {
        "title": _("Godkänn utgåvan?"),
        "text": _("Det du har läst är det som publiceras. Efter godkännandet kan det inte ändras."),
        "left": left,
        "form": form,
        "edition": edition,
    }
    return render(request, "followup/report_approve.html", page, status=status)


def _confirm_publication(request: Request, edition: Edition) -> HttpResponse:
    number = readers_of(edition.report).count()
    to = ngettext(
        "Den skickas till %(n)s person och ändras sedan aldrig.",
        "Den skickas till %(n)s personer och ändras sedan aldrig.",
        number,
    ) % {"n": number}
    page = {
        "title": _("Publicera utgåvan?"),
        "text": _("Då läses den av alla medarbetare och ledamöter. %(to)s") % {"to": to},
        "confirm_text": _("Publicera och skicka"),
        "cancel_url": edition.review_url,
    }
    return render(request, "confirm.html", page)
