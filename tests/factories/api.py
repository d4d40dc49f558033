from datetime import date, timedelta

from django.test import Client
from django.utils import timezone

from tests.factories.accounts import UserFactory
from trygghet.accounts.models import User
from trygghet.api.models import ApiToken, TokenScope
from trygghet.api.services import make_token


def token_for(user: User, *scopes: str, expires_on: date | None = None) -> tuple[ApiToken, str]:
    """A key of ``user`` and its secret; without ``scopes`` it may everything."""
    return make_token(
        name="Verksamhetssystemet",
        scopes=scopes or TokenScope.values,
        expires_on=expires_on or timezone.localdate() + timedelta(days=30),
        acting_user=UserFactory(),
        account=user,
    )


def client_of(user: User, *scopes: str) -> Client:
    """A client that sends a key of ``user`` with each call."""
    _token, secret = token_for(user, *scopes)
    return Client(headers={"authorization": f"Bearer {secret}"})
