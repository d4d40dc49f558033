from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaboration.models import CollaborationProcess, SituationReport
from followup.models import MonthlyReport
from followup.selectors.start import start_page
from programs.models import Program, ResponsibleBody
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObservationFactory,
    ObstacleFactory,
    SituationReportFactory,
)
from tests.factories.invitations import EffectSignalFactory
from tests.factories.programs import ProgramFactory, ResponsibleBodyFactory
from tests.followup.publishing import publish
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.accounts.scope import scope_of
from trygghet.jobs.models import Job

SignIn = Callable[[User], Client]
DAY = date(2026, 11, 21)
SENT = {"submitted_at": "2026-11-04T10:00+01:00"}


@pytest.fixture(autouse=True)
def program(db: None) -> Program:
    return ProgramFactory()


def report(body: ResponsibleBody, **fields: object) -> SituationReport:
    fields.setdefault("due_on", date(2026, 11, 5))
    return SituationReportFactory(body=body, program=Program.objects.get(), **fields)


def approved(body: ResponsibleBody, by: User, **fields: object) -> SituationReport:
    decided = {"state": "approved", "decided_at": timezone.now(), "decided_by": by}
    return report(body, **SENT | decided | fields)


def titles(user: User) -> list[str]:
    return [task.title for task in start_page(scope_of(user), DAY).tasks]


def test_coordinator_is_asked_for_what_is_missing(coordinator: User) -> None:
    page = start_page(scope_of(coordinator), DAY)
    first = page.tasks[0]
    assert first.title == "Skriv lägesbilden för oktober"
    assert "5 november, för 16 dagar sedan" in first.note
    assert "manad=2026-10&organ=adalen" in first.url
    assert page.tasks[-1].title == "10 äldre lägesbilder saknas"
    assert page.bodies[0].state == "missing"


def test_returned_comes_first_with_its_reason(coordinator: User, body: ResponsibleBody) -> None:
    report(body, state="returned", return_reason="Skriv var.", **SENT)
    page = start_page(scope_of(coordinator), DAY)
    assert page.tasks[0].title == "Rätta lägesbilden för oktober"
    assert "Skriv var." in page.tasks[0].note


def test_coordinator_reads_observations_and_answers(
    coordinator: User, body: ResponsibleBody, central: User
) -> None:
    ObservationFactory.create_batch(2, body=body)
    ObservationFactory(body=body, nothing_to_report=True, category=None)
    ObstacleFactory(
        body=body,
        title="Lampor",
        state="answered",
        answer="Ja.",
        decided_on=DAY,
        answered_at=timezone.now(),
    )
    assert "2 nya iakttagelser att läsa" in titles(coordinator)
    assert "Svar på hindret ”Lampor”" in titles(coordinator)


def test_manager_approves_but_does_not_write(manager: User, body: ResponsibleBody) -> None:
    report(body, state="submitted", **SENT)
    assert titles(manager) == ["Godkänn lägesbilden för oktober"]


def test_contributor_sees_what_became_of_the_own(contributor: User, body: ResponsibleBody) -> None:
    mine = ObservationFactory(body=body, logged_by=contributor, state="set_aside")
    ObservationFactory(body=body)
    page = start_page(scope_of(contributor), DAY)
    assert (page.tasks, page.mine, page.may_log) == ((), (mine,), True)


def test_central_office_has_the_city(central: User, body: ResponsibleBody, manager: User) -> None:
    approved(ResponsibleBodyFactory(), manager)
    ObstacleFactory(title="Lampor", raised_at=timezone.now() - timedelta(days=9))
    found = titles(central)
    assert "1 godkänd lägesbild att publicera" in found
    assert "Besvara hindret ”Lampor”" in found
    assert "2 lägesbilder för oktober saknas" in found
    assert "3 nämnder och bolag saknar samordnare" in found


def monthly(state: str, **fields: object) -> MonthlyReport:
    job = Job.objects.create(kind="monthly_report", key=state, state=state)
    return MonthlyReport.objects.create(
        program=Program.objects.get(), month=date(2026, 10, 1), job=job, **fields
    )


def test_committee_reads_the_newest_monthly_report(committee: User) -> None:
    assert titles(committee) == []
    built = {"built_at": timezone.now(), "file": "reports/a.pdf", "pdf_hash": "a" * 64, "pages": 12}
    report = monthly("done", content_hash="b" * 64, **built)
    assert titles(committee) == []
    publish(report)
    page = start_page(scope_of(committee), DAY)
    assert page.tasks[0].title == "Läs månadsrapporten för oktober"
    assert page.tasks[0].url == "/manadsrapporter/2026-10/staden/"
    assert page.news[0].what == "Månadsrapporten för oktober är publicerad"
    assert page.city is not None


def test_central_office_is_told_of_a_report_that_failed(
    central: User, body: ResponsibleBody
) -> None:
    monthly("failed", body=body)
    assert titles(central)[0] == "Månadsrapporten för oktober kunde inte göras"


def test_partner_has_its_processes_only(partner: User, process: CollaborationProcess) -> None:
    CollaborationProcessFactory(program=process.program)
    assert titles(partner) == [process.title]


def test_administrator_is_told_who_has_no_role(administrator: User, outsider: User) -> None:
    assert titles(administrator) == ["1 person saknar roll"]


@pytest.mark.parametrize(
    "who",
    ["coordinator", "manager", "contributor", "central", "committee", "administrator", "partner"],
)
def test_page_opens_for_every_role(who: str, as_user: SignIn, request) -> None:
    response = as_user(request.getfixturevalue(who)).get(reverse("start"))
    assert response.status_code == 200


def test_without_a_role_it_says_whom_to_ask(outsider: User, as_user: SignIn) -> None:
    page = as_user(outsider).get(reverse("start")).content.decode()
    assert "Du har ingen roll än" in page


def test_nothing_to_do_is_said_kindly(contributor: User, as_user: SignIn) -> None:
    assert "Inget väntar på dig" in as_user(contributor).get(reverse("start")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_person_with_every_role_costs_a_constant_number_of_queries(
    rows: int,
    body: ResponsibleBody,
    board: ResponsibleBody,
    as_user: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    person = UserFactory()
    for role in (Role.CENTRAL_OFFICE, Role.COMMITTEE, Role.ADMINISTRATOR):
        grant_role(person, role, board)
    for _ in range(rows):
        own = ResponsibleBodyFactory()
        for role in (Role.COORDINATOR, Role.MANAGER, Role.CONTRIBUTOR):
            grant_role(person, role, own)
        process = CollaborationProcessFactory(program=Program.objects.get(), lead_body=own)
        grant_role(person, Role.PARTNER, process)
        EffectSignalFactory(process=process)
        report(own, state="submitted", **SENT)
        approved(ResponsibleBodyFactory(), person)
        ObservationFactory(body=own, logged_by=person)
        ObstacleFactory(body=own)
        UserFactory()
    client = as_user(person)
    with django_assert_num_queries(46):
        client.get(reverse("start"))
