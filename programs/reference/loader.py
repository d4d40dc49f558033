"""Lay a municipality's reference files into the database: all of them, or nothing.

The files are the truth for what they name. What is not in them any more is reported and kept,
because reports and roles may rest on it; only rows that nothing can point to (mandates, recipients,
nestings) follow the files out. Settings made in the tool (how often bodies report, imported
boundaries) are not in the files and stay untouched.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from programs.models import (
    Area,
    AreaAlias,
    AreaNesting,
    Concept,
    CouncilGoal,
    FocusArea,
    GoverningDocument,
    Mandate,
    ProblemType,
    Program,
    ReportRecipient,
    ResponsibleBody,
)
from programs.names import normalize
from programs.reference import checks
from programs.reference.files import ReferenceFaults, Source, read

Row = dict[str, Any]
FOLDER = Path(__file__).parent


def municipalities() -> list[str]:
    """The municipalities that have a folder here."""
    return sorted(path.parent.name for path in FOLDER.glob("*/program.yaml"))


@dataclass
class Outcome:
    """What a load did: numbers by kind of change, and what the files do not name any more."""

    created: int = 0
    changed: int = 0
    removed: int = 0
    left: list[str] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        return not (self.created or self.changed or self.removed)


def load(folder: Path) -> Outcome:
    """Load the files in ``folder``. Raises ReferenceFaults, and writes nothing then."""
    sources = read(folder)
    if faults := list(checks.faults(sources)):
        raise ReferenceFaults(faults)
    with transaction.atomic():
        return _Load(sources).run()


class _Load:
    """One load: the rows of each model by their keys, as they come to be."""

    def __init__(self, sources: dict[str, Source]) -> None:
        self.data = {stem: source.data for stem, source in sources.items()}
        self.outcome = Outcome()

    def run(self) -> Outcome:
        self._areas()
        self._bodies()
        self._programs()
        self._words()
        return self.outcome

    def _areas(self) -> None:
        rows = self.data["areas"]
        fields = (
            "name",
            "valid_from",
            "valid_to",
            "longitude",
            "latitude",
            "is_unverified",
            "note",
        )
        wanted = {(row["kind"], row["code"]): _values(Area, row, fields) for row in rows}
        self.areas = self._sync(Area, ("kind", "code"), wanted)
        successors = {
            (row["kind"], row["code"]): self.areas.get((row["kind"], row.get("successor")))
            for row in rows
        }
        self._sync_successors(self.areas, successors)
        self._nestings()
        self._aliases(rows)

    def _nestings(self) -> None:
        wanted = {
            (
                self.areas[row["kind"], row["area"]].pk,
                self.areas[row["parent_kind"], row["parent"]].pk,
                _day(row.get("valid_from")),
                _day(row.get("valid_to")),
            ): {}
            for row in self.data["nestings"]
        }
        key = ("area_id", "parent_id", "valid_from", "valid_to")
        self._sync(AreaNesting, key, wanted, owned=True)

    def _aliases(self, rows: list[Row]) -> None:
        """Only added: people add their own spellings when they import boundaries."""
        have = set(AreaAlias.objects.values_list("area_id", "name"))
        wanted = {
            (self.areas[row["kind"], row["code"]].pk, normalize(alias))
            for row in rows
            for alias in row.get("aliases", [])
        }
        new = [AreaAlias(area_id=area, name=name) for area, name in sorted(wanted - have)]
        AreaAlias.objects.bulk_create(new)
        self.outcome.created += len(new)

    def _bodies(self) -> None:
        rows = self.data["bodies"]
        fields = ("name", "kind", "valid_from", "valid_to", "reports", "is_unverified", "note")
        wanted = {}
        for row in rows:
            area = self.areas.get(("district", row.get("area")))
            values = _values(ResponsibleBody, row, fields)
            wanted[row["code"]] = {**values, "area_id": area.pk if area else None}
        self.bodies = self._sync(ResponsibleBody, ("code",), wanted)
        successors = {row["code"]: self.bodies.get(row.get("successor")) for row in rows}
        self._sync_successors(self.bodies, successors)

    def _programs(self) -> None:
        rows = self.data["program"]["programs"]
        fields = ("name", "starts_on", "ends_on", "goal", "summary", "registry_number",
                  "adopted_on", "is_draft")  # fmt: skip
        wanted = {row["code"]: _values(Program, row, fields) for row in rows}
        self.programs = self._sync(Program, ("code",), wanted)
        self._focus_areas(rows)
        self._council_goals(rows)
        mandates: dict[Hashable, Row] = {}
        recipients: dict[Hashable, Row] = {}
        for row in rows:
            mandates |= self._mandates(row)
            recipients |= self._recipients(row)
        key = ("program_id", "focus_area_id", "body_id", "role", "text")
        self._sync(Mandate, key, mandates, owned=True)
        key = ("program_id", "body_id", "valid_from")
        self._sync(ReportRecipient, key, recipients, owned=True)

    def _focus_areas(self, programs: list[Row]) -> None:
        wanted = {
            (self.programs[program["code"]].pk, row["code"]): {
                "name": row["name"],
                "meaning": row["meaning"],
                "order": order,
            }
            for program in programs
            for order, row in enumerate(program["focus_areas"], start=1)
        }
        self.focus_areas = self._sync(FocusArea, ("program_id", "code"), wanted)

    def _council_goals(self, programs: list[Row]) -> None:
        wanted = {
            (self.programs[program["code"]].pk, row["code"]): {"name": row["name"], "order": order}
            for program in programs
            for order, row in enumerate(program.get("council_goals", ()), start=1)
        }
        self._sync(CouncilGoal, ("program_id", "code"), wanted)

    def _mandates(self, row: Row) -> dict[Hashable, Row]:
        program = self.programs[row["code"]]
        return {
            (
                program.pk,
                self._focus_area_id(program, mandate.get("focus_area")),
                body.pk,
                mandate["role"],
                mandate["text"],
            ): {"is_unverified": row.get("mandates_unverified", False)}
            for mandate in row["mandates"]
            for body in self._named(mandate, program)
        }

    def _focus_area_id(self, program: Program, code: str | None) -> int | None:
        return self.focus_areas[program.pk, code].pk if code else None

    def _named(self, mandate: Row, program: Program) -> Iterable[ResponsibleBody]:
        """The bodies that a mandate names, of those that exist during the program."""
        for code, body in self.bodies.items():
            names = {code, f"kind:{body.kind}"} | ({"kind:reporting"} if body.reports else set())
            is_named = names & set(mandate["bodies"]) and not names & set(mandate.get("except", []))
            if is_named and _exists_during(body, program):
                yield body

    def _recipients(self, row: Row) -> dict[Hashable, Row]:
        fields = ("valid_to", "basis", "is_by_law")
        program_id = self.programs[row["code"]].pk
        return {
            (program_id, self.bodies[r["body"]].pk, _day(r.get("valid_from"))): _values(
                ReportRecipient, r, fields
            )
            for r in row["recipients"]
        }

    def _words(self) -> None:
        rows = self.data["concepts"]["concepts"]
        fields = ("name", "definition", "source")
        self._sync(Concept, ("code",), {r["code"]: _values(Concept, r, fields) for r in rows})
        self._documents()
        self._problem_types()

    def _documents(self) -> None:
        rows = self.data["documents"]["documents"]
        fields = ("name", "description", "valid_from", "valid_to", "registry_number",
                  "priority_areas")  # fmt: skip
        wanted = {row["code"]: _values(GoverningDocument, row, fields) for row in rows}
        documents = self._sync(GoverningDocument, ("code",), wanted)
        through = GoverningDocument.programs.through
        links = {
            (documents[row["code"]].pk, self.programs[code].pk): {}
            for row in rows
            for code in row["programs"]
        }
        self._sync(through, ("governingdocument_id", "program_id"), links, owned=True)

    def _problem_types(self) -> None:
        rows = [
            (group["name"], row)
            for group in self.data["problem_types"]["groups"]
            for row in group["types"]
        ]
        wanted = {
            row["code"]: {
                "name": row["name"],
                "group": group,
                "is_active": row.get("is_active", True),
                "order": order,
            }
            for order, (group, row) in enumerate(rows, start=1)
        }
        self._sync(ProblemType, ("code",), wanted)

    def _sync(
        self,
        model: type[models.Model],
        key: tuple[str, ...],
        wanted: dict[Any, Row],
        *,
        owned: bool = False,
    ) -> dict[Any, Any]:
        """Make the table's rows those of ``wanted``; the rows by their keys.

        Rows that are not wanted go when the files own them, else they are reported.
        """
        rows = {_key(row, key): row for row in model._default_manager.all()}
        self._leave(model, [row for k, row in rows.items() if k not in wanted], owned)
        for k in rows.keys() & wanted.keys():
            self._change(rows[k], wanted[k])
        new = {
            k: model(**dict(zip(key, k if len(key) > 1 else (k,), strict=True)), **values)
            for k, values in wanted.items()
            if k not in rows
        }
        model._default_manager.bulk_create(new.values())
        self.outcome.created += len(new)
        return {k: new.get(k) or rows[k] for k in wanted}

    def _leave(self, model: type[models.Model], rows: list[models.Model], owned: bool) -> None:
        if owned:
            model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
            self.outcome.removed += len(rows)
        else:
            name = str(model._meta.verbose_name)
            self.outcome.left += [f"{name}: {row}" for row in rows]

    def _change(self, row: models.Model, values: Row) -> None:
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
            self.outcome.changed += 1

    def _sync_successors(self, rows: dict[Any, Any], successors: dict[Any, Any]) -> None:
        for key, successor in successors.items():
            self._change(rows[key], {"successor_id": successor.pk if successor else None})


def _key(row: models.Model, key: tuple[str, ...]) -> Any:
    values = tuple(getattr(row, name) for name in key)
    return values if len(key) > 1 else values[0]


def _values(model: type[models.Model], row: Row, names: Iterable[str]) -> Row:
    """The row's values as the model stores them; what is left out becomes the field's default."""
    found = {}
    for name in names:
        column = model._meta.get_field(name)
        value = row.get(name)
        if isinstance(column, models.DateField):
            value = _day(value)
        found[name] = column.get_default() if value is None else value
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _exists_during(body: ResponsibleBody, program: Program) -> bool:
    return (body.valid_from is None or body.valid_from <= program.ends_on) and (
        body.valid_to is None or body.valid_to >= program.starts_on
    )
