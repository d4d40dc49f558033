"""The maintained list of techniques and factors: its file, and what people change in it."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from followup.models import PreventionTechnique
from followup.reference import techniques
from programs.reference.files import ReferenceFaults
from tests.factories.followup import MeasureFactory

pytestmark = pytest.mark.django_db
Approach = PreventionTechnique.Approach


def test_the_list_holds_the_25_techniques_and_factors_on_three_levels():
    loaded = techniques.load()
    rows = PreventionTechnique.objects.all()
    assert loaded.created == rows.count()
    situational = rows.filter(approach=Approach.SITUATIONAL)
    assert situational.count() == 25
    groups = list(situational.values_list("group", flat=True))
    assert {group: groups.count(group) for group in groups} == dict.fromkeys(
        ("effort", "risk", "reward", "provocation", "excuses"), 5
    )
    for approach in (Approach.RISK, Approach.PROTECTIVE):
        levels = set(rows.filter(approach=approach).values_list("group", flat=True))
        assert levels == {"individual", "social", "structural"}


def test_loading_again_changes_nothing_and_keeps_what_people_chose():
    techniques.load()
    hidden = PreventionTechnique.objects.first()
    hidden.is_active = False
    hidden.save()
    own = PreventionTechnique.objects.create(
        code="egen", name="Egen teknik", approach="situational", group="effort"
    )
    again = techniques.load()
    assert (again.created, again.changed) == (0, 0)
    hidden.refresh_from_db()
    assert not hidden.is_active
    assert PreventionTechnique.objects.filter(pk=own.pk).exists()


def test_a_changed_name_in_the_file_is_a_changed_row(tmp_path):
    techniques.load()
    text = (techniques.FOLDER / "techniques.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "techniques.yaml"
    changed.write_text(text.replace("Märk egendomen", "Märk sakerna"), encoding="utf-8")
    assert techniques.load(changed).changed == 1
    assert PreventionTechnique.objects.get(code="mark-egendom").name == "Märk sakerna"


def test_a_fault_says_the_place_and_writes_nothing(tmp_path):
    text = (techniques.FOLDER / "techniques.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "techniques.yaml"
    wrong.write_text(text.replace("group: effort", "group: hard"), encoding="utf-8")
    with pytest.raises(ReferenceFaults, match="situational\\[1\\].group"):
        techniques.load(wrong)
    wrong.write_text(text.replace("led-bort", "mark-egendom"), encoding="utf-8")
    with pytest.raises(ReferenceFaults, match="finns redan"):
        techniques.load(wrong)
    assert not PreventionTechnique.objects.exists()


def test_the_command_says_what_it_did(capsys, monkeypatch, tmp_path):
    call_command("load_techniques")
    assert "41 nya" in capsys.readouterr().out
    call_command("load_techniques")
    assert "inga ändringar" in capsys.readouterr().out

    def broken():
        return techniques.load(tmp_path / "techniques.yaml")

    monkeypatch.setattr("followup.management.commands.load_techniques.load", broken)
    with pytest.raises(CommandError, match="filen saknas"):
        call_command("load_techniques")


@pytest.fixture
def technique():
    techniques.load()
    return PreventionTechnique.objects.get(code="led-bort")


CHANGED = {"name": "Led flödena rätt", "group": "effort", "example": "Skyltar.", "version": "0"}


def edit_url(technique):
    return reverse("followup:technique-edit", args=[technique.pk])


def test_a_change_is_kept_with_its_history_and_the_file_leaves_it_alone(
    technique, as_user, central
):
    measure = MeasureFactory(technique=technique, kind="situational")
    client = as_user(central)
    assert client.post(edit_url(technique), CHANGED)["Location"] == f"/tekniker/#t{technique.pk}"
    assert techniques.load().changed == 0
    technique.refresh_from_db()
    assert (technique.name, technique.version) == ("Led flödena rätt", 1)
    page = client.get(edit_url(technique)).content.decode()
    assert "Led bort dem som kan tänkas begå brott" in page  # what it was called before
    assert "1 åtgärd bygger på den" in page
    assert "Led flödena rätt" in client.get(f"/atgarder/{measure.pk}/").content.decode()


def test_two_who_change_it_at_once_see_both_texts(technique, as_user, central):
    client = as_user(central)
    client.post(edit_url(technique), CHANGED)
    answer = client.post(edit_url(technique), CHANGED | {"name": "Något annat"})
    assert "Led flödena rätt" in answer.content.decode()
    assert 'value="Något annat"' in answer.content.decode()


def test_it_stays_with_its_own_kind_of_groups(technique, as_user, central):
    answer = as_user(central).post(edit_url(technique), CHANGED | {"group": "structural"})
    assert "group" in answer.context["form"].errors
    assert [value for value, _label in answer.context["form"].fields["group"].choices] == [
        "effort", "risk", "reward", "provocation", "excuses"
    ]  # fmt: skip


def options(client, **chosen):
    """The groups that the choice offers, and what is chosen in it."""
    page = client.get("/tekniker/val/", chosen)
    field = page.context["form"]["technique"]
    return [name for name, rows in field.field.choices if isinstance(rows, list)], field.value()


def test_the_choice_is_narrowed_by_kind_and_level(technique, as_user, coordinator):
    client = as_user(coordinator)
    assert len(options(client)[0]) == 11
    assert len(options(client, kind="situational")[0]) == 5
    assert options(client, kind="social", technique_group="structural")[0] == [
        "Riskfaktor: strukturell nivå", "Skyddsfaktor: strukturell nivå"
    ]  # fmt: skip
    assert options(client, kind="situational", technique_group="risk", technique=technique.pk) == (
        ["Situationell prevention: öka ansträngningen",
         "Situationell prevention: öka risken för upptäckt"],
        str(technique.pk),
    )  # fmt: skip
    assert len(options(client, kind="x", technique_group="y", technique="z")[0]) == 11


def test_one_that_is_off_the_list_is_not_chosen_anew(technique, as_user, coordinator, process):
    PreventionTechnique.objects.filter(pk=technique.pk).update(is_active=False)
    sent = {
        "title": "Skyltar", "kind": "situational", "technique": technique.pk,
        "responsible": process.lead_body_id,
    }  # fmt: skip
    url = f"/atgarder/ny/?process={process.pk}"
    answer = as_user(coordinator).post(url, sent)
    assert "väljs inte längre" in str(answer.context["form"].errors["technique"])
    measure = MeasureFactory(process=process, technique=technique, kind="situational")
    answer = as_user(coordinator).post(
        f"/atgarder/{measure.pk}/redigera/", sent | {"version": "0", "title": "Fler skyltar"}
    )
    assert answer.status_code == 302


def test_the_list_is_searched_in_names_examples_and_groups(technique, as_user, coordinator):
    client = as_user(coordinator)
    for words, found in (("led bort", 1), ("KLOTTER", 2), ("provokation", 5), ("finns inte", 0)):
        assert client.get("/tekniker/", {"sok": words}).context["count"] == found, words
    assert " open>" in client.get("/tekniker/", {"sok": "led bort"}).content.decode()
    assert "Inget stämmer" in client.get("/tekniker/", {"sok": "finns inte"}).content.decode()
