from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaboration.models import (
    CollaborationProcess,
    CycleFollowUp,
    Participant,
    ParticipantPicture,
    ProcessCycle,
    Step,
    StepMove,
    StepVersion,
)
from collaboration.services import steps
from collaboration.step_facts import StepFacts
from collaboration.steps import ORDER
from programs.services import grant_role
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ParticipantFactory,
    PartnerOrganizationFactory,
)
from tests.factories.programs import FocusAreaFactory, ProgramFactory, ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role

SignIn = Callable[[User], Client]
SECRET = "HEMLIGT-OM-PARKEN"


def url(name: str, *args: object) -> str:
    return reverse(f"collaboration:{name}", args=args)


@pytest.fixture
def school(process: CollaborationProcess) -> Participant:
    body = ResponsibleBodyFactory(name="Utbildningsnämnden", kind="specialist_committee")
    return ParticipantFactory(process=process, body=body)


@pytest.fixture
def school_coordinator(school: Participant) -> User:
    user = UserFactory(name="Skol Samordnare")
    grant_role(user, Role.COORDINATOR, school.body)
    return user


def _cycle(process: CollaborationProcess, step: str | None = None) -> ProcessCycle:
    cycle = process.cycles.get(ended_at=None)
    if step:
        cycle.step = step
        cycle.save()
    return cycle


def _read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def test_page_shows_where_it_stands_what_is_missing_and_one_next_action(
    process: CollaborationProcess, school: Participant, coordinator: User, as_user: SignIn
) -> None:
    page = _read(as_user(coordinator), url("process-detail", process.pk))
    assert page.count('aria-current="step"') == 1
    assert "6 saker återstår i steget" in page
    assert "Beskriv behovet" in page
    assert url("initiation-edit", process.pk) in page
    assert "Väntar på" in page
    assert "Utbildningsnämnden" in page


def test_other_party_is_led_to_its_own_part(
    process: CollaborationProcess,
    school: Participant,
    school_coordinator: User,
    as_user: SignIn,
) -> None:
    client = as_user(school_coordinator)
    page = _read(client, url("process-detail", process.pk))
    own = url("participant-edit", process.pk, school.pk)
    assert own in page
    assert url("process-forward", process.pk) not in page
    answer = client.post(
        own,
        {
            "decided_by": "Utbildningsdirektören",
            "decided_on": "2026-10-01",
            "registry_number": "UTB 2026/9",
            "hours_a_month": "0",
            "money_sek": "5000",
            "role": "both",
        },
    )
    school.refresh_from_db()
    assert answer.status_code == 302
    assert (school.decided_by, school.hours_a_month) == ("Utbildningsdirektören", 0)
    assert school.role == "working"  # the lead decides on roles


@pytest.mark.parametrize(
    "name",
    [
        "process-edit",
        "process-forward",
        "process-back",
        "process-next-cycle",
        "process-end",
        "initiation-edit",
        "participant-add",
    ],
)
def test_only_the_lead_moves_and_decides(
    name: str,
    process: CollaborationProcess,
    school_coordinator: User,
    manager: User,
    contributor: User,
    central: User,
    partner: User,
    as_user: SignIn,
) -> None:
    for user in (school_coordinator, manager, contributor, central, partner):
        assert as_user(user).get(url(name, process.pk)).status_code == 403, user
        assert as_user(user).post(url(name, process.pk), {"reason": "x"}).status_code == 403


def test_who_does_not_take_part_does_not_learn_of_it(
    process: CollaborationProcess,
    school: Participant,
    committee: User,
    administrator: User,
    outsider: User,
    as_user: SignIn,
) -> None:
    for user in (committee, administrator, outsider):
        client = as_user(user)
        assert client.get(url("process-detail", process.pk)).status_code == 404
        assert client.get(url("process-step", process.pk, "initiera")).status_code == 404
        assert client.get(url("process-versions", process.pk, "initiera")).status_code == 404
        assert client.get(url("participant-edit", process.pk, school.pk)).status_code == 404
        assert client.get(url("process-list")).status_code == 403
        assert client.get(url("process-board")).status_code == 403


def test_party_that_left_no_longer_sees_the_process(
    process: CollaborationProcess,
    school: Participant,
    school_coordinator: User,
    coordinator: User,
    as_user: SignIn,
) -> None:
    client = as_user(coordinator)
    leave = url("participant-leave", process.pk, school.pk)
    assert "Skriv varför" in client.post(leave, {"reason": " "}).content.decode()
    assert client.post(leave, {"reason": "Omorganisation"}).status_code == 302
    page = _read(client, url("process-step", process.pk, "initiera"))
    assert "Har lämnat" in page
    assert "Omorganisation" in page
    client = as_user(school_coordinator)
    assert client.get(url("process-detail", process.pk)).status_code == 404


