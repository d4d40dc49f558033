"""A database with every migration applied, which each test run copies instead of migrating anew.

Migrating takes half a minute, copying less than a second. The template is named after the content
of the migrations and the locked packages, so that a change of either makes a new one.
"""

import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "template_trygghet_"
LOCK = 7_423_911  # one builder at a time; the others wait and copy its template


def ensure_template() -> str:
    """The template's name; it is built if it does not exist."""
    name = PREFIX + _fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until the cursor's session ends
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            _build(cursor, name)
    return name


def _fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for app in ("programs", "collaboration", "followup", "trygghet"):
        for path in sorted((ROOT / app).glob("**/migrations/*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _build(cursor: CursorWrapper, name: str) -> None:
    draft = f"{PREFIX}draft"
    cursor.execute(f'CREATE DATABASE "{draft}"')
    with _connected_to(draft):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    cursor.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')


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
