"""The facts of the law's page come from the rows, and it turns from red to green."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from followup.compliance import State
from followup.models import CouncilReport, LawEvidence, MunicipalPlan, MunicipalStatement
from followup.selectors.law import law_page, law_status
from followup.selectors.law_clocks import law_clocks
from followup.selectors.law_facts import law_facts
from followup.services import law, municipal_pictures, municipal_plans
from tests.factories.agreements import AgreementFactory, AttemptFactory
from tests.factories.collaboration import PartnerOrganizationFactory
from tests.factories.councils import CouncilFactory, CouncilMeetingFactory, CouncilMemberFactory
from tests.factories.programs import ProgramFactory
from trygghet.accounts.scope import scope_of

pytestmark = pytest.mark.django_db


def _states(user, day=None) -> dict[str, State]:
    found = law_status(scope_of(user), day or timezone.localdate())
    return {each.section: each.state for each in found}


def _decide_both(central, board, day: date) -> None:
    program = ProgramFactory()
    decision = {
        "decided_by": board,
        "decided_on": day,
        "paragraph": "§ 1",
        "registry_number": "KS 1",
        "acting_user": central,
    }
    picture = municipal_pictures.begin_picture(program=program, acting_user=central)
    for part in MunicipalStatement.Part.values:
        statement = municipal_pictures.add_statement(
            picture=picture,
            part=part,
            heading="Rån",
            text="Rånen ökar.",
            other_grounds="Mätning",
            acting_user=central,
        )
    municipal_pictures.decide_picture(picture=picture, **decision)
    plan = municipal_plans.begin_plan(program=program, acting_user=central)
    municipal_plans.add_line(
        plan=plan,
        text="Tänd parken",
        responsible=board,
        due_on=date(2027, 1, 1),
        statements=[statement],
        acting_user=central,
    )
    municipal_plans.decide_plan(plan=plan, **decision)


def _evidence(central, section: str, **fields) -> LawEvidence:
    fields = {"title": f"Underlag {section}", "valid_from": timezone.localdate()} | fields
    return law.add_evidence(section=section, acting_user=central, **fields)


def _council(board) -> None:
    council = CouncilFactory(level="strategic", body=board)
    CouncilMemberFactory(council=council, body=board, is_chair=True)
    CouncilMemberFactory(
        council=council, body=None, organization=PartnerOrganizationFactory(), position="top"
    )
    CouncilMeetingFactory(council=council, held_on=timezone.localdate())


def test_the_page_turns_from_red_to_green(central, board, as_user) -> None:
    client, url = as_user(central), reverse("followup:law")
    assert set(_states(central).values()) == {State.MISSING, State.NOT_APPLICABLE}
    assert "10 saknar något" in client.get(url).content.decode()

    _decide_both(central, board, timezone.localdate())
    AgreementFactory(reached=True, valid_to=timezone.localdate() + timedelta(days=400))
    _council(board)
    for section in ("7", "12", "13"):
        _evidence(central, section)
    _evidence(central, "11", contact="trygghet@exempel.se")
    law.log_council_report(
        reported_on=timezone.localdate(), subject="Lägesbilden", acting_user=central
    )

    assert set(_states(central).values()) == {State.MET, State.NOT_APPLICABLE}
    assert "10 paragrafer är uppfyllda" in client.get(url).content.decode()


def test_the_clocks_go_on_and_a_follow_up_winds_one_of_them(central, board) -> None:
    _decide_both(central, board, date(2025, 1, 10))

    assert _states(central, date(2026, 7, 9))["6"] == State.MET
    assert _states(central, date(2026, 7, 10))["6"] == State.SOON
    assert _states(central, date(2027, 1, 10))["6"] == State.MISSING
    facts = law_facts(scope_of(central), date(2026, 7, 10))
    assert facts.followed_up_on is None
    municipal_plans.follow_up_plan(
        plan=MunicipalPlan.objects.get(),
        followed_up_on=date(2026, 6, 1),
        result="Hälften är gjort.",
        acting_user=central,
    )
    assert law_facts(scope_of(central), date(2026, 7, 10)).followed_up_on == date(2026, 6, 1)
    assert law_facts(scope_of(central), date(2026, 5, 1)).followed_up_on is None


def test_before_the_decision_there_was_no_picture(central, board) -> None:
    _decide_both(central, board, date(2026, 1, 10))

    assert _states(central, date(2026, 1, 9))["4"] == State.MISSING


def test_an_attempt_shows_that_the_municipality_worked_for_it(central) -> None:
    AttemptFactory(agreement=AgreementFactory(state="not_reached"), made_on=date(2026, 2, 1))

    assert _states(central, date(2026, 11, 1))["9"] == State.MET


def test_the_committee_gets_no_links_that_it_may_not_open(committee, central) -> None:
    AgreementFactory(reached=True)

    assert law_facts(scope_of(committee), date(2026, 11, 1)).agreements[0].url == ""
    assert law_facts(scope_of(central), date(2026, 11, 1)).agreements[0].url


def test_evidence_is_written_in_changed_and_ended(central, as_user) -> None:
    client = as_user(central)
    sent = {"section": "7", "title": "ANDTS-planen", "valid_from": "2026-01-01"}
    client.post(reverse("followup:law-evidence-new"), sent)
    row = LawEvidence.objects.get()
    edit = reverse("followup:law-evidence-edit", args=[row.pk])

    assert client.post(edit, {**sent, "title": "Planen", "version": "0"}).status_code == 302
    clash = client.post(edit, {**sent, "title": "Annat", "version": "0"})
    assert clash.status_code == 409
    assert "Planen" in clash.content.decode()
    client.post(reverse("followup:law-evidence-end", args=[row.pk]), {"valid_to": "2026-02-01"})
    row.refresh_from_db()
    assert (row.title, row.valid_to) == ("Planen", date(2026, 2, 1))
    assert "Tidigare underlag" in client.get(reverse("followup:law")).content.decode()


def test_evidence_cannot_end_before_it_began(central, as_user) -> None:
    row = _evidence(central, "7", valid_from=date(2026, 5, 1))
    url = reverse("followup:law-evidence-end", args=[row.pk])

    answer = as_user(central).post(url, {"valid_to": "2026-04-30"})

    assert "Slutdatum ska vara efter startdatum." in answer.content.decode()


def test_a_report_to_the_council_is_logged_once_and_not_in_the_future(central, as_user) -> None:
    url, client = reverse("followup:council-report-new"), as_user(central)
    sent = {
        "reported_on": "2026-06-01",
        "subject": "Lägesbilden",
        "idempotency_key": "0b0ab7a4-1d0d-4c2d-8f2c-6b1ad3a1f111",
    }
    client.post(url, sent)
    client.post(url, sent)

    assert CouncilReport.objects.count() == 1
    answer = client.post(url, {**sent, "reported_on": "2099-01-01"})
    assert "kan inte ligga i framtiden" in answer.content.decode()


def test_the_dashboards_clocks_are_those_of_the_page(central, board, committee) -> None:
    _decide_both(central, board, date(2025, 1, 10))
    _evidence(central, "7", valid_from=date(2025, 1, 1), review_on=date(2026, 1, 1))
    law.log_council_report(reported_on=date(2025, 2, 1), subject="Rapport", acting_user=central)
    AgreementFactory(reached=True, valid_from=date(2025, 1, 1), valid_to=date(2026, 9, 1))

    for user in (central, committee):
        day = date(2026, 7, 10)
        page = law_page(scope_of(user), day)
        asked = [line.status for line in page.lines if line.status.state in ("soon", "missing")]
        dated = {each.section: each for each in asked if each.next_deadline}
        clocks = law_clocks(scope_of(user), day)
        assert {each.section: each for each in clocks} == dated
        assert [each.section for each in clocks] == ["7", "13", "9", "6"]


def test_the_dashboard_asks_once_and_the_page_ten_times_at_most(
    central, board, as_user, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    _decide_both(central, board, date(2025, 1, 10))
    law.log_council_report(reported_on=date(2025, 2, 1), subject="Rapport", acting_user=central)
    scope, client = scope_of(central), as_user(central)

    with django_assert_num_queries(1):
        assert law_clocks(scope, date(2026, 7, 10))
    with django_assert_max_num_queries(10):
        assert client.get(reverse("followup:law")).status_code == 200


def test_the_same_queries_for_one_and_three_rows(central, board, as_user) -> None:
    client = as_user(central)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("followup:law")).status_code == 200
        return len(found)

    def fill() -> None:
        AttemptFactory()
        CouncilMeetingFactory(council=CouncilFactory(level="strategic"))
        for section in LawEvidence.Section.values:
            _evidence(central, section, body=board)
        law.log_council_report(reported_on=date(2026, 1, 1), subject="Rapport", acting_user=central)

    fill()
    before = queries()
    fill()
    fill()

    assert queries() == before
