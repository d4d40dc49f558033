"""The API answers as its own OpenAPI document says, whatever is sent (schemathesis)."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from pytest_django import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from followup.models import MonthlyReport
from followup.reports.telling import chapters_of
from tests import access_world
from tests.access_world import World
from tests.factories.api import token_for
from trygghet.api.schema import document
from trygghet.wsgi import application

# Of each operation and mode: reads take what is in the address only, writes a body too. About 350
# calls in all, so that every address is tried and the whole takes seconds, not minutes.
READ_EXAMPLES, WRITE_EXAMPLES = 2, 4
ALIKE = ("/history/", "/comparison/", "/figures/{key}/")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Which of the world's objects stand in the addresses, so that more than 404 is tried.
KEYS = {
    "/reports/": ("edition",),
    "/dashboards/bodies/": ("body_code",),
    "/dashboards/focus-areas/": ("focus_area",),
    "/situation-reports/": ("draft", "published"),
    "/processes/": ("process",),
    "/goals/": ("goal",),
    "/assessments/": ("assessment",),
    "/report-questions/": ("report_question",),
    "/measures/": ("measure",),
    "/activities/": ("activity",),
    "/observations/": ("observation", "handled_observation"),
    "/obstacles/": ("obstacle", "open_obstacle"),
    "/programs/": ("program_code",),
    "/bodies/": ("body_code",),
    "/indicators/": ("indicator",),
    "/action-plans/": ("plan",),
    "/agreements/": ("agreement",),
    "/councils/": ("council",),
    "/place-collaborations/": ("place",),
    "/safety-walks/": ("walk",),
    "/promises/": ("promise",),
    "/municipal-pictures/": ("decided_picture",),
    "/municipal-plans/": ("decided_plan",),
    "/readings/": ("reading",),
    "/reading-files/": ("file",),
}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with access_world.for_module(django_db_blocker) as world:
        edition = MonthlyReport.objects.filter(state="published").latest("edition")
        world.keys |= {"edition": edition.pk, "anchor": chapters_of(edition)[0].told.anchor}
        yield world


def _with_known_keys(document: dict[str, Any], world: World) -> dict[str, Any]:
    """The document, with real rows named where a path has its first key, and one that is not."""
    found = deepcopy(document)
    named = {
        "problem": [world.keys["problem"], world.keys["analysed_problem"], 0],
        "finding": [world.keys["finding"], 0],
        "key": ["hinder", "mal", "finns-inte"],
        "step": ["mapping", "analysis", "finns-inte"],
        "anchor": [world.keys["anchor"], "finns-inte"],
        "kind": ["analysis", "needs", "finns-inte"],
    }
    for path, operations in found["paths"].items():
        keys = next((keys for part, keys in KEYS.items() if part in path), ())
        known = [world.keys[key] for key in keys]
        second = [world.keys["part_body"], "finns-inte"] if "{id}" in path else known
        choices = named | {"id": known, "code": second}
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and choices.get(parameter["name"]):
                    parameter["schema"]["enum"] = choices[parameter["name"]]
    return found


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The server closes the database's connection after each request; the test lives in it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def operations(built: World, db: None) -> list[Any]:
    schema = schemathesis.openapi.from_dict(_with_known_keys(document(), built))
    schema.app = application
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.name.lower())
def test_the_answers_are_those_of_the_document(
    mode: GenerationMode, operations: list[Any], built: World
) -> None:
    """``positive`` sends what the document allows, ``negative`` what it does not."""
    _token, secret = token_for(built.people["coordinator"])
    headers, wrong = {"Authorization": f"Bearer {secret}"}, []
    for operation in operations:
        try:
            _try(operation, mode, headers)
        except Unsatisfiable:
            assert mode == GenerationMode.NEGATIVE  # nothing about it can be wrong
        except (FailureGroup, Failure) as failure:
            wrong.append(f"{operation.label}: {failure}")

    assert not wrong, "\n\n".join(wrong)


def test_every_address_and_field_is_told_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    document.cache_clear()
    found = document()
    assert "Warning" not in capsys.readouterr().err  # two parts by the same name, for example

    parts = found["components"]["schemas"]
    assert not [
        (part, name)
        for part, schema in parts.items()
        for name, field in schema.get("properties", {}).items()
        if not field.get("description")
    ]
    operations = [each for path in found["paths"].values() for each in path.values()]
    assert all(each["summary"] and each["tags"][0] for each in operations)
    assert all(
        "example" in media
        for each in operations
        for status in ("200", "201")
        for media in each["responses"].get(status, {}).get("content", {}).values()
    )
    written = [each for each in operations if "requestBody" in each]
    assert all("examples" in each["requestBody"]["content"]["application/json"] for each in written)


def _examples(operation: Any) -> int:
    """Addresses that are all one view with another row behind it are tried once."""
    if operation.method != "get":
        return WRITE_EXAMPLES
    return 1 if operation.path.endswith(ALIKE) else READ_EXAMPLES


def _try(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> None:
    @settings(
        max_examples=_examples(operation),
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(checks=CHECKS, headers=headers)
            transaction.set_rollback(True)

    answers()
