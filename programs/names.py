"""Names of areas as people and files write them, made comparable.

"HÄGERSTEN-ÄLVSJÖ", "Hagersten Alvsjo" and "Hägersten–Älvsjö stadsdelsområde" are the same place.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable

KINDS_OF_AREA = re.compile(
    r" (stadsdels?(namnds?)?(omrade|forvaltning|namnd)?|basomrade|sdo|sdf|sdn|stad|kommun)$"
)


def normalize(name: str) -> str:
    """``name`` in small letters without accents, hyphens and the word for the kind of area."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = " ".join(re.sub(r"[\W_]+", " ", plain).split())
    return KINDS_OF_AREA.sub("", words)


def spellings(name: str) -> tuple[str, ...]:
    """What ``name`` may be listed as: also without the genitive s before the kind of area."""
    plain = normalize(name)
    return (plain, plain[:-1]) if plain.endswith("s") else (plain,)


def suggestions(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known names nearest to ``name``, best first."""
    by_spelling = {normalize(other): other for other in known}
    found = difflib.get_close_matches(normalize(name), by_spelling, n=count, cutoff=0.6)
    return [by_spelling[spelling] for spelling in found]
