"""Stops the start if an address is open to the signed-out without being on the list of those."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC_ADDRESSES = frozenset(
    {
        "about",
        "accessibility",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",  # says who makes accounts
        "collaboration:invitation",  # the link in a partner's letter: its secret is the key
        "followup:calendar",  # asked for by calendar programs: its secret is the key
        "followup:contacts",  # law 2023:196 § 12: work addresses of functions, no names
        "healthz",
        "readyz",
    }
)


@register
def only_declared_addresses_are_public(
    app_configs: Sequence[Any] | None, **options: object
) -> list[CheckMessage]:
    """Every address is behind sign-in unless it is declared, and what is declared exists."""
    public = set(public_addresses(get_resolver().url_patterns))
    open_by_mistake = [
        Error(f"The address {name} is public but not declared.", id="accounts.E001")
        for name in sorted(public - PUBLIC_ADDRESSES)
    ]
    gone = [
        Error(f"The address {name} is declared public but is not.", id="accounts.E002")
        for name in sorted(PUBLIC_ADDRESSES - public)
    ]
    return [*open_by_mistake, *gone]


def public_addresses(
    patterns: Sequence[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[str]:
    """The names of the addresses that LoginRequiredMiddleware lets through.

    Those of the API ask for a key, not for sign-in: ``trygghet.api.checks`` holds them closed.
    """
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from public_addresses(pattern.url_patterns, inner)
        elif not getattr(pattern.callback, "login_required", True) and not is_of_api(pattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"


def is_of_api(pattern: URLPattern) -> bool:
    """Whether the REST framework answers there."""
    return hasattr(pattern.callback, "cls")
