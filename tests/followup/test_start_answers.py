"""What waits for an answer of one's own body, and the answers to what one has asked."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collaboration.models import CollaborationProcess
from followup.selectors.start import start_page
from programs.models import Program, ResponsibleBody
from tests.factories.collaboration import ObstacleFactory, noon
from tests.factories.invitations import EffectSignalFactory
from tests.factories.places import SafetyWalkFactory, WalkFindingFactory
from tests.factories.programs import ProgramFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def program(db: None) -> Program:
    return ProgramFactory()


def test_findings_wait_on_the_desk_of_the_body_that_shall_answer(
    body: ResponsibleBody, coordinator: User, contributor: User
) -> None:
    walk = SafetyWalkFactory(state="walked", title="Kvällsvandring")
    for days in range(5):
        found_at = noon(date(2026, 10, 15) + timedelta(days=days))
        WalkFindingFactory(walk=walk, responsible=body, text=f"Fynd {days}", found_at=found_at)
    WalkFindingFactory(walk=walk, responsible=ResponsibleBodyFactory(), text="Andras")
    WalkFindingFactory(walk=SafetyWalkFactory(), responsible=body, text="Inte skickat än")

    tasks = [task for task in start_page(scope_of(coordinator), DAY).tasks if "ynd" in task.title]

    assert [task.title for task in tasks] == [
        "Svara på fyndet ”Fynd 0”",
        "Svara på fyndet ”Fynd 1”",
        "Svara på fyndet ”Fynd 2”",
        "2 fynd till väntar på svar",
    ]
    assert tasks[0].note == "Kvällsvandring · har väntat 37 dagar"
    assert not [t for t in start_page(scope_of(contributor), DAY).tasks if "fynd" in t.title]


def test_the_one_who_signalled_is_told_of_the_answer(
    process: CollaborationProcess, coordinator: User, manager: User, central: User
) -> None:
    EffectSignalFactory(
        process=process,
        raised_by=coordinator,
        answer="Vi ses på måndag.",
        closed_by=central,
        closed_at=timezone.now(),
    )

    told = [news.what for news in start_page(scope_of(coordinator), DAY).news]
    others = [news.what for news in start_page(scope_of(manager), DAY).news]

    assert f"Signalen om ”{process.title}”, som du skickade, är besvarad" in told
    assert not [what for what in others if "Signalen" in what]


def test_the_one_who_lifted_the_obstacle_is_told_of_the_answer(
    body: ResponsibleBody, coordinator: User, manager: User
) -> None:
    ObstacleFactory(
        body=body,
        title="Lampor",
        raised_by=coordinator,
        state="answered",
        answer="Ja.",
        decided_on=DAY,
        answered_at=timezone.now(),
    )

    told = [news.what for news in start_page(scope_of(coordinator), DAY).news]
    others = [news.what for news in start_page(scope_of(manager), DAY).news]

    assert "Hindret ”Lampor”, som du lyfte, är besvarat" in told
    assert "Hindret ”Lampor” är besvarat" in others
