"""Situation reports: how many came, when, and what is missing."""

from datetime import date

from programs.models import Coordinator
from tests.followup.report_recount.base import SENT, Recount, Value, counts, first, local


@counts("reports.asked")
def _asked(r: Recount, _of: str) -> Value:
    return len(r.bodies())


@counts("reports.approved", "sources")
def _approved(r: Recount, _of: str) -> Value:
    return len(r.reports(r.month))


@counts("reports.approved_before")
def _approved_before(r: Recount, _of: str) -> Value:
    return len(r.reports(r.before))


@counts("reports.missing", "missing.missing")
def _missing(r: Recount, _of: str) -> Value:
    return len(r.bodies()) - len(r.reports(r.month, SENT))


@counts("missing.unapproved")
def _unapproved(r: Recount, _of: str) -> Value:
    return len(r.reports(r.month, ("submitted",)))


@counts("reports.late", "missing.late")
def _late(r: Recount, _of: str) -> Value:
    return _sent_late(r, r.month)


def _sent_late(r: Recount, month: date) -> int:
    return sum(local(each.submitted_at) > each.due_on for each in r.reports(month, SENT))


@counts("reports.overdue")
def _overdue(r: Recount, _of: str) -> Value:
    return _unsent_overdue(r, r.month)


def _unsent_overdue(r: Recount, month: date) -> int:
    sent = {each.body_id for each in r.reports(month, SENT)}
    return sum(each.pk not in sent and r.due(month) < r.day for each in r.bodies())


@counts("bodies.without_coordinator", "missing.without_coordinator")
def _without_coordinator(r: Recount, _of: str) -> Value:
    on = min(r.day, r.last)
    has = {
        each.body_id
        for each in Coordinator.objects.all()
        if each.valid_from <= on and (each.valid_to is None or each.valid_to >= on)
    }
    return sum(each.pk not in has for each in r.bodies())


@counts("month.in_time")
def _in_time(r: Recount, of: str) -> Value:
    month = first(of)
    return len(r.reports(month, SENT)) - _sent_late(r, month)


@counts("month.late")
def _late_in(r: Recount, of: str) -> Value:
    return _sent_late(r, first(of))


@counts("month.overdue")
def _overdue_in(r: Recount, of: str) -> Value:
    return _unsent_overdue(r, first(of))


@counts("month.not_due")
def _not_due_in(r: Recount, of: str) -> Value:
    sent = {each.body_id for each in r.reports(first(of), SENT)}
    return sum(each.pk not in sent and r.due(first(of)) >= r.day for each in r.bodies())


@counts("month.asked")
def _asked_in(r: Recount, _of: str) -> Value:
    return len(r.bodies())
