"""Techniques and factors that the central office adds, hides and shows again."""

from itertools import count

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

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


def show_technique(
    *, technique: PreventionTechnique, is_active: bool, acting_user: User
) -> PreventionTechnique:
    """Whether it can be chosen; measures that have it keep it."""
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
