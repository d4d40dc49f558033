from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from programs.models import (
    Area,
    AreaAlias,
    AreaNesting,
    FocusArea,
    GoverningDocument,
    Mandate,
    ProblemType,
    Program,
    ReportRecipient,
    ResponsibleBody,
)
from programs.reference.files import ReferenceFaults
from programs.reference.loader import load
from tests.programs.municipality import write

pytestmark = pytest.mark.django_db


def history_rows() -> int:
    events = [
        m for m in apps.get_app_config("programs").get_models() if m.__name__.endswith("Event")
    ]
    assert len(events) > 5
    return sum(model.objects.count() for model in events)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def test_everything_is_loaded(folder: Path) -> None:
    outcome = load(folder)
    assert outcome.created
    assert not outcome.left
    old = ResponsibleBody.objects.get(code="angby")
    assert old.successor.code == "arby"
    assert old.area.successor == Area.objects.get(code="arby")
    assert set(Mandate.objects.values_list("body__code", "role", "focus_area__code")) == {
        ("arby", "contributes", None),  # Ängby ended before the program began
        ("bolaget", "contributes", None),
        ("arby", "leads", "miljo"),
    }
    assert ReportRecipient.objects.get().valid_from == date(2024, 1, 1)
    assert list(GoverningDocument.objects.get().programs.all()) == [Program.objects.get()]
    assert list(ProblemType.objects.values_list("code", "is_active")) == [
        ("ran", True),
        ("stold", False),
    ]
    assert AreaAlias.objects.get().name == "ostads"  # as names.normalize says
    assert FocusArea.objects.get().meaning == "Torg och parker."


def test_second_run_writes_nothing(folder: Path) -> None:
    load(folder)
    before = history_rows()
    outcome = load(folder)
    assert outcome.is_unchanged
    assert history_rows() == before


def test_changes_follow_the_files(tmp_path: Path) -> None:
    load(write(tmp_path))
    before = history_rows()
    outcome = load(write(tmp_path, concepts=("straffbelagd", "olaglig")))
    assert (outcome.created, outcome.changed, outcome.removed) == (0, 1, 0)
    assert history_rows() == before + 1


def test_mandates_follow_the_files_out(tmp_path: Path) -> None:
    load(write(tmp_path))
    gone = '      - {role: contributes, bodies: ["kind:reporting"], text: Utformar åtgärder.}\n'
    outcome = load(write(tmp_path, program=(gone, "")))
    assert outcome.removed == 2
    assert Mandate.objects.count() == 1


def test_what_the_files_do_not_name_is_kept_and_reported(tmp_path: Path) -> None:
    load(write(tmp_path))
    row = "bolaget;Bostadsbolaget;company_board;;;;;ja;nej;\n"
    (tmp_path / "bodies.csv").write_text(
        (tmp_path / "bodies.csv").read_text(encoding="utf-8").replace(row, ""), encoding="utf-8"
    )
    program = (tmp_path / "program.yaml").read_text(encoding="utf-8")
    (tmp_path / "program.yaml").write_text(program.replace(" except: [bolaget],", ""), "utf-8")
    outcome = load(tmp_path)
    assert outcome.left == ["nämnd eller bolagsstyrelse: Bostadsbolaget"]
    assert ResponsibleBody.objects.filter(code="bolaget").exists()


def test_settings_and_boundaries_stay(folder: Path) -> None:
    load(folder)
    Program.objects.update(report_months=3)
    Area.objects.filter(code="torget").update(boundary={"type": "Polygon", "coordinates": []})
    assert load(folder).is_unchanged


FAULTS = [
    (
        "areas",
        "torget;Torget",
        "TORGET;Torget",
        "areas.csv, rad 5, kolumn code: ”TORGET” är inte en kod",
    ),
    ("areas", "18.05;59.33", "18.05;", "areas.csv, rad 5: uppgifterna hör ihop"),
    ("areas", "18.05", "öst", "areas.csv, rad 5, kolumn longitude: ”öst” ska vara ett tal"),
    (
        "areas",
        "nej;;\nneighborhood;udden",
        "nej;;;;x\nneighborhood;udden",
        "areas.csv, rad 5: raden har fler kolumner",
    ),
    (
        "areas",
        ";arby;",
        ";norby;",
        "areas.csv, rad 3, kolumn successor: ”norby” finns inte på samma nivå",
    ),
    ("areas", ";udden;", ";torget;", "areas.csv, rad 5: koden ”torget” står på flera ställen"),
    (
        "nestings",
        "district;angby;;2023-06-30",
        "district;angby;;2023-08-30",
        "nestings.csv, rad 5: ”torget” ligger redan",
    ),
    (
        "nestings",
        "arby;2023-07-01;\nneighborhood;udden",
        "by;2023-07-01;\nneighborhood;udden",
        "nestings.csv, rad 5, kolumn parent: ”by” finns inte i areas.csv",
    ),
    (
        "bodies",
        "2023-06-30",
        "2023-06-31",
        "bodies.csv, rad 3, kolumn valid_to: ”2023-06-31” är inte ett datum",
    ),
    (
        "bodies",
        "company_board",
        "bolag",
        "bodies.csv, rad 5, kolumn kind: ”bolag” är inte något av",
    ),
    (
        "bodies",
        "nej;nej",
        "kanske;nej",
        "bodies.csv, rad 2, kolumn reports: ”kanske” ska vara ja eller nej",
    ),
    (
        "bodies",
        ";arby;ja",
        ";borta;ja",
        "bodies.csv, rad 3, kolumn successor: ”borta” finns inte i bodies.csv",
    ),
    (
        "program",
        "goal: Tryggheten ska öka.",
        "mal: Tryggheten ska öka.",
        "program.yaml, rad 2, programs[1]: uppgiften goal saknas",
    ),
    (
        "program",
        "2027-12-31",
        "2023-12-31",
        "program.yaml, rad 5, programs[1].ends_on: 2023-12-31 är före 2024-01-01",
    ),
    (
        "program",
        "[bolaget]",
        "[bolget]",
        "program.yaml, rad 12, programs[1].mandates[2].except[1]: ”bolget” finns inte",
    ),
    (
        "program",
        "focus_area: miljo",
        "focus_area: mijlo",
        "program.yaml, rad 13, programs[1].mandates[2].focus_area: ”mijlo” är inte",
    ),
    (
        "program",
        "body: ks",
        "body: kss",
        "program.yaml, rad 15, programs[1].recipients[1]: ”kss” finns inte",
    ),
    (
        "concepts",
        "concepts:",
        "concepts: [",
        "concepts.yaml, rad 2: filen går inte att läsa som YAML",
    ),
    (
        "documents",
        "[program-2024]",
        "[program-2042]",
        "documents.yaml, rad 6, documents[1].programs[1]: ”program-2042”",
    ),
    (
        "problem_types",
        "name: Rån",
        "namn: Rån",
        "problem_types.yaml, rad 4, groups[1].types[1]: okänd uppgift: namn",
    ),
]


