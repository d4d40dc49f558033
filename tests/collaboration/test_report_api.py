"""Situation reports over the API: read by rights, written with the version that was read."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collaboration.models import SituationReport
from collaboration.services.reports import start_report
from programs.models import ResponsibleBody
from tests.factories.api import client_of
from tests.factories.collaboration import (
    ObstacleFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
)
from tests.factories.programs import ProblemTypeFactory, ProgramFactory
from trygghet.accounts.models import User
from trygghet.history.models import RestrictedRead

REPORTS = "/api/v1/situation-reports/"
JSON = "application/json"
PERIOD = date(2026, 9, 1)
TEXT = {"text": "Torget är mörkt.", "classification": "open"}


@pytest.fixture
def draft(coordinator: User, body: ResponsibleBody) -> SituationReport:
    ProgramFactory()
    return start_report(body=body, period=PERIOD, acting_user=coordinator)


@pytest.fixture
def client(coordinator: User) -> Client:
    return client_of(coordinator)


def _put(client: Client, url: str, data: Any, etag: str | None = None) -> HttpResponse:
    headers = {"if-match": etag} if etag else {}
    return client.put(url, data, content_type=JSON, headers=headers)


def _post(client: Client, url: str, data: Any, **headers: str) -> HttpResponse:
    return client.post(url, data, content_type=JSON, headers=headers)


def test_a_report_is_begun_written_and_sent_in(
    client: Client, body: ResponsibleBody, coordinator: User
) -> None:
    ProgramFactory()
    begun = _post(client, REPORTS, {"body": body.code, "period": "2026-09"}).json()["report"]
    url = f"{REPORTS}{begun['id']}/"
    for kind in ("data_used", "analysis"):
        part = client.get(f"{url}parts/{kind}/")
        assert _put(client, f"{url}parts/{kind}/", TEXT, part["ETag"]).status_code == 200
    etag = client.get(url)["ETag"]
    said = client.patch(url, {"no_problems": True}, content_type=JSON, headers={"if-match": etag})
    sent = _post(
        client, f"{url}submit/", {"late_reason": "Systemet var nere."}, **{"if-match": said["ETag"]}
    )

    assert sent.status_code == 200, sent.content
    assert sent.json()["report"]["state"] == "submitted"
    assert sent.json()["submitted_by"] == coordinator.name


def test_beginning_again_gives_the_same_report(client: Client, draft: SituationReport) -> None:
    answer = _post(client, REPORTS, {"body": draft.body.code, "period": "2026-09"})

    assert (answer.status_code, answer.json()["report"]["id"]) == (200, draft.pk)


def test_what_is_missing_is_said_per_part(client: Client, draft: SituationReport) -> None:
    url = f"{REPORTS}{draft.pk}/"
    answer = _post(client, f"{url}submit/", {}, **{"if-match": client.get(url)["ETag"]})

    assert answer.status_code == 409
    assert set(answer.json()["errors"]) == {"problems", "data_used", "analysis"}


def test_a_period_that_is_not_asked_for_is_refused(client: Client, draft: SituationReport) -> None:
    for period in ("2030-01", "2010-01", "2026-9", "i höst", 202609):
        answer = _post(client, REPORTS, {"body": draft.body.code, "period": period})
        assert answer.status_code == 400, period
        assert "period" in answer.json()["errors"]


def test_a_text_is_not_written_over_unread(client: Client, draft: SituationReport) -> None:
    url = f"{REPORTS}{draft.pk}/parts/analysis/"
    etag = client.get(url)["ETag"]

    assert _put(client, url, TEXT).status_code == 428
    assert _put(client, url, TEXT, etag).status_code == 200
    late = _put(client, url, TEXT | {"text": "Något annat."}, etag)
    assert late.status_code == 412
    assert late.json()["current"]["text"] == TEXT["text"]
    assert _put(client, url, TEXT, etag).status_code == 200  # a retry of what is stored
    assert _put(client, url, TEXT | {"text": "Nytt."}, '"skräp"').status_code == 412


def test_texts_that_point_out_a_person_are_refused(client: Client, draft: SituationReport) -> None:
    url = f"{REPORTS}{draft.pk}/parts/analysis/"
    etag = client.get(url)["ETag"]
    text = "Ring 070-174 06 15."

    assert "text" in _put(client, url, TEXT | {"text": text}, etag).json()["errors"]
    restricted = {"text": text, "classification": "restricted"}
    answer = _put(client, url, restricted, etag)
    assert "classification_reason" in answer.json()["errors"]
    restricted["classification_reason"] = "Kontaktperson"
    assert _put(client, url, restricted, etag).status_code == 200


def test_a_sent_report_is_closed(client: Client, coordinator: User, body: ResponsibleBody) -> None:
    report = SituationReportFactory(body=body, state="submitted", created_by=coordinator)
    part = ReportPartFactory(report=report, kind="analysis")

    url = f"{REPORTS}{report.pk}/parts/{part.kind}/"
    answer = _put(client, url, TEXT | {"text": "Nytt."}, client.get(url)["ETag"])
    assert answer.status_code == 409


def test_a_problem_is_added_once_changed_and_removed(
    client: Client, draft: SituationReport
) -> None:
    url, key = f"{REPORTS}{draft.pk}/problems/", str(uuid4())
    problem = {"type": ProblemTypeFactory().code, "title": "Rutor", "classification": "open"}
    made = _post(client, url, problem, **{"idempotency-key": key})
    again = _post(client, url, problem, **{"idempotency-key": key})

    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    one = f"{url}{made.json()['id']}/"
    changed = _put(client, one, problem | {"title": "Krossade rutor"}, made["ETag"])
    assert changed.json()["title"] == "Krossade rutor"
    assert _put(client, one, problem, made["ETag"]).status_code == 412
    assert client.delete(one).status_code == 428
    assert client.delete(one, headers={"if-match": changed["ETag"]}).status_code == 204
    assert _post(client, url, problem, **{"idempotency-key": "x"}).status_code == 400


def test_a_problem_that_is_wrong_says_where(client: Client, draft: SituationReport) -> None:
    answer = _post(
        client,
        f"{REPORTS}{draft.pk}/problems/",
        {"type": "finns-inte", "title": "", "when": [28], "exposed": ["x"], "latitude": 91},
    )

    assert set(answer.json()["errors"]) == {
        "type", "title", "when.0", "exposed.0", "latitude", "classification",
    }  # fmt: skip


def test_only_the_bodys_coordinator_writes(draft: SituationReport, manager: User) -> None:
    url = f"{REPORTS}{draft.pk}/parts/analysis/"
    client = client_of(manager)

    assert _put(client, url, TEXT, client.get(url)["ETag"]).status_code == 403


def test_what_is_restricted_is_withheld_counted_and_its_reading_noted(
    body: ResponsibleBody, manager: User, contributor: User
) -> None:
    report = SituationReportFactory(body=body, state="published")
    ReportPartFactory(report=report, kind="analysis", text="HEMLIGT", classification="restricted")
    ProblemFactory(report=report, title="HEMLIGT", classification="restricted")
    url = f"{REPORTS}{report.pk}/"

    found = client_of(contributor).get(url)
    assert b"HEMLIGT" not in found.content
    assert found.json()["withheld"] == 2
    assert client_of(contributor).get(f"{url}parts/analysis/").status_code == 404
    assert client_of(contributor).get(f"{url}problems/").json()["results"] == []
    assert not RestrictedRead.objects.exists()
    assert b"HEMLIGT" in client_of(manager).get(url).content
    assert RestrictedRead.objects.filter(user=manager).count() == 2


def test_the_list_is_the_pages_list(
    client: Client, body: ResponsibleBody, coordinator: User
) -> None:
    mine = SituationReportFactory(body=body, period=date(2026, 8, 1))
    SituationReportFactory()  # another body's draft
    published = SituationReportFactory(state="published")

    def ids(query: str = "") -> list[int]:
        return [row["id"] for row in client.get(REPORTS + query).json()["results"]]

    assert ids() == [published.pk, mine.pk]
    assert ids("?period=2026-08") == [mine.pk]
    assert ids(f"?body={published.body.code}&state=published") == [published.pk]
    assert ids("?state=draft&page_size=1") == [mine.pk]
    ReportPartFactory(report=mine, kind="analysis", text="Det är skadegörelse i parken")
    assert ids("?q=skadegörelsen") == [mine.pk]


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/problems/"])
def test_queries_do_not_grow(path: str, central: User, body: ResponsibleBody) -> None:
    client = client_of(central)

    def count() -> int:
        report = SituationReport.objects.order_by("pk").first()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(REPORTS + path.format(pk=report.pk))
        assert answer.status_code == 200
        return len(queries)

    def add(number: int) -> None:
        for _each in range(number):
            report = SituationReport.objects.order_by("pk").first() or SituationReportFactory(
                body=body, state="published"
            )
            SituationReportFactory(state="published", body__kind="company_board")
            ProblemFactory(report=report, classification="restricted")
            ObstacleFactory(body=body, report=report, classification="restricted")

    add(1)
    count()
    one = count()
    add(2)
    assert count() == one
