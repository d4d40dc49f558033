"""The police's published events (JSON) as rows: how many in each month, by place and type.

A list of ``{"id", "datetime", "type", "location": {"name", "gps"}, "name", "summary", "url"}``, as
the open API of the Swedish police gives it (polisen.se/api/events). The point is the middle of the
municipality or county, so that the name is all that is known of the place. Name and summary tell of
people: they are neither read nor kept (``kept``).

A file holds the newest events only. A month that it does not cover from the first day to the last,
or of which it has nothing at all, is therefore no count and is left out. In the others a type that
the place has in another month, and not in that one, is a zero.
"""

import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from followup.imports.refusal import FileRefused
from followup.imports.table import Rows, Table, check_shape

EXTENSION = "json"
SOURCE = "police"  # the only source whose files these are
HEADINGS = ("Område", "Månad", "Händelsetyp", "Antal")
EVERY_TYPE = "Alla händelser"
LOOKED_AT = 4096  # bytes in which the first event begins
LONGEST = 200

_FIRST = re.compile(rb'\s*\[\s*\{\s*"')
_KEYS = (b'"datetime"', b'"type"')
_DAY = re.compile(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")


@dataclass(frozen=True)
class _Event:
    day: date
    place: str
    kind: str

    @property
    def month(self) -> date:
        return self.day.replace(day=1)


def fits(content: bytes) -> bool:
    start = content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    return bool(_FIRST.match(start)) and all(key in start for key in _KEYS)


def weigh(content: bytes) -> int:
    return len(content)


def read(content: bytes) -> Table:
    """Raises FileRefused."""
    events = list(_events(content).values())
    months = _whole_months(events)
    if not months:
        raise FileRefused(
            _(
                "Filen täcker ingen hel månad: händelserna är från %(first)s till %(last)s. Bara "
                "hela månader räknas. Spara händelserna löpande och ladda upp dem månad för månad."
            )
            % {"first": min(each.day for each in events), "last": max(each.day for each in events)}
        )
    return Table(_rows(events, months), "JSON", source=SOURCE)


def kept(content: bytes) -> bytes:
    """The file without what tells of people. Raises FileRefused."""
    said = [
        {"id": key, "datetime": f"{each.day}", "type": each.kind, "location": {"name": each.place}}
        for key, each in _events(content).items()
    ]
    return json.dumps(said, ensure_ascii=False, indent=0).encode()


def _events(content: bytes) -> dict[str, _Event]:
    """Each event once, as the file has it last: an event is published anew when it is changed."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            _("Filen med polisens händelser är avklippt eller skadad. Hämta den på nytt.")
        ) from error
    return {str(each["id"]): found for each, found in _each(said)}


def _each(said: list[Any]) -> Iterator[tuple[dict[str, Any], _Event]]:
    for number, each in enumerate(said, start=1):
        try:
            yield each, _event(each)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise FileRefused(
                _(
                    "Händelse %(number)s i filen saknar nummer, tid, typ eller plats. Filen är "
                    "inte som polisens öppna data brukar vara: hämta den på nytt."
                )
                % {"number": number}
            ) from error


def _event(said: dict[str, Any]) -> _Event:
    place, kind = said["location"]["name"].strip(), said["type"].strip()
    day = _DAY.match(said["datetime"])
    if not (place and kind and day and said["id"]):
        raise ValueError
    return _Event(date(*map(int, day.groups())), place[:LONGEST], kind[:LONGEST])


def _whole_months(events: list[_Event]) -> list[date]:
    """The months that the events cover from the first day to the last, the oldest first."""
    first, last = min(each.day for each in events), max(each.day for each in events)
    months = sorted({each.month for each in events})
    return [month for month in months if first <= month and _last_day(month) <= last]


def _last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _rows(events: list[_Event], months: list[date]) -> Rows:
    counts: Counter[tuple[str, str, date]] = Counter()
    for each in events:
        counts[each.place, EVERY_TYPE, each.month] += 1
        counts[each.place, each.kind, each.month] += 1
    pairs = dict.fromkeys((place, kind) for place, kind, _month in counts)
    check_shape(len(pairs) * len(months) + 1, len(HEADINGS))
    return [
        list(HEADINGS),
        *(
            [place, f"{month:%Y-%m}", kind, str(counts[place, kind, month])]
            for place, kind in pairs
            for month in months
        ),
    ]
