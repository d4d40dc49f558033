import pytest

from programs.models import ResponsibleBody
from tests.factories.programs import ResponsibleBodyFactory
from trygghet.swedish import swedish, swedish_key

IN_ORDER = ["Alby", "Edsberg", "Éden", "Zinken", "Ådalen", "ådran", "Älvsjö", "Örby", "östra"]


def test_a_ring_comes_after_z_in_the_database(db: None) -> None:
    for name in reversed(IN_ORDER):
        ResponsibleBodyFactory(name=name)
    names = ResponsibleBody.objects.order_by(swedish("name")).values_list("name", flat=True)
    assert list(names) == sorted(IN_ORDER, key=swedish_key)
    assert list(names)[-4:] == ["ådran", "Älvsjö", "Örby", "östra"]


@pytest.mark.parametrize(("first", "then"), [("z", "å"), ("Å", "ä"), ("Ä", "ö"), ("Vera", "Wera")])
def test_python_has_the_same_order(first: str, then: str) -> None:
    assert swedish_key(first) < swedish_key(then)
