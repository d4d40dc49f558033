"""Which periods a body is asked to report on, and why not on others."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from collaboration.exceptions import NoProgramInForce, PeriodNotAllowed
from programs.models import Program, ResponsibleBody
from trygghet.months import add_months, first_of, month_name

EARLIEST_CHOICE_MONTHS = 24  # how far back the form offers periods


def program_for(body: ResponsibleBody, period: date, day: date) -> Program:
    """The program under which ``body`` reports on ``period``, asked on ``day``.

    Raises NoProgramInForce or PeriodNotAllowed, whose text says what is wrong with the period.
    """
    program = Program.objects.current(period)
    if program is None:
        raise NoProgramInForce
    if fault := _fault(program, body, period, day):
        raise PeriodNotAllowed(fault)
    return program


def _fault(program: Program, body: ResponsibleBody, period: date, day: date) -> str:
    if period.day != 1 or program.period_of(period) != period:
        return _("Perioderna i programmet börjar inte i %(month)s.") % {"month": month_name(period)}
    if period > first_of(day):
        return _("Perioden har inte börjat än.")
    if not body.reports:
        return _("%(body)s lämnar inte lägesbilder.") % {"body": body.name}
    last = add_months(period, program.report_months) - timedelta(days=1)
    if (body.valid_from and body.valid_from > last) or (body.valid_to and body.valid_to < period):
        return _("%(body)s fanns inte i %(month)s.") % {
            "body": body.name,
            "month": month_name(period),
        }
    return ""


def allowed_periods(body: ResponsibleBody, day: date) -> list[date]:
    """The periods that the body can report on, newest first."""
    newest = first_of(day)
    months = [add_months(newest, -back) for back in range(EARLIEST_CHOICE_MONTHS)]
    programs = list(
        Program.objects.filter(starts_on__lte=newest, ends_on__gte=months[-1]).order_by(
            "-starts_on"
        )
    )
    return [month for month in months if _allowed(programs, body, month, day)]


def _allowed(programs: list[Program], body: ResponsibleBody, month: date, day: date) -> bool:
    in_force = (p for p in programs if p.starts_on <= month <= p.ends_on)
    program = next(in_force, None)
    return program is not None and not _fault(program, body, month, day)
