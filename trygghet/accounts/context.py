from django.conf import settings
from django.http import HttpRequest

from trygghet.accounts.navigation import navigation


def page(request: HttpRequest) -> dict[str, object]:
    """What every page shows: the municipality, the demo mark, and the way around."""
    return {
        "municipality": settings.MUNICIPALITY_NAME,
        "demo": settings.DEMO,
        "product_version": settings.VERSION,
        "navigation": navigation(request),
    }
