import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from trygghet.celery import app
from trygghet.health.models import ALIVE_WITHIN, WorkerHeartbeat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def worker() -> WorkerHeartbeat:
    return WorkerHeartbeat.objects.create(worker="celery@here", seen_at=timezone.now())


@pytest.fixture
def frozen_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker that accepts connections and never answers, as a stopped Redis does."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr(app.conf, "broker_write_url", address)
        yield


def test_the_process_is_alive_without_signing_in(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_everything_is_ready(client: Client, worker: WorkerHeartbeat) -> None:
    response = client.get("/readyz")
    parts = ["database", "migrations", "redis", "worker", "storage"]
    assert response.json() == {"status": "ok", "parts": dict.fromkeys(parts, "ok")}
    assert response.status_code == 200


def test_a_silent_worker_is_named(client: Client, worker: WorkerHeartbeat) -> None:
    WorkerHeartbeat.objects.update(seen_at=timezone.now() - ALIVE_WITHIN - timedelta(seconds=1))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"] | {"worker": "?"} == {
        "database": "ok",
        "migrations": "ok",
        "redis": "ok",
        "worker": "?",
        "storage": "ok",
    }
    assert response.json()["parts"]["worker"] == "failed"


def test_a_frozen_redis_is_named_within_the_deadline(
    client: Client, worker: WorkerHeartbeat, frozen_redis: None
) -> None:
    began = time.monotonic()
    response = client.get("/readyz")
    assert time.monotonic() - began < 3
    assert response.json()["parts"]["redis"] == "failed"
    assert response.json()["parts"]["database"] == "ok"


def test_a_storage_that_cannot_be_written_is_named(
    client: Client, worker: WorkerHeartbeat, media: Path
) -> None:
    media.write_text("a file where the folder should be", encoding="ascii")
    assert client.get("/readyz").json()["parts"]["storage"] == "failed"


def test_the_storage_is_left_as_it_was(
    client: Client, worker: WorkerHeartbeat, media: Path
) -> None:
    client.get("/readyz")
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_a_worker_beats_in_one_row_and_old_workers_are_forgotten() -> None:
    gone = timezone.now() - timedelta(days=2)
    WorkerHeartbeat.objects.create(worker="celery@gone", seen_at=gone)
    WorkerHeartbeat.beat("celery@here")
    WorkerHeartbeat.beat("celery@here")
    assert list(WorkerHeartbeat.objects.values_list("worker", flat=True)) == ["celery@here"]
    assert WorkerHeartbeat.objects.alive().count() == 1
