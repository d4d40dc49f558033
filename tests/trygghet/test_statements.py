from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from collaboration.models import Obstacle
from tests.factories.collaboration import ObstacleFactory
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.accounts.models import User
from trygghet.accounts.scope import Scope, scope_of
from trygghet.statements import Row, rows_of


def raised(scope: Scope, bodies: frozenset[int]) -> QuerySet[Obstacle, Row]:
    rows = Obstacle.objects.visible_to(scope).filter(body__in=bodies).order_by("pk")
    return rows.values_list("pk", "body__name", TruncDate("raised_at"))


def test_rows_are_those_of_the_queryset(central: User) -> None:
    body = ResponsibleBodyFactory()
    ObstacleFactory.create_batch(2, body=body)
    asked = scope_of(central).rights, frozenset([body.pk])
    found = rows_of(raised, *asked)
    assert found == list(raised(*asked))
    assert len(found) == 2
    assert isinstance(found[0][2], date)


def test_statement_is_kept_and_rows_are_not(central: User) -> None:
    body = ResponsibleBodyFactory()
    asked: list[int] = []

    def counted(scope: Scope, bodies: frozenset[int]) -> QuerySet[Obstacle, Row]:
        asked.append(1)
        return raised(scope, bodies)

    assert rows_of(counted, scope_of(central).rights, frozenset([body.pk])) == []
    ObstacleFactory(body=body)
    assert len(rows_of(counted, scope_of(central).rights, frozenset([body.pk]))) == 1
    assert len(asked) == 1


def test_who_may_see_less_asks_another_question(central: User, outsider: User) -> None:
    body = ResponsibleBodyFactory()
    ObstacleFactory(body=body)
    bodies = frozenset([body.pk])
    assert len(rows_of(raised, scope_of(central).rights, bodies)) == 1
    assert rows_of(raised, scope_of(outsider).rights, bodies) == []


def test_condition_that_lets_nothing_through_gives_no_rows(central: User) -> None:
    ObstacleFactory()
    assert rows_of(raised, scope_of(central).rights, frozenset()) == []


def test_rights_are_equal_for_those_who_may_see_the_same(central: User, outsider: User) -> None:
    scope = scope_of(central)
    assert scope.rights.user_id is None
    assert scope.rights.oversees == scope.oversees
    assert scope.rights != scope_of(outsider).rights
