from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from collaboration.exceptions import DecidedInTheFuture, ObstacleStateRefuses
from collaboration.models import Obstacle
from collaboration.services import obstacles
from programs.models import ResponsibleBody
from tests.factories.collaboration import ObstacleFactory
from trygghet.accounts.models import User

TEXTS = {
    "title": "Belysningen tar för lång tid",
    "description": "Felanmälan besvaras inte.",
    "need": "En egen väg in.",
}


@pytest.fixture
def obstacle(body: ResponsibleBody, coordinator: User) -> Obstacle:
    return obstacles.raise_obstacle(body=body, acting_user=coordinator, **TEXTS)


def answered(obstacle: Obstacle, central: User) -> Obstacle:
    return obstacles.answer(
        obstacle=obstacle,
        answer="Trafikkontoret tar emot direkt.",
        decision="Ny rutin från december",
        decided_on=timezone.localdate(),
        acting_user=central,
    )


def test_obstacle_goes_from_lifted_to_closed(
    obstacle: Obstacle, coordinator: User, central: User
) -> None:
    obstacle = obstacles.acknowledge(obstacle=obstacle, acting_user=central)
    assert obstacle.acknowledged_by == central
    obstacle = answered(obstacle, central)
    assert (obstacle.state, obstacle.answered_by) == ("answered", central)
    obstacle = obstacles.close(obstacle=obstacle, acting_user=coordinator)
    assert obstacle.state == "closed"


def test_same_key_twice_is_one_obstacle(body: ResponsibleBody, coordinator: User) -> None:
    key = uuid4()
    first, second = (
        obstacles.raise_obstacle(body=body, acting_user=coordinator, idempotency_key=key, **TEXTS)
        for _ in range(2)
    )
    assert first == second


def test_key_of_somebody_else_gives_nothing_away(
    body: ResponsibleBody, coordinator: User, manager: User
) -> None:
    key = uuid4()
    obstacles.raise_obstacle(body=body, acting_user=coordinator, idempotency_key=key, **TEXTS)
    with pytest.raises(Exception, match="idempotency_key"):
        obstacles.raise_obstacle(body=body, acting_user=manager, idempotency_key=key, **TEXTS)


def test_restricted_obstacle_says_why(body: ResponsibleBody, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="varför uppgiften är skyddad"):
        obstacles.raise_obstacle(
            body=body, acting_user=coordinator, classification="restricted", **TEXTS
        )


def test_answer_has_text_and_a_day_that_has_come(obstacle: Obstacle, central: User) -> None:
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="text och beslutsdatum"):
        obstacles.answer(
            obstacle=obstacle, answer="", decision="", decided_on=today, acting_user=central
        )
    with pytest.raises(DecidedInTheFuture):
        obstacles.answer(
            obstacle=obstacle,
            answer="Ja.",
            decision="",
            decided_on=today + timedelta(days=1),
            acting_user=central,
        )


def test_answer_that_does_not_help_opens_it_again(
    obstacle: Obstacle, coordinator: User, central: User
) -> None:
    answered(obstacle, central)
    obstacle = obstacles.reopen(
        obstacle=obstacle, reason="Rutinen gäller inte parker.", acting_user=coordinator
    )
    assert obstacle.state == "open"
    assert obstacle.answer
    assert obstacle.waiting_since == obstacle.reopened_at
    assert answered(obstacle, central).state == "answered"


def test_what_is_done_is_not_done_again(
    obstacle: Obstacle, coordinator: User, central: User
) -> None:
    obstacles.acknowledge(obstacle=obstacle, acting_user=central)
    with pytest.raises(ObstacleStateRefuses, match="redan kvitterat"):
        obstacles.acknowledge(obstacle=obstacle, acting_user=central)
    with pytest.raises(ObstacleStateRefuses):
        obstacles.reopen(obstacle=obstacle, reason="Nej", acting_user=coordinator)
    obstacles.close(obstacle=obstacle, acting_user=coordinator)
    with pytest.raises(ObstacleStateRefuses, match="redan stängt"):
        answered(obstacle, central)


def test_days_waiting_end_with_the_answer(db: None) -> None:
    now = timezone.now()
    obstacle = ObstacleFactory.build(raised_at=now - timedelta(days=12))
    assert obstacle.days_waiting_on(timezone.localdate()) == 12
    obstacle.state, obstacle.answered_at = Obstacle.State.ANSWERED, now - timedelta(days=2)
    assert obstacle.days_waiting_on(timezone.localdate()) == 10
