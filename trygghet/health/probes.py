"""What must work for the program to work, each part asked with a deadline.

A frozen server answers neither yes nor no, and some of its clients wait for ever. Every question is
therefore asked in a thread of its own, and whoever asks waits ``DEADLINE_SECONDS`` at most. While
one question hangs no second one is started, so that a server that stays frozen costs one thread.
"""

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from trygghet.celery import app
from trygghet.health.models import WorkerHeartbeat

logger = logging.getLogger(__name__)
DEADLINE_SECONDS = 2.0


class NotReady(Exception):
    """The part answers, but is not as it must be."""


@dataclass
class Probe:
    """One part: its name, and a check that raises if the part does not work."""

    name: str
    check: Callable[[], None]
    _free: threading.Lock = field(default_factory=threading.Lock)

    def works(self) -> bool:
        """Whether the part works; ``False`` also when it has not answered in time."""
        if not self._free.acquire(timeout=DEADLINE_SECONDS):
            return False
        answers: list[bool] = []
        thread = threading.Thread(target=self._ask, args=(answers,), daemon=True)
        thread.start()
        thread.join(DEADLINE_SECONDS)
        return answers == [True]

    def _ask(self, answers: list[bool]) -> None:
        try:
            self.check()
            answers.append(True)
        except Exception:
            logger.warning("Not ready: %s", self.name, exc_info=True)
        finally:
            connection.close()
            self._free.release()


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations are waiting")


def redis() -> None:
    patience = {"socket_timeout": 0.4, "socket_connect_timeout": 0.4}  # each of four attempts
    with app.connection_for_write() as broker:
        broker.transport_options = broker.transport_options | patience
        broker.channel().client.ping()


def worker() -> None:
    if not WorkerHeartbeat.objects.alive().exists():
        raise NotReady("no worker has given a sign of life lately")


def storage() -> None:
    name = default_storage.save(f"readiness/{uuid.uuid4()}", ContentFile(b"trygghet"))
    default_storage.delete(name)


PROBES = (
    Probe("database", database),
    Probe("migrations", migrations),
    Probe("redis", redis),
    Probe("worker", worker),
    Probe("storage", storage),
)


def readiness() -> dict[str, bool]:
    """Ask every part at the same time; return which of them work, in ``PROBES``' order."""
    works: dict[str, bool] = dict.fromkeys((probe.name for probe in PROBES), False)

    def ask(probe: Probe) -> None:
        works[probe.name] = probe.works()

    threads = [threading.Thread(target=ask, args=(probe,), daemon=True) for probe in PROBES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * DEADLINE_SECONDS)
    return works
