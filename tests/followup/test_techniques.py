"""The maintained list of techniques and factors: its file, and what people change in it."""

import pytest
from django.core.management import CommandError, call_command

from followup.models import PreventionTechnique
from followup.reference import techniques
from programs.reference.files import ReferenceFaults

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
