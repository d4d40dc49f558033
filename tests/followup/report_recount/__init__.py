"""Every figure of the monthly report, counted again from the rows, each by a plain query.

Nothing here uses the selectors that the report is made with: a mistake in one of them is not made
twice. ``COUNTS`` has one function for each kind of figure, and the test fails for a kind without.
Each module counts for one part of the report.
"""

from tests.followup.report_recount import (  # noqa: F401 - each fills COUNTS
    collaborations,
    duties,
    indicators,
    obstacles,
    problems,
    situation,
    work,
)
from tests.followup.report_recount.base import COUNTS, Recount

__all__ = ["COUNTS", "Recount"]
