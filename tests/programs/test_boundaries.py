import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command
from pyogrio.raw import write
from pyproj import Transformer

from programs.boundaries import BoundariesRefused, import_boundaries
from programs.models import Area, AreaAlias
from tests.factories.programs import AreaFactory

pytestmark = pytest.mark.django_db
BOX = shapely.box(18.0, 59.30, 18.1, 59.35)
BOW_TIE = shapely.Polygon([(18.0, 59.3), (18.1, 59.35), (18.1, 59.3), (18.0, 59.35)])


@pytest.fixture(autouse=True)
def districts() -> list[Area]:
    """Ådalen has a center point; a neighborhood of the same name lies in it."""
    AreaFactory(name="Ådalen", kind=Area.Kind.NEIGHBORHOOD, longitude=None, latitude=None)
    return [
        AreaFactory(name="Ådalen", code="adalen", longitude=18.05, latitude=59.33),
        AreaFactory(name="Öst-Ängby", code="ost-angby", longitude=None, latitude=None),
    ]


def save(path: Path, names: list[str], shapes: list, crs: str | None, **options) -> Path:
    if crs and crs != "EPSG:4326":
        there = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        shapes = [shapely.transform(s, there.transform, interleaved=False) for s in shapes]
    write(
        path,
        geometry=shapely.to_wkb(shapes),
        field_data=[np.array(names, dtype=object)],
        fields=["NAMN"],
        crs=crs,
        geometry_type="Polygon",
        **options,
    )
    return path


def boundary(code: str) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(Area.objects.get(code=code).boundary))


@pytest.mark.parametrize(
    ("file", "driver", "crs"),
    [
        ("a.shp", "ESRI Shapefile", "EPSG:3011"),
        ("a.gpkg", "GPKG", "EPSG:3006"),
        ("a.geojson", "GeoJSON", "EPSG:4326"),
    ],
)
def test_every_format_is_read_and_moved_to_wgs84(
    tmp_path: Path, file: str, driver: str, crs: str
) -> None:
    path = save(
        tmp_path / file, ["ÅDALENS STADSDELSOMRÅDE", "ost angby"], [BOX, BOX], crs, driver=driver
    )
    outcome = import_boundaries(path, source="Stadskartan 2026")
    assert (outcome.level, outcome.changed) == (Area.Kind.DISTRICT, 2)
    assert boundary("adalen").symmetric_difference(BOX).area < 1e-7
    assert Area.objects.get(code="adalen").boundary_source == "Stadskartan 2026"


def test_zipped_shapefile(tmp_path: Path) -> None:
    save(tmp_path / "a.shp", ["Öst-Ängby"], [BOX], "EPSG:3011", driver="ESRI Shapefile")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in tmp_path.glob("a.[sdpc]*"):
            archive.write(part, part.name)
    assert import_boundaries(tmp_path / "a.zip").changed == 1


def test_file_without_coordinate_system_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.shp", ["Öst-Ängby"], [BOX], "EPSG:3011", driver="ESRI Shapefile")
    path.with_suffix(".prj").unlink()
    with pytest.raises(BoundariesRefused, match="gissas aldrig"):
        import_boundaries(path)


def geojson(path: Path, shape: shapely.Geometry, **members: object) -> Path:
    feature = {
        "type": "Feature",
        "properties": {"namn": "Öst-Ängby"},
        "geometry": json.loads(shapely.to_geojson(shape)),
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature], **members}))
    return path


def test_geojson_is_wgs84_unless_it_says_otherwise(tmp_path: Path) -> None:
    there = Transformer.from_crs("EPSG:4326", "EPSG:3011", always_xy=True)
    moved = shapely.transform(BOX, there.transform, interleaved=False)
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3011"}}
    import_boundaries(geojson(tmp_path / "a.geojson", moved, crs=crs))
    assert boundary("ost-angby").symmetric_difference(BOX).area < 1e-7
    with pytest.raises(BoundariesRefused, match="utanför jordklotet"):
        import_boundaries(geojson(tmp_path / "b.geojson", moved))


def test_boundaries_of_another_city_are_refused(tmp_path: Path) -> None:
    far = shapely.box(11.9, 57.6, 12.0, 57.7)
    with pytest.raises(BoundariesRefused, match="Öst-Ängby ligger långt från"):
        import_boundaries(geojson(tmp_path / "a.geojson", far))


