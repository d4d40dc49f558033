"""Keys: made, revoked, and noted as used."""

from collections.abc import Collection
from datetime import date
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from trygghet.accounts.models import User
from trygghet.api.models import ApiToken

BEGINNING = "trygg_"
SECRET_BYTES = 32
SHOWN = len(BEGINNING) + 6
# A reserved domain (RFC 2606): no letter can reach it, so nobody can sign in by a mailed link.
ADDRESS = "integration-{}@integration.invalid"


def hash_of(secret: str) -> str:
    """A secret of 256 random bits needs no slow hash."""
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(
    *,
    name: str,
    scopes: Collection[str],
    expires_on: date,
    acting_user: User,
    account: User | None = None,
    idempotency_key: UUID | None = None,
) -> tuple[ApiToken, str]:
    """A new key and its secret, which is never shown again.

    The same ``idempotency_key`` gives the key that was made, with an empty secret. Without
    ``account`` the integration gets an account of its own, which may nothing until an administrator
    gives it roles. Raises ValidationError.
    """
    if idempotency_key and (made := ApiToken.objects.filter(idempotency_key=idempotency_key)):
        return made.get(), ""
    secret = BEGINNING + token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        name=name,
        user=account or _new_account(name),
        prefix=secret[:SHOWN],
        secret_hash=hash_of(secret),
        scopes=sorted(set(scopes)),
        made_by=acting_user,
        made_on=timezone.localdate(),
        expires_on=expires_on,
        idempotency_key=idempotency_key,
    )
    token.full_clean()
    token.save()
    return token, secret


def _new_account(name: str) -> User:
    number = User.objects.filter(is_service=True).count() + 1
    address = ADDRESS.format(f"{slugify(name)[:60] or 'system'}-{number}-{token_urlsafe(4)}")
    email = User.objects.normalize_email(address)
    account = User(name=name, email=email, is_service=True, wants_digest=False)
    account.set_unusable_password()
    account.full_clean()
    account.save()
    return account


@transaction.atomic
def revoke_token(*, token: ApiToken, acting_user: User) -> ApiToken:
    """It stops working at once; revoked again changes nothing."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), acting_user
        token.save(update_fields=["revoked_at", "revoked_by"])
    return token


def note_use(token: ApiToken, day: date) -> None:
    """That it was used today: one write a day."""
    if token.last_used_on != day:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=day)
