"""Å, Ä and Ö after Z, in the database and in Python, with or without ICU.

The embedded PostgreSQL has no ICU and perhaps no Swedish locale, so the order is made of plain
code points: the three letters become the three characters that follow z.
"""

from typing import Any

from django.db.models import CharField, Func, Value
from django.db.models.functions import Collate, Lower

_FROM = "ÅÄÖåäöÆæØøÉÈÊËéèêëÜüÁÀáàÇçÑñ"
_TO = "{|}{|}||}}eeeeeeeeyyaaaaccnn"
_TABLE = str.maketrans(_FROM, _TO)


def swedish(expression: Any) -> Collate:
    """An expression to order by: ``.order_by(swedish("name"))``."""
    translated = Func(
        expression, Value(_FROM), Value(_TO), function="TRANSLATE", output_field=CharField()
    )
    return Collate(Lower(translated), "C")


def swedish_key(text: str) -> str:
    """The same order in Python: ``sorted(names, key=swedish_key)``."""
    return text.translate(_TABLE).lower()
