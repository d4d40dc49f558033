"""Step 5 on its pages: what each party did, and the way between cycles."""

from datetime import date

import pytest
from django.utils import timezone

from collaboration.models import ProcessCycle
from tests.factories.followup import ActivityFactory, MeasureFactory, lead_of

pytestmark = pytest.mark.django_db


def test_what_a_party_did_stands_beside_the_question_whether_it_was_kept(
    as_user, coordinator, process
):
    measure = MeasureFactory(process=process)
    ActivityFactory(measure=measure, due_on=date(2026, 1, 1), done_on=date(2026, 2, 1))
    ActivityFactory(measure=measure, due_on=date(2026, 1, 1))
    ActivityFactory(measure=measure, dropped=True, late_reason="Behövs inte.")
    url = f"/samverkan/{process.pk}/utfall/ataganden/{lead_of(process).pk}/"
    page = as_user(coordinator).get(url).content.decode()
    for said in ("1 av 3 klara", "varav 1 efter sista dagen", "1 sen och inte klar", "1 utgår"):
        assert said in page


def test_a_new_cycle_leads_to_the_follow_up_of_the_one_before(as_user, coordinator, process):
    first = process.cycles.get()
    first.ended_at = timezone.now()
    first.save()
    ProcessCycle.objects.create(
        process=process, number=2, began_at=timezone.now(), step_since=timezone.now()
    )
    page = as_user(coordinator).get(f"/samverkan/{process.pk}/utfall/").content.decode()
    assert f"/samverkan/{process.pk}/uppfoljning/?varv=1" in page
    assert "Läs uppföljningen av varv 1" in page