def test_lead_cannot_leave(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    lead = process.participants.get()
    answer = as_user(coordinator).post(
        url("participant-leave", process.pk, lead.pk), {"reason": "Nej"}, follow=True
    )
    assert "Den som leder samverkan kan inte lämna den" in answer.content.decode()


@pytest.mark.parametrize("info", ORDER, ids=lambda info: info.slug)
def test_every_step_has_its_page_with_help_and_checklist(
    info, process: CollaborationProcess, coordinator: User, partner: User, as_user: SignIn
) -> None:
    _cycle(process, info.step)
    for user in (coordinator, partner):
        page = _read(as_user(user), url("process-step", process.pk, info.slug))
        assert str(info.what) in page
        asked = [need for need in info.requirements if need.applies(StepFacts())]
        assert all(str(need.label) in page for need in asked)
        _read(as_user(user), url("process-detail", process.pk))


def test_unknown_step_and_cycle_are_not_found(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    assert client.get(f"/samverkan/{process.pk}/fel-steg/").status_code == 404
    assert client.get(url("process-step", process.pk, "analys") + "?varv=9").status_code == 404


def test_first_step_is_written(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    address = url("initiation-edit", process.pk)
    texts = {"need": "Bråken ökar.", "origin": "discovered", "version": "0"}
    assert client.post(address, texts).status_code == 302
    assert "Bråken ökar." in _read(client, url("process-step", process.pk, "initiera"))
    late = client.post(address, texts | {"need": "Det är mörkt."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Två har skrivit samtidigt" in page
    assert "Bråken ökar." in page
    assert "Det är mörkt." in page
    chosen = texts | {"version": "1", "need-choice": "merged", "need": "Bråk och mörker."}
    assert client.post(address, chosen).status_code == 302
    assert _cycle(process).need == "Bråk och mörker."
    theirs = texts | {"version": "2", "need-choice": "theirs", "need": "x"}
    client.post(address, theirs | {"need-mine": "y"})
    assert _cycle(process).need == "Bråk och mörker."


def test_somebody_else_chose_another_origin(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    _cycle(process)
    ProcessCycle.objects.update(origin="budget", version=3)
    answer = as_user(coordinator).post(
        url("initiation-edit", process.pk), {"origin": "own_goal", "version": "0"}
    )
    assert answer.status_code == 409
    assert "Uppdrag i budgeten" in answer.content.decode()
    assert _cycle(process).origin == "budget"


def test_first_step_does_not_take_persons(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    answer = as_user(coordinator).post(
        url("initiation-edit", process.pk), {"need": "Ring 070-174 06 35", "version": "0"}
    )
    assert "peka ut en person" in answer.content.decode()
    assert _cycle(process).need == ""


def test_going_on_with_something_missing_asks_why(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    address = url("process-forward", process.pk)
    assert "saker är inte på plats" in _read(client, address)
    refused = client.post(address, {"from_step": "initiation", "reason": ""})
    assert "Skriv varför" in refused.content.decode()
    assert StepMove.objects.count() == 0
    sent = {"from_step": "initiation", "reason": "Besluten tas på tisdag."}
    assert client.post(address, sent).status_code == 302
    page = _read(client, url("process-detail", process.pk))
    assert "Besluten tas på tisdag." in page
    assert "Behovet eller problemet är inte beskrivet." in page
    again = client.post(address, sent, follow=True).content.decode()
    assert "Någon annan har redan flyttat samverkan" in again
    assert StepMove.objects.count() == 1


def test_going_back_keeps_versions_that_are_read_and_compared(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    ProcessCycle.objects.update(need="Det är mörkt på torget.")
    steps.move_forward(process=process, acting_user=coordinator, reason="Vi börjar")
    address = url("process-back", process.pk)
    _read(client, address)
    refused = client.post(address, {"to_step": "initiation", "from_step": "mapping"})
    assert "Skriv varför" in refused.content.decode()
    sent = {"to_step": "initiation", "from_step": "mapping", "reason": "En ny part."}
    assert "Inget har försvunnit" in client.post(address, sent, follow=True).content.decode()
    ProcessCycle.objects.update(need="Det är ofta mörkt på torget.")
    versions = url("process-versions", process.pk, "initiera")
    page = _read(client, versions)
    assert "<ins>" in page
    assert "ofta" in page
    assert "Ändrad" in page
    alone = client.get(f"{versions}?version=1", headers={"hx-request": "true"}).content.decode()
    assert "Det är mörkt på torget." in alone
    assert "<html" not in alone
    assert url("process-versions", process.pk, "kartlaggning") in _read(
        client, url("process-detail", process.pk)
    )


def test_first_step_has_nothing_before_it(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    answer = as_user(coordinator).get(url("process-back", process.pk), follow=True)
    assert "första steg" in answer.content.decode()


def test_next_cycle_shows_what_was_learnt_and_the_last_one_can_be_read(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    cycle = _cycle(process, Step.FOLLOW_UP)
    address = url("process-next-cycle", process.pk)
    sent = {"from_step": "follow_up", "reason": "Alla vet."}
    assert "Skriv in beslutet" in client.post(address, sent, follow=True).content.decode()
    CycleFollowUp.objects.create(
        cycle=cycle, lessons="Börja tidigare.", decision="continue", decided_on=date(2026, 11, 1)
    )
    assert "Varv 2 har börjat" in client.post(address, sent, follow=True).content.decode()
    page = _read(client, url("process-detail", process.pk))
    assert "Börja tidigare." in page
    assert "Tidigare varv" in page
    assert client.get(url("process-forward", process.pk)).status_code == 200
    old = _read(client, url("process-step", process.pk, "uppfoljning") + "?varv=1")
    assert "Varvet är avslutat" in old


def test_forward_from_the_last_step_is_the_next_cycle(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    _cycle(process, Step.FOLLOW_UP)
    answer = as_user(coordinator).get(url("process-forward", process.pk))
    assert answer.headers["Location"] == url("process-next-cycle", process.pk)


def test_ended_process_is_read_only(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    address = url("process-end", process.pk)
    assert "Skriv varför" in client.post(address, {"from_step": "initiation"}).content.decode()
    client.post(address, {"from_step": "initiation", "reason": "Löst på annat sätt."})
    page = _read(client, url("process-detail", process.pk))
    assert "Löst på annat sätt." in page
    assert "Avslutad" in page
    lead = process.participants.get()
    assert client.get(url("process-forward", process.pk)).status_code == 403
    assert client.get(url("participant-edit", process.pk, lead.pk)).status_code == 403
    assert process.title not in _read(client, url("process-list"))
    assert process.title in _read(client, url("process-list") + "?lage=avslutad")
    assert process.title not in _read(client, url("process-board"))
    for info in ORDER:
        _read(client, url("process-step", process.pk, info.slug))


def test_parties_are_added_one_at_a_time(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    address = url("participant-add", process.pk)
    body, police = ResponsibleBodyFactory(), PartnerOrganizationFactory(name="Polisen")
    _read(client, address)
    assert "Välj en part" in client.post(address, {"role": "working"}).content.decode()
    two = {"role": "working", "body": body.pk, "organization": police.pk}
    assert "en part i taget" in client.post(address, two).content.decode()
    assert client.post(address, {"role": "both", "organization": police.pk}).status_code == 302
    new = {"role": "supports", "name": "Torgets vänner"}
    assert "vad för slags part" in client.post(address, new).content.decode()
    assert client.post(address, new | {"kind": "association"}).status_code == 302
    twice = client.post(address, new | {"kind": "association"}).content.decode()
    assert "Parten finns redan" in twice
    names = {str(row) for row in process.participants.with_party()}
    assert names == {"Ådalens stadsdelsnämnd", "Polisen", "Torgets vänner"}


def test_lead_writes_for_a_party_and_sets_its_role(
    process: CollaborationProcess, school: Participant, coordinator: User, as_user: SignIn
) -> None:
    address = url("participant-edit", process.pk, school.pk)
    client = as_user(coordinator)
    _read(client, address)
    future = client.post(address, {"role": "both", "decided_on": "2999-01-01"})
    assert "framtiden" in future.content.decode()
    assert client.post(address, {"role": "both", "money_sek": "0"}).status_code == 302
    school.refresh_from_db()
    assert (school.role, school.money_sek, school.hours_a_month) == ("both", 0, None)


def test_partner_never_reads_what_another_party_restricted(
    process: CollaborationProcess,
    school: Participant,
    coordinator: User,
    central: User,
    school_coordinator: User,
    partner: User,
    as_user: SignIn,
) -> None:
    cycle = _cycle(process, Step.MAPPING)
    for classification in ("internal", "restricted"):
        ParticipantPicture.objects.update_or_create(
            cycle=cycle,
            participant=school,
            defaults={
                "summary": SECRET,
                "classification": classification,
                "classification_reason": "Utredning",
            },
        )
        steps.move_back(
            process=process, to_step="initiation", reason="Mer", acting_user=coordinator
        )
        _cycle(process, Step.MAPPING)
    addresses = [
        url("process-detail", process.pk),
        url("process-list"),
        url("process-board"),
        *(url("process-step", process.pk, info.slug) for info in ORDER),
        *(url("process-versions", process.pk, info.slug) for info in ORDER),
        *(
            url("process-versions", process.pk, "kartlaggning") + f"?version={version}"
            for version in ("1", "2", "nu")
        ),
    ]
    for address in addresses:
        assert SECRET not in _read(as_user(partner), address), address
    restricted = url("process-versions", process.pk, "kartlaggning") + "?version=2"
    assert "visas inte för dig" in _read(as_user(partner), restricted)
    assert SECRET not in _read(as_user(coordinator), restricted)
    assert SECRET in _read(as_user(school_coordinator), restricted)
    assert SECRET in _read(as_user(central), restricted)
    assert as_user(partner).get(url("process-history", process.pk)).status_code == 403
    _read(as_user(coordinator), url("process-history", process.pk))
    assert StepVersion.objects.filter(step="mapping").count() == 2


def test_list_and_board(
    process: CollaborationProcess, coordinator: User, partner: User, as_user: SignIn
) -> None:
    hidden = CollaborationProcessFactory(title="Någon annans", program=process.program)
    client = as_user(coordinator)
    page = _read(client, url("process-list") + "?steg=initiera&q=torg")
    assert process.title in page
    assert hidden.title not in page
    assert "stämmer med filtret" in _read(client, url("process-list") + "?steg=analys")
    assert "samverkan" in _read(client, url("process-list") + "?steg=strunt&page=x&lage=%00")
    assert process.title in _read(as_user(partner), url("process-board"))


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _read(client, address)
    return len(captured)


def test_pages_take_the_same_queries_with_one_row_and_three(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    client = as_user(coordinator)
    addresses = [
        url("process-list"),
        url("process-board"),
        url("process-detail", process.pk),
        url("process-step", process.pk, "initiera"),
        url("process-versions", process.pk, "initiera"),
    ]
    steps.move_forward(process=process, acting_user=coordinator, reason="Vi börjar")
    steps.move_back(process=process, to_step="initiation", reason="Mer", acting_user=coordinator)
    for address in addresses:
        _read(client, address)
    before = {address: _queries(client, address) for address in addresses}
    for _n in range(3):
        ParticipantFactory(process=process)
        CollaborationProcessFactory(lead_body=process.lead_body, program=process.program)
        ProcessCycle.objects.filter(process=process).update(need=f"Nytt {_n}")
        steps.move_forward(process=process, acting_user=coordinator, reason="Igen")
        steps.move_back(
            process=process, to_step="initiation", reason="Mer", acting_user=coordinator
        )
    assert {address: _queries(client, address) for address in addresses} == before
    assert max(before.values()) <= 20


def test_process_is_started_with_its_focus_and_place(
    body, coordinator: User, as_user: SignIn
) -> None:
    focus = FocusAreaFactory(program=ProgramFactory())
    client = as_user(coordinator)
    address = url("process-new")
    _read(client, address)
    sent = {
        "title": "Tryggare kvällar",
        "purpose": "Fler på torget.",
        "lead_body": body.pk,
        "began_on": "2026-10-01",
        "focus_areas": [focus.pk],
        "place": "Torget",
    }
    assert client.post(address, sent).status_code == 302
    process = CollaborationProcess.objects.get()
    assert (process.place, process.focus_areas.get()) == ("Torget", focus)
    edit = url("process-edit", process.pk)
    assert "Tryggare kvällar" in _read(client, edit)
    sent |= {"title": "Lugnare kvällar", "version": 0}
    assert client.post(edit, sent).status_code == 302
    process.refresh_from_db()
    assert process.title == "Lugnare kvällar"


def test_two_who_change_a_process_at_once_see_both_texts(
    process: CollaborationProcess, coordinator: User, as_user: SignIn
) -> None:
    focus = FocusAreaFactory(program=process.program)
    client, edit = as_user(coordinator), url("process-edit", process.pk)
    sent = {"title": "Den förstas ord", "purpose": "P", "focus_areas": [focus.pk], "version": 0}
    assert client.post(edit, sent).status_code == 302
    mine = {"title": "Den andras ord", "purpose": "P", "version": 0}
    answer = client.post(edit, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Den förstas ord", "Den andras ord", focus.name, "Någon annan sparade"):
        assert text in page
    assert client.post(edit, mine | {"version": 1}).status_code == 302
    process.refresh_from_db()
    assert (process.title, process.version) == ("Den andras ord", 2)


def test_process_does_not_begin_tomorrow_or_without_a_program(
    process: CollaborationProcess, coordinator: User, manager: User, as_user: SignIn
) -> None:
    sent = {"title": "T", "purpose": "P", "lead_body": process.lead_body_id}
    client = as_user(coordinator)
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = client.post(url("process-new"), sent | {"began_on": tomorrow}).content.decode()
    assert "framtiden" in page
    page = client.post(url("process-new"), sent | {"began_on": "1901-01-01"}).content.decode()
    assert "inget program" in page
    assert as_user(manager).get(url("process-new")).status_code == 403
