from datetime import timedelta

import factory
from django.utils import timezone

from collaboration.models import EffectSignal, Invitation
from collaboration.services.invitation_mail import hash_of
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ParticipantFactory,
    PartnerOrganizationFactory,
)


class EffectSignalFactory(factory.django.DjangoModelFactory):
    """An open signal."""

    class Meta:
        model = EffectSignal

    process = factory.SubFactory(CollaborationProcessFactory)
    reason = "Läget är oförändrat trots två varv."
    raised_by = factory.SubFactory(UserFactory)
    raised_at = factory.LazyFunction(timezone.now)


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation; ``token`` is the secret of its link."""

    class Meta:
        model = Invitation
        exclude = ("token",)

    participant = factory.SubFactory(
        ParticipantFactory, body=None, organization=factory.SubFactory(PartnerOrganizationFactory)
    )
    token = factory.Sequence(lambda n: f"hemlighet{n}")
    token_hash = factory.LazyAttribute(lambda row: hash_of(row.token))
    email = factory.Sequence(lambda n: f"inbjuden{n}@exempel.se")
    name = factory.Sequence(lambda n: f"Inbjuden {n}")
    invited_by = factory.SubFactory(UserFactory)
    invited_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.invited_at + timedelta(days=14))
