"""What one request may see and edit: computed once, then handed to every query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from trygghet.accounts.roles import Role

if TYPE_CHECKING:
    from trygghet.accounts.models import User

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Ids of the bodies on which a person holds each role, and of the processes it is invited to.

    ``for_report`` marks the reader of a monthly report, which is a public document: it reads what
    has been approved, and of that only what is classified as open.
    """

    user_id: int | None = None
    coordinates: frozenset[int] = NOBODY
    manages: frozenset[int] = NOBODY
    contributes: frozenset[int] = NOBODY
    oversees: frozenset[int] = NOBODY
    follows: frozenset[int] = NOBODY
    administers: frozenset[int] = NOBODY
    processes: frozenset[int] = NOBODY
    for_report: bool = False

    @cached_property
    def rights(self) -> Scope:
        """The same scope without the person: equal for those who may see and edit the same."""
        return replace(self, user_id=None)

    @property
    def is_central(self) -> bool:
        return bool(self.oversees)

    @property
    def is_committee(self) -> bool:
        return bool(self.follows)

    @property
    def is_administrator(self) -> bool:
        return bool(self.administers)

    @property
    def is_partner(self) -> bool:
        return bool(self.processes)

    @cached_property
    def bodies(self) -> frozenset[int]:
        """The bodies where the person works with situation reports."""
        return self.coordinates | self.manages | self.contributes

    @cached_property
    def restricted_bodies(self) -> frozenset[int]:
        """The bodies whose restricted text the person may read (the central office: all bodies)."""
        return self.coordinates | self.manages

    @property
    def is_staff(self) -> bool:
        """Employed by the municipality: may read what is internal."""
        return bool(self.bodies) or self.is_central

    @cached_property
    def follows_city(self) -> bool:
        """May see the whole city's follow-up."""
        return self.is_central or self.is_committee


REPORT_SCOPE = Scope(for_report=True)


def scope_of(user: User | AnonymousUser) -> Scope:
    """The scope of ``user``, in two queries."""
    if not user.is_authenticated or not user.is_active:
        return Scope()
    held: dict[str, set[int]] = defaultdict(set)
    for anchor in (settings.BODY_GRANTS, settings.PROCESS_GRANTS):
        grants = apps.get_model(anchor).objects.filter(user_id=user.pk)
        for codename, object_id in grants.values_list("permission__codename", "content_object_id"):
            held[codename].add(object_id)
    return Scope(
        user_id=user.pk,
        coordinates=frozenset(held[Role.COORDINATOR]),
        manages=frozenset(held[Role.MANAGER]),
        contributes=frozenset(held[Role.CONTRIBUTOR]),
        oversees=frozenset(held[Role.CENTRAL_OFFICE]),
        follows=frozenset(held[Role.COMMITTEE]),
        administers=frozenset(held[Role.ADMINISTRATOR]),
        processes=frozenset(held[Role.PARTNER]),
    )
