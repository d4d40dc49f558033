"""The embedded servers, each test with a folder of its own and with processes of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from trygghet import local

USER = """
import sys
sys.path.insert(0, {trygghet!r})
import local
print(local.database_url(), local.redis_url(), flush=True)
sys.stdin.read()
"""
SCRIPT = USER.format(trygghet=str(Path(local.__file__).parent))
Person = subprocess.Popen


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "local"
    monkeypatch.setenv("TRYGGHET_LOCAL_DIR", str(path))
    yield path
    local.stop()


@pytest.fixture
def use(folder: Path) -> Iterator[Callable[[], Person]]:
    """``use()`` starts a process that uses both servers until its input ends."""
    people: list[Person] = []

    def start() -> Person:
        person = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        people.append(person)
        assert person.stdout.readline().startswith("postgres://")
        return person

    yield start
    for person in people:
        person.kill()
        person.communicate()


def leave(person: Person) -> None:
    person.communicate("")


def query(sql: str) -> tuple[object, ...] | None:
    address = {"host": str(local.socket_directory()), "user": "postgres", "dbname": "trygghet"}
    with psycopg.connect(**address, port=5432, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone() if cursor.description else None


def pids(folder: Path) -> dict[str, int]:
    return {path.name: int(path.read_text()) for path in folder.glob("*.pid")}


def gone(folder: Path) -> bool:
    """Whether both servers end within some seconds."""
    deadline = time.monotonic() + 10
    while (pids(folder) or local.in_use()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not pids(folder)


def test_the_servers_end_with_their_last_user(folder: Path, use: Callable[[], Person]) -> None:
    first, second = use(), use()
    leave(first)
    time.sleep(0.2)
    assert query("SELECT 1") == (1,)
    leave(second)
    assert gone(folder)


def test_the_data_stay_between_runs(folder: Path, use: Callable[[], Person]) -> None:
    first = use()
    query("CREATE TABLE kept AS SELECT 'Årsta' AS name")
    leave(first)
    assert gone(folder)
    use()
    assert query("SELECT name FROM kept WHERE name ILIKE 'å%'") == ("Årsta",)


def test_a_killed_user_leaves_no_server_behind(folder: Path, use: Callable[[], Person]) -> None:
    use().kill()
    assert gone(folder)


def test_killed_keepers_do_not_stand_in_the_way(folder: Path, use: Callable[[], Person]) -> None:
    use()
    orphans = pids(folder)
    for path in folder.glob("*.keeper"):
        os.kill(int(path.read_text()), signal.SIGKILL)
    use()
    assert query("SELECT 1") == (1,)
    assert not pids(folder).items() & orphans.items()


def test_a_power_cut_loses_nothing_committed(folder: Path, use: Callable[[], Person]) -> None:
    person = use()
    query("CREATE TABLE kept AS SELECT 1 AS number")
    keepers = [int(path.read_text()) for path in folder.glob("*.keeper")]
    for pid in (*keepers, *pids(folder).values(), person.pid):
        os.kill(pid, signal.SIGKILL)
    use()
    assert query("SELECT number FROM kept") == (1,)


def test_many_start_at_once_and_share_one_server(folder: Path) -> None:
    command = [sys.executable, "-c", SCRIPT]
    options = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    people = [subprocess.Popen(command, **options) for _ in range(6)]
    addresses = {person.stdout.readline() for person in people}
    assert len(addresses) == 1
    assert set(pids(folder)) == {"postgres.pid", "redis.pid"}
    for person in people:
        leave(person)
    assert gone(folder)


def test_stop_ends_servers_that_are_in_use(folder: Path, use: Callable[[], Person]) -> None:
    use()
    assert local.in_use()
    local.stop()
    assert pids(folder) == {}


@pytest.mark.parametrize("name", ["en plats med å", "djup" * 40])
def test_any_checkout_path_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path, use: Callable, name: str
) -> None:
    monkeypatch.setenv("TRYGGHET_LOCAL_DIR", str(tmp_path / name))
    use()
    assert query("SELECT 1") == (1,)
    sockets = local.socket_directory()
    assert local.SAFE_IN_AN_ADDRESS.fullmatch(str(sockets))
    local.stop()


def test_the_secret_key_is_made_once_and_kept_private(folder: Path) -> None:
    key = local.secret_key()
    assert len(key) >= 50
    assert local.secret_key() == key
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "PG_VERSION").write_text("9", encoding="ascii")
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert "gjord av PostgreSQL 9" in done.stderr
    assert "make reset" in done.stderr
