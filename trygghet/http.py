from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from trygghet.accounts.models import User
from trygghet.accounts.scope import Scope


class Request(HttpRequest):
    """A request behind sign-in: ``user`` is one of ours, ``scope`` says what it may see."""

    user: User
    scope: Scope
    htmx: HtmxDetails
