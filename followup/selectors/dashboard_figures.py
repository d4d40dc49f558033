"""The dashboard's figures, each beside the month before and with its curve; and its sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.selectors.dashboard import Dashboard
from followup.selectors.figures import (
    LESS_IS_BETTER,
    MORE_IS_BETTER,
    NEITHER,
    Figure,
    before_last,
    compared,
)
from followup.selectors.situation import BodyStatus
from followup.selectors.work_figures import (
    goal_figure,
    late_figures,
    obstacle_figure,
    short_before,
    thread_figure,
)


def city_figures(board: Dashboard) -> tuple[Figure, ...]:
    """What a month in the whole city is judged by."""
    now = board.month.counts
    vacant = Figure(
        "utan-samordnare",
        _("Utan samordnare"),
        now.without_coordinator,
        unit=_("av %(asked)s") % {"asked": now.asked},
        goal="0",
    )
    return (
        _in_time_figure(board),
        *_problem_figures(board),
        obstacle_figure(board),
        vacant,
        goal_figure(board),
        *late_figures(board),
        thread_figure(board),
    )


def body_figures(board: Dashboard) -> tuple[Figure, ...]:
    """What a month in one body is judged by."""
    now = board.month.counts
    year = [month.counts for month in board.history[1:]]
    in_time = Figure(
        "lagesbilder-i-tid",
        _("Lägesbilder i tid, tolv månader"),
        None if now.withheld else sum(counts.in_time for counts in year),
        unit=_("av %(asked)s") % {"asked": sum(counts.asked for counts in year)},
        goal=_("alla"),
        withheld=bool(now.withheld),
    )
    return (
        in_time,
        *_problem_figures(board),
        obstacle_figure(board),
        goal_figure(board),
        *late_figures(board),
        thread_figure(board),
    )


def _in_time_figure(board: Dashboard) -> Figure:
    counts = board.month.counts
    series = tuple(month.counts.in_time for month in board.history[1:])
    if counts.withheld:
        words = {"note": _("%(count)s visas inte") % {"count": counts.withheld}}
    else:
        before = before_last(series) if board.previous.bodies else None
        words = compared(counts.in_time, before, MORE_IS_BETTER, _month_before(board))
        if counts.missing:
            lacking = ngettext("%(n)s saknas", "%(n)s saknas", counts.missing)
            words["note"] = f"{words['note']}, {lacking % {'n': counts.missing}}".lstrip(", ")
    return Figure(
        "lagesbilder-i-tid",
        _("Lägesbilder i tid"),
        counts.in_time,
        unit=_("av %(known)s") % {"known": counts.asked - counts.withheld},
        goal=_("alla"),
        series=() if counts.withheld else series,
        withheld=counts.withheld == counts.asked > 0,
        **words,
    )


def _problem_figures(board: Dashboard) -> tuple[Figure, Figure]:
    """Problems are not judged against a month with another number of reports to count on."""
    picture = board.picture
    now_reports, reports_before = (point.reports for point in reversed(board.series[-2:]))
    same = now_reports == reports_before
    better = LESS_IS_BETTER if same else NEITHER
    than = (
        _month_before(board)
        if same
        else _("än i %(month)s (%(before)s lägesbilder, nu %(now)s)")
        % {"month": short_before(board), "before": reports_before, "now": now_reports}
    )
    total = Figure(
        "problem",
        _("Problem"),
        picture.total,
        series=tuple(point.count for point in board.series),
        **compared(picture.total, picture.previous_total, better, than),
    )
    now = picture.increasing if picture.total is not None else None
    growing = Figure(
        "problem-som-okar",
        _("Problem som ökar"),
        now,
        series=tuple(point.increasing for point in board.series),
        **compared(now, picture.previous_increasing, better, than),
    )
    return total, growing


def _month_before(board: Dashboard) -> str:
    return _("än i %(month)s") % {"month": short_before(board)}


def city_sentence(board: Dashboard) -> str:
    """The month in a sentence or two."""
    counts = board.month.counts
    if not counts.asked:
        return _("Ingen nämnd eller styrelse motsvarar ditt urval.")
    sent = _("%(sent)s av %(asked)s lägesbilder har kommit in.")
    if counts.withheld:
        sent = _("Du får se %(known)s av %(asked)s lägesbilder, de andra är inte publicerade.")
    sent %= {
        "sent": counts.sent,
        "asked": counts.asked,
        "known": counts.asked - counts.withheld,
    }
    return " ".join(filter(None, [sent, _problems_in_words(board), _waiting_in_words(board)]))


def body_sentence(board: Dashboard) -> str:
    status = next(iter(board.month.bodies), None)
    if status is None:
        return _("Ingen lägesbild begärdes för månaden.")
    report = _report_in_words(status)
    return " ".join(filter(None, [report, _problems_in_words(board), _waiting_in_words(board)]))


def _report_in_words(status: BodyStatus) -> str:
    words = {
        "withheld": _("Lägesbilden visas när den är publicerad."),
        "missing": _("Lägesbilden har inte kommit in."),
        "draft": _("Lägesbilden är ett utkast."),
        "returned": _("Lägesbilden är återsänd och ska skickas in igen."),
        "submitted": _("Lägesbilden är inskickad och väntar på godkännande."),
        "approved": _("Lägesbilden är godkänd."),
        "published": _("Lägesbilden är publicerad."),
    }
    return words[status.state]


def _problems_in_words(board: Dashboard) -> str:
    picture = board.picture
    if picture.total is None:
        return ""
    counted = ngettext(
        "%(count)s problem är beskrivet", "%(count)s problem är beskrivna", picture.total
    ) % {"count": picture.total}
    if not picture.increasing:
        return counted + "."
    growing = ngettext("%(count)s av dem ökar", "%(count)s av dem ökar", picture.increasing) % {
        "count": picture.increasing
    }
    return _("%(counted)s, %(growing)s.") % {"counted": counted, "growing": growing}


def _waiting_in_words(board: Dashboard) -> str:
    number = len(board.waiting)
    if not number:
        return ""
    return ngettext("Ett hinder väntar på svar.", "%(count)s hinder väntar på svar.", number) % {
        "count": number
    }
