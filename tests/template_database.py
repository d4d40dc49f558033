"""A database with every migration applied, which each test run copies instead of migrating anew.

Migrating takes a minute, copying less than a second. The template is named after the content
of the migrations and the locked packages, so that a change of either makes a new one. It remembers
the files that it was made of: where later ones were only added, they alone are applied to a copy.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.state import ModelState, ProjectState

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "template_trygghet_"
LOCK = 7_423_911  # one builder at a time; the others wait and copy its template


def ensure_template() -> str:
    """The template's name; it is built if it does not exist."""
    files = _files()
    name = PREFIX + hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:16]
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until the cursor's session ends
        found = _templates(cursor)
        if name not in found:
            _build(cursor, name, files, found)
    return name


def _files() -> dict[str, str]:
    """The locked packages and every migration, each with its checksum."""
    paths = [ROOT / "uv.lock"]
    for app in ("programs", "collaboration", "followup", "trygghet"):
        paths += (ROOT / app).glob("**/migrations/*.py")
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def _templates(cursor: CursorWrapper) -> dict[str, dict[str, str]]:
    """The templates that there are, with the files that each was made of."""
    cursor.execute(
        "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname LIKE %s",
        [f"{PREFIX}%"],
    )
    return {name: json.loads(said or "{}") for name, said in cursor.fetchall()}


def _build(
    cursor: CursorWrapper, name: str, files: dict[str, str], found: dict[str, dict[str, str]]
) -> None:
    draft = f"{PREFIX}draft"
    cursor.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
    base = next(
        (old for old, made_of in found.items() if made_of and made_of.items() <= files.items()),
        None,
    )
    cursor.execute(f'CREATE DATABASE "{draft}"' + (f' TEMPLATE "{base}"' if base else ""))
    with _connected_to(draft), _only_the_new_model_rendered():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    for old in found:
        cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    cursor.execute(f'COMMENT ON DATABASE "{draft}" IS %s', [json.dumps(files)])
    cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


@contextmanager
def _only_the_new_model_rendered() -> Iterator[None]:
    """Django makes all related models anew for each that is created: two thirds of the time, and of
    no use, since nothing can lean on a model that has just come. The tables become the same.
    """
    original = ProjectState.add_model
    ProjectState.add_model = _add_model
    try:
        yield
    finally:
        ProjectState.add_model = original


def _add_model(state: ProjectState, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model])


@contextmanager
def _connected_to(name: str):
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
