"""Whom an edition was sent to, and two editions compared, over the API."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from followup.models import MonthlyReport, ReportDelivery
from followup.services.report_review import ask_body, withdraw_question
from programs.models import ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.api import client_of
from tests.followup.publishing import drafted, publish
from trygghet.accounts.models import User
from trygghet.jobs.models import Job

REPORTS = "/api/v1/reports/"


def _send(report: MonthlyReport, state: str = "queued") -> ReportDelivery:
    user = UserFactory()
    job = Job.objects.create(kind="mail", key=f"mail/{user.pk}", payload={}, state=state)
    return ReportDelivery.objects.create(report=report, user=user, job=job)


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_whom_an_edition_was_sent_to_is_read_by_the_central_office(
    central: User, coordinator: User
) -> None:
    report = publish(drafted("mal"))
    first = _send(report)
    url, client = f"{REPORTS}{report.pk}/deliveries/", client_of(central)

    [told] = client.get(url).json()["deliveries"]
    assert (told["name"], told["state"], told["sent_at"]) == (first.user.name, "queued", None)
    one = _queries(client, url)
    _send(report)
    _send(report)
    assert _queries(client, url) == one
    assert client_of(coordinator).get(url).status_code == 403


def test_an_edition_is_compared_with_the_one_before_or_another(coordinator: User) -> None:
    months = [date(2026, month, 1) for month in (8, 9, 10)]
    first, second, third = (
        publish(drafted(*anchors, month=month))
        for anchors, month in zip((("mal",), ("mal", "hinder"), ("mal",)), months, strict=True)
    )
    client, url = client_of(coordinator), f"{REPORTS}{third.pk}/comparison/"

    since = client.get(url).json()
    assert (since["before"]["id"], since["after"]["id"]) == (second.pk, third.pk)
    assert [(each["anchor"], each["is_gone"]) for each in since["sections"]] == [("hinder", True)]
    asked = client.get(f"{url}?before={first.pk}").json()
    assert (asked["before"]["id"], asked["sections"]) == (first.pk, [])
    assert client.get(f"{url}?before=0").status_code == 400


def test_an_edition_alone_is_compared_with_itself(coordinator: User) -> None:
    """As on the page, where nothing differs then."""
    report = publish(drafted("mal"))

    found = client_of(coordinator).get(f"{REPORTS}{report.pk}/comparison/").json()
    assert found["before"]["id"] == found["after"]["id"] == report.pk
    assert found["sections"] == []


def test_a_question_is_read_with_its_section_by_the_body_that_it_went_to(
    central: User, coordinator: User, body: ResponsibleBody
) -> None:
    report = drafted("mal", "hinder")
    question = ask_body(
        report=report, section="hinder", body=body, question="Stämmer det?", acting_user=central
    )
    url = f"/api/v1/report-questions/{question.pk}/"

    told = client_of(coordinator).get(url).json()
    assert (told["question"], told["state"], told["section"]) == ("Stämmer det?", "asked", "hinder")
    assert (told["told"]["anchor"], told["report_id"]) == ("hinder", report.pk)
    assert client_of(coordinator).get(f"{REPORTS}{report.pk}/").status_code == 404
    of_all = "/api/v1/report-questions/?state=asked"
    one = _queries(client_of(central), of_all)
    ask_body(report=report, section="mal", body=body, question="Och här?", acting_user=central)
    assert _queries(client_of(central), of_all) == one
    left = client_of(central).get(f"{REPORTS}{report.pk}/review/").json()["left"]
    assert len(left) == 2
    assert left[0] == f"{body.name} har inte svarat på frågan om ”Mal”."
    withdraw_question(review=question, reason="Inaktuell", acting_user=central)
    assert client_of(coordinator).get(url).json()["told"] is None
