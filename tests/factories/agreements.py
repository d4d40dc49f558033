from datetime import date

import factory

from collaboration.models import (
    AgreementAnnex,
    AgreementAttempt,
    AgreementSignature,
    CollaborationAgreement,
)
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import PartnerOrganizationFactory
from tests.factories.programs import ResponsibleBodyFactory


class AgreementFactory(factory.django.DjangoModelFactory):
    """A local one that is worked for; ``state="reached"`` holds during 2026 and 2027."""

    class Meta:
        model = CollaborationAgreement

    title = factory.Sequence(lambda n: f"Samverkan med polisen {n}")
    level = CollaborationAgreement.Level.LOCAL
    body = factory.SubFactory(ResponsibleBodyFactory)
    organization = factory.SubFactory(PartnerOrganizationFactory)
    purposes = "Färre utsätts för brott."
    areas_text = "Torget och stationen."

    class Params:
        reached = factory.Trait(
            state="reached", valid_from=date(2026, 1, 1), valid_to=date(2027, 12, 31)
        )


class SignatureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreementSignature

    agreement = factory.SubFactory(AgreementFactory)
    party = "Polisen"
    name = factory.Sequence(lambda n: f"Under Tecknare {n}")
    position = "Lokalpolisområdeschef"
    signed_on = date(2026, 1, 1)


class AttemptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgreementAttempt

    agreement = factory.SubFactory(AgreementFactory)
    made_on = date(2026, 2, 1)
    what = "Möte om ett första utkast."
    result = "Parten ville vänta."


class AnnexFactory(factory.django.DjangoModelFactory):
    """A row; give ``file`` the name that ``annexes.store`` gave."""

    class Meta:
        model = AgreementAnnex

    agreement = factory.SubFactory(AgreementFactory)
    name = factory.Sequence(lambda n: f"Bilaga {n}")
    size = 100
    added_by = factory.SubFactory(UserFactory)
