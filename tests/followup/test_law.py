"""Golden cases of the rules, section by section, on days round their limits."""

from dataclasses import replace
from datetime import date

import pytest

from followup.compliance import Clock, State, months_after
from followup.law import SECTIONS, judge
from followup.law_facts import Agreement, Council, Document, LawFacts, Record, Told

DECIDED = date(2025, 6, 15)
ALL_PARTS = frozenset({"extent", "consequences", "other", "analysis"})
PICTURE = Document(2, DECIDED, "Kommunstyrelsen", parts=ALL_PARTS)
PLAN = Document(1, DECIDED, "Kommunstyrelsen", picture_number=2)
REACHED = Agreement("Med polisen", "reached", valid_to=date(2028, 1, 1))
COUNCIL = Council("Stadens råd", has_chair=True, outside_leaders=2, last_meeting=date(2025, 9, 1))
FUNCTION = Record("Trygghetsenheten", date(2023, 7, 1), contact="trygghet@exempel.se")
DAY = date(2025, 10, 1)
MET = LawFacts(
    day=DAY,
    picture=PICTURE,
    plan=PLAN,
    agreements=(REACHED,),
    councils=(COUNCIL,),
    records={
        "7": (Record("ANDTS-planen", date(2024, 1, 1)),),
        "11": (FUNCTION,),
        "12": (Record("Nyhetsbrev", date(2025, 5, 1)),),
        "13": (Record("Kommunstyrelsen leder", date(2023, 7, 1), body="Kommunstyrelsen"),),
    },
    told=(Told("Lägesbilden", date(2025, 6, 20)),),
    executive_board="Kommunstyrelsen",
)
NOTHING = LawFacts(day=DAY)


def _state(facts: LawFacts, section: str):
    return next(each for each in judge(facts) if each.section == section)


def _records(section: str, *records: Record) -> dict[str, tuple[Record, ...]]:
    return {**MET.records, section: records}


def test_sections_4_to_14_in_the_order_of_the_act() -> None:
    assert [each.section for each in judge(NOTHING)] == [str(number) for number in range(4, 15)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda each: each.number)
def test_every_rule_cites_its_section(section) -> None:
    assert section.rule.__doc__.startswith(f"§ {section.number}: ")


def test_everything_done_is_met_and_cameras_are_no_duty() -> None:
    states = {each.section: each.state for each in judge(MET)}

    assert states.pop("14") == State.NOT_APPLICABLE
    assert set(states.values()) == {State.MET}
    assert not any(each.missing for each in judge(MET))


def test_nothing_done_is_missing_and_says_what_to_do() -> None:
    found = {each.section: each for each in judge(NOTHING)}

    assert found.pop("14").state == State.NOT_APPLICABLE
    assert {each.state for each in found.values()} == {State.MISSING}
    assert all(each.missing for each in found.values())


@pytest.mark.parametrize("part", sorted(ALL_PARTS))
def test_4_asks_for_every_part(part: str) -> None:
    facts = replace(MET, picture=replace(PICTURE, parts=ALL_PARTS - {part}))

    assert _state(facts, "4").state == State.MISSING


def test_5_asks_for_a_plan_on_the_picture_in_force() -> None:
    older = replace(MET, plan=replace(PLAN, picture_number=1))

    assert _state(replace(MET, plan=None), "5").state == State.MISSING
    assert _state(older, "5").state == State.SOON
    assert "version 1" in _state(older, "5").missing[0].text


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 6, 15), State.MET),
        (date(2026, 12, 14), State.MET),
        (date(2026, 12, 15), State.SOON),  # 18 months
        (date(2027, 6, 14), State.SOON),  # the last day of the two years
        (date(2027, 6, 15), State.MISSING),  # 24 months
        (date(2029, 1, 1), State.MISSING),
    ],
)
def test_6_warns_from_month_18_and_is_late_at_24(day: date, state: State) -> None:
    found = _state(replace(MET, day=day), "6")

    assert found.state == state
    assert found.next_deadline == date(2027, 6, 14)
    assert bool(found.missing) == (state != State.MET)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2027, 5, 31), State.MET),
        (date(2027, 6, 1), State.SOON),  # 18 months since the follow-up
        (date(2027, 11, 30), State.SOON),
        (date(2027, 12, 1), State.MISSING),  # 24 months
    ],
)
def test_6_the_plan_counts_from_its_last_follow_up(day: date, state: State) -> None:
    fresh = replace(PICTURE, decided_on=date(2027, 5, 1))
    found = _state(replace(MET, day=day, picture=fresh, followed_up_on=date(2025, 12, 1)), "6")

    assert found.state == state
    assert found.next_deadline == date(2027, 11, 30)
    assert [str(todo.text)[:8] for todo in found.missing] == ["Följ upp"] * (state != State.MET)


def test_6_has_two_clocks_and_the_first_one_decides() -> None:
    followed = replace(MET, day=date(2027, 1, 1), followed_up_on=date(2026, 11, 1))
    updated = replace(followed, picture=replace(PICTURE, decided_on=date(2026, 10, 1)))

    assert _state(followed, "6").state == State.SOON  # the picture is 18 months old
    assert [str(todo.text)[:9] for todo in _state(followed, "6").missing] == ["Uppdatera"]
    assert _state(updated, "6").state == State.MET
    assert _state(updated, "6").next_deadline == date(2028, 9, 30)


def test_6_is_missing_without_a_plan_to_follow_up() -> None:
    assert _state(replace(MET, plan=None), "6").state == State.MISSING


