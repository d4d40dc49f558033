"""Indicators and their readings, entered by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from collaboration.exceptions import EditConflict
from followup.imports.comparing import VALUES
from followup.measurement import settle
from followup.models import Indicator, IndicatorReading, ReadingRevision
from followup.periods import first_day, has_begun
from followup.sources import MANUAL
from programs.models import Area, ResponsibleBody
from trygghet.accounts.models import User

NOT_CODES = {"ny", "filer", "okanda-namn", "lista"}  # words of the addresses
FIXED = ("kind", "frequency")  # what readings were entered by
COPIED = (*VALUES, "source", "batch", "note")


@transaction.atomic
def add_indicator(*, name: str, acting_user: User, **fields: Any) -> Indicator:
    """A new indicator in the catalogue; its code is made of its name. Raises ValidationError."""
    indicator = Indicator(name=name, code=_free_code(name), **fields)
    indicator.full_clean()
    indicator.save()
    return indicator


@transaction.atomic
def change_indicator(
    *, indicator: Indicator, version: int, acting_user: User, **fields: Any
) -> Indicator:
    """Change what is said of it. Its kind and frequency stand once there are readings.

    Raises EditConflict or ValidationError.
    """
    stored = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if stored.version != version:
        raise EditConflict(stored)
    changed = [name for name in FIXED if name in fields and fields[name] != getattr(stored, name)]
    if changed and stored.readings.exists():
        text = _("Det kan inte ändras när det finns utfall. Lägg till en ny indikator i stället.")
        raise ValidationError(dict.fromkeys(changed, text))
    for name, value in fields.items():
        setattr(stored, name, value)
    stored.version += 1
    stored.full_clean()
    stored.save()
    return stored


@transaction.atomic
def record_reading(
    *,
    indicator: Indicator,
    period: date,
    value: Decimal | None,
    acting_user: User,
    area: Area | None = None,
    body: ResponsibleBody | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    answers: int | None = None,
    sex: str = IndicatorReading.Sex.ALL,
    age: str = "",
    is_preliminary: bool = False,
    note: str | None = None,
    reason: str = "",
    source: str = MANUAL,
    version: int | None = None,
) -> IndicatorReading:
    """The value of a period; ``None`` when the source says that it is missing.

    ``period`` is any day in the period. A reading of the same place, period, sex and age is
    replaced, and what it said is kept as a revision with ``reason``; one that says the same is left
    as it is. ``note`` None says nothing about the note. ``version``, if given, is how many
    revisions the reading had when it was read. Raises ValidationError, and EditConflict when it has
    got more since.
    """
    Indicator.objects.select_for_update().get(pk=indicator.pk)  # two writers come one by one
    where = {
        "indicator": indicator,
        "area": area,
        "body": body,
        "period": _begun(period, indicator.frequency),
        "sex": sex,
        "age": age,
    }
    settled = settle(indicator.kind, value, numerator, denominator)
    said = dict(zip(VALUES, (*settled, answers, is_preliminary), strict=True))
    reading = IndicatorReading.objects.filter(**where).first()
    if reading and version is not None and reading.revisions.count() != version:
        raise EditConflict(reading)
    if reading and not _says_otherwise(reading, said, note):
        return reading
    if reading:
        _keep_revision(reading, acting_user, reason)
    said |= {"note": note or "", "entered_by": acting_user, "source": source, "batch": None}
    return _written(reading or IndicatorReading(**where), said)


def would_replace(
    *, indicator: Indicator, period: date, sex: str, age: str, **said: Any
) -> IndicatorReading | None:
    """The reading that ``record_reading`` would change, if there is one that says otherwise.

    Raises ValidationError like it.
    """
    found: IndicatorReading | None = IndicatorReading.objects.filter(
        indicator=indicator,
        area=said.get("area"),
        body=said.get("body"),
        period=_begun(period, indicator.frequency),
        sex=sex,
        age=age,
    ).first()
    settled = settle(
        indicator.kind, said.get("value"), said.get("numerator"), said.get("denominator")
    )
    parts = (*settled, said.get("answers"), said.get("is_preliminary", False))
    new = dict(zip(VALUES, parts, strict=True))
    return found if found and _says_otherwise(found, new, said.get("note")) else None


def _begun(day: date, frequency: str) -> date:
    period = first_day(day, frequency)
    if not has_begun(period):
        raise ValidationError({"period": _("Perioden har inte börjat: det finns inget utfall än.")})
    return period


def _says_otherwise(reading: IndicatorReading, said: dict[str, Any], note: str | None) -> bool:
    """Whether what is said differs from what stands there; ``note`` None says nothing of it."""
    is_noted = note is not None and note != reading.note
    return is_noted or any(getattr(reading, name) != new for name, new in said.items())


def _written(reading: IndicatorReading, said: dict[str, Any]) -> IndicatorReading:
    for name, new in said.items():
        setattr(reading, name, new)
    reading.full_clean()
    reading.save()
    return reading


def _keep_revision(reading: IndicatorReading, user: User, reason: str) -> None:
    kept = {name: getattr(reading, name) for name in COPIED}
    ReadingRevision.objects.create(
        reading=reading, replaced_by=user, reason=reason.strip()[:300], **kept
    )


def _free_code(name: str) -> str:
    code = slugify(name)[:50] or "indikator"
    taken = set(Indicator.objects.filter(code__startswith=code).values_list("code", flat=True))
    taken |= NOT_CODES
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return code if code not in taken else next(each for each in numbered if each not in taken)
