"""The house's rules that no linter knows (the floors are held by import-linter, style by ruff)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("trygghet", "programs", "collaboration", "followup")
READERS = {"views", "forms", "selectors", "permissions", "tasks", "urls", "templatetags"}
WRITES = {
    "save", "delete", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "update",
}  # fmt: skip
MANAGERS = {"objects", "filter", "exclude", "all"}  # what a write hangs on, besides an instance
QUERY_IN_TEMPLATE = re.compile(r"\{[{%][^}%]*\.(?:exists|objects|\w+_set)\b")
DATA = {"collaboration/steps.py", "followup/chart_specs.py"}  # long tables, not long reasoning
MOST_LINES, MOST_LINES_OF_FUNCTION = 400, 50
PAGE = {"views", "forms"}


def _modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _is_in(path: Path, rooms: set[str]) -> bool:
    """Whether the module is one of the rooms, or lies in a package of that name."""
    return bool(rooms & {path.stem, *path.relative_to(ROOT).parts[:-1]})


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _database_writes(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls such as ``Model.objects.create(…)`` and ``rows.filter(…).update(…)``."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in WRITES:
            continue
        chain = {part.attr for part in ast.walk(node.func.value) if isinstance(part, ast.Attribute)}
        if chain & MANAGERS or node.func.attr == "save":
            yield node


@pytest.mark.parametrize("floor", FLOORS)
def test_only_services_write(floor: str) -> None:
    wrong = [
        f"{_name(path)}:{call.lineno}: {ast.unparse(call.func)}"
        for path in _modules(floor)
        if _is_in(path, READERS)
        for call in _database_writes(_tree(path))
    ]
    assert wrong == []


def test_services_are_called_with_named_arguments() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno} {node.name}"
        for path in _modules("collaboration/services", "followup/services")
        for node in _tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if any(ast.unparse(each) == "transaction.atomic" for each in node.decorator_list)
        if node.args.args or node.args.posonlyargs
    ]
    assert wrong == []


def test_templates_do_not_query() -> None:
    """``.all`` of what the view has fetched is no query: the views' query counts are tested."""
    wrong = [
        f"{_name(path)}: {found.group()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for found in QUERY_IN_TEMPLATE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_templates_keep_the_content_policy() -> None:
    """No script, style or handler in the page itself."""
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|\sstyle=|\son(?:click|change|input|submit|load|error|focus|blur|key\w+|mouse\w+)=|hx-on|javascript:"
    )
    wrong = [
        f"{_name(path)}: {found.group()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "email" not in path.parts
        for found in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_pages_ask_permissions_and_not_roles() -> None:
    """Roles are for granting; a page asks its scope or ``permissions``."""
    wrong = [
        f"{_name(path)}:{node.lineno}"
        for path in _modules("collaboration", "followup")
        if _is_in(path, PAGE)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("has_perm", "is_superuser", "is_staff")
        if not ast.unparse(node.value).endswith("scope")
    ]
    assert wrong == []


@pytest.mark.parametrize("floor", FLOORS)
def test_files_and_functions_stay_small(floor: str) -> None:
    wrong = []
    for path in _modules(floor):
        if _name(path) in DATA:
            continue
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > MOST_LINES:
            wrong.append(f"{_name(path)}: {lines} lines")
        wrong += [
            f"{_name(path)}:{node.name}: {node.end_lineno - node.lineno} lines"
            for node in ast.walk(_tree(path))
            if isinstance(node, ast.FunctionDef)
            and (node.end_lineno or 0) - node.lineno > MOST_LINES_OF_FUNCTION
        ]
    assert wrong == []


def test_no_room_for_leftovers() -> None:
    names = {"utils", "helpers", "common", "misc"}
    assert [_name(path) for path in _modules(*FLOORS) if _is_in(path, names)] == []