@pytest.mark.parametrize(
    ("done_on", "months", "day"),
    [
        (date(2025, 8, 31), 18, date(2027, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_a_month_without_the_day_ends_on_its_last(done_on: date, months: int, day: date) -> None:
    assert months_after(done_on, months) == day


def test_a_clock_of_a_leap_day_ends_before_the_second_year_is_full() -> None:
    clock = Clock.of(date(2024, 2, 29), warn_months=18, limit_months=24)

    assert (clock.warns_on, clock.last_day) == (date(2025, 8, 29), date(2026, 2, 27))


@pytest.mark.parametrize(
    ("review_on", "state"),
    [(None, State.MET), (DAY, State.MET), (date(2025, 9, 30), State.SOON)],
)
def test_7_evidence_is_gone_through_again(review_on: date | None, state: State) -> None:
    records = _records("7", Record("Översiktsplanen", date(2024, 1, 1), review_on=review_on))

    assert _state(replace(MET, records=records), "7").state == state


@pytest.mark.parametrize(
    ("agreements", "state"),
    [
        ((), State.MISSING),
        ((Agreement("A", "in_work"),), State.MISSING),  # no attempt is logged
        ((Agreement("A", "in_work", tried_on=date(2025, 3, 1)),), State.MET),
        ((Agreement("A", "not_reached", tried_on=date(2023, 10, 2)),), State.MET),
        ((Agreement("A", "not_reached", tried_on=date(2023, 10, 1)),), State.MISSING),
        ((Agreement("A", "reached", valid_to=date(2025, 9, 30)),), State.MISSING),  # ended
        ((Agreement("A", "reached", valid_to=date(2026, 1, 1)),), State.SOON),  # 3 months
        ((Agreement("A", "reached", valid_to=date(2026, 1, 2)),), State.MET),
        ((Agreement("A", "reached", date(2028, 1, 1), review_on=date(2025, 9, 1)),), State.SOON),
        ((Agreement("A", "reached", valid_to=DAY), REACHED), State.MET),
    ],
)
def test_9_works_for_agreements(agreements: tuple[Agreement, ...], state: State) -> None:
    assert _state(replace(MET, agreements=agreements), "9").state == state


def test_9_says_when_an_agreement_was_worked_for_but_not_reached() -> None:
    tried = (Agreement("Med regionen", "not_reached", tried_on=date(2025, 3, 1)),)

    found = _state(replace(MET, agreements=tried), "9")
    (shown,) = found.evidence

    assert shown.text == "Verkat för, men inte ingången: Med regionen"
    assert shown.on == date(2025, 3, 1)
    assert found.next_deadline == date(2027, 2, 28)  # the day before 24 months


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, State.MET),
        ({"has_chair": False}, State.SOON),
        ({"outside_leaders": 0}, State.SOON),
        ({"last_meeting": None}, State.SOON),
        ({"last_meeting": date(2024, 10, 2)}, State.MET),
        ({"last_meeting": date(2024, 10, 1)}, State.SOON),
    ],
)
def test_10_asks_for_a_living_council(changes: dict, state: State) -> None:
    found = _state(replace(MET, councils=(replace(COUNCIL, **changes),)), "10")

    assert found.state == state
    assert bool(found.missing) == (state == State.SOON)


def test_10_the_deadline_is_the_last_day_that_is_in_time() -> None:
    last_day = _state(MET, "10").next_deadline

    assert last_day == date(2026, 8, 31)
    assert _state(replace(MET, day=last_day), "10").state == State.MET
    assert _state(replace(MET, day=date(2026, 9, 1)), "10").state == State.SOON


def test_8_is_the_worse_of_9_and_10() -> None:
    assert _state(MET, "8").state == State.MET
    assert _state(MET, "8").date == COUNCIL.last_meeting
    assert _state(replace(MET, councils=()), "8").state == State.MISSING
    assert _state(replace(MET, councils=(replace(COUNCIL, outside_leaders=0),)), "8").state == (
        State.SOON
    )


def test_11_and_12_ask_for_a_contact() -> None:
    without = replace(MET, records=_records("11", replace(FUNCTION, contact="")))

    assert _state(without, "11").state == State.SOON
    assert _state(without, "12").state == State.MISSING


@pytest.mark.parametrize(
    ("told_on", "state"),
    [(date(2024, 10, 2), State.MET), (date(2024, 10, 1), State.SOON)],
)
def test_12_information_is_a_year_old_at_most(told_on: date, state: State) -> None:
    records = _records("12", Record("Nyhetsbrev", told_on))

    assert _state(replace(MET, records=records), "12").state == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 19), State.MET),
        (date(2026, 3, 20), State.SOON),  # 9 months
        (date(2026, 6, 19), State.SOON),
        (date(2026, 6, 20), State.MISSING),  # 12 months
    ],
)
def test_13_reports_at_least_every_twelve_months(day: date, state: State) -> None:
    found = _state(replace(MET, day=day), "13")

    assert found.state == state
    assert found.next_deadline == date(2026, 6, 19)


def test_13_the_executive_board_leads_by_the_act_itself() -> None:
    found = _state(replace(MET, records=_records("13")), "13")

    assert found.state == State.MET
    assert "Kommunstyrelsen leder arbetet enligt lagen" in found.evidence[0].text


def test_14_a_camera_is_reviewed() -> None:
    camera = Record("Kameror på torget", date(2024, 1, 1), review_on=date(2025, 12, 1))
    facts = replace(MET, records=_records("14", camera))

    assert _state(facts, "14").state == State.MET
    assert _state(facts, "14").next_deadline == date(2025, 12, 1)
    assert _state(replace(facts, day=date(2025, 12, 2)), "14").state == State.SOON
