from datetime import date, datetime, timedelta

import factory
from django.utils import timezone

from collaboration.models import (
    CollaborationProcess,
    Observation,
    Obstacle,
    Participant,
    PartnerOrganization,
    Problem,
    ProcessCycle,
    ReportPart,
    SituationReport,
)
from tests.factories.accounts import UserFactory
from tests.factories.programs import ProblemTypeFactory, ProgramFactory, ResponsibleBodyFactory
from trygghet.months import add_months

PERIOD = date(2026, 10, 1)


def noon(day: date) -> datetime:
    """Noon in Stockholm."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001


def _in_or_after(*states: str):
    """A value for reports that have come as far as one of ``states``."""

    def decide(value):
        return factory.LazyAttribute(
            lambda report: value(report) if report.state in states else None
        )

    return decide


_sent = _in_or_after("submitted", "returned", "approved", "published")
_decided = _in_or_after("returned", "approved", "published")
_published = _in_or_after("published")


class SituationReportFactory(factory.django.DjangoModelFactory):
    """A draft for October 2026; give ``state`` for another, ``sent_on`` for a late one."""

    class Meta:
        model = SituationReport
        exclude = ("sent_on",)

    body = factory.SubFactory(ResponsibleBodyFactory)
    program = factory.SubFactory(ProgramFactory)
    period = PERIOD
    due_on = factory.LazyAttribute(lambda r: r.program.report_due_on(r.period))
    sent_on = factory.LazyAttribute(lambda r: add_months(r.period, 1) + timedelta(days=2))
    state = SituationReport.State.DRAFT
    created_by = factory.SubFactory(UserFactory)
    submitted_at = _sent(lambda r: noon(r.sent_on))
    submitted_by = _sent(lambda r: r.created_by)
    decided_at = _decided(lambda r: noon(r.sent_on + timedelta(days=1)))
    decided_by = _decided(lambda r: r.created_by)
    return_reason = factory.LazyAttribute(
        lambda r: "Beskriv platsen närmare." if r.state == "returned" else ""
    )
    published_at = _published(lambda r: noon(r.sent_on + timedelta(days=2)))
    published_by = _published(lambda r: r.created_by)


def why_restricted(row) -> str:
    return "Pågående utredning" if row.classification == "restricted" else ""


class ReportPartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReportPart

    report = factory.SubFactory(SituationReportFactory)
    kind = ReportPart.Kind.LOCAL_CONDITIONS
    text = "Torget är mörkt om kvällarna."
    classification = "open"
    classification_reason = factory.LazyAttribute(why_restricted)


class ProblemFactory(factory.django.DjangoModelFactory):
    """A new problem, open to everybody; a restricted one gets its reason."""

    class Meta:
        model = Problem

    report = factory.SubFactory(SituationReportFactory)
    type = factory.SubFactory(ProblemTypeFactory)
    title = factory.Sequence(lambda n: f"Problem {n}")
    classification = "open"
    classification_reason = factory.LazyAttribute(why_restricted)


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    body = factory.SubFactory(ResponsibleBodyFactory)
    category = factory.SubFactory(ProblemTypeFactory)
    seen_at = noon(date(2026, 10, 14))
    place = "Vid torget"
    text = "Flera lampor är trasiga."
    logged_by = factory.SubFactory(UserFactory)


class ObstacleFactory(factory.django.DjangoModelFactory):
    """An obstacle raised in October 2026, open to everybody; give ``state`` for another."""

    class Meta:
        model = Obstacle

    body = factory.SubFactory(ResponsibleBodyFactory)
    title = factory.Sequence(lambda n: f"Hinder {n}")
    description = "Uppgifterna får inte delas."
    need = "Ett gemensamt beslut."
    classification = "open"
    classification_reason = factory.LazyAttribute(why_restricted)
    raised_by = factory.SubFactory(UserFactory)
    raised_at = noon(date(2026, 10, 12))
    state = Obstacle.State.OPEN
    answer = factory.LazyAttribute(lambda o: "Beslut är fattat." if _is_answered(o) else "")
    decided_on = factory.LazyAttribute(lambda o: date(2026, 10, 20) if _is_answered(o) else None)
    answered_at = factory.LazyAttribute(
        lambda o: noon(date(2026, 10, 20)) if _is_answered(o) else None
    )
    closed_at = factory.LazyAttribute(
        lambda o: noon(date(2026, 10, 30)) if o.state == Obstacle.State.CLOSED else None
    )


def _is_answered(obstacle) -> bool:
    return obstacle.state in (Obstacle.State.ANSWERED, Obstacle.State.CLOSED)


class CollaborationProcessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CollaborationProcess
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Tryggare plats {n}")
    purpose = "Fler ska vilja vara på platsen."
    program = factory.SubFactory(ProgramFactory)
    lead_body = factory.SubFactory(ResponsibleBodyFactory)
    began_on = date(2024, 2, 1)

    @factory.post_generation
    def stands(process, create, extracted, **kwargs):  # noqa: N805  factory-boy's own form
        """In the first step of its first cycle, with its lead; ``stands=False`` leaves that out."""
        if create and extracted is not False:
            ProcessCycleFactory(process=process, **kwargs)
            ParticipantFactory(process=process, body=process.lead_body, role="leads")


class ProcessCycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProcessCycle

    process = factory.SubFactory(CollaborationProcessFactory, stands=False)
    began_at = factory.LazyAttribute(lambda cycle: noon(cycle.process.began_on))
    step_since = factory.SelfAttribute("began_at")


class PartnerOrganizationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PartnerOrganization

    name = factory.Sequence(lambda n: f"Föreningen {n}")
    kind = PartnerOrganization.Kind.ASSOCIATION


class ParticipantFactory(factory.django.DjangoModelFactory):
    """A body; give ``body=None`` and ``organization`` for an outside party."""

    class Meta:
        model = Participant

    process = factory.SubFactory(CollaborationProcessFactory)
    body = factory.SubFactory(ResponsibleBodyFactory)
    role = Participant.Role.WORKING
    joined_on = factory.LazyAttribute(lambda row: row.process.began_on)
