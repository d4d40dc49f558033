"""What a name in a file means: said once by a person, and known from then on."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from followup.models import UnknownName
from programs.models import Area, AreaAlias, BodyAlias, ResponsibleBody
from trygghet.accounts.models import User


@transaction.atomic
def resolve(
    *,
    unknown: UnknownName,
    acting_user: User,
    area: Area | None = None,
    body: ResponsibleBody | None = None,
) -> UnknownName:
    """The name means ``area`` or ``body``, which gets it as an alias; with neither it is skipped.

    A name that was resolved may be resolved anew: its former alias is taken away.
    """
    unknown = UnknownName.objects.select_for_update(of=("self",)).get(pk=unknown.pk)
    alias = unknown.normalized[:150]
    if unknown.area_id:
        AreaAlias.objects.filter(area_id=unknown.area_id, name=alias).delete()
    if unknown.body_id:
        BodyAlias.objects.filter(body_id=unknown.body_id, name=alias).delete()
    unknown.area, unknown.body = area, body
    unknown.is_skipped = area is None and body is None
    unknown.resolved_by, unknown.resolved_at = acting_user, timezone.now()
    unknown.full_clean()
    unknown.save()
    if area:
        AreaAlias.objects.get_or_create(area=area, name=alias)
    if body:
        BodyAlias.objects.get_or_create(body=body, name=alias)
    return unknown


@transaction.atomic
def skip_all(*, names: Iterable[UnknownName], acting_user: User) -> int:
    """Rows with the names are left out of this file and of all later ones: how many names."""
    waiting = [each for each in names if each.resolved_at is None]
    for each in waiting:
        resolve(unknown=each, acting_user=acting_user)
    return len(waiting)
