"""Lessons of the city: who reads which, and how they are found by their words."""

from datetime import date

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection, transaction

from collaboration.models import CycleFollowUp
from collaboration.models.outcome import LESSON_WORDS
from followup.selectors.lessons import lessons_for, search
from tests.factories.collaboration import CollaborationProcessFactory
from tests.followup.test_process_parts import queries_of
from trygghet.accounts.scope import scope_of

pytestmark = pytest.mark.django_db


def lesson(text, *, process=None, decided=True, **fields) -> CycleFollowUp:
    process = process or CollaborationProcessFactory()
    decision = {"decision": "spread", "decided_on": date(2026, 9, 1)} if decided else {}
    return CycleFollowUp.objects.create(
        cycle=process.cycles.get(), lessons=text, **decision, **fields
    )


def found(user, words) -> list[str]:
    rows = search(lessons_for(scope_of(user)), words)
    return [row.lessons for row in rows]


def test_words_in_any_form_with_swedish_letters_and_from_their_beginning(central):
    lesson("Åtgärderna mötte orsaken först när fältarna gick på kvällen.")
    lesson("Ängarna röjdes; belysningen gjorde mindre än vi trodde.")
    assert len(found(central, "åtgärd")) == 1
    assert len(found(central, "ÅTGÄRDEN")) == 1
    assert len(found(central, "fält")) == 1
    assert len(found(central, "äng röj")) == 1
    assert found(central, "åtgärd belysning") == []
    assert len(found(central, "")) == 2
    assert len(found(central, "'; & | ! :*")) == 2
    assert found(central, "finnsinte") == []


@pytest.mark.parametrize(
    "half", ["fältarn", "åtgärderna ängar", "belysninge rö", "trygghetsvandringarn"]
)
def test_half_a_word_finds_it_wherever_it_ends(central, half):
    lesson(
        "Åtgärderna mötte orsaken när fältarna gick; ängarna röjdes efter "
        "trygghetsvandringarna; belysningen gjorde mindre."
    )
    assert len(found(central, half)) == 1


def test_the_title_is_searched_with_the_lesson_and_what_is_not_shown_is_not(central):
    lesson("Börja tidigt.", process=CollaborationProcessFactory(title="Tryggare Hökarängen"))
    lesson("Vänta inte.", work="Skolan kom sent in i arbetet.")
    assert found(central, "hökar") == ["Börja tidigt."]
    assert found(central, "hökar tidig") == ["Börja tidigt."]
    assert found(central, "skola") == []


def test_the_search_has_an_index():
    rows = CycleFollowUp.objects.alias(words=LESSON_WORDS)
    found = rows.filter(words=SearchQuery("torg:*", config="swedish", search_type="raw"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "lesson_words_idx" in found.explain()


def test_staff_and_committee_read_the_citys_decided_lessons_and_partners_their_own(
    coordinator, partner, central, process, committee, administrator
):
    lesson("Vårt utkast", process=process, decided=False)
    lesson("Andras beslutade")
    lesson("Andras utkast", decided=False)
    assert set(found(coordinator, "")) == {"Vårt utkast", "Andras beslutade"}
    assert set(found(partner, "")) == {"Vårt utkast"}
    assert len(found(central, "")) == 3
    assert found(committee, "") == ["Andras beslutade"]
    assert found(administrator, "") == []


def test_the_committee_finds_the_page_in_its_menu_and_opens_no_process_from_it(as_user, committee):
    other = lesson("Andras beslutade")
    client = as_user(committee)
    assert "/lardomar/" in client.get("/").content.decode()
    page = client.get("/lardomar/?ord=beslut").content.decode()
    assert "Andras beslutade" in page
    assert f"/samverkan/{other.cycle.process_id}/" not in page


def test_page_links_only_to_processes_that_open(as_user, coordinator, process):
    own = lesson("Eget", process=process)
    other = lesson("Annans")
    client = as_user(coordinator)
    page = client.get("/lardomar/").content.decode()
    assert f"/samverkan/{own.cycle.process_id}/uppfoljning/?varv=1" in page
    assert f"/samverkan/{other.cycle.process_id}/" not in page
    assert other.cycle.process.title in page
    lead = other.cycle.process.lead_body.code
    assert "Eget" not in client.get(f"/lardomar/?organ={lead}").content.decode()
    assert "Ingen lärdom stämmer" in client.get("/lardomar/?ord=finnsinte").content.decode()
    assert client.get("/lardomar/?organ=strunt&fokus=strunt&beslut=strunt").status_code == 200


def test_as_many_queries_with_three(as_user, coordinator):
    lesson("En")
    client, url = as_user(coordinator), "/lardomar/?ord=en"
    client.get(url)
    first = queries_of(client, url)
    lesson("En till")
    lesson("En tredje")
    assert queries_of(client, url) == first
