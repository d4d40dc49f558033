"""The whole program on one machine: ``make run``, or ``python -m trygghet.run``.

Prepares the database, then runs the web server, the worker and the clock until Ctrl-C, or until one
of them ends: then all of them end. In demo mode (the default here) the database is filled with
fictitious people and reports, and their accounts are shown.
"""

import asyncio
import hashlib
import io
import os
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
WSGI = "trygghet.wsgi:application"
FIRST_PORT = 8000
END_SECONDS = 15
STARTED = time.monotonic()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trygghet.settings")
    os.environ.setdefault("DEMO", "true")
    os.environ.setdefault("HTTPS", "false")
    port = find_port()
    if port is None:
        say(f"Port {os.environ['PORT']} är upptagen. Ange en annan: PORT=8080 make run")
        return 1
    os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    try:
        say("Startar databasen …")
        django.setup()
        prepare()
    except KeyboardInterrupt:
        say("Avbrutet. make run fortsätter där det slutade.")
        return 130
    return asyncio.run(supervise(port))


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.0f} s] {text}", flush=True)


def find_port() -> int | None:
    """The port asked for in ``PORT``, else the first free one from 8000; ``None`` if taken."""
    wanted = os.environ.get("PORT")
    candidates = [int(wanted)] if wanted else range(FIRST_PORT, FIRST_PORT + 100)
    return next((port for port in candidates if is_free(port)), None)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def prepare() -> None:
    """Static files, migrations, reference data and, the first time, the demo data."""
    collect_static()
    say("Ser till att databasen är aktuell …")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    say("Läser in Stockholms organisation och program …")
    call_command("load_reference", "stockholm")
    call_command("load_techniques")
    if settings.DEMO and not get_user_model().objects.filter(is_fictitious=True).exists():
        say("Skriver demodata: ett år av lägesbilder. Det tar en stund …")
        call_command("seed_demo")


def collect_static() -> None:
    """Collect the static files unless they are made of the same build and packages as before."""
    made_of = hashlib.sha256()
    built = (path for path in sorted((ROOT / "static/dist").rglob("*")) if path.is_file())
    for part in (ROOT / "uv.lock", *built):
        made_of.update(part.read_bytes())
    stamp = Path(settings.STATIC_ROOT) / ".made-of"
    if not stamp.exists() or stamp.read_text(encoding="ascii") != made_of.hexdigest():
        say("Samlar de statiska filerna …")
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(made_of.hexdigest(), encoding="ascii")


def programs(port: int) -> dict[str, list[str]]:
    """The programs that run together, by the name that stands before their output."""
    celery = [str(BIN / "celery"), "--app", "trygghet", "--quiet"]
    web = [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    return {
        "webb": [*web, "--port", str(port), "--no-ws", "--blocking-threads", "4", WSGI],
        "arbete": [*celery, "worker", "--queues", "celery,jobs", "--concurrency", "2"],
        "klocka": [*celery, "beat", "--pidfile", ""],
    }


async def supervise(port: int) -> int:
    """Run the programs until a signal comes or one of them ends; return the exit status."""
    asked_to_end = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_end.set)
    running = {name: await start(command) for name, command in programs(port).items()}
    outputs = [asyncio.create_task(show(name, process)) for name, process in running.items()]
    ends = {asyncio.create_task(process.wait()): name for name, process in running.items()}
    asked = asyncio.create_task(asked_to_end.wait())
    welcome = asyncio.create_task(greet(port))
    done, _ = await asyncio.wait({asked, *ends}, return_when=asyncio.FIRST_COMPLETED)
    welcome.cancel()
    died = [ends[task] for task in done if task in ends and not asked_to_end.is_set()]
    say(f"{' och '.join(died)} slutade oväntat: avslutar." if died else "Avslutar …")
    await asyncio.gather(*(end(process) for process in running.values()))
    await asyncio.gather(*outputs)
    return 1 if died else 0


async def start(command: list[str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C comes to us, and we end them in order
    )


async def show(name: str, process: asyncio.subprocess.Process) -> None:
    """Print what a program says, line by line, with its name in front."""
    while chunk := await process.stdout.readline():
        print(f"{name:>6} | {chunk.decode(errors='replace').rstrip()}", flush=True)


async def end(process: asyncio.subprocess.Process) -> None:
    """Ask a program to end; after a while, end it and its children."""
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)


async def greet(port: int) -> None:
    """Show the address and the accounts once the web server answers."""
    address = f"http://localhost:{port}"
    while not await asyncio.to_thread(answers, f"{address}/healthz"):
        await asyncio.sleep(0.2)
    print(f"\n  Trygghet är igång: {address}\n")
    if settings.DEMO:
        accounts = io.StringIO()
        await asyncio.to_thread(call_command, "seed_demo", list_accounts=True, stdout=accounts)
        print("  Påhittade konton att logga in med:\n")
        print("".join(f"    {line}\n" for line in accounts.getvalue().splitlines()))
    print("  Avsluta med Ctrl-C.\n", flush=True)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2):  # noqa: S310 - our own address
            return True
    except (URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
