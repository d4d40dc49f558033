"""How far a text may travel, and the filter that keeps it there."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trygghet.accounts.scope import Scope


class Classification(models.TextChoices):
    OPEN = "open", _("Öppen")
    INTERNAL = "internal", _("Intern")
    RESTRICTED = "restricted", _("Skyddad")


def readable(scope: Scope, body: str) -> Q:
    """The rows whose classification lets ``scope`` read them; ``body`` is the path to their body.

    Open: everybody who sees the report. Internal: the municipality's staff. Restricted: the body's
    coordinator and manager, and the central office.
    """
    if scope.is_central:
        return Q()
    allowed = Q(classification=Classification.OPEN)
    if scope.is_staff:
        allowed |= Q(classification=Classification.INTERNAL)
    if scope.restricted_bodies:
        allowed |= Q(
            classification=Classification.RESTRICTED, **{f"{body}__in": scope.restricted_bodies}
        )
    return allowed


class ClassifiedQuerySet(models.QuerySet[Any]):
    """Rows with a ``classification``; ``body_path`` leads to the body that wrote them."""

    body_path = "report__body_id"

    def readable_by(self, scope: Scope) -> Self:
        return self.filter(readable(scope, self.body_path))

    def withheld_from(self, scope: Scope) -> Self:
        if scope.is_central:  # excluding an empty condition would exclude nothing
            return self.none()
        return self.exclude(readable(scope, self.body_path))


class Classified(models.Model):
    """A text that says how far it may travel. A restricted one says why."""

    classification = models.CharField(
        _("vem får läsa"),
        max_length=12,
        choices=Classification,
        default=Classification.INTERNAL,
    )
    classification_reason = models.CharField(
        _("varför uppgiften är skyddad"), max_length=300, blank=True
    )

    class Meta:
        abstract = True
