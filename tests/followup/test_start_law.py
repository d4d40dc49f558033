"""The law's clocks as tasks of the central office."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followup.models import MunicipalPicture, MunicipalPlan, PlanFollowUp
from followup.selectors.start import start_page
from followup.selectors.start_law import law_tasks
from followup.selectors.start_tasks import Task
from programs.models import ResponsibleBody
from tests.factories.agreements import AgreementFactory
from tests.factories.programs import ProgramFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

DECIDED = date(2025, 6, 15)
MONTH_18 = date(2026, 12, 15)


@pytest.fixture
def plan(board: ResponsibleBody) -> MunicipalPlan:
    decision = {
        "program": ProgramFactory(), "number": 1, "state": "decided", "decided_on": DECIDED,
        "decided_by": board, "paragraph": "§ 1", "registry_number": "KS 2025/1",
    }  # fmt: skip
    picture = MunicipalPicture.objects.create(**decision)
    return MunicipalPlan.objects.create(picture=picture, **decision)


def of_section_6(user: User, day: date) -> list[Task]:
    return [task for task in law_tasks(scope_of(user), day) if task.url.endswith("#paragraf-6")]


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (date(2026, 12, 14), None),
        (MONTH_18, 2),
        (date(2027, 6, 14), 2),
        (date(2027, 6, 15), 1),
    ],
)
def test_section_6_is_a_task_from_month_18(
    plan: MunicipalPlan, central: User, day: date, urgency: int | None
) -> None:
    assert [task.urgency for task in of_section_6(central, day)] == ([urgency] if urgency else [])


def test_the_task_says_what_and_until_when(plan: MunicipalPlan, central: User) -> None:
    (task,) = of_section_6(central, MONTH_18)
    assert task.title == "Uppdatera lägesbilden: besluta en ny version"
    assert task.note == "Lagen (2023:196) 6 § · Ska göras senast 14 juni 2027"
    (late,) = of_section_6(central, date(2027, 7, 1))
    assert "Skulle ha gjorts senast 14 juni 2027" in late.note


def test_what_has_never_been_done_is_one_line_of_the_central_office_alone(
    central: User, coordinator: User, db: None
) -> None:
    (task,) = law_tasks(scope_of(central), MONTH_18)
    assert task.note.startswith("4 § lägesbild, 5 § åtgärdsplan, 6 §")
    assert task in start_page(scope_of(central), MONTH_18).tasks
    assert task not in start_page(scope_of(coordinator), MONTH_18).tasks


def test_same_queries_for_more_follow_ups(plan: MunicipalPlan, central: User) -> None:
    scope, taken = scope_of(central), []
    for number in (1, 2):
        for day in range(1, number + 1):
            PlanFollowUp.objects.create(
                plan=plan, followed_up_on=date(2026, number, day), result="x", recorded_by=central
            )
        with CaptureQueriesContext(connection) as queries:
            list(law_tasks(scope, MONTH_18))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_two_sections_that_ask_for_the_same_are_one_task(
    plan: MunicipalPlan, central: User
) -> None:
    AgreementFactory(state="reached", valid_from=DECIDED, valid_to=date(2026, 12, 20))
    found = [task.title for task in law_tasks(scope_of(central), MONTH_18)]
    assert len(found) == len(set(found))
    assert sum(title.startswith("Se över eller förnya") for title in found) == 1
