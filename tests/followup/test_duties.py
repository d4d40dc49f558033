"""The rules of what the program asks of a body, and the pages that tell how it stands."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.exceptions import NoProgramInForce
from followup.compliance import State
from followup.duties import BodyFacts, Introduction, LatestReport, duties
from followup.models import ProgramIntroduction
from followup.selectors.duties import duties_of, duty_matrix, tallies
from followup.services.introductions import log_introduction
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import ParticipantFactory, SituationReportFactory
from tests.factories.followup import GoalFactory
from tests.factories.programs import (
    CoordinatorFactory,
    FocusAreaFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from trygghet.accounts.roles import Role
from trygghet.months import previous_month

DAY = date(2026, 11, 10)
REPORT = LatestReport("oktober 2026", date(2026, 11, 5), date(2026, 11, 3), in_time=11, asked=12)
TOLD = Introduction(date(2026, 2, 1), "chefsmöte", 12)
MET = BodyFacts(
    day=DAY,
    is_asked=True,
    coordinator_since=date(2025, 1, 1),
    goals=3,
    own_goals=1,
    report=REPORT,
    processes=2,
    joined_on=date(2026, 3, 1),
    followed_up_on=date(2026, 6, 1),
    introductions={"managers": TOLD, "staff": TOLD},
)


def _state(kind: str, **changes) -> State:
    return next(each for each in duties(replace(MET, **changes)) if each.kind == kind).state


def test_everything_done_is_met() -> None:
    assert {duty.state for duty in duties(MET)} == {State.MET}


def test_nothing_is_asked_of_a_body_without_reports() -> None:
    found = duties(BodyFacts(day=DAY, is_asked=False))

    assert {duty.state for duty in found} == {State.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("kind", "changes", "state"),
    [
        ("samordnare", {"coordinator_since": None}, State.MISSING),
        ("mal", {"goals": 0, "own_goals": 0}, State.MISSING),
        ("mal", {"own_goals": 0}, State.SOON),
        ("lagesbilder", {"report": None}, State.NOT_APPLICABLE),
        ("lagesbilder", {"report": replace(REPORT, sent_on=None)}, State.MISSING),
        ("lagesbilder", {"report": replace(REPORT, sent_on=date(2026, 11, 5))}, State.MET),
        ("lagesbilder", {"report": replace(REPORT, sent_on=date(2026, 11, 6))}, State.SOON),
        ("samverkan", {"processes": 0, "joined_on": None}, State.MISSING),
        ("uppfoljning", {"followed_up_on": None}, State.MISSING),
        ("uppfoljning", {"followed_up_on": date(2025, 11, 11)}, State.MET),
        ("uppfoljning", {"followed_up_on": date(2025, 11, 10)}, State.SOON),
        (
            "uppfoljning",
            {"followed_up_on": None, "goals": 0, "processes": 0},
            State.NOT_APPLICABLE,
        ),
        ("spridning", {"introductions": {}}, State.MISSING),
        ("spridning", {"introductions": {"staff": TOLD}}, State.SOON),
    ],
)
def test_each_duty(kind: str, changes: dict, state: State) -> None:
    assert _state(kind, **changes) == state


def test_a_missing_duty_says_what_to_do() -> None:
    found = next(d for d in duties(replace(MET, introductions={})) if d.kind == "spridning")

    assert found.missing == "Gör programmet känt för chefer och medarbetare och skriv in det."


@pytest.mark.django_db
def test_the_facts_are_found_in_the_rows(body, coordinator, process) -> None:
    today = timezone.localdate()
    month = previous_month(today)
    program = ProgramFactory(starts_on=date(2025, 1, 1))
    SituationReportFactory(body=body, program=program, period=month, state="approved")
    GoalFactory(process=None, body=body, problem=None, focus_area=FocusAreaFactory(program=program))
    log_introduction(
        body=body, audience="staff", held_on=today, how="Möte", acting_user=coordinator
    )

    found = {duty.kind: duty for duty in duties_of([body], today)[body.pk]}

    assert found["samordnare"].state == State.MET
    assert found["mal"].evidence[0].text == "1 mål, 1 eget"
    assert found["samverkan"].state == State.MET
    assert found["spridning"].state == State.SOON


@pytest.mark.django_db
def test_a_draft_elsewhere_is_not_told(body) -> None:
    """What is not sent is missing, whatever stands in the draft."""
    today = timezone.localdate()
    program = ProgramFactory(starts_on=date(2025, 1, 1), report_due_day=1)
    SituationReportFactory(body=body, program=program, period=previous_month(today), state="draft")

    (duty,) = (each for each in duties_of([body], today)[body.pk] if each.kind == "lagesbilder")

    assert duty.state == State.MISSING


@pytest.mark.django_db
def test_those_that_lack_most_come_first(body) -> None:
    ProgramFactory()
    CoordinatorFactory(body=ResponsibleBodyFactory(name="A utan brist"))
    lines = duty_matrix(timezone.localdate())

    assert [line.body for line in lines][0] == body
    assert duty_matrix(timezone.localdate(), kind="company_board") == []


@pytest.mark.django_db
def test_the_city_is_counted_duty_by_duty_and_each_number_leads_to_its_bodies(
    body, committee, as_user
) -> None:
    ProgramFactory()
    appointed = ResponsibleBodyFactory(name="Med samordnare")
    CoordinatorFactory(body=appointed)
    url, client = reverse("followup:duties"), as_user(committee)

    tally = tallies(duty_matrix(timezone.localdate()))[0]
    assert (tally.kind, dict(tally.counts)[State.MET], dict(tally.counts)[State.MISSING]) == (
        "samordnare", 1, 1,
    )  # fmt: skip
    shown = client.get(url, {"uppdrag": "samordnare", "lage": "missing"}).content.decode()
    assert body.name in shown
    assert "Med samordnare" not in shown
    assert "Ingen samordnare är utsedd." in shown  # what is missing, in words
    assert "Med samordnare" in client.get(url, {"lage": "missing"}).content.decode()


@pytest.mark.django_db
def test_the_manager_logs_that_the_program_was_made_known(body, manager, as_user) -> None:
    ProgramFactory()
    url = reverse("followup:introduction-new", args=[body.code])
    sent = {"audience": "managers", "held_on": "2026-02-01", "how": "Chefsmöte", "people": "12"}
    client = as_user(manager)

    answer = client.post(url, {**sent, "held_on": "2099-01-01"})
    assert "kan inte ligga i framtiden" in answer.content.decode()
    assert client.post(url, sent).status_code == 302
    assert ProgramIntroduction.objects.get().recorded_by == manager
    page = client.get(reverse("followup:body-duties", args=[body.code])).content.decode()
    assert "Chefsmöte" in page
    assert f"Inskrivet av {manager.name}." in page


@pytest.fixture
def known(body, manager) -> ProgramIntroduction:
    """Written in by mistake: the day is wrong."""
    ProgramFactory()
    return log_introduction(
        body=body, audience="managers", held_on=date(2026, 2, 1), how="Chefsmöte",
        acting_user=manager,
    )  # fmt: skip


def test_what_was_written_in_wrong_is_put_right_with_its_reason(
    known, body, coordinator, as_user
) -> None:
    client, url = (
        as_user(coordinator), reverse("followup:introduction-edit", args=[body.code, known.pk])
    )  # fmt: skip
    sent = {"audience": "managers", "held_on": "2026-03-01", "how": "Chefsdag", "version": "0"}
    refused = client.post(url, sent)
    assert "Skriv varför" in str(refused.context["form"].errors["reason"])
    assert 'value="Chefsdag"' in refused.content.decode()

    assert client.post(url, sent | {"reason": "Fel dag."}).status_code == 302
    known.refresh_from_db()
    assert (known.held_on, known.how, known.version) == (date(2026, 3, 1), "Chefsdag", 1)
    page = client.get(reverse("followup:body-duties", args=[body.code])).content.decode()
    assert "Fel dag." in page
    assert "Chefsdag" in page


def test_two_who_change_it_both_see_their_words(known, body, coordinator, as_user) -> None:
    ProgramIntroduction.objects.update(how="Deras ord", version=4)
    url = reverse("followup:introduction-edit", args=[body.code, known.pk])
    sent = {"audience": "managers", "held_on": "2026-03-01", "how": "Mina ord", "version": "0"}
    answer = as_user(coordinator).post(url, sent | {"reason": "Fel dag."})
    assert answer.status_code == 409
    assert "Deras ord" in answer.content.decode()
    assert "Mina ord" in answer.content.decode()


def test_what_was_never_so_is_taken_back_and_no_longer_counts(
    known, body, manager, as_user
) -> None:
    client, today = as_user(manager), timezone.localdate()
    url = reverse("followup:introduction-withdraw", args=[body.code, known.pk])
    assert client.post(url, {"reason": " "}).context["form"].errors["reason"]
    assert client.post(url, {"reason": "Det gällde en annan nämnd."}).status_code == 302

    known.refresh_from_db()
    assert (known.withdrawn_by, known.version) == (manager, 1)
    told = next(d for d in duties_of([body], today)[body.pk] if d.kind == "spridning")
    assert (told.state, told.evidence) == (State.MISSING, ())
    page = client.get(reverse("followup:body-duties", args=[body.code])).content.decode()
    assert f"av {manager.name}:" in page
    assert "Det gällde en annan nämnd." in page
    assert url not in page
    again = client.post(url, {"reason": "Igen."})
    assert "redan återtagen" in str(again.context["form"].non_field_errors())
    edit = reverse("followup:introduction-edit", args=[body.code, known.pk])
    sent = {"audience": "staff", "held_on": "2026-03-01", "how": "x", "reason": "y", "version": "1"}
    assert client.post(edit, sent).context["form"].non_field_errors()


def test_another_bodys_introduction_is_not_found(known, as_user) -> None:
    other = ResponsibleBodyFactory()
    user = UserFactory()
    grant_role(user, Role.MANAGER, other)
    url = reverse("followup:introduction-withdraw", args=[other.code, known.pk])
    assert as_user(user).post(url, {"reason": "Fel."}).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_more_introductions(
    number, known, body, manager, as_user, django_assert_max_num_queries
) -> None:
    for day in range(1, number):
        log_introduction(
            body=body, audience="staff", held_on=date(2026, 4, day), how="Träff",
            acting_user=manager,
        )  # fmt: skip
    client = as_user(manager)
    with django_assert_max_num_queries(24):
        client.get(reverse("followup:body-duties", args=[body.code]))


@pytest.mark.django_db
def test_no_introduction_outside_every_program(body, manager) -> None:
    with pytest.raises(NoProgramInForce):
        log_introduction(
            body=body, audience="staff", held_on=date(1999, 1, 1), how="x", acting_user=manager
        )


@pytest.mark.django_db
def test_the_file_holds_the_same_and_no_formulas(committee, body, as_user) -> None:
    ProgramFactory()
    ResponsibleBodyFactory(name="=1+1")

    answer = as_user(committee).get(reverse("followup:duties-csv"), {"typ": "district_committee"})

    text = answer.content.decode("utf-8-sig")
    assert "Ingen samordnare är utsedd." in text
    assert "'=1+1" in text


@pytest.mark.django_db
def test_the_same_queries_for_one_and_three_bodies(committee, process, as_user) -> None:
    program = ProgramFactory()
    client = as_user(committee)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("followup:duties")).status_code == 200
        return len(found)

    def fill() -> None:
        another = ResponsibleBodyFactory()
        CoordinatorFactory(body=another)
        GoalFactory(
            process=None, body=another, problem=None, focus_area=FocusAreaFactory(program=program)
        )
        ParticipantFactory(process=process, body=another)
        SituationReportFactory(body=another, program=program, state="approved")

    fill()
    before = queries()
    fill()
    fill()

    assert queries() == before
