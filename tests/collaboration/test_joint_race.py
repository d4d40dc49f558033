"""Two people at the very same moment, each with a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from collaboration.exceptions import ProblemAlreadyMerged
from collaboration.models import CollaborationProcess, JointProblem
from collaboration.services.joint_problems import merge
from tests.factories.pictures import JointProblemFactory
from trygghet.accounts.models import User


def _at_once(*works: Callable[[], object]) -> list[object]:
    """What each of them answers or raises when all start together."""
    start, answers = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            answers.append(work())
        except Exception as refusal:  # noqa: BLE001  the test looks at what it is
            answers.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_the_same_problem_is_merged_once(process: CollaborationProcess, coordinator: User) -> None:
    first, second, same = (JointProblemFactory(cycle=process.cycles.get()) for _each in range(3))

    def into(root: JointProblem) -> Callable[[], object]:
        return lambda: merge(
            problem=root, others={same.pk: ""}, versions={}, acting_user=coordinator
        )

    answers = _at_once(into(first), into(second))
    refused = [answer for answer in answers if isinstance(answer, ProblemAlreadyMerged)]
    merged = [answer for answer in answers if isinstance(answer, JointProblem)]
    assert (len(refused), len(merged)) == (1, 1)
    same.refresh_from_db()
    assert same.merged_into == merged[0]
    assert JointProblem.objects.standing().count() == 2
