from datetime import date

import factory

from programs.models import (
    Area,
    AreaNesting,
    Concept,
    Coordinator,
    FocusArea,
    GoverningDocument,
    Mandate,
    ProblemType,
    Program,
    ReportRecipient,
    ResponsibleBody,
)
from tests.factories.accounts import UserFactory


class AreaFactory(factory.django.DjangoModelFactory):
    """A district; give ``kind`` for another level."""

    class Meta:
        model = Area

    kind = Area.Kind.DISTRICT
    code = factory.Sequence(lambda n: f"omrade-{n}")
    name = factory.Sequence(lambda n: f"Område {n}")
    longitude = factory.Sequence(lambda n: 18.0 + n % 10 / 100)
    latitude = factory.Sequence(lambda n: 59.3 + n // 10 % 10 / 100)


class AreaNestingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AreaNesting

    area = factory.SubFactory(AreaFactory, kind=Area.Kind.NEIGHBORHOOD)
    parent = factory.SubFactory(AreaFactory)


class ResponsibleBodyFactory(factory.django.DjangoModelFactory):
    """A district committee without a district; give ``area`` when the map matters."""

    class Meta:
        model = ResponsibleBody

    code = factory.Sequence(lambda n: f"namnd-{n}")
    name = factory.Sequence(lambda n: f"Stadsdelsnämnd {n}")
    kind = ResponsibleBody.Kind.DISTRICT_COMMITTEE


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program

    code = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Trygghetsprogram {n}")
    starts_on = date(2024, 1, 1)
    ends_on = date(2027, 12, 31)
    goal = "Tryggheten ska öka."


class FocusAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FocusArea

    program = factory.SubFactory(ProgramFactory)
    code = factory.Sequence(lambda n: f"fokus-{n}")
    name = factory.Sequence(lambda n: f"Fokusområde {n}")
    meaning = "Vad fokusområdet betyder."
    order = factory.Sequence(int)


class MandateFactory(factory.django.DjangoModelFactory):
    """A special responsibility in a focus area; ``focus_area=None`` makes it general."""

    class Meta:
        model = Mandate

    program = factory.LazyAttribute(lambda m: m.focus_area.program if m.focus_area else None)
    focus_area = factory.SubFactory(FocusAreaFactory)
    body = factory.SubFactory(ResponsibleBodyFactory)
    role = Mandate.Role.SPECIAL_RESPONSIBILITY
    text = "Svarar för arbetet."


class ReportRecipientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportRecipient

    program = factory.SubFactory(ProgramFactory)
    body = factory.SubFactory(
        ResponsibleBodyFactory, kind=ResponsibleBody.Kind.EXECUTIVE_BOARD, reports=False
    )
    basis = "Programmet"


class CoordinatorFactory(factory.django.DjangoModelFactory):
    """An appointment without its grant: ``services.appoint_coordinator`` makes both."""

    class Meta:
        model = Coordinator

    body = factory.SubFactory(ResponsibleBodyFactory)
    user = factory.SubFactory(UserFactory)
    valid_from = date(2024, 1, 1)
    mandate = "Samordnar nämndens brottsförebyggande och trygghetsskapande arbete."


class ConceptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Concept

    code = factory.Sequence(lambda n: f"begrepp-{n}")
    name = factory.Sequence(lambda n: f"begrepp {n}")
    definition = "Vad ordet betyder här."


class GoverningDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GoverningDocument

    code = factory.Sequence(lambda n: f"dokument-{n}")
    name = factory.Sequence(lambda n: f"Dokument {n}")
    description = "Vad dokumentet styr."


class ProblemTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProblemType

    code = factory.Sequence(lambda n: f"problem-{n}")
    name = factory.Sequence(lambda n: f"Problemtyp {n}")
    group = "Ordningsstörning"
    order = factory.Sequence(int)