def test_invalid_geometry_is_repaired_and_reported(tmp_path: Path) -> None:
    outcome = import_boundaries(geojson(tmp_path / "a.geojson", BOW_TIE))
    assert outcome.repaired[0].startswith("Öst-Ängby: Self-intersection")
    assert boundary("ost-angby").is_valid


def test_a_line_is_not_a_boundary(tmp_path: Path) -> None:
    line = shapely.LineString([(18, 59.3), (18.1, 59.3)])
    with pytest.raises(BoundariesRefused, match="rad 1: Öst-Ängby har ingen yta"):
        import_boundaries(geojson(tmp_path / "a.geojson", line))


def test_several_rows_of_one_area_become_one(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.gpkg",
        ["Öst-Ängby", "Öst-Ängby"],
        [shapely.box(18, 59.3, 18.05, 59.35), shapely.box(18.05, 59.3, 18.1, 59.35)],
        "EPSG:4326",
        driver="GPKG",
    )
    outcome = import_boundaries(path)
    assert outcome.merged == ["Öst-Ängby"]
    assert boundary("ost-angby").equals(BOX)


def test_unknown_names_are_listed_with_the_nearest_and_nothing_is_saved(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.gpkg", ["Öst-Ängby", "Ådalsn"], [BOX, BOX], "EPSG:4326", driver="GPKG"
    )
    with pytest.raises(BoundariesRefused, match="rad 2: ”Ådalsn” är inte känt, menas ”Ådalen”"):
        import_boundaries(path)
    assert not Area.objects.exclude(boundary=None).exists()


def test_an_alias_is_remembered(tmp_path: Path) -> None:
    path = save(tmp_path / "a.gpkg", ["Öst-Ängby", "SDO 7"], [BOX, BOX], "EPSG:4326", driver="GPKG")
    import_boundaries(path, aliases={"SDO 7": "adalen"}, level=Area.Kind.DISTRICT)
    assert AreaAlias.objects.get().area.code == "adalen"
    assert import_boundaries(path).changed == 0


def test_names_that_fit_two_levels_need_the_level(tmp_path: Path) -> None:
    path = save(tmp_path / "a.gpkg", ["Ådalen"], [BOX], "EPSG:4326", driver="GPKG")
    with pytest.raises(BoundariesRefused, match="flera nivåer"):
        import_boundaries(path)
    assert import_boundaries(path, level=Area.Kind.NEIGHBORHOOD).changed == 1


def test_dry_run_saves_nothing(tmp_path: Path, capsys) -> None:
    path = geojson(tmp_path / "a.geojson", BOX)
    call_command("import_areas", str(path), "--dry-run")
    out = capsys.readouterr().out
    assert "1 gränser, varav 1 nya" in out
    assert "saknar fortfarande gräns: Ådalen" in out
    assert "inget har sparats" in out
    assert not Area.objects.exclude(boundary=None).exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--name-field", "kod"], "Det finns inget fält ”kod”. Textfälten är: namn"),
        (["--alias", "Norr"], "NAMN=KOD"),
        (["--alias", "Norr=norr"], "inget område med koden ”norr”"),
    ],
)
def test_wrong_options_are_explained(tmp_path: Path, arguments: list[str], message: str) -> None:
    path = geojson(tmp_path / "a.geojson", BOX)
    with pytest.raises(CommandError, match=message):
        call_command("import_areas", str(path), *arguments)


def test_a_file_that_is_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("import_areas", str(path))
    with pytest.raises(CommandError, match="finns inte"):
        call_command("import_areas", str(tmp_path / "b.geojson"))


def test_several_layers_need_a_choice(tmp_path: Path) -> None:
    path = save(tmp_path / "a.gpkg", ["Öst-Ängby"], [BOX], "EPSG:4326", driver="GPKG", layer="ett")
    save(path, ["Öst-Ängby"], [BOX], "EPSG:4326", driver="GPKG", layer="två", append=True)
    with pytest.raises(BoundariesRefused, match="Välj ett: ett, två"):
        import_boundaries(path)
    assert import_boundaries(path, layer="två").changed == 1
