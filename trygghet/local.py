"""The embedded PostgreSQL and Redis, for a machine where nothing is installed or started.

Settings ask here for an address when ``DATABASE_URL`` or ``REDIS_URL`` is not set. The data lie in
``.local/`` beside ``manage.py`` (or in ``TRYGGHET_LOCAL_DIR``) and stay there between runs.

Each server has a keeper, a small process of its own (``local_server.py``) that starts the server,
waits until nobody uses it, and stops it. "Uses" is a shared lock on ``<name>.users`` that lives as
long as the process, its forks included: the kernel lets go of it however the process ends, so a
killed one leaves nothing behind. Standard library only: ``bootstrap.py`` runs this file before any
environment exists (``python trygghet/local.py stop``).
"""

import contextlib
import fcntl
import hashlib
import os
import re
import secrets
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

SAFE_IN_AN_ADDRESS = re.compile(r"/[A-Za-z0-9_./-]{0,80}")
PATIENCE_SECONDS = 60
_users: dict[str, int] = {}


class LocalServerError(RuntimeError):
    """An embedded server cannot be started; the text says why and what to do."""


def directory() -> Path:
    """The folder of everything local: databases, uploaded files, the secret key."""
    default = Path(__file__).resolve().parent.parent / ".local"
    return Path(os.environ.get("TRYGGHET_LOCAL_DIR") or default).absolute()


def database_url() -> str:
    """The address of the embedded PostgreSQL, which is started if it does not run."""
    return f"postgres://postgres:@/{_use('postgres')}/trygghet"


def redis_url() -> str:
    """The address of the embedded Redis, which is started if it does not run."""
    return f"redis+socket://{_use('redis')}/redis.sock"


def secret_key() -> str:
    """The signing key of this machine, made at the first call and readable by its owner only."""
    path = directory() / "secret_key"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(_open(draft.name), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its key counts
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")


def stop() -> None:
    """Stop both servers, whoever uses them."""
    for name in ("postgres", "redis"):
        if keeper := _keeper(name):
            os.kill(keeper, signal.SIGTERM)
            while _keeper(name) == keeper:
                time.sleep(0.02)
    with contextlib.suppress(OSError):  # gone already
        socket_directory().rmdir()


def in_use() -> bool:
    """Whether a process uses one of the servers right now."""
    return any(_is_locked(directory() / f"{name}.users") for name in ("postgres", "redis"))


def socket_directory() -> Path:
    """Where the servers' sockets lie: a short path of plain letters.

    A socket's path is limited to about 100 bytes and stands in an address where a space or an å
    would need escaping, so a checkout in such a place has its sockets in the system's ``/tmp``.
    """
    path = directory() / "run"
    if not SAFE_IN_AN_ADDRESS.fullmatch(str(path)):
        digest = hashlib.sha256(os.fsencode(directory())).hexdigest()[:16]
        path = Path("/tmp").resolve() / f"trygghet-{digest}"  # noqa: S108 - checked below
    directory().mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or os.geteuid() not in (0, found.st_uid):
        raise LocalServerError(
            f"{path} tillhör en annan användare. Ta bort den, eller ange TRYGGHET_LOCAL_DIR."
        )
    return path


def _use(name: str) -> Path:
    """Hold the server ``name`` for as long as this process lives; return its socket directory."""
    sockets = socket_directory()
    if name not in _users:
        users = _open(f"{name}.users")
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while the keeper is stopping the server
        starting = _open(f"{name}.start")
        try:
            fcntl.flock(starting, fcntl.LOCK_EX)
            if not _keeper(name):
                _start(name)
        except BaseException:
            os.close(users)
            raise
        finally:
            os.close(starting)
        _users[name] = users
    return sockets


def _start(name: str) -> None:
    script = Path(__file__).with_name("local_server.py")
    log = _open(f"{name}.log", os.O_APPEND)
    keeper = subprocess.Popen(  # noqa: S603 - our own file
        [sys.executable, "-I", str(script), name, str(directory()), str(socket_directory())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        start_new_session=True,  # a Ctrl-C in the terminal is for us, not for the database
        text=True,
        encoding="utf-8",
    )
    os.close(log)
    with keeper.stdout as answers:
        answer = answers.read().strip()  # the keeper closes it when the server answers
    if answer != "ready":
        reason = answer or f"se {directory() / name}.log"
        raise LocalServerError(f"{name} startade inte: {reason}")
    keeper.returncode = 0  # it outlives us: not our child to wait for


def _keeper(name: str) -> int | None:
    """The process id of the server's keeper, or ``None`` if it has none.

    A keeper that is starting or stopping its server holds its lock but shows no id: wait for it.
    """
    path = directory() / f"{name}.keeper"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while _is_locked(path):
        if pid := path.read_text(encoding="ascii"):
            return int(pid)
        if time.monotonic() > deadline:
            raise LocalServerError(
                f"{name} varken startar eller slutar, se {path.parent}/{name}.log"
            )
        time.sleep(0.01)
    return None


def _is_locked(path: Path) -> bool:
    handle = _open(path.name)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _open(filename: str, mode: int = 0) -> int:
    """Open a file of ours, which belongs to the folder's owner even when root makes it."""
    path = directory() / filename
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | mode, 0o600)
    except PermissionError:
        raise LocalServerError(
            f"{path} tillhör en annan användare (kördes programmet som root förut?). "
            f"Ta bort {directory()} som den användaren, eller ange TRYGGHET_LOCAL_DIR."
        ) from None
    if os.geteuid() == 0:
        owner = directory().stat()
        os.fchown(handle, owner.st_uid, owner.st_gid)
    return handle


if __name__ == "__main__" and sys.argv[1:] == ["stop"]:
    stop()
