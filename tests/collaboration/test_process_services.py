import pytest
from django.utils import timezone

from collaboration.exceptions import NoProgramInForce
from collaboration.models import CollaborationProcess
from collaboration.services import processes
from programs.models import ResponsibleBody
from tests.factories.programs import ProgramFactory
from trygghet.accounts.models import User


def test_process_begins_under_the_program_in_force(
    body: ResponsibleBody, coordinator: User
) -> None:
    program = ProgramFactory()
    process = processes.start_process(
        lead_body=body, title="Tryggare torg", purpose="Fler på torget.", acting_user=coordinator
    )
    assert (process.program, process.began_on) == (program, timezone.localdate())


def test_process_needs_a_program(body: ResponsibleBody, coordinator: User) -> None:
    with pytest.raises(NoProgramInForce):
        processes.start_process(lead_body=body, title="T", purpose="P", acting_user=coordinator)


def test_process_begins_in_the_first_step_with_its_lead(
    body: ResponsibleBody, coordinator: User
) -> None:
    ProgramFactory()
    process = processes.start_process(
        lead_body=body, title="T", purpose="P", place="Torget", acting_user=coordinator
    )
    cycle, lead = process.cycles.get(), process.participants.get()
    assert (cycle.number, cycle.step, cycle.ended_at) == (1, "initiation", None)
    assert (lead.body, lead.role, lead.joined_on) == (body, "leads", process.began_on)


def test_process_is_changed(process: CollaborationProcess, coordinator: User) -> None:
    texts = {"title": "Lugnare torg", "purpose": "Färre bråk.", "place": "Torget"}
    changed = processes.change_process(process=process, version=0, acting_user=coordinator, **texts)
    assert (changed.title, changed.purpose, changed.place) == tuple(texts.values())
    again = processes.change_process(process=process, version=0, acting_user=coordinator, **texts)
    assert again.version == changed.version == 1
