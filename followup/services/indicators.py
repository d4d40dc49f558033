"""Indicators and their readings, entered by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from followup.models import Indicator, IndicatorReading
from programs.models import Area, ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def add_indicator(*, name: str, acting_user: User, **fields: Any) -> Indicator:
    """A new indicator in the catalogue; its code is made of its name. Raises ValidationError."""
    indicator = Indicator(name=name, code=_free_code(name), **fields)
    indicator.full_clean()
    indicator.save()
    return indicator


@transaction.atomic
def record_reading(
    *,
    indicator: Indicator,
    period: date,
    value: Decimal | None,
    acting_user: User,
    area: Area | None = None,
    body: ResponsibleBody | None = None,
    is_preliminary: bool = False,
    note: str = "",
) -> IndicatorReading:
    """The value of a period; ``None`` when the source says that it is missing.

    A reading of the same place and period is replaced, and its history keeps what it was.
    Raises ValidationError.
    """
    reading = IndicatorReading.objects.filter(
        indicator=indicator, area=area, body=body, period=period, sex="all", age=""
    ).first()
    reading = reading or IndicatorReading(indicator=indicator, area=area, body=body, period=period)
    reading.value, reading.is_preliminary = value, is_preliminary
    reading.note, reading.entered_by = note, acting_user
    reading.full_clean()
    reading.save()
    return reading


def _free_code(name: str) -> str:
    code = slugify(name)[:50] or "indikator"
    taken = set(Indicator.objects.filter(code__startswith=code).values_list("code", flat=True))
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return code if code not in taken else next(each for each in numbered if each not in taken)
