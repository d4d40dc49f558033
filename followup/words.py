"""Numbers as Swedish text."""

from decimal import Decimal

THIN_SPACE, MINUS = "\N{NARROW NO-BREAK SPACE}", "\N{MINUS SIGN}"


def plain(value: Decimal | None) -> str:
    """``12,5``: decimal comma, no zeros at the end; nothing for None."""
    return "" if value is None else _short(f"{value:f}").replace(".", ",")


def grouped(value: Decimal | int | None) -> str:
    """``48 956,5``: ``plain`` with its thousands apart, to be read and not to be written again."""
    if value is None:
        return ""
    swedish = str.maketrans({",": THIN_SPACE, ".": ",", "-": MINUS})
    return _short(f"{value:,f}").translate(swedish)


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
