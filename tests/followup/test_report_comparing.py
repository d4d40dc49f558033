"""Two editions side by side: what differs, and what only looks as if it did."""

from followup.reports.comparing import compare
from followup.reports.telling import Figure, Told


def told(*figures: Figure) -> Told:
    return Told("stadsdelar", "Läget", "3", "", figures, ())


EARLIER = told(
    Figure("body.problems", "farsta", "Problem", 2),
    Figure("body.month_problems", "farsta.2025-09", "Problem i september 2025", 4),
)
LATER = told(
    Figure("body.problems", "farsta", "Problem", 3),
    Figure("body.month_problems", "farsta.2026-10", "Problem i oktober 2026", 3),
)


def test_a_point_that_only_another_months_curve_has_is_no_difference() -> None:
    [section] = compare([EARLIER], [LATER], other_month=True)
    assert [(each.label, each.before, each.after) for each in section.figures] == [
        ("Problem", 2, 3)
    ]


def test_a_point_that_a_correction_of_the_same_month_has_is_a_difference() -> None:
    [section] = compare([EARLIER], [LATER])
    assert [(each.before, each.after) for each in section.figures] == [(2, 3), (None, 3), (4, None)]
