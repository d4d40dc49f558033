"""The sources that files come from: a table of modules.

A source is one module here and one word in ``SOURCES``. The module has

- ``NAME`` and ``HELP``: what a person chooses it by,
- ``COLUMNS``: what its columns may hold, with the headings that they are known by,
- ``read(lines, frequency)``: the readings that the lines hold, and what is wrong with those that
  hold none (``followup.sources.lines`` does what most files need).

The word is kept with every reading: a word in use is never taken away.
"""

from functools import cache
from importlib import import_module
from types import ModuleType

from django.utils.translation import gettext as _

SOURCES = ("generic", "crime", "survey", "population", "rescue", "scb", "police")
MANUAL = "manual"  # what a person wrote in the form
API = "api"  # what another system wrote


@cache
def source_named(code: str) -> ModuleType:
    """The module of a source. Raises KeyError when it is not in the table."""
    if code not in SOURCES:
        raise KeyError(code)
    return import_module(f"followup.sources.{code}")


def source_choices() -> list[tuple[str, str]]:
    return [(code, str(source_named(code).NAME)) for code in SOURCES]


def sources_told() -> list[tuple[str, str]]:
    """Each source's name and help."""
    return [(str(each.NAME), str(each.HELP)) for each in map(source_named, SOURCES)]


def source_name(code: str) -> str:
    """How a reading's source is called on a page; of an unknown one, its word."""
    if code == MANUAL:
        return _("Inskrivet för hand")
    if code == API:
        return _("Skrivet av ett annat system")
    return str(source_named(code).NAME) if code in SOURCES else code
