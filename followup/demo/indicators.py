"""Indicators of the demo: readings for districts over ten years, and files in every state."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from statistics import fmean
from typing import Any

from followup.demo.library import read
from followup.demo.world import World
from followup.measurement import FACTORS, from_parts
from followup.models import Indicator, IndicatorReading
from followup.periods import first_day
from followup.services import imports
from followup.services.indicators import record_reading
from programs.models import Area
from trygghet.accounts.models import User
from trygghet.months import add_months

Row = dict[str, Any]
Sex = IndicatorReading.Sex
MONTHS_BACK = 36
YEARS_BACK = 10
ROUNDS = 4  # of a survey
ABOUT = (
    "code", "name", "definition", "kind", "unit", "direction", "frequency", "source", "owner",
    "caveats", "breaks", "is_active",
)  # fmt: skip
HEADINGS = "Område;Månad;Antal"
YEARLY_HEADINGS = "Område;År;Antal"


def write_readings(world: World) -> None:
    """The catalogue with its readings; of the districts as they were in each period."""
    said, user = read("indicators"), world.central[0]
    districts = list(
        Area.objects.filter(kind=Area.Kind.DISTRICT).defer("boundary").order_by("code")
    )
    made = Indicator.objects.bulk_create(
        Indicator(**{name: row[name] for name in ABOUT if name in row})
        for row in said["indicators"]
    )
    by_code = {indicator.code: indicator for indicator in made}
    IndicatorReading.objects.bulk_create(
        (
            reading
            for row in said["indicators"]
            for reading in _readings(world, row, by_code[row["code"]], districts, user)
        ),
        batch_size=2_000,
    )
    _revise(world, said["revised"], by_code, user)
    _write_files(world, said["files"], by_code, districts, user)


def _readings(
    world: World, row: Row, indicator: Indicator, districts: list[Area], user: User
) -> Iterator[IndicatorReading]:
    periods = _periods(world, indicator.frequency)
    for area in districts:
        chance = world.random("indicator", indicator.code, area.code)
        chance.uniform(-1, 1)  # what ``_shares`` drew
        shares = _shares(world, row, area, districts)
        share = sum(shares) if indicator.kind == Indicator.Kind.COUNT else fmean(shares)
        for number, period in enumerate(periods):
            if not _existed(area, period):
                continue
            trend = row["trend"] ** (number / max(len(periods) - 1, 1))
            season = row.get("season", [1] * 12)[period.month - 1]
            level = row["level"] * share * trend * season * chance.uniform(0.92, 1.08)
            for sex, factor in _groups(row):
                yield IndicatorReading(
                    indicator=indicator,
                    area=area,
                    period=period,
                    sex=sex,
                    is_preliminary=bool(row.get("preliminary")) and period == periods[-1],
                    entered_by=user,
                    **_values(row, indicator.kind, level * factor, chance, len(shares)),
                )


def _shares(world: World, row: Row, area: Area, districts: list[Area]) -> list[float]:
    """How an area differs from the level; one that others were merged into is as they were."""
    former = [each for each in districts if each.successor_id == area.pk]
    if former:
        return [share for each in former for share in _shares(world, row, each, districts)]
    chance = world.random("indicator", row["code"], area.code)
    return [1 + row["step"] * chance.uniform(-1, 1)]


def _periods(world: World, frequency: str) -> list[date]:
    """The periods that are over, the oldest first."""
    last = world.last_month
    if frequency == Indicator.Frequency.MONTH:
        return [add_months(last, -back) for back in range(MONTHS_BACK - 1, -1, -1)]
    if frequency == Indicator.Frequency.QUARTER:
        quarter = add_months(first_day(add_months(last, 1), frequency), -3)
        return [add_months(quarter, -3 * back) for back in range(MONTHS_BACK // 3 - 1, -1, -1)]
    year = add_months(last, 1).year - 1
    if frequency == Indicator.Frequency.THIRD_YEAR:
        newest = year - (year - 2017) % 3
        return [date(newest - 3 * back, 1, 1) for back in range(ROUNDS - 1, -1, -1)]
    return [date(year - back, 1, 1) for back in range(YEARS_BACK - 1, -1, -1)]


def _existed(area: Area, period: date) -> bool:
    begun = area.valid_from is None or area.valid_from <= period
    return begun and (area.valid_to is None or period <= area.valid_to)


def _groups(row: Row) -> list[tuple[str, float]]:
    women, men = row.get("by_sex", (0, 0))
    return [(Sex.ALL, 1.0), *([(Sex.WOMEN, women), (Sex.MEN, men)] if women else [])]


def _values(row: Row, kind: str, level: float, chance: Random, areas: int) -> Row:
    """Of a count its value; of the rest its parts and what they make, in so many areas of old."""
    if kind == Indicator.Kind.COUNT:
        return {"value": Decimal(round(level))}
    among = round(row.get("answers", row.get("of", 1)) * areas * chance.uniform(0.8, 1.2))
    most = among if kind in (Indicator.Kind.SHARE, Indicator.Kind.SURVEY_SHARE) else None
    part = round(level * among / FACTORS[Indicator.Kind(kind)])
    numerator = Decimal(min(part, most) if most else part)
    found: Row = {"numerator": numerator, "denominator": Decimal(among)}
    found["value"] = from_parts(kind, numerator, Decimal(among))
    if kind == Indicator.Kind.SURVEY_SHARE:
        found["answers"] = among
    return found


def _revise(world: World, said: Row, by_code: dict[str, Indicator], user: User) -> None:
    rows = IndicatorReading.objects.filter(
        indicator=by_code[said["indicator"]], period=add_months(world.last_month, -1)
    )
    reading = rows.select_related("area").order_by("area__code").first()
    if reading and reading.value:
        record_reading(
            indicator=reading.indicator,
            area=reading.area,
            period=reading.period,
            value=reading.value - 3,
            reason=said["reason"],
            acting_user=user,
        )


def _write_files(
    world: World,
    said: Row,
    by_code: dict[str, Indicator],
    districts: list[Area],
    user: User,
) -> None:
    """One taken in, one undone, and one that waits for what two names mean."""
    today = [area for area in districts if _existed(area, world.today)]
    earlier = add_months(world.last_month, -MONTHS_BACK)
    rows = [f"{area.name};{earlier:%Y-%m};{100 + number}" for number, area in enumerate(today)]
    taken = _upload(said["taken_in"], earlier.year, [HEADINGS, *rows], by_code, user)
    imports.apply(batch=taken, acting_user=user)
    undone = _upload(said["undone"], earlier.year, [HEADINGS, *rows], by_code, user)
    imports.apply(batch=undone, acting_user=user)
    imports.undo(batch=undone, acting_user=user)
    year = world.last_month.year - YEARS_BACK - 1
    names = [area.name for area in today[:3]] + said["waiting"]["unknown"]
    rows = [f"{name};{year};{50_000 + 321 * number}" for number, name in enumerate(names)]
    _upload(said["waiting"], year, [YEARLY_HEADINGS, *rows], by_code, user)


def _upload(
    said: Row, year: int, lines: list[str], by_code: dict[str, Indicator], user: User
) -> Any:
    return imports.upload(
        content="\r\n".join(lines).encode(),
        file_name=said["name"].format(year=year),
        source="generic",
        indicator=by_code[said["indicator"]],
        acting_user=user,
    )
