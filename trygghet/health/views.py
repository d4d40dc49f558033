from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trygghet.health.probes import readiness


@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """The web process answers: for whoever restarts it when it does not."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Whether each part that the program needs works; 503 as soon as one does not."""
    parts = readiness()
    ok = all(parts.values())
    content = {
        "status": "ok" if ok else "failed",
        "parts": {name: "ok" if works else "failed" for name, works in parts.items()},
    }
    return JsonResponse(content, status=200 if ok else 503)
