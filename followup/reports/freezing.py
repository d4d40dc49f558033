"""Frozen dataclasses of plain values as JSON, and back: what an edition was written from is kept.

Knows dataclasses (and ``NamedTuple``), tuples, frozen sets, mappings, dates, decimals, enumerations
and what JSON itself knows. ``thaw`` reads the types of the fields, so that the same objects come
back, equal to those that were frozen. A type that it does not know is a TypeError, on the day it is
frozen and not years later. A dataclass that has become a ``NamedTuple`` since then is still read.
"""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

PLAIN = (str, int, float, bool, type(None))


def freeze(value: Any) -> Any:
    """``value`` as JSON holds it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PLAIN):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: freeze(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [freeze(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(freeze(each) for each in value)
    if isinstance(value, Mapping):
        return [[freeze(key), freeze(each)] for key, each in value.items()]  # keeps order and type
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be frozen")


def thaw(kind: Any, frozen: Any) -> Any:
    """The object of type ``kind`` that was frozen."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _thaw_optional(kind, frozen)
    if origin is tuple:
        return _thaw_tuple(get_args(kind), frozen)
    if origin is frozenset:
        return frozenset(thaw(get_args(kind)[0], each) for each in frozen)
    if origin is not None and issubclass(origin, Mapping):
        of_key, of_value = get_args(kind)
        return {thaw(of_key, key): thaw(of_value, each) for key, each in frozen}
    return _thaw_single(kind, frozen)


def _thaw_optional(kind: Any, frozen: Any) -> Any:
    if frozen is None:
        return None
    if all(issubclass(each, PLAIN) for each in get_args(kind) if isinstance(each, type)):
        return frozen
    (some,) = [each for each in get_args(kind) if each is not type(None)]
    return thaw(some, frozen)


def _thaw_tuple(kinds: tuple[Any, ...], frozen: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(thaw(kinds[0], each) for each in frozen)
    return tuple(thaw(kind, each) for kind, each in zip(kinds, frozen, strict=True))


def _thaw_single(kind: Any, frozen: Any) -> Any:
    if is_dataclass(kind) or isinstance(frozen, dict):
        hints = _hints(kind)
        return kind(**{name: thaw(hints[name], value) for name, value in frozen.items()})
    if issubclass(kind, tuple):  # a NamedTuple
        return kind(*map(thaw, _hints(kind).values(), frozen))
    if issubclass(kind, date):
        return kind.fromisoformat(frozen)
    if issubclass(kind, Enum | Decimal):
        return kind(frozen)
    if issubclass(kind, PLAIN):
        return frozen
    raise TypeError(f"{kind} cannot be thawed")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
