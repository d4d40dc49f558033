"""Techniques and factors: added, changed, taken off the list and put back by the central office."""

from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from collaboration.exceptions import EditConflict
from followup.models import PreventionTechnique
from trygghet.accounts.models import User

MAX_SLUG = 50


@transaction.atomic
def add_technique(
    *, name: str, approach: str, group: str, acting_user: User, example: str = ""
) -> PreventionTechnique:
    """One of the municipality's own, last in its group. Raises ValidationError."""
    last = PreventionTechnique.objects.aggregate(last=Max("order"))["last"] or 0
    row = PreventionTechnique(
        code=_free_code(name),
        name=name,
        approach=approach,
        group=group,
        example=example,
        order=last + 1,
    )
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def change_technique(
    *,
    technique: PreventionTechnique,
    version: int,
    name: str,
    group: str,
    acting_user: User,
    example: str = "",
) -> PreventionTechnique:
    """Another name, group or description, also where it is already chosen; not another approach.

    From now on the file of the list leaves it alone. Raises EditConflict or ValidationError.
    """
    stored = PreventionTechnique.objects.select_for_update().get(pk=technique.pk)
    if stored.version != version:
        raise EditConflict(stored)
    stored.name, stored.group, stored.example = name, group, example
    stored.version += 1
    stored.full_clean()
    stored.save()
    return stored


def show_technique(
    *, technique: PreventionTechnique, is_active: bool, acting_user: User
) -> PreventionTechnique:
    """Whether it is offered; measures that have it keep it."""
    technique.is_active = is_active
    technique.save(update_fields=["is_active"])
    return technique


def _free_code(name: str) -> str:
    base = f"egen-{slugify(name)[:MAX_SLUG]}".rstrip("-")
    taken = set(
        PreventionTechnique.objects.filter(code__startswith=base).values_list("code", flat=True)
    )
    if base not in taken:
        return base
    return next(code for n in count(2) if (code := f"{base}-{n}") not in taken)
