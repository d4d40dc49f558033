from datetime import date, timedelta

import pytest
import shapely

from programs import maps
from programs.drawing import draw
from programs.models import Area, AreaNesting
from tests.factories.programs import AreaFactory, AreaNestingFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 1)
KIND = Area.Kind


@pytest.fixture
def city() -> Area:
    """A city of two districts, the western with two neighborhoods and the eastern with one."""
    city = AreaFactory(kind=KIND.CITY, name="Östad", longitude=None, latitude=None)
    districts = [
        AreaFactory(name="Väst", code="vast", longitude=None, latitude=None),
        AreaFactory(name="Öst", code="ost", longitude=None, latitude=None),
    ]
    for district in districts:
        AreaNestingFactory(area=district, parent=city)
    for name, parent, longitude, latitude in [
        ("Ängen", districts[0], 18.00, 59.30),
        ("Berget", districts[0], 18.02, 59.33),
        ("Åsen", districts[1], 18.08, 59.31),
    ]:
        area = AreaFactory(
            kind=KIND.NEIGHBORHOOD, name=name, longitude=longitude, latitude=latitude
        )
        AreaNestingFactory(area=area, parent=parent)
    return city


def test_areas_come_in_the_swedish_order_and_are_schematic(city: Area) -> None:
    shapes = maps.area_shapes(KIND.NEIGHBORHOOD, DAY)
    assert [shape.name for shape in shapes] == ["Berget", "Åsen", "Ängen"]
    assert all(shape.schematic for shape in shapes)


def test_schematic_cells_fill_the_city_without_overlap(city: Area) -> None:
    (whole,) = maps.area_shapes(KIND.CITY, DAY)
    for level in (KIND.DISTRICT, KIND.NEIGHBORHOOD):
        cells = [shape.outline for shape in maps.area_shapes(level, DAY)]
        assert sum(cell.area for cell in cells) == pytest.approx(whole.outline.area, rel=1e-6)
        assert shapely.union_all(cells).area == pytest.approx(whole.outline.area, rel=1e-6)


def test_a_position_lies_in_its_area(city: Area) -> None:
    assert maps.area_at(18.00, 59.30, KIND.NEIGHBORHOOD, DAY).name == "Ängen"
    assert maps.area_at(18.079, 59.311, KIND.DISTRICT, DAY).name == "Öst"
    assert maps.area_at(17.64, 59.86, KIND.DISTRICT, DAY) is None
    assert maps.is_inside_city(18.02, 59.32, DAY)
    assert not maps.is_inside_city(17.64, 59.86, DAY)


def test_every_pin_is_inside_while_nothing_is_known() -> None:
    assert maps.is_inside_city(17.64, 59.86, DAY)


def test_imported_boundary_replaces_the_schematic_one(city: Area) -> None:
    before = {shape.name: shape for shape in maps.area_shapes(KIND.DISTRICT, DAY)}
    box = shapely.box(18.05, 59.29, 18.10, 59.33)
    area = Area.objects.get(code="ost")
    area.boundary = {"type": "Polygon", "coordinates": [list(map(list, box.exterior.coords))]}
    area.save()
    after = {shape.name: shape for shape in maps.area_shapes(KIND.DISTRICT, DAY)}
    assert before["Öst"].schematic
    assert not after["Öst"].schematic
    assert after["Väst"].schematic
    drawn = shapely.geometry.shape(after["Öst"].geometry)
    assert drawn.symmetric_difference(box).area < 1e-6


def test_districts_are_the_sum_of_imported_neighborhoods(city: Area) -> None:
    for west, area in enumerate(Area.objects.filter(kind=KIND.NEIGHBORHOOD).order_by("longitude")):
        box = shapely.box(18 + west * 0.02, 59.3, 18.02 + west * 0.02, 59.32)
        area.boundary = {"type": "Polygon", "coordinates": [list(map(list, box.exterior.coords))]}
        area.save()
    shapes = {shape.name: shape for shape in maps.area_shapes(KIND.DISTRICT, DAY)}
    assert not shapes["Väst"].schematic
    assert shapes["Väst"].outline.area == pytest.approx(2 * shapes["Öst"].outline.area, rel=1e-3)


def test_the_map_follows_the_days_nesting(city: Area) -> None:
    angen = Area.objects.get(name="Ängen")
    AreaNesting.objects.filter(area=angen).update(valid_to=DAY)
    AreaNestingFactory(
        area=angen, parent=Area.objects.get(code="ost"), valid_from=DAY + timedelta(days=1)
    )
    assert maps.area_at(18.00, 59.30, KIND.DISTRICT, DAY).code == "vast"
    assert maps.area_at(18.00, 59.30, KIND.DISTRICT, DAY + timedelta(days=1)).code == "ost"


def test_one_point_is_a_city(django_assert_num_queries) -> None:
    AreaFactory(kind=KIND.NEIGHBORHOOD, longitude=18, latitude=59.3)
    (shape,) = maps.area_shapes(KIND.NEIGHBORHOOD, DAY)
    assert shape.geometry["type"] == "Polygon"
    with django_assert_num_queries(2):  # what the map follows from; the rest is remembered
        maps.area_shapes(KIND.NEIGHBORHOOD, DAY)


@pytest.mark.parametrize("count", [1, 3])
def test_drawing_takes_the_same_number_of_queries(count: int, django_assert_num_queries) -> None:
    for _ in range(count):
        AreaFactory(kind=KIND.NEIGHBORHOOD)
    with django_assert_num_queries(4):
        assert len(maps.area_shapes(KIND.NEIGHBORHOOD, DAY)) == count


def test_geojson_winds_the_exterior_counterclockwise(city: Area) -> None:
    collection = maps.feature_collection(maps.area_shapes(KIND.DISTRICT, DAY))
    for feature in collection["features"]:
        assert shapely.geometry.shape(feature["geometry"]).exterior.is_ccw
    assert collection["features"][0]["properties"] == {
        "code": "vast", "name": "Väst", "schematic": True,
    }  # fmt: skip


def test_drawing_marks_one_area_and_lies_within_its_frame(city: Area) -> None:
    area = Area.objects.get(code="vast")
    drawing = draw(maps.area_shapes(KIND.DISTRICT, DAY), area.pk)
    assert [path.is_marked for path in drawing.paths] == [False, True]
    assert all(0 <= path.label_x <= drawing.width for path in drawing.paths)
    assert all(0 <= path.label_y <= drawing.height for path in drawing.paths)
    assert drawing.schematic
    assert draw([]) is None
