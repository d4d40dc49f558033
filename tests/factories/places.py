from datetime import date

import factory

from collaboration.models import CitizenPromise, PlaceCollaboration, SafetyWalk, WalkFinding
from programs.models import ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import noon
from tests.factories.programs import ProblemTypeFactory, ResponsibleBodyFactory


class SafetyWalkFactory(factory.django.DjangoModelFactory):
    """Planned for October 2026; give ``state`` for another."""

    class Meta:
        model = SafetyWalk

    body = factory.SubFactory(ResponsibleBodyFactory)
    title = factory.Sequence(lambda n: f"Vandring {n}")
    walk_on = date(2026, 10, 15)


class WalkFindingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WalkFinding

    walk = factory.SubFactory(SafetyWalkFactory)
    category = factory.SubFactory(ProblemTypeFactory)
    text = factory.Sequence(lambda n: f"Trasig lampa {n}")
    place = "Gångtunneln"
    found_by = factory.SubFactory(UserFactory)
    found_at = noon(date(2026, 10, 15))


class PlaceCollaborationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlaceCollaboration
        skip_postgeneration_save = True

    body = factory.SubFactory(ResponsibleBodyFactory, kind=ResponsibleBody.Kind.DISTRICT_COMMITTEE)
    name = factory.Sequence(lambda n: f"Tryggare torg {n}")
    place = "Torget"
    vision = "Ett torg där fler vill stanna."
    began_on = date(2026, 3, 1)


class CitizenPromiseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CitizenPromise

    body = factory.SubFactory(ResponsibleBodyFactory)
    title = factory.Sequence(lambda n: f"Vi syns mer {n}")
    commitment = "Fältassistenter på torget varje fredag."
    valid_from = date(2026, 3, 1)
    due_on = date(2026, 12, 31)
    report_back = "Möte på biblioteket"
    report_back_on = date(2027, 1, 31)
