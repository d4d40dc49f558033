"""The worker's sign of life, written by the worker itself.

A step of Celery's consumer runs only while the worker is connected to the broker, and its timer
turns in the same loop that takes the tasks. A fresh row in PostgreSQL therefore says: this worker
lives, reaches the broker and reaches the database. A task rung by the clock would say less: it
stands in line behind long reports, and it is silent when only the clock is down.
"""

import logging
from typing import Any

from celery import bootsteps
from celery.worker.consumer import Consumer
from django.db import DatabaseError, connection

from trygghet.health.models import BEAT_EVERY, WorkerHeartbeat

logger = logging.getLogger(__name__)


class Heartbeat(bootsteps.StartStopStep):
    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Consumer, **options: Any) -> None:
        super().__init__(parent, **options)
        self.entry = None

    def start(self, parent: Consumer) -> None:
        self._beat(parent.hostname)
        seconds = BEAT_EVERY.total_seconds()
        self.entry = parent.timer.call_repeatedly(seconds, self._beat, (parent.hostname,))

    def stop(self, parent: Consumer) -> None:
        if self.entry:
            self.entry.cancel()
            self.entry = None

    shutdown = stop

    @staticmethod
    def _beat(worker: str) -> None:
        try:
            WorkerHeartbeat.beat(worker)
        except DatabaseError:
            logger.warning("The worker could not write its heartbeat.", exc_info=True)
        finally:
            connection.close()  # child processes are forked from here and must not inherit it
