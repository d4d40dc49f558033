"""The pages of a process take as many queries with 300 measures as with one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.process import FULL, ONE, addresses, build_process, stand_in
from programs.models import ResponsibleBody
from tests.factories.programs import ProblemTypeFactory, ProgramFactory
from trygghet.accounts.models import User


@pytest.fixture
def counted(body: ResponsibleBody, coordinator: User, as_user: Any) -> list[dict[str, int]]:
    """The queries of each page, with one of everything and with the full size."""
    ProgramFactory()
    ProblemTypeFactory()
    client = as_user(coordinator)
    found = []
    for size in (ONE, FULL):
        cycle = build_process(size, lead_body=body, user=coordinator)
        counts = {}
        for name, step, url in addresses(cycle):
            stand_in(cycle, step)
            assert client.get(url).status_code == 200, url
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counts[name] = len(captured)
        found.append(counts)
    return found


def test_pages_take_the_same_queries_at_every_size(counted: list[dict[str, int]]) -> None:
    smallest, full = counted

    assert full == smallest
