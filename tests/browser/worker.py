"""A real Celery worker on the test database, as a process of its own."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection

START_SECONDS = 60


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    """Run a worker that listens to the same queues as in production, until the block ends."""
    command = ["-m", "celery", "--app", "trygghet", "worker", "--queues", "celery,jobs"]
    options = ["--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    process = subprocess.Popen(
        [sys.executable, *command, *options],
        env=os.environ | {"DATABASE_URL": _address(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.extend(process.stdout), daemon=True)
    reader.start()
    try:
        _wait_until_ready(process, said)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        print("".join(said))  # noqa: T201 - pytest shows it when the test fails


def _address() -> str:
    """The test database as an address that the worker's settings read."""
    of = connection.settings_dict
    port = f":{of['PORT']}" if of["PORT"] else ""
    host = f"/{of['HOST']}" if of["HOST"].startswith("/") else of["HOST"]  # a socket's folder
    return f"postgres://{of['USER']}:{quote(of['PASSWORD'])}@{host}{port}/{of['NAME']}"


def _wait_until_ready(process: subprocess.Popen[str], said: list[str]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not any(" ready." in line for line in said):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The worker did not start:\n{''.join(said)}")
        time.sleep(0.05)
