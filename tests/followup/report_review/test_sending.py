"""A published edition is sent once to each of its readers."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from followup.models import MonthlyReport
from followup.reports.monthly import ask_for_reports
from programs.models import Program, ResponsibleBody
from programs.services import grant_role, revoke_role
from tests.factories.accounts import UserFactory
from tests.factories.programs import ReportRecipientFactory, ResponsibleBodyFactory
from tests.followup.report_review.editions import AT, OCTOBER, published
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.jobs import services as jobs

AsUser = Callable[[User], Client]


@pytest.fixture
def housing(program: Program) -> ResponsibleBody:
    """A body without an edition of its own."""
    return ResponsibleBodyFactory(
        name="Ådalshem AB", code="adalshem", kind=ResponsibleBody.Kind.COMPANY_BOARD
    )


def test_it_is_sent_once_to_each_reader_with_the_file_that_all_of_them_may_read(
    housing: ResponsibleBody,
    draft: MonthlyReport,
    program: Program,
    board: ResponsibleBody,
    central: User,
    committee: User,
    coordinator: User,
    as_user: AsUser,
) -> None:
    ReportRecipientFactory(program=program, body=board)
    chief, specialist, gone = (UserFactory(name=name) for name in ("Bo", "Sam", "Ine"))
    grant_role(chief, Role.MANAGER, board)
    grant_role(specialist, Role.COORDINATOR, housing)
    grant_role(gone, Role.COMMITTEE, board)
    grant_role(committee, Role.COORDINATOR, housing)
    published(draft, central)
    expected = {central, committee, chief, specialist, gone}
    assert {delivery.user for delivery in draft.deliveries.all()} == expected
    revoke_role(gone, Role.COMMITTEE, board)
    for delivery in draft.deliveries.all():
        jobs.run(delivery.job_id)
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert set(letters) == {person.email for person in expected - {gone}}
    one = letters[specialist.email]
    assert "Ådalshem AB\n- Lägesbilden för oktober 2026 har inte kommit." in one.body
    assert "/manadsrapporter/2026-10/staden/delar/adalshem/?utgava=1" in one.body
    assert "Ådalshem AB" not in letters[chief.email].body
    assert one.attachments[0].filename == "manadsrapport-2026-10-staden.pdf"
    job = draft.deliveries.get(user=specialist).job
    assert one.extra_headers["Message-ID"].startswith(f"<report_mail.{job.pk}@")
    page = as_user(central).get(reverse("followup:report-detail", args=AT)).content.decode()
    assert "Skickad till" in page
    assert "Sam" in page
    assert (
        "Skickad till"
        not in as_user(coordinator).get(reverse("followup:report-detail", args=AT)).content.decode()
    )


def test_a_district_gets_its_own_edition(
    program: Program, body: ResponsibleBody, central: User, coordinator: User, manager: User
) -> None:
    [report] = ask_for_reports(month=OCTOBER, scope="adalen")
    assert jobs.run(report.job_id)
    published(report, central)
    assert {delivery.user for delivery in report.deliveries.all()} == {coordinator, manager}
    jobs.run(report.deliveries.first().job_id)
    letter = mail.outbox[0].body
    assert "/manadsrapporter/2026-10/adalen/?utgava=1" in letter
    assert "Ådalens stadsdelsnämnd\n- Lägesbilden för oktober 2026" in letter
    assert "delar/" not in letter
