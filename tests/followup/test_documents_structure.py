"""The minutes and the action plan as files: what a screen reader meets, and what they claim."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from collaboration.models import CollaborationProcess
from followup.services.plans import gather_plan
from tests.factories.councils import (
    AgendaItemFactory,
    CouncilFactory,
    CouncilMeetingFactory,
    CouncilMemberFactory,
)
from tests.factories.followup import ActivityFactory, CauseFactory, GoalFactory, MeasureFactory
from tests.followup.pdf_structure import (
    assert_claims_to_be_readable,
    assert_headings_skip_no_level,
    assert_nested_rightly,
    everything,
)
from trygghet.accounts.models import User

SignIn = Callable[[User], Client]


def _minutes(process: CollaborationProcess, user: User, days: int = 3) -> str:
    council = CouncilFactory(body=process.lead_body)
    day = timezone.localdate() - timedelta(days=days)
    meeting = CouncilMeetingFactory(council=council, held_on=day)
    meeting.attended.add(CouncilMemberFactory(council=council, is_chair=True))
    for number in range(3):
        AgendaItemFactory(
            meeting=meeting, text="Ett stycke.\n\nEtt till.", decision=f"Så {number}."
        )
    AgendaItemFactory(meeting=meeting, classification="internal", title="Bara inom staden")
    return reverse("followup:council-minutes", args=[council.pk, meeting.pk])


def _plan(process: CollaborationProcess, user: User) -> str:
    goal = GoalFactory(process=process)
    cause = CauseFactory(problem=goal.problem)
    measures = [MeasureFactory(process=process, cause=each) for each in (cause, None)]
    for measure in measures:
        measure.goals.add(goal)
        ActivityFactory(measure=measure)
    plan = gather_plan(
        process=process, title="Plan för torget", introduction="Ett stycke.", measures=measures,
        reports=[], acting_user=user,
    )  # fmt: skip
    return reverse("followup:plan-pdf", args=[plan.pk])


def _read(client: Client, url: str) -> PdfReader:
    return PdfReader(BytesIO(client.get(url).content))


@pytest.mark.parametrize("document", [_minutes, _plan])
def test_the_structure_follows_the_rules(
    document: Callable[..., str], process: CollaborationProcess, as_user: SignIn, coordinator: User
) -> None:
    file = _read(as_user(coordinator), document(process, coordinator))

    elements = everything(file)
    assert {element["/S"] for element in elements} >= {"/H1", "/H2", "/H3", "/P", "/L"}
    assert_nested_rightly(file)
    assert_headings_skip_no_level(file)
    assert_claims_to_be_readable(file)
    assert file.trailer["/Root"]["/Lang"] == "sv"


def test_minutes_say_what_the_public_edition_leaves_out(
    process: CollaborationProcess, as_user: SignIn, coordinator: User, settings: object
) -> None:
    settings.DEMO = True
    file = _read(as_user(coordinator), _minutes(process, coordinator))

    text = " ".join(" ".join(page.extract_text() for page in file.pages).split())
    assert file.metadata.title.startswith("Protokoll, ")
    assert "1 ärende finns inte med i den här utgåvan" in text
    assert "Bara inom staden" not in text
    assert text.count("Demodata – påhittat innehåll") == len(file.pages)


def test_before_the_meeting_it_is_the_agenda(
    process: CollaborationProcess, as_user: SignIn, coordinator: User
) -> None:
    file = _read(as_user(coordinator), _minutes(process, coordinator, days=-3))

    assert file.metadata.title.startswith("Dagordning, ")
    assert "Närvarande" not in "".join(page.extract_text() for page in file.pages)
