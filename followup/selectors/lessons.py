"""What the city's collaborations have learnt, to be searched before somebody learns it again."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Q, QuerySet

from collaboration.models import CollaborationProcess, CycleFollowUp
from trygghet.accounts.scope import Scope

CONFIG = "swedish"
WORDS = SearchVector("lessons", config=CONFIG, weight="A") + SearchVector(
    "cycle__process__title", "effect", "work", config=CONFIG, weight="B"
)
MAX_WORDS = 12


def lessons_for(scope: Scope) -> QuerySet[CycleFollowUp]:
    """Lessons that the reader may read, the newest first.

    Of its own processes all of them. The municipality's staff also read those of the whole city,
    once the follow-up has been decided on: they are written for the ones who come after.
    """
    rows = CycleFollowUp.objects.exclude(lessons="").select_related(
        "cycle__process__lead_body", "cycle__process__program"
    )
    own = Q(cycle__process__in=CollaborationProcess.objects.visible_to(scope))
    if scope.is_staff:
        own |= Q(decided_on__isnull=False)
    return rows.filter(own).order_by("-decided_on", "-pk")


def search(lessons: QuerySet[CycleFollowUp], text: str) -> QuerySet[CycleFollowUp]:
    """Those with all the words, in any form and from the beginning of a word; the best first."""
    asked = _prefixes(text)
    if asked is None:
        return lessons
    query = SearchQuery(asked, config=CONFIG, search_type="raw")
    found = lessons.annotate(words=WORDS).filter(words=query)
    return found.annotate(rank=SearchRank(WORDS, query)).order_by("-rank", "-decided_on", "-pk")


def _prefixes(text: str) -> str | None:
    """``fältare kväll`` as ``fältare:* & kväll:*``; None without any word."""
    words = re.findall(r"\w+", text.lower())[:MAX_WORDS]
    return " & ".join(f"{word}:*" for word in words) or None


def processes_opened(scope: Scope, lessons: Any) -> set[int]:
    """The processes (ids) of the rows that the reader may open. One query."""
    ids = {row.cycle.process_id for row in lessons}
    seen = CollaborationProcess.objects.visible_to(scope).filter(pk__in=ids)
    return set(seen.values_list("pk", flat=True))
