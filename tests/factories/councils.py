from datetime import date

import factory

from collaboration.models import AgendaItem, CouncilMeeting, CouncilMember, PreventionCouncil
from tests.factories.programs import ResponsibleBodyFactory


class CouncilFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PreventionCouncil

    name = factory.Sequence(lambda n: f"Brottsförebyggande rådet {n}")
    level = PreventionCouncil.Level.LOCAL
    body = factory.SubFactory(ResponsibleBodyFactory)


class CouncilMemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CouncilMember

    council = factory.SubFactory(CouncilFactory)
    name = factory.Sequence(lambda n: f"Leda Mot {n}")
    title = "Stadsdelsdirektör"
    position = CouncilMember.Position.TOP
    body = factory.SubFactory(ResponsibleBodyFactory)
    joined_on = date(2026, 1, 1)


class CouncilMeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CouncilMeeting

    council = factory.SubFactory(CouncilFactory)
    held_on = factory.Sequence(lambda n: date(2026, 1 + n % 9, 1 + n % 28))


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(CouncilMeetingFactory)
    order = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Ärende {n}")
    classification = "open"
