"""The tests' settings for a worker process of its own; ``DATABASE_URL`` names the test database."""

from tests.settings import *  # noqa: F403

JOB_HANDLERS = {"slow": "tests.jobs_worker.handlers.hang_at_first"}
JOB_CLOCKS = ()
