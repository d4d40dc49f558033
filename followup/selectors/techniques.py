"""The list of techniques and factors, as its page and the API show it."""

from django.db.models import Count, Q, QuerySet

from followup.models import Measure, PreventionTechnique
from followup.permissions import can_keep_techniques
from trygghet.accounts.scope import Scope


def techniques_for(scope: Scope) -> QuerySet[PreventionTechnique]:
    """With ``used``: how many of the measures that the reader sees build on each.

    Those that are taken off the list are seen by those who keep it.
    """
    seen = Measure.objects.visible_to(scope).values("pk")
    rows = PreventionTechnique.objects.annotate(
        used=Count("measures", filter=Q(measures__in=seen), distinct=True)
    )
    return rows if can_keep_techniques(scope) else rows.filter(is_active=True)
