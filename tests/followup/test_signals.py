from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from collaboration.models import CollaborationProcess, EffectSignal
from followup.selectors.signals import signals_waiting
from followup.selectors.start import start_page
from programs.models import ResponsibleBody
from tests.access_world import BACKEND
from tests.factories.collaboration import noon
from tests.factories.invitations import EffectSignalFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import scope_of

DAY = date(2026, 11, 20)


@pytest.fixture
def signal(process: CollaborationProcess) -> EffectSignal:
    raised_at = noon(DAY - timedelta(days=9))
    return EffectSignalFactory(process=process, reason="Ingen effekt alls.", raised_at=raised_at)


def test_waits_until_it_is_answered(signal: EffectSignal, central: User) -> None:
    (line,) = signals_waiting(scope_of(central), DAY)
    assert (line.title, line.body_name, line.days) == ("Tryggare torg", "Ådalens stadsdelsnämnd", 9)
    assert signals_waiting(scope_of(central), DAY - timedelta(days=10)) == ()
    EffectSignal.objects.update(answer="Ja.", closed_at=noon(DAY), closed_by=central)
    assert signals_waiting(scope_of(central), DAY) == ()
    assert len(signals_waiting(scope_of(central), DAY - timedelta(days=1))) == 1


def test_is_narrowed_to_the_bodies_that_lead(
    signal: EffectSignal, central: User, body: ResponsibleBody
) -> None:
    assert len(signals_waiting(scope_of(central), DAY, [body.pk])) == 1
    assert signals_waiting(scope_of(central), DAY, [ResponsibleBodyFactory().pk]) == ()


def test_is_seen_by_those_it_concerns(
    signal: EffectSignal, committee: User, contributor: User, partner: User, outsider: User
) -> None:
    """The committee follows the city, but reads the reason nowhere: the process is closed to it."""
    assert [line.is_linked for line in signals_waiting(scope_of(committee), DAY)] == [False]
    assert [line.is_linked for line in signals_waiting(scope_of(contributor), DAY)] == [True]
    assert signals_waiting(scope_of(partner), DAY) == ()
    assert signals_waiting(scope_of(outsider), DAY) == ()


def test_the_central_office_has_it_among_its_tasks(signal: EffectSignal, central: User) -> None:
    task = next(task for task in start_page(scope_of(central), DAY).tasks if "signal" in task.url)
    assert task.title == "Besvara signalen om ”Tryggare torg”"
    assert "har väntat 9 dagar" in task.note


def test_the_dashboard_asks_for_a_decision(
    signal: EffectSignal, committee: User, client: Client
) -> None:
    client.force_login(committee, backend=BACKEND)
    page = client.get(reverse("followup:dashboard")).content.decode()
    assert "Samverkan utan önskad effekt" in page
    assert "Tryggare torg" in page
    assert "Ingen effekt alls." not in page
