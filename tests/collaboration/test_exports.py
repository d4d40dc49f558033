"""Lists as files: what stands on the page, and no cell that a spreadsheet would run."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaboration.models import CollaborationProcess
from programs.models import ResponsibleBody
from tests.factories.agreements import AgreementFactory
from tests.factories.places import (
    CitizenPromiseFactory,
    SafetyWalkFactory,
    WalkFindingFactory,
)
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]
FORMULA = "=HYPERLINK(1)"


def _lines(client: Client, name: str, *keys: int, **asked: str) -> list[str]:
    answer = client.get(reverse(f"collaboration:{name}", args=keys), asked)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return answer.content.decode("utf-8-sig").split("\r\n")[:-1]


def test_agreements_as_the_list_shows_them(as_user: SignIn, coordinator: User) -> None:
    AgreementFactory(title=FORMULA, priority_areas=["Inte längre"])
    AgreementFactory(title="Gällande", reached=True)
    client = as_user(coordinator)

    assert len(_lines(client, "agreement-csv")) == 3
    head, line = _lines(client, "agreement-csv", lage="in_work")
    assert head.startswith("Överenskommelse;Nivå;")
    assert line.startswith(f"'{FORMULA};Lokal;")
    assert line.endswith("Inte längre")


def test_promises_with_how_they_were_told(as_user: SignIn, coordinator: User) -> None:
    CitizenPromiseFactory(title=FORMULA)

    _head, line = _lines(as_user(coordinator), "promise-csv")

    assert line.startswith(f"'{FORMULA};")
    assert line.endswith("Möte på biblioteket;2027-01-31;")


def test_findings_of_one_walk_and_of_those_asked_for(
    body: ResponsibleBody, as_user: SignIn, coordinator: User
) -> None:
    walk = SafetyWalkFactory(body=body)
    WalkFindingFactory(walk=walk, text=FORMULA, latitude=59.5, longitude=18.25)
    WalkFindingFactory(walk=SafetyWalkFactory(state="walked"))
    client = as_user(coordinator)

    assert len(_lines(client, "finding-csv")) == 3
    assert _lines(client, "finding-csv", lage="planned") == _lines(client, "walk-csv", walk.pk)
    assert f";'{FORMULA};Gångtunneln;59,5;18,25;" in _lines(client, "walk-csv", walk.pk)[1]


def test_the_partner_s_file_holds_what_its_page_holds(
    process: CollaborationProcess, as_user: SignIn, partner: User
) -> None:
    WalkFindingFactory(walk=SafetyWalkFactory(process=process))
    hidden = WalkFindingFactory()
    client = as_user(partner)

    assert len(_lines(client, "finding-csv")) == 2
    assert client.get(reverse("collaboration:walk-csv", args=[hidden.walk_id])).status_code == 404


def test_files_take_the_same_queries(as_user: SignIn, coordinator: User) -> None:
    client, found = as_user(coordinator), []
    for more in (1, 2):
        for factory in (AgreementFactory, CitizenPromiseFactory, WalkFindingFactory):
            factory.create_batch(more)
        with CaptureQueriesContext(connection) as queries:
            for name in ("agreement-csv", "promise-csv", "finding-csv"):
                _lines(client, name)
        found.append(len(queries))

    assert found[0] == found[1]
