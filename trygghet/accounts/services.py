"""Accounts of people. What they may do is given elsewhere, as roles."""

import logging

from allauth.account.forms import ResetPasswordForm
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from trygghet.accounts.models import User
from trygghet.accounts.scope import Scope, scope_of

logger = logging.getLogger(__name__)


@transaction.atomic
def create_person(
    *, name: str, email: str, title: str = "", phone: str = "", acting_user: User
) -> User:
    """An account without roles and without a password; the person chooses one by a link."""
    person = User(name=name, email=User.objects.normalize_email(email), title=title, phone=phone)
    person.set_unusable_password()
    person.full_clean()
    person.save()
    return person


@transaction.atomic
def change_person(*, person: User, name: str, email: str, title: str, phone: str,
                  acting_user: User) -> User:  # fmt: skip
    person.name, person.title, person.phone = name, title, phone
    person.email = User.objects.normalize_email(email)
    person.full_clean(exclude=["password"])
    person.save(update_fields=["name", "title", "phone", "email"])
    return person


def end_sessions(person: User) -> None:
    """Sign the person out everywhere, if nothing is left that it may see; else it stays signed in.

    What a person may see is asked anew at each click, so a session alone opens nothing.
    """
    if scope_of(person) != Scope(user_id=person.pk):
        return
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


def send_password_link(request: HttpRequest, person: User) -> bool:
    """Mail the person a link to choose a password; False when the mail server did not answer."""
    form = ResetPasswordForm({"email": person.email})
    if not form.is_valid():
        return False
    try:
        form.save(request)
    except OSError:
        logger.exception("The password link could not be mailed.")
        return False
    return True
