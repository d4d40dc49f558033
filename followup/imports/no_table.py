"""Text that is no table: a page, a map, a question to a database. Told what it is, and what to do.

Only the first bytes are looked at. What is none of these goes on to be read as delimited text.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from followup.imports.refusal import FileRefused

LOOKED_AT = 4096
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\]]")


def refuse(content: bytes) -> None:
    """Raises FileRefused for what is markup or JSON."""
    start = content[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    for fits, text in _KINDS:
        if fits(start):
            raise FileRefused(text())


def _is_map(start: bytes) -> bool:
    return _is_json(start) and (b'"FeatureCollection"' in start or b'"Topology"' in start)


def _is_question(start: bytes) -> bool:
    return _is_json(start) and b'"query"' in start and b'"selection"' in start


def _is_json(start: bytes) -> bool:
    return bool(_JSON.match(start))


def _is_markup(start: bytes) -> bool:
    """Also a page that is named xls."""
    return start.startswith(b"<")


_KINDS: tuple[tuple[Callable[[bytes], bool], Callable[[], str]], ...] = (
    (
        _is_map,
        lambda: _(
            "Filen är en karta (GeoJSON) och har inga utfall. Här läses en tabell med område, "
            "period och värde."
        ),
    ),
    (
        _is_question,
        lambda: _(
            "Filen är en fråga till en statistikdatabas (PxWeb), inte svaret. Ställ frågan i "
            "databasen och spara svaret som PX, CSV eller Excel (xlsx)."
        ),
    ),
    (
        _is_json,
        lambda: _(
            "Filen är JSON. Av JSON läses bara polisens händelser. Spara annars tabellen som "
            "CSV eller Excel (xlsx)."
        ),
    ),
    (
        _is_markup,
        lambda: _(
            "Filen är en webbsida eller XML, vad den än heter. Spara tabellen som CSV eller "
            "Excel (xlsx)."
        ),
    ),
)
