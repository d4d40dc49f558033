"""What a value may be, by its indicator's kind, and how sure a survey's share is."""

from decimal import Decimal
from math import sqrt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from followup.models import Indicator
from followup.words import grouped, plain

Kind = Indicator.Kind
# value = factor × numerator / denominator; a count has neither.
FACTORS = {Kind.SHARE: 100, Kind.SURVEY_SHARE: 100, Kind.RATE: 1000, Kind.MEAN: 1}
SHARES = (Kind.SHARE, Kind.SURVEY_SHARE)
ROUNDING = Decimal("0.5")  # how far a published, rounded value may lie from its own parts
VALUE_STEP = Decimal("0.0001")
PART_STEP = Decimal("0.01")
SHOWN_STEP = Decimal("0.1")
Z95 = 1.959963984540054  # the normal distribution's 97.5th percentile


def wilson(share: float, answers: float) -> tuple[float, float]:
    """The 95 % interval of a share (0–1) among ``answers`` answers, by the score method.

    centre = (p + z²/2n) / (1 + z²/n)
    half   = z / (1 + z²/n) · √(p(1−p)/n + z²/4n²)

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22 (1927), 209–212. It assumes a simple random sample:
    weights and clusters make the true interval wider.
    """
    square = Z95 * Z95
    scale = 1 + square / answers
    center = (share + square / (2 * answers)) / scale
    half = Z95 / scale * sqrt(share * (1 - share) / answers + square / (4 * answers * answers))
    return max(0.0, center - half), min(1.0, center + half)


def interval(kind: str, value: Decimal | None, answers: int | None) -> tuple[float, float] | None:
    """``wilson`` of a survey share in per cent; None for other kinds, or without answers."""
    if kind != Kind.SURVEY_SHARE or value is None or not answers or not 0 <= value <= 100:
        return None
    low, high = wilson(float(value) / 100, answers)
    return 100 * low, 100 * high


def from_parts(kind: str, numerator: Decimal, denominator: Decimal) -> Decimal:
    """The value that the two make. ``denominator`` is more than zero."""
    return (FACTORS[Kind(kind)] * numerator / denominator).quantize(VALUE_STEP)


def settle(
    kind: str, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The three as they are kept: rounded, and the value computed when only its parts are given.

    Raises ValidationError, by field, when they cannot be true together.
    """
    numerator, denominator = _rounded(numerator, PART_STEP), _rounded(denominator, PART_STEP)
    value = _rounded(value, VALUE_STEP)
    if kind == Kind.COUNT:
        _refuse(numerator is not None or denominator is not None, "numerator", _(
            "Indikatorn är ett antal och har varken täljare eller nämnare."
        ))  # fmt: skip
        _refuse(value is not None and value < 0, "value", _("Ett antal kan inte vara under noll."))
        return value, None, None
    _check_parts(kind, numerator, denominator)
    if numerator is not None and denominator is not None:
        computed = from_parts(kind, numerator, denominator)
        _refuse(
            value is not None and abs(value - computed) > ROUNDING,
            "value",
            _("Värdet stämmer inte med täljaren och nämnaren, som ger %(value)s.")
            % {"value": plain(computed)},
        )
        value = computed if value is None else value
    _refuse(
        kind in SHARES and value is not None and not 0 <= value <= 100,
        "value",
        _("En andel är mellan 0 och 100 procent."),
    )
    return value, numerator, denominator


def shown(kind: str, value: Decimal | None) -> str:
    """A value as pages show it: a computed one with one decimal, a count as it is."""
    if value is None or kind == Kind.COUNT:
        return grouped(value)
    return grouped(value.quantize(SHOWN_STEP))


def _check_parts(kind: str, numerator: Decimal | None, denominator: Decimal | None) -> None:
    _refuse(
        (numerator is None) != (denominator is None),
        "denominator" if denominator is None else "numerator",
        _("Täljare och nämnare hör ihop: ange båda eller ingen."),
    )
    if numerator is None or denominator is None:
        return
    _refuse(denominator <= 0, "denominator", _("Nämnaren ska vara större än noll."))
    _refuse(
        kind in SHARES and numerator > denominator,
        "numerator",
        _("Täljaren kan inte vara större än nämnaren."),
    )
    _refuse(numerator < 0, "numerator", _("Täljaren kan inte vara under noll."))


def _rounded(value: Decimal | None, step: Decimal) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(step)


def _refuse(wrong: bool, field: str, text: str) -> None:
    if wrong:
        raise ValidationError({field: text})
