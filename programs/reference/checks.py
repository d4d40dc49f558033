"""What a schema cannot say: that codes are unique, point to something, and that times fit."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from programs.reference.files import Fault, Source

Row = dict[str, Any]
FOREVER = "9999-12-31"


def faults(sources: dict[str, Source]) -> Iterator[Fault]:
    """Every broken cross reference in files that follow their schemas."""
    yield from _duplicates(sources)
    yield from _area_faults(sources)
    yield from _nesting_faults(sources)
    yield from _body_faults(sources)
    yield from _program_faults(sources)
    yield from _document_faults(sources)


def codes(source: Source) -> set[str]:
    return {row["code"] for row in source.data}


def _duplicates(sources: dict[str, Source]) -> Iterator[Fault]:
    for source, rows in _coded_rows(sources):
        seen = Counter(_level_and_code(source, row) for _path, row in rows)
        for path, row in rows:
            if seen[_level_and_code(source, row)] > 1:
                yield source.fault(path, f"koden ”{row['code']}” står på flera ställen")


def _level_and_code(source: Source, row: Row) -> tuple[str, str]:
    return (row["kind"] if source.file == "areas.csv" else "", row["code"])


def _coded_rows(sources: dict[str, Source]) -> Iterator[tuple[Source, list[tuple[tuple, Row]]]]:
    for stem in ("areas", "bodies"):
        yield sources[stem], [((i,), row) for i, row in enumerate(sources[stem].data)]
    for stem, key in (
        ("program", "programs"),
        ("concepts", "concepts"),
        ("documents", "documents"),
    ):
        rows = sources[stem].data[key]
        yield sources[stem], [((key, i), row) for i, row in enumerate(rows)]
    for p, program in enumerate(sources["program"].data["programs"]):
        for part in ("focus_areas", "council_goals"):
            path = ("programs", p, part)
            yield sources["program"], [((*path, i), r) for i, r in enumerate(program.get(part, ()))]
    groups = sources["problem_types"].data["groups"]
    yield (
        sources["problem_types"],
        [
            (("groups", g, "types", i), row)
            for g, group in enumerate(groups)
            for i, row in enumerate(group["types"])
        ],
    )


def _times(source: Source, path: tuple, row: Row, first: str, last: str) -> Iterator[Fault]:
    if row.get(first) and row.get(last) and row[first] > row[last]:
        yield source.fault((*path, last), f"{row[last]} är före {row[first]}")


def _area_faults(sources: dict[str, Source]) -> Iterator[Fault]:
    source = sources["areas"]
    known = {(row["kind"], row["code"]) for row in source.data}
    for i, row in enumerate(source.data):
        yield from _times(source, (i,), row, "valid_from", "valid_to")
        if "successor" in row and (row["kind"], row["successor"]) not in known:
            yield source.fault((i, "successor"), f"”{row['successor']}” finns inte på samma nivå")


def _nesting_faults(sources: dict[str, Source]) -> Iterator[Fault]:
    source = sources["nestings"]
    known = {(row["kind"], row["code"]) for row in sources["areas"].data}
    for i, row in enumerate(source.data):
        yield from _times(source, (i,), row, "valid_from", "valid_to")
        for kind, code in (("kind", "area"), ("parent_kind", "parent")):
            if (row[kind], row[code]) not in known:
                yield source.fault((i, code), f"”{row[code]}” finns inte i areas.csv")
    yield from _overlaps(source)


def _overlaps(source: Source) -> Iterator[Fault]:
    periods: dict[tuple[str, str], list[tuple[str, str, int]]] = defaultdict(list)
    for i, row in enumerate(source.data):
        period = (row.get("valid_from", ""), row.get("valid_to", FOREVER), i)
        periods[row["kind"], row["area"]].append(period)
    for (_kind, area), times in periods.items():
        times.sort()
        for (_start, end, _i), (start, _end, i) in zip(times, times[1:], strict=False):
            if start <= end:
                yield source.fault((i,), f"”{area}” ligger redan i ett annat område den tiden")


def _body_faults(sources: dict[str, Source]) -> Iterator[Fault]:
    source = sources["bodies"]
    known = codes(source)
    districts = {row["code"] for row in sources["areas"].data if row["kind"] == "district"}
    for i, row in enumerate(source.data):
        yield from _times(source, (i,), row, "valid_from", "valid_to")
        if "area" in row and row["area"] not in districts:
            yield source.fault((i, "area"), f"”{row['area']}” är inte ett område i areas.csv")
        if "successor" in row and row["successor"] not in known - {row["code"]}:
            yield source.fault((i, "successor"), f"”{row['successor']}” finns inte i bodies.csv")


def _program_faults(sources: dict[str, Source]) -> Iterator[Fault]:
    source = sources["program"]
    bodies = sources["bodies"]
    known = codes(bodies) | {f"kind:{row['kind']}" for row in bodies.data} | {"kind:reporting"}
    for p, program in enumerate(source.data["programs"]):
        path = ("programs", p)
        yield from _times(source, path, program, "starts_on", "ends_on")
        focus_areas = {focus["code"] for focus in program["focus_areas"]}
        for m, mandate in enumerate(program["mandates"]):
            yield from _mandate_faults(source, (*path, "mandates", m), mandate, known, focus_areas)
        for r, recipient in enumerate(program["recipients"]):
            place = (*path, "recipients", r)
            yield from _times(source, place, recipient, "valid_from", "valid_to")
            if recipient["body"] not in known:
                yield source.fault(place, f"”{recipient['body']}” finns inte i bodies.csv")


def _mandate_faults(
    source: Source, path: tuple, mandate: Row, known: set[str], focus_areas: set[str]
) -> Iterator[Fault]:
    for key in ("bodies", "except"):
        for i, code in enumerate(mandate.get(key, [])):
            if code not in known:
                yield source.fault((*path, key, i), f"”{code}” finns inte i bodies.csv")
    focus_area = mandate.get("focus_area")
    if focus_area and focus_area not in focus_areas:
        text = f"”{focus_area}” är inte ett av programmets fokusområden"
        yield source.fault((*path, "focus_area"), text)


def _document_faults(sources: dict[str, Source]) -> Iterator[Fault]:
    source = sources["documents"]
    programs = {program["code"] for program in sources["program"].data["programs"]}
    for d, document in enumerate(source.data["documents"]):
        path = ("documents", d)
        yield from _times(source, path, document, "valid_from", "valid_to")
        for i, code in enumerate(document["programs"]):
            if code not in programs:
                yield source.fault((*path, "programs", i), f"”{code}” finns inte i program.yaml")
