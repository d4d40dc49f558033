"""Numbers as Swedish text."""

from decimal import Decimal


def plain(value: Decimal | None) -> str:
    """``12,5``: decimal comma, no zeros at the end; nothing for None."""
    if value is None:
        return ""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
