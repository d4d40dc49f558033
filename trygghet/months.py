"""A month is the date of its first day."""

from datetime import date

MONTH_NAMES = (
    "januari", "februari", "mars", "april", "maj", "juni",
    "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip


def first_of(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def previous_month(day: date) -> date:
    """The first day of the month before ``day``."""
    return add_months(first_of(day), -1)


def month_name(month: date) -> str:
    """``oktober 2026``."""
    return f"{MONTH_NAMES[month.month - 1]} {month.year}"


def parse_month(text: str) -> date | None:
    """``2026-10`` as a date, or None when it is not a month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
