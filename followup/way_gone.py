"""How far a value has gone from a goal's baseline to its target: one rule for every place that says
it.
"""

from decimal import ROUND_HALF_UP, Decimal

from followup.models import GoalRevision, SmartGoal


def way_gone(goal: SmartGoal | GoalRevision, value: Decimal | None) -> Decimal | None:
    """The part of the way from baseline to target; below 0 when it went the wrong way."""
    if value is None or goal.baseline is None or goal.target is None:
        return None
    return (value - goal.baseline) / (goal.target - goal.baseline)


def in_percent(share: Decimal) -> int:
    """``share`` as whole per cent, a half rounded up: away from zero, below zero too."""
    return int((100 * share).quantize(Decimal(1), ROUND_HALF_UP))
