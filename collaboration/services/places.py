"""Place collaborations: parties round one place, led by the district committee."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from collaboration.exceptions import EditConflict, PlaceNotOfDistrict
from collaboration.models import PartnerOrganization, PlaceCollaboration
from collaboration.services.agreements import organization_named
from collaboration.services.once import save_once
from programs.models import ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def start_place(
    *,
    body: ResponsibleBody,
    acting_user: User,
    bodies: Iterable[ResponsibleBody] = (),
    organizations: Iterable[PartnerOrganization] = (),
    new_organization: tuple[str, str] | None = None,
    idempotency_key: UUID | None = None,
    **fields: Any,
) -> PlaceCollaboration:
    """Begin a collaboration round a place; the same ``idempotency_key`` gives the same one.

    ``new_organization`` is the name and kind of a party that nobody has worked with before.
    Raises PlaceNotOfDistrict and ValidationError.
    """
    if body.kind != ResponsibleBody.Kind.DISTRICT_COMMITTEE:
        raise PlaceNotOfDistrict
    place = PlaceCollaboration(body=body, **fields)
    place, is_new = save_once(place, idempotency_key, body=body)
    if is_new:
        _set_parties(place, bodies, organizations, new_organization)
    return place


@transaction.atomic
def change_place(
    *,
    collaboration: PlaceCollaboration,
    version: int,
    acting_user: User,
    bodies: Iterable[ResponsibleBody] = (),
    organizations: Iterable[PartnerOrganization] = (),
    new_organization: tuple[str, str] | None = None,
    **fields: Any,
) -> PlaceCollaboration:
    """Change it. Raises EditConflict when somebody else has since ``version`` was read."""
    place = PlaceCollaboration.objects.select_for_update().get(pk=collaboration.pk)
    if place.version != version:
        raise EditConflict(place)
    for name, value in fields.items():
        setattr(place, name, value)
    place.version += 1
    place.full_clean(validate_unique=False)
    place.save()
    _set_parties(place, bodies, organizations, new_organization)
    return place


def _set_parties(
    place: PlaceCollaboration,
    bodies: Iterable[ResponsibleBody],
    organizations: Iterable[PartnerOrganization],
    new_organization: tuple[str, str] | None,
) -> None:
    place.bodies.set(body for body in bodies if body.pk != place.body_id)
    place.organizations.set(organizations)
    if new_organization:
        place.organizations.add(organization_named(*new_organization))
