"""Which models keep their history, and how: every insert, update and delete, whoever writes it.

The rows are written by database triggers, so that bulk updates and raw SQL are caught too.
"""

from collections.abc import Callable

import pghistory
from django.db import models


def track(*, exclude: tuple[str, ...] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep who, when, before and after of each change to the model's rows."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
    )