@pytest.mark.parametrize(("stem", "old", "new", "message"), FAULTS)
def test_a_fault_names_file_place_and_what(
    tmp_path: Path, stem: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(ReferenceFaults) as refusal:
        load(write(tmp_path, **{stem: (old, new)}))
    assert message in str(refusal.value)
    assert not Area.objects.exists()


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    write(tmp_path, bodies=("company_board", "bolag"), areas=("18.05", "öst"))
    (tmp_path / "concepts.yaml").unlink()
    (tmp_path / "documents.yaml").write_bytes("Ängby".encode("latin-1"))
    with pytest.raises(ReferenceFaults) as refusal:
        load(tmp_path)
    assert {fault.file for fault in refusal.value.faults} == {
        "areas.csv", "bodies.csv", "concepts.yaml", "documents.yaml",
    }  # fmt: skip


class TestStockholm:
    @pytest.fixture(autouse=True)
    def loaded(self, db: None) -> None:
        call_command("load_reference", "stockholm", verbosity=0)

    def test_second_run_changes_nothing(self, capsys) -> None:
        before = history_rows()
        call_command("load_reference", "stockholm")
        assert capsys.readouterr().out == "stockholm: inga ändringar\n"
        assert history_rows() == before

    def test_areas(self) -> None:
        def districts(day: date) -> int:
            return Area.objects.filter(kind=Area.Kind.DISTRICT).valid_on(day).count()

        assert districts(date(2019, 6, 1)) == 14
        assert districts(date(2022, 6, 1)) == 13
        assert districts(date(2024, 6, 1)) == 11
        neighborhoods = Area.objects.filter(kind=Area.Kind.NEIGHBORHOOD)
        assert neighborhoods.count() == 117
        assert not neighborhoods.filter(longitude=None).exists()
        for day in (date(2019, 6, 1), date(2022, 6, 1), date(2024, 6, 1)):
            nested = AreaNesting.objects.valid_on(day).filter(area__kind=Area.Kind.NEIGHBORHOOD)
            assert nested.count() == 117

    def test_every_district_committee_has_its_district(self) -> None:
        committees = ResponsibleBody.objects.filter(kind="district_committee").select_related(
            "area"
        )
        assert committees.count() == 17
        for committee in committees:
            assert (committee.valid_from, committee.valid_to) == (
                committee.area.valid_from,
                committee.area.valid_to,
            )

    def test_programs(self) -> None:
        for program in Program.objects.all():
            assert program.focus_areas.count() == 4
        assert Program.objects.current(date(2026, 10, 1)).code == "trygghetsprogram-2024-2027"
        on = {
            day: set(
                ReportRecipient.objects.valid_on(day)
                .filter(program=Program.objects.current(day))
                .values_list("body__code", flat=True)
            )
            for day in (date(2022, 1, 1), date(2023, 12, 1), date(2026, 1, 1))
        }
        assert list(on.values()) == [{"ks-tu"}, {"ks", "kf"}, {"ks", "kf"}]

    def test_names_sort_the_swedish_way(self) -> None:
        names = [
            a.name
            for a in Area.objects.filter(kind="district").valid_on(date(2019, 1, 1)).by_name()
        ]
        assert names[-2:] == ["Älvsjö", "Östermalm"]
        assert names[0] == "Bromma"

    def test_priority_areas_belong_to_the_agreement_of_their_time(self) -> None:
        counts = GoverningDocument.objects.in_bulk(field_name="code")
        assert len(counts["polisoverenskommelse-2020-2023"].priority_areas) == 10
        assert len(counts["polisoverenskommelse-2023"].priority_areas) == 5


def test_unknown_municipality_is_refused_with_those_that_exist() -> None:
    with pytest.raises(CommandError, match="Det finns: stockholm"):
        call_command("load_reference", "atlantis")


def test_faults_are_printed(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "ort").mkdir()
    write(tmp_path / "ort", bodies=("company_board", "bolag"))
    monkeypatch.setattr("programs.reference.loader.FOLDER", tmp_path)
    monkeypatch.setattr("programs.management.commands.load_reference.FOLDER", tmp_path)
    with pytest.raises(CommandError, match="Inget har lästs in"):
        call_command("load_reference", "ort")
