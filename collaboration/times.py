"""A week as 28 cells: seven days of four times of day (see ``Problem.when``)."""

from datetime import datetime, timedelta

from collaboration.models.problem import TIMES_OF_DAY

HOURS_IN_CELL = 24 // TIMES_OF_DAY
FIRST_HOUR = 6


def cell_of_week(moment: datetime) -> int:
    """The cell that a local moment falls in; the night until six belongs to the day before."""
    shifted = moment - timedelta(hours=FIRST_HOUR)
    return shifted.weekday() * TIMES_OF_DAY + shifted.hour // HOURS_IN_CELL
