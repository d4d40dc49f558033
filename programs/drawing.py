"""Area shapes as SVG paths: drawn on the server, so that the map needs no JavaScript."""

from dataclasses import dataclass

import shapely

from programs.maps import AreaShape

WIDTH = 600.0


@dataclass(frozen=True)
class Path:
    area_id: int
    code: str
    name: str
    d: str
    label_x: float
    label_y: float
    is_marked: bool


@dataclass(frozen=True)
class Drawing:
    """Paths in a picture ``WIDTH`` units wide, and whether any of them is schematic."""

    paths: tuple[Path, ...]
    width: float
    height: float
    schematic: bool

    @property
    def frame(self) -> str:
        """The viewBox, with room for the outermost lines."""
        return f"-2 -2 {self.width + 4} {self.height + 4}"


def draw(shapes: list[AreaShape], marked: int | None = None) -> Drawing | None:
    """The shapes side by side, the marked one last so that its edge lies on top."""
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds([shape.outline for shape in shapes])
    scale = WIDTH / (east - west)

    def place(x: float, y: float) -> tuple[float, float]:
        return round((x - west) * scale, 1), round((north - y) * scale, 1)

    paths = []
    for shape in sorted(shapes, key=lambda shape: shape.area_id == marked):
        rings = [
            ring
            for polygon in shapely.get_parts(shape.outline)
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        d = "".join("M" + "L".join("{} {}".format(*place(*xy)) for xy in ring.coords[:-1]) + "Z"
                    for ring in rings)  # fmt: skip
        label = place(*shape.outline.representative_point().coords[0])
        paths.append(
            Path(shape.area_id, shape.code, shape.name, d, *label, shape.area_id == marked)
        )
    height = round((north - south) * scale, 1)
    return Drawing(tuple(paths), WIDTH, height, any(shape.schematic for shape in shapes))
