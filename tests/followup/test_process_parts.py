"""Steps 4 and 5 and the red thread as pages: who sees and does what, in constant queries."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaboration.models import CommitmentReview, CycleFollowUp, Invitation, StepVersion
from collaboration.services.steps import keep_versions
from followup.exceptions import DecidedTooEarly, PlanExists, PlanIsEmpty
from followup.models import ActionPlan, Measure, SmartGoal
from followup.municipal_exceptions import NotDraft
from followup.plan_content import sections_of
from followup.selectors.implementation import SHOWN
from followup.services import goals, plans
from programs.services import revoke_role
from tests.factories.collaboration import (
    ParticipantFactory,
    PartnerOrganizationFactory,
    SituationReportFactory,
)
from tests.factories.followup import (
    ActivityFactory,
    CauseFactory,
    GoalFactory,
    IndicatorReadingFactory,
    MeasureFactory,
    lead_of,
)
from trygghet.accounts.roles import Role

pytestmark = pytest.mark.django_db


def add_thread(process, owner) -> Measure:
    goal = GoalFactory(process=process)
    cause = CauseFactory(problem=goal.problem)
    measure = MeasureFactory(process=process, cause=cause)
    measure.goals.add(goal)
    ActivityFactory(measure=measure, owner=owner)
    IndicatorReadingFactory(indicator=goal.indicator, body=goal.body)
    return measure


@pytest.fixture
def measure(process, coordinator) -> Measure:
    return add_thread(process, coordinator)


@pytest.fixture
def picture(process, coordinator) -> StepVersion:
    keep_versions(process.cycles.get(), ["analysis"], coordinator)
    return StepVersion.objects.get()


@pytest.fixture
def plan(process, measure, picture, coordinator) -> ActionPlan:
    return plans.gather_plan(
        process=process, title="Åtgärdsplan", introduction="", measures=[measure],
        picture=picture, acting_user=coordinator,
    )  # fmt: skip


def decision(body) -> dict:
    return {
        "decided_by": body,
        "decided_on": timezone.localdate(),
        "paragraph": "§ 12",
        "registry_number": "ÅD 2026/114",
    }


def queries_of(client, url) -> int:
    """How many queries an address takes now."""
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


PARTS = ("mal-och-atgarder", "utfall", "rod-trad")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("who", ["coordinator", "manager", "contributor", "central", "partner"])
def test_those_of_the_process_read_its_parts(request, as_user, process, measure, part, who):
    client = as_user(request.getfixturevalue(who))
    assert client.get(f"/samverkan/{process.pk}/{part}/").status_code == 200


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("who", ["committee", "administrator", "outsider"])
def test_others_do_not_learn_that_it_exists(request, as_user, process, part, who):
    client = as_user(request.getfixturevalue(who))
    assert client.get(f"/samverkan/{process.pk}/{part}/").status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_parts_take_as_many_queries_with_three(
    as_user, coordinator, process, measure, part, django_assert_num_queries
):
    client, url = as_user(coordinator), f"/samverkan/{process.pk}/{part}/"
    client.get(url)
    first = queries_of(client, url)
    for _each in range(2):
        add_thread(process, coordinator)
    with django_assert_num_queries(first):
        client.get(url)


@pytest.mark.parametrize("url", ["/mal/", "/atgarder/", "/aktiviteter/", "/"])
def test_lists_take_as_many_queries_with_three(
    as_user, coordinator, process, measure, url, django_assert_num_queries
):
    client = as_user(coordinator)
    client.get(url)
    first = queries_of(client, url)
    for _each in range(2):
        add_thread(process, coordinator)
    with django_assert_num_queries(first):
        client.get(url)


def test_step_pages_load_the_parts_and_link_to_them(as_user, coordinator, process):
    client = as_user(coordinator)
    for slug, part in (("genomforande", "mal-och-atgarder"), ("uppfoljning", "utfall")):
        page = client.get(f"/samverkan/{process.pk}/{slug}/").content.decode()
        assert f'hx-get="/samverkan/{process.pk}/{part}/' in page
        assert f'href="/samverkan/{process.pk}/{part}/' in page


def test_part_for_htmx_is_no_whole_page(as_user, coordinator, process):
    url = f"/samverkan/{process.pk}/mal-och-atgarder/"
    part = as_user(coordinator).get(url, headers={"HX-Request": "true"}).content
    assert b"<html" not in part
    assert b'id="plan"' in part


def test_answers_commitments_and_decision(as_user, coordinator, process, measure):
    client, base = as_user(coordinator), f"/samverkan/{process.pk}/utfall/"
    texts = {"effect": "Rånen har minskat.", "work": "Det gick bra.", "lessons": "Börja tidigare."}
    client.post(f"{base}skriv/", texts | {"version": 0})
    client.post(f"{base}ataganden/{lead_of(process).pk}/", {"kept": "partly", "note": "Sent."})
    client.post(
        f"{base}beslut/",
        {"decision": "adjust", "reason": "Fortsätt smalare", "decided_on": timezone.localdate()},
    )
    follow_up = CycleFollowUp.objects.get()
    assert (follow_up.effect, follow_up.decision) == ("Rånen har minskat.", "adjust")
    assert CommitmentReview.objects.get().kept == "partly"
    page = client.get(base).content.decode()
    for text in (*texts.values(), "Delvis", "Justera"):
        assert text in page


def test_two_who_write_the_follow_up_see_each_others_text(as_user, coordinator, process):
    client, url = as_user(coordinator), f"/samverkan/{process.pk}/utfall/skriv/"
    client.post(url, {"effect": "Först", "work": "", "lessons": "", "version": 0})
    page = client.post(url, {"effect": "Sist", "work": "", "lessons": "", "version": 0})
    assert "Först" in page.content.decode()
    assert "Sist" in page.content.decode()
    assert CycleFollowUp.objects.get().effect == "Först"


def test_who_decides_second_is_told_what_the_first_decided(as_user, coordinator, process):
    client, url = as_user(coordinator), f"/samverkan/{process.pk}/utfall/beslut/"
    first = {"decision": "continue", "reason": "Det ger effekt", "version": 0}
    first["decided_on"] = timezone.localdate()
    client.post(url, first)
    second = first | {"decision": "stop", "reason": "Pengarna är slut"}
    page = client.post(url, second).content.decode()
    for text in ("Någon annan hann spara", "Fortsätt", "Det ger effekt", "Pengarna är slut"):
        assert text in page
    assert CycleFollowUp.objects.get().decision == "continue"
    client.post(url, second | {"version": CycleFollowUp.objects.get().version})
    assert CycleFollowUp.objects.get().decision == "stop"


def test_who_reviews_a_party_second_is_told_what_the_first_wrote(as_user, coordinator, process):
    client = as_user(coordinator)
    url = f"/samverkan/{process.pk}/utfall/ataganden/{lead_of(process).pk}/"
    first = {"kept": "fully", "note": "Belysningen är på plats", "version": 0}
    client.post(url, first)
    second = first | {"kept": "partly", "note": "Två lampor saknas"}
    page = client.post(url, second).content.decode()
    for text in ("Någon annan hann spara", "Belysningen är på plats", "Två lampor saknas"):
        assert text in page
    review = CommitmentReview.objects.get()
    assert (review.kept, review.version) == ("fully", 1)
    client.post(url, second | {"version": review.version})
    assert CommitmentReview.objects.get().note == "Två lampor saknas"


def test_decision_in_the_future_is_refused_at_the_field(as_user, coordinator, process):
    url = f"/samverkan/{process.pk}/utfall/beslut/"
    sent = {"decision": "continue", "reason": "Bra", "decided_on": date(2999, 1, 1)}
    page = as_user(coordinator).post(url, sent)
    assert "kan inte ligga i framtiden" in page.content.decode()
    assert not CycleFollowUp.objects.exists()


def test_partner_reviews_its_own_party_only(as_user, partner, process):
    client = as_user(partner)
    url = f"/samverkan/{process.pk}/utfall/ataganden/{lead_of(process).pk}/"
    assert client.get(url).status_code == 403
    assert client.get(f"/samverkan/{process.pk}/utfall/skriv/").status_code == 403


def test_decided_plan_is_frozen_and_replaced_by_the_next(plan, body, measure, coordinator):
    plans.decide_plan(plan=plan, acting_user=coordinator, **decision(body))
    Measure.objects.filter(pk=measure.pk).update(title="Något annat")
    plan.refresh_from_db()
    assert plan.content["measures"][0]["title"] == measure.title
    with pytest.raises(NotDraft, match=f"Någon annan har redan skrivit in beslutet: {body}"):
        plans.decide_plan(plan=plan, acting_user=coordinator, **decision(body))
    second = plans.gather_plan(
        process=plan.process, title="Ny", introduction="", measures=[measure],
        picture=plan.rests_on_picture, acting_user=coordinator,
    )  # fmt: skip
    plans.decide_plan(plan=second, acting_user=coordinator, **decision(body))
    plan.refresh_from_db()
    assert (plan.state, second.number) == ("replaced", 2)


def test_a_decided_plan_says_which_party_declined_a_goal(as_user, plan, body, coordinator):
    goal = plan.measures.get().goals.get()
    goals.answer_goal(
        goal=goal, participant=lead_of(plan.process), accepted=False, reason="För snålt.",
        acting_user=coordinator,
    )  # fmt: skip
    said = "Inte accepterat av Ådalens stadsdelsnämnd."
    plan = plans.decide_plan(plan=plan, acting_user=coordinator, **decision(body))
    assert said in as_user(coordinator).get(f"/atgardsplaner/{plan.pk}/").content.decode()
    assert said in [text.text for section in sections_of(plan) for text in section.texts]
    del plan.content["goals"][0]["declined"]  # as the first plans were kept
    assert said not in [text.text for section in sections_of(plan) for text in section.texts]


def test_plan_that_is_not_ready(plan, body, process, coordinator):
    with pytest.raises(PlanExists):
        plans.gather_plan(
            process=process, title="En till", introduction="", measures=[], acting_user=coordinator
        )
    early = decision(body) | {"decided_on": date(1999, 1, 1)}
    with pytest.raises(DecidedTooEarly):
        plans.decide_plan(plan=plan, acting_user=coordinator, **early)
    plan.measures.clear()
    with pytest.raises(PlanIsEmpty):
        plans.decide_plan(plan=plan, acting_user=coordinator, **decision(body))


def test_plan_is_gathered_decided_and_printed_by_the_lead(
    as_user, coordinator, process, body, measure, picture
):
    client = as_user(coordinator)
    sent = {"title": "Plan", "introduction": "", "measures": [measure.pk], "picture": picture.pk}
    page = client.post(f"/samverkan/{process.pk}/atgardsplan/", sent, follow=True)
    plan = ActionPlan.objects.get()
    assert "Gemensam lägesbild, varv 1, version 1" in page.content.decode()
    decided = decision(body) | {"decided_by": body.pk}
    client.post(f"/atgardsplaner/{plan.pk}/besluta/", decided)
    plan.refresh_from_db()
    assert plan.state == "decided"
    pdf = client.get(f"/atgardsplaner/{plan.pk}/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content == client.get(f"/atgardsplaner/{plan.pk}/pdf/").content
    locked = client.get(f"/atgardsplaner/{plan.pk}/redigera/")
    assert locked.status_code == 403
    assert "Planen är beslutad och ändras inte mer." in locked.content.decode()


def test_both_texts_of_a_plan_are_shown_and_the_second_one_may_go_on(as_user, coordinator, plan):
    client, url = as_user(coordinator), f"/atgardsplaner/{plan.pk}/redigera/"
    sent = {"picture": plan.rests_on_picture_id, "measures": plan.measures.get().pk}
    assert client.post(url, {**sent, "title": "Min plan", "version": "0"}).status_code == 302

    clash = client.post(url, {**sent, "title": "Din plan", "version": "0"})

    assert clash.status_code == 409
    assert "Min plan" in clash.content.decode()
    assert 'value="Din plan"' in clash.content.decode()
    assert client.post(url, {**sent, "title": "Din plan", "version": "1"}).status_code == 302


@pytest.mark.parametrize("change", [{"title": "Annan"}, {"state": "draft"}, {"content": {}}])
def test_the_database_keeps_a_decided_plan(plan, body, coordinator, change):
    plans.decide_plan(plan=plan, acting_user=coordinator, **decision(body))

    with pytest.raises(DatabaseError), transaction.atomic():
        ActionPlan.objects.filter(pk=plan.pk).update(**change)


def test_a_new_version_is_called_what_the_last_one_is(as_user, plan, body, coordinator):
    ActionPlan.objects.filter(pk=plan.pk).update(title="Lugna kvällar", introduction="Till alla")
    plans.decide_plan(plan=plan, acting_user=coordinator, **decision(body))

    page = as_user(coordinator).get(f"/samverkan/{plan.process_id}/atgardsplan/").content.decode()

    assert 'value="Lugna kvällar"' in page
    assert "Till alla</textarea>" in page


def test_two_versions_of_a_plan_are_compared(as_user, partner, plan, body, measure, coordinator):
    url, client = f"/samverkan/{plan.process_id}/atgardsplan/jamfor/", as_user(partner)
    assert "Det finns bara en version än" in client.get(url).content.decode()
    plans.decide_plan(plan=plan, acting_user=coordinator, **decision(body))
    Measure.objects.filter(pk=measure.pk).update(description="Nu med två ledare")
    plans.gather_plan(
        process=plan.process, title="Åtgärdsplan", introduction="Ny inledning",
        measures=[measure], picture=plan.rests_on_picture, acting_user=coordinator,
    )  # fmt: skip

    page = client.get(url).content.decode()

    assert "Från version 1 till version 2" in page
    assert "Ny inledning" in page
    assert "Nu med två ledare" in page
    assert f"Åtgärd: {measure.title}" in page


def test_partner_reads_the_plan_and_does_not_change_it(as_user, partner, plan):
    client = as_user(partner)
    assert client.get(f"/atgardsplaner/{plan.pk}/").status_code == 200
    for path in ("redigera", "besluta"):
        assert client.get(f"/atgardsplaner/{plan.pk}/{path}/").status_code == 403


def test_measure_straight_from_a_report_carries_the_warning(as_user, coordinator, body):
    report = SituationReportFactory(body=body, state="approved")
    client, url = as_user(coordinator), f"/atgarder/ny/?lagesbild={report.pk}"
    assert "behandlar symtomet" in client.get(url).content.decode()
    sent = {"title": "Fler vakter", "kind": "situational", "responsible": body.pk}
    page = client.post(url, sent, follow=True).content.decode()
    assert "Åtgärden behandlar symtomet" in page
    assert Measure.objects.get().from_report == report


def test_party_declines_with_its_reason(as_user, manager, process):
    goal = GoalFactory(process=process)
    client, url = as_user(manager), f"/mal/{goal.pk}/svar/{lead_of(process).pk}/"
    page = client.post(url, {"accepted": "nej", "reason": ""}).content.decode()
    assert "Skriv varför ni inte accepterar målet" in page
    page = client.post(url, {"accepted": "nej", "reason": "Pengar saknas"}, follow=True)
    assert "Inte accepterat av Ådalens stadsdelsnämnd" in page.content.decode()
    other = ParticipantFactory(process=process)
    assert client.get(f"/mal/{goal.pk}/svar/{other.pk}/").status_code == 403


def test_owner_reports_an_activity_with_one_click_from_the_list(
    as_user, coordinator, process, measure
):
    client, activity = as_user(coordinator), measure.activities.get()
    assert f"/aktiviteter/{activity.pk}/klar/" in client.get("/aktiviteter/").content.decode()
    sent = {"next": "/aktiviteter/?vem=mina", "late_reason": "Leveransen dröjde."}
    answer = client.post(f"/aktiviteter/{activity.pk}/klar/", sent)
    assert answer["Location"] == "/aktiviteter/?vem=mina"
    activity.refresh_from_db()
    assert activity.done_on == timezone.localdate()
    elsewhere = client.post(f"/aktiviteter/{activity.pk}/inte-klar/", {"next": "//ond.se/"})
    assert elsewhere["Location"] == f"/atgarder/{measure.pk}/"


def test_removed_partner_no_longer_reaches_its_activity(as_user, partner, process, measure):
    activity = ActivityFactory(measure=measure, owner=partner)
    client, url = as_user(partner), f"/aktiviteter/{activity.pk}/klar/"
    assert client.post(url).status_code == 302
    revoke_role(partner, Role.PARTNER, process)
    assert client.post(url).status_code == 404
    assert activity.title not in client.get("/").content.decode()


def test_texts_that_point_out_a_person_are_refused(as_user, coordinator, process):
    url = f"/atgarder/ny/?process={process.pk}"
    sent = {
        "title": "Prata med 19121212-1212", "kind": "social",
        "responsible": process.lead_body_id,
    }  # fmt: skip
    assert "peka ut en person" in as_user(coordinator).post(url, sent).content.decode()
    assert not Measure.objects.exists()


def test_police_as_a_party_answers_for_itself(as_user, partner, process):
    police = ParticipantFactory(
        process=process, body=None, organization=PartnerOrganizationFactory(name="Polisen")
    )
    now = timezone.now()
    Invitation.objects.create(
        participant=police, email=partner.email, name="Pim", token_hash="x", invited_by=partner,
        invited_at=now, expires_at=now + timedelta(days=9), accepted_by=partner,
        accepted_at=now,
    )  # fmt: skip
    goal = GoalFactory(process=process)
    client = as_user(partner)
    client.post(f"/mal/{goal.pk}/svar/{police.pk}/", {"accepted": "ja", "reason": ""})
    assert goal.acceptances.get().participant == police
    assert client.get(f"/mal/{goal.pk}/svar/{lead_of(process).pk}/").status_code == 403


def test_start_page_has_my_activities_and_the_goals_that_wait_for_my_party(
    as_user, coordinator, manager, process, measure
):
    page = as_user(coordinator).get("/").content.decode()
    assert measure.activities.get().title in page
    goal = SmartGoal.objects.get()
    assert f"Svara på målet ”{goal.title}”" in as_user(manager).get("/").content.decode()
    goal.acceptances.create(
        participant=lead_of(process), accepted=True, answered_by=manager, answered_at=timezone.now()
    )
    assert "Svara på målet" not in as_user(manager).get("/").content.decode()


def test_the_step_shows_the_measures_that_are_due_first(process, as_user, coordinator) -> None:
    start = date(2026, 1, 1)
    for number in range(SHOWN + 2):
        day = start + timedelta(days=number)
        MeasureFactory(process=process, title=f"Nummer {number:02}", due_on=day)
    Measure.objects.filter(title="Nummer 00").update(state=Measure.State.DONE)
    page = as_user(coordinator).get(f"/samverkan/{process.pk}/mal-och-atgarder/").content.decode()
    assert f"Här står {SHOWN} av {SHOWN + 2} åtgärder" in page
    assert "Nummer 01" in page
    assert "Nummer 00" not in page
    assert f"/atgarder/?process={process.pk}" in page
