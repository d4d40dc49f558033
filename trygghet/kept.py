"""What was made once is kept by what it was made of."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

P = ParamSpec("P")
R = TypeVar("R")


def kept(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For a function that follows from its arguments alone and may put things in words.

    Equal arguments give what was made before, in the same language; the ``most`` results that were
    asked for last are kept. Every argument is compared: an argument that cannot be is an error.
    """

    def decorate(make: Callable[P, R]) -> Callable[P, R]:
        @lru_cache(maxsize=most)
        def made(_language: str, *args: P.args, **kwargs: P.kwargs) -> R:
            return make(*args, **kwargs)

        @wraps(make)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            return made(get_language(), *args, **kwargs)

        return asked

    return decorate
