from datetime import timedelta
from pathlib import Path

import pghistory
import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from programs.models import ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.history.selectors import condensed, history_of


def test_history_says_who_what_before_and_after(body: ResponsibleBody) -> None:
    with pghistory.context(user=UserFactory(name="Hedda Handläggare").pk):
        body.name = "Nya namnet"
        body.save()
    latest = history_of(body)[0]
    assert latest.who == "Hedda Handläggare"
    assert latest.fields[0].label == "namn"
    assert (latest.fields[0].before, latest.fields[0].after) == (
        "Ådalens stadsdelsnämnd",
        "Nya namnet",
    )


def test_bulk_updates_are_caught_too(body: ResponsibleBody) -> None:
    ResponsibleBody.objects.filter(pk=body.pk).update(note="Ändrad i klump")
    assert history_of(body)[0].fields[0].after == "Ändrad i klump"


def test_deletion_is_recorded(body: ResponsibleBody) -> None:
    event = ResponsibleBody.pgh_event_model
    pk = body.pk
    ResponsibleBody.objects.filter(pk=pk).delete()
    assert event.objects.filter(pgh_obj_id=pk, pgh_label="delete").exists()


def test_withheld_field_shows_only_that_it_changed(body: ResponsibleBody) -> None:
    ResponsibleBody.objects.filter(pk=body.pk).update(note="hemligt")
    change = history_of(body, withhold=["note"])[0].fields[0]
    assert change.label == "anmärkning"
    assert "hemligt" not in change.before + change.after


@pytest.mark.parametrize("rows", [1, 3])
def test_history_takes_the_same_queries_whatever_the_rows(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with pghistory.context(user=UserFactory().pk):
        bodies = ResponsibleBodyFactory.create_batch(rows)
    with django_assert_num_queries(2):
        assert len(history_of(*bodies)) == rows


def test_foreign_keys_are_told_by_name(body: ResponsibleBody) -> None:
    successor = ResponsibleBodyFactory(name="Efterträdaren")
    ResponsibleBody.objects.filter(pk=body.pk).update(successor=successor)
    [field] = history_of(body)[0].fields
    assert (field.before, field.after) == ("–", "Efterträdaren")


def test_edits_in_a_row_are_told_as_one(body: ResponsibleBody) -> None:
    writer, other = UserFactory(name="Åsa Skrivare"), UserFactory(name="Bo Annan")
    for user, note in ((writer, "a"), (writer, "ab"), (other, "x"), (writer, "abc"), (writer, "x")):
        with pghistory.context(user=user.pk):
            ResponsibleBody.objects.filter(pk=body.pk).update(note=note)
    told = condensed(history_of(body), timedelta(minutes=30))
    assert [(change.who, [(f.before, f.after) for f in change.fields]) for change in told[:-1]] == [
        ("Bo Annan", [("ab", "x")]),
        ("Åsa Skrivare", [("–", "ab")]),
    ]


def test_the_changes_have_one_name_on_every_page() -> None:
    folder = Path(settings.BASE_DIR, "templates")
    for template in folder.rglob("*.html"):
        for line in template.read_text(encoding="utf-8").splitlines():
            if "components/history.html" in line and template.name != "process_history.html":
                assert "Alla ändringar" in line, template
            assert "Historik" not in line, template
