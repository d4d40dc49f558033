import factory

from trygghet.accounts.models import User

PASSWORD = "ett-långt-lösenord"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with an account and no grants; signs in with ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@exempel.se")
    name = factory.Sequence(lambda n: f"Person {n}")
    title = "Handläggare"
    password = factory.django.Password(PASSWORD)
