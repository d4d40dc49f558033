"""The pictures of the work: goals by assessment, and activities late by the end of each month."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.chart_specs import WIDTH, Bar, Line, bars, lines
from followup.charts import ACCENT, DANGER, LANTERN, SUBTLE, Chart
from followup.selectors.board import Board
from followup.selectors.dashboard_work import Grade
from trygghet.months import month_name

LABELS = {
    **{grade.value: grade.label for grade in Grade},
    "": gettext_lazy("Inte bedömt"),
}
COLORS = {
    Grade.FULLY.value: ACCENT,
    Grade.PARTLY.value: LANTERN,
    Grade.NOT.value: DANGER,
    "": SUBTLE,
}


def work_charts(board: Board, *, width: int = WIDTH) -> tuple[Chart, Chart]:
    return grade_chart(board, width=width), late_chart(board, width=width)


def grade_chart(board: Board, *, width: int = WIDTH) -> Chart:
    """How many goals have each assessment."""
    counted = board.work.by_grade()
    rows = tuple((str(LABELS[grade]), number) for grade, number in counted)
    return Chart(
        name="mal-efter-bedomning",
        title=_("Mål efter bedömning"),
        description=", ".join(f"{label}: {number}" for label, number in rows) + ".",
        note="",
        columns=(_("Bedömning"), _("Mål")),
        rows=rows,
        source=_("Källa: nämndernas bedömningar"),
        period=f"{board.selection.month:%Y-%m}",
        spec=bars(
            [Bar(str(LABELS[grade]), number, color=COLORS[grade]) for grade, number in counted],
            width=width,
        ),
    )


def late_chart(board: Board, *, width: int = WIDTH, height: int = 210) -> Chart:
    """Activities that were late by the end of each month, and those done in it."""
    work = board.work
    rows = tuple(
        (f"{month:%Y-%m}", late, done)
        for month, late, done in zip(
            board.months, work.late_activities, work.done_activities, strict=True
        )
    )
    return Chart(
        name="sena-aktiviteter",
        title=_("Aktiviteter månad för månad"),
        description=_("%(late)s sena och %(done)s gjorda i %(month)s.")
        % {
            "late": rows[-1][1],
            "done": rows[-1][2],
            "month": month_name(board.selection.month),
        },
        note="",
        columns=(_("Månad"), _("Sena vid månadens slut"), _("Gjorda")),
        rows=rows,
        source=_("Källa: aktiviteternas sista dag och när de blev klara"),
        period=f"{board.selection.month:%Y-%m}",
        spec=lines(
            board.months,
            (
                Line(_("Sena"), work.late_activities, LANTERN, "triangle-up", (6, 4)),
                Line(_("Gjorda"), work.done_activities),
            ),
            width=width,
            height=height,
        ),
    )
