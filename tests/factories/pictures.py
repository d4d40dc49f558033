import factory

from collaboration.models import (
    DissentingView,
    JointProblem,
    JointProblemSource,
    ParticipantPicture,
    PictureProblem,
)
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    ParticipantFactory,
    ProcessCycleFactory,
    why_restricted,
)
from tests.factories.programs import ProblemTypeFactory


class ParticipantPictureFactory(factory.django.DjangoModelFactory):
    """Give ``participant`` of the cycle's process; open to all parties unless said otherwise."""

    class Meta:
        model = ParticipantPicture

    cycle = factory.LazyAttribute(lambda picture: picture.participant.process.cycles.last())
    participant = factory.SubFactory(ParticipantFactory)
    classification = "open"
    classification_reason = factory.LazyAttribute(why_restricted)
    version = 1


class PictureProblemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PictureProblem

    picture = factory.SubFactory(ParticipantPictureFactory)
    type = factory.SubFactory(ProblemTypeFactory)
    title = factory.Sequence(lambda n: f"Partens problem {n}")
    classification = "open"
    classification_reason = factory.LazyAttribute(why_restricted)


class JointProblemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JointProblem

    cycle = factory.SubFactory(ProcessCycleFactory)
    type = factory.SubFactory(ProblemTypeFactory)
    title = factory.Sequence(lambda n: f"Gemensamt problem {n}")


class JointProblemSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JointProblemSource

    joint_problem = factory.SubFactory(JointProblemFactory)
    participant = factory.SubFactory(ParticipantFactory)


class DissentingViewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DissentingView

    joint_problem = factory.SubFactory(JointProblemFactory)
    participant = factory.SubFactory(ParticipantFactory)
    text = "Vi ser det på ett annat sätt."
    recorded_by = factory.SubFactory(UserFactory)
