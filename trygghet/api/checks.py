"""Stops the start if an address of the API has an action that nobody has declared."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from trygghet.accounts.checks import is_of_api
from trygghet.api.operations import DeclaredAccess, Operation
from trygghet.api.views import NothingHere, Resource


@register
def every_action_is_declared(
    app_configs: Sequence[Any] | None, **options: object
) -> list[CheckMessage]:
    """Views of the API are resources, closed by default, and declare each of their actions."""
    return [
        Error(f"{pattern.pattern}: {fault}", id="api.E001")
        for pattern in api_patterns(get_resolver().url_patterns)
        for fault in faults_of(pattern.callback)
    ]


def api_patterns(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """The addresses that the REST framework answers."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from api_patterns(pattern.url_patterns)
        elif is_of_api(pattern):
            yield pattern


def faults_of(callback: Any) -> Iterator[str]:
    view = callback.cls
    if view is NothingHere:
        return
    if not issubclass(view, Resource) or DeclaredAccess not in view.permission_classes:
        yield f"{view.__name__} is not closed by default."
        return
    for action in set(callback.actions.values()):
        if not isinstance(view.operations.get(action), Operation):
            yield f"{view.__name__}.{action} is not declared."
