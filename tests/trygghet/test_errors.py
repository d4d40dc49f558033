import os
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from trygghet.errors import server_error

ASK = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
client.cookies["sessionid"] = "x" * 32
response = client.get("/konto/login/")
print(response.status_code, response.get("Retry-After"))
print(response.content.decode())
"""


def test_a_database_that_is_gone_gives_a_swedish_503() -> None:
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "HTTPS": "false",
    }
    answer = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, timeout=60
    )
    assert answer.stdout.startswith("503 30"), answer.stderr
    assert "Trygghet vilar en stund" in answer.stdout


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_only_a_missing_database_is_503(
    error: type[Exception], status: int, rf: RequestFactory
) -> None:
    try:
        raise error
    except error:
        assert server_error(rf.get("/")).status_code == status
        of_api = server_error(rf.get("/api/v1/bodies/"))
        assert (of_api.status_code, of_api["Content-Type"]) == (status, "application/problem+json")
