"""How often a key may ask. The counts lie in the cache, which is there when Redis is not."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60


class PerMinute(BaseThrottle):
    """Counts the calls of each key (or signed-in person) in whole minutes."""

    def allow_request(self, request: Request, view: Any) -> bool:
        minute = int(time.time() // MINUTE)
        key = f"api:{_who(request)}"
        with transaction.atomic(), connection.cursor() as cursor:
            # Calls of the same key at the same time are counted one after the other.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
            last, count = cache.get(key) or (minute, 0)
            count = count + 1 if last == minute else 1
            if count <= settings.API_CALLS_PER_MINUTE:
                cache.set(key, (minute, count), 2 * MINUTE)
        return count <= settings.API_CALLS_PER_MINUTE

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE


def _who(request: Request) -> str:
    return f"token:{request.auth.pk}" if request.auth else f"user:{request.user.pk}"
