"""A small demo city for browser tests: Stockholm's reference data and a few bodies' reports."""

from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from followup.demo.people import PASSWORD
from followup.demo.seed import seed
from followup.demo.world import World
from trygghet.accounts.models import User

BODIES = ("sdn-jarva", "sdn-skarholmen", "sdn-farsta", "trafik", "svb")
MONTHS = 3

__all__ = ["PASSWORD", "build", "person"]


def build() -> World:
    """As ``make run`` shows it, with fewer bodies and months."""
    call_command("load_reference", "stockholm", stdout=StringIO())
    world = seed(seed=22, today=timezone.localdate(), months=MONTHS, codes=BODIES)
    assert world, "the database was not empty"
    return world


def person(name: str) -> User:
    """``person("samordnare.jarva")`` is one of the demo accounts."""
    return User.objects.get(email=f"{name}@demo.example")
