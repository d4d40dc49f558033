from collections.abc import Iterable

from django.db import models

from trygghet.accounts.models import User
from trygghet.history.models import RestrictedRead


def record_restricted_reads(user: User, records: Iterable[models.Model]) -> None:
    """Write down that ``user`` was shown these restricted records (one query)."""
    RestrictedRead.objects.bulk_create(
        RestrictedRead(user=user, record_type=record._meta.label_lower, record_id=record.pk)
        for record in records
    )
