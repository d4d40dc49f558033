"""A page's time beside its floor: the same SQL by hand and the empty page, in the same run."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRANSACTION_WORDS = {"BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET"}
CURSOR = re.compile(r'^DECLARE "\w+" [A-Z ]+ FOR ')  # a server-side cursor is read as a whole


@dataclass(frozen=True)
class Measured:
    """Milliseconds. ``sql``: the page's statements without Django; ``empty``: its bare frame."""

    name: str
    queries: int
    median: float
    p95: float
    sql: float
    empty: float

    @property
    def floor(self) -> float:
        return self.sql + self.empty

    @property
    def ratio(self) -> float:
        return self.median / self.floor


def measure(name: str, user: User, url: str, *, repeat: int) -> Measured:
    """``url`` as ``user`` sees it, warm."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    answer = client.get(url)
    if answer.status_code != 200:
        raise ValueError(f"{url} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    statements = [query["sql"] for query in captured.captured_queries]
    times = _timed(lambda: client.get(url), repeat)
    return Measured(
        name,
        len(statements),
        median(times),
        quantiles(times, n=20)[-1] if len(times) > 1 else times[0],
        median(_timed(lambda: _execute(statements), repeat)),
        median(_timed(_empty_page(user), repeat)),
    )


def _timed(run: Callable[[], Any], repeat: int) -> list[float]:
    times = []
    for _number in range(repeat):
        begun = perf_counter()
        run()
        times.append((perf_counter() - begun) * 1000)
    return times


def _execute(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.split()[0] not in TRANSACTION_WORDS:
                cursor.execute(CURSOR.sub("", statement))
                if cursor.description:
                    cursor.fetchall()


def _empty_page(user: User) -> Callable[[], str]:
    """The frame that every page has, with nothing in it."""
    request: HttpRequest = RequestFactory().get("/")
    request.user = user
    request.scope = scope_of(user)  # type: ignore[attr-defined]
    template = get_template("base.html")
    return lambda: template.render({"messages": ()}, request)
