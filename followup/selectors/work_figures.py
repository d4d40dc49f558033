"""The figures of the work, alike on every dashboard, and those of a focus area or a process."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.selectors.board import Board, WorkBoard
from followup.selectors.figures import LESS_IS_BETTER, Figure, before_last, compared
from followup.selectors.situation import last_day_of
from trygghet.months import month_name


def work_board_figures(board: WorkBoard) -> tuple[Figure, ...]:
    """What a focus area or a process is judged by."""
    running = Figure("samverkan", _("Samverkan som pågår"), board.running)
    waiting = (obstacle_figure(board),) if board.scope.is_staff or board.scope.is_committee else ()
    return (
        *((running,) if board.selection.process is None else ()),
        *goal_figures(board),
        *late_figures(board),
        *waiting,
        thread_figure(board),
    )


def goal_figures(board: Board) -> tuple[Figure, Figure]:
    return goal_figure(board), review_figure(board)


def goal_figure(board: Board) -> Figure:
    work = board.work
    lacking = len(work.goals) - len(work.assessed)
    note = ngettext("%(n)s är inte bedömt", "%(n)s är inte bedömda", lacking) % {"n": lacking}
    return Figure(
        "mal-som-nas",
        _("Mål som nås helt eller delvis"),
        len(work.reached) if work.assessed else None,
        unit=_("av %(n)s") % {"n": len(work.goals)},
        goal=_("alla"),
        note=note if lacking else "",
    )


def review_figure(board: Board) -> Figure:
    return Figure(
        "bedomningar-att-granska",
        _("Bedömningar att granska"),
        len(board.work.to_review),
        goal="0",
    )


def late_figures(board: Board) -> tuple[Figure, Figure]:
    """Measures and activities; what measures were late a month ago is not kept."""
    work = board.work
    late = work.late_activities
    than = _("än i slutet av %(month)s") % {"month": short_before(board)}
    return (
        Figure(
            "sena-atgarder",
            _("Sena åtgärder"),
            work.measures_late,
            unit=_("av %(n)s") % {"n": work.measures_under_way},
            goal="0",
        ),
        Figure(
            "sena-aktiviteter",
            _("Sena aktiviteter"),
            late[-1],
            goal="0",
            series=late,
            **compared(late[-1], before_last(late), LESS_IS_BETTER, than),
        ),
    )


def obstacle_figure(board: Board) -> Figure:
    selection = board.selection
    months = board.months
    ends = [*(last_day_of(month) for month in months[:-1]), selection.seen_on]
    before = len(board.obstacles.waiting_on(selection.seen_before))
    words = compared(len(board.waiting), before, LESS_IS_BETTER, _("än en månad tidigare"))
    if board.waiting:
        longest = _("längst %(days)s dagar") % {"days": board.longest_wait}
        words["note"] = ", ".join(filter(None, [str(words["note"]), longest]))
    return Figure(
        "hinder",
        _("Hinder utan svar"),
        len(board.waiting),
        goal="0",
        series=tuple(len(board.obstacles.waiting_on(day)) for day in ends),
        **words,
    )


def thread_figure(board: Board) -> Figure:
    """How complete the running processes are today."""
    threads = board.threads.whole
    note = ngettext("i %(n)s samverkan i dag", "i %(n)s samverkan i dag", threads.threads)
    note = note if threads.threads else _("ingen samverkan pågår i dag")
    return Figure(
        "rod-trad",
        _("Röd tråd som hänger ihop"),
        threads.percent,
        unit="%" if threads.percent is not None else "",
        goal="100 %",
        note=note % {"n": threads.threads},
    )


def short_before(board: Board) -> str:
    """The name of the month before, without its year."""
    return month_name(board.selection.before).split()[0]
