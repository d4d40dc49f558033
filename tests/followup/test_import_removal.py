"""A file that was never taken in is thrown away: it goes, and who did it stays."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from followup.exceptions import FileNotReady
from followup.models import ImportBatch, UnknownName
from followup.services import import_work, imports
from followup.services.import_removal import throw_away
from followup.services.unknown_names import resolve
from tests.factories.followup import IndicatorFactory
from tests.factories.programs import AreaFactory

pytestmark = pytest.mark.django_db
State = ImportBatch.State
TABLE = "Område;År;Antal\nÅdalen;2024;10\nNågonstans;2025;12\nAnnorstädes;2025;7\n"


@pytest.fixture
def indicator():
    AreaFactory(name="Ådalen")
    return IndicatorFactory(frequency="year")


def upload(indicator, user, text=TABLE):
    return imports.upload(
        content=text.encode(),
        file_name="tabell.csv",
        source="generic",
        indicator=indicator,
        acting_user=user,
    )


def test_the_file_and_what_it_said_go_and_who_threw_it_stays(
    indicator, central, as_user, django_capture_on_commit_callbacks
):
    batch, client = upload(indicator, central), as_user(central)
    name, url = batch.file.name, reverse("followup:batch-throw", args=[batch.pk])
    page = client.get(reverse("followup:batch-detail", args=[batch.pk])).content.decode()
    assert url in page
    assert "går inte att ångra" in client.get(url).content.decode()
    batch.refresh_from_db()
    assert (batch.state, default_storage.exists(name)) == (State.CHECKED, True)

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url)["Location"] == reverse("followup:batch-list")
    batch.refresh_from_db()
    assert (batch.state, batch.thrown_by, batch.file.name) == (State.THROWN, central, "")
    assert (batch.seen, batch.preview, batch.problems, batch.outcome) == ({}, [], [], {})
    assert not default_storage.exists(name)
    assert not UnknownName.objects.exists()
    page = client.get(reverse("followup:batch-detail", args=[batch.pk])).content.decode()
    assert f"av {central.name}. Filen finns inte kvar" in page
    assert url not in page
    assert "Kastad" in client.get(reverse("followup:batch-list")).content.decode()


def test_what_is_thrown_is_not_taken_up_again(indicator, central):
    batch = upload(indicator, central)
    stale = ImportBatch.objects.get(pk=batch.pk)
    understood = import_work.understood_of(batch, imports.open_batch(batch))
    throw_away(batch=batch, acting_user=central)
    throw_away(batch=batch, acting_user=central)
    for refused in (
        lambda: imports.check(batch=batch, acting_user=central),
        lambda: imports.apply(batch=batch, acting_user=central),
        lambda: import_work.save_check(batch=stale, understood=understood),
    ):
        with pytest.raises(FileNotReady, match="kasta"):
            refused()
    batch.refresh_from_db()
    assert (batch.state, batch.version) == (State.THROWN, stale.version + 1)
    again = upload(indicator, central)
    assert (again.state, again.pk != batch.pk) == (State.CHECKED, True)


def test_what_is_taken_in_or_being_read_is_kept(indicator, central, monkeypatch):
    batch = upload(indicator, central, "Område;År;Antal\nÅdalen;2024;10\n")
    import_work.ask(batch, "check", central)
    with pytest.raises(FileNotReady, match="läses"):
        throw_away(batch=batch, acting_user=central)
    ImportBatch.objects.update(job=None)
    imports.apply(batch=batch, acting_user=central)
    with pytest.raises(FileNotReady, match="inläst"):
        throw_away(batch=batch, acting_user=central)


def test_what_another_file_needs_stays(
    indicator, central, coordinator, django_capture_on_commit_callbacks
):
    mine, theirs = upload(indicator, central), upload(indicator, coordinator)
    known = UnknownName.objects.get(name="Någonstans")
    resolve(unknown=known, acting_user=central)
    with django_capture_on_commit_callbacks(execute=True):
        throw_away(batch=mine, acting_user=central)
    assert default_storage.exists(theirs.file.name)
    assert UnknownName.objects.count() == 2

    with django_capture_on_commit_callbacks(execute=True):
        throw_away(batch=theirs, acting_user=coordinator)
    assert not default_storage.exists(theirs.file.name)
    assert list(UnknownName.objects.all()) == [known]


def test_a_refused_file_is_thrown_away_too(indicator, central, as_user):
    batch = upload(indicator, central)
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.REFUSED, seen={})
    client = as_user(central)
    url = reverse("followup:batch-throw", args=[batch.pk])
    assert url in client.get(reverse("followup:batch-detail", args=[batch.pk])).content.decode()
    client.post(url)
    batch.refresh_from_db()
    assert batch.state == State.THROWN
