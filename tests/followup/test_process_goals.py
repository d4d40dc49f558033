from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from followup.models import SmartGoal
from tests.factories.collaboration import CollaborationProcessFactory
from tests.factories.programs import FocusAreaFactory


def _goal(process, day: int) -> SmartGoal:
    return SmartGoal.objects.create(
        process=process,
        body=process.lead_body,
        focus_area=FocusAreaFactory(program=process.program),
        title=f"Färre bråk {day}",
        due_on=date(2027, 1, day),
    )


def test_goals_of_the_process_in_short(process, coordinator, outsider, as_user) -> None:
    address = reverse("followup:process-goals", args=[process.pk])
    other = CollaborationProcessFactory(program=process.program, lead_body=process.lead_body)
    _goal(other, 9)
    client = as_user(coordinator)
    assert "Inga mål är satta än" in client.get(address).content.decode()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    _goal(process, 1)
    few = queries()
    for day in (2, 3, 4, 5, 6):
        _goal(process, day)
    assert queries() == few
    page = client.get(address).content.decode()
    assert "Färre bråk 5" in page
    assert "Färre bråk 6" not in page
    assert "Färre bråk 9" not in page
    assert "Alla mål i samverkan" in page
    assert as_user(outsider).get(address).status_code == 404
