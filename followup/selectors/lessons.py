"""What the city's collaborations have learnt, to be searched before somebody learns it again."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Q, QuerySet

from collaboration.models import CollaborationProcess, CycleFollowUp
from collaboration.models.outcome import LESSON_WORDS
from trygghet.accounts.scope import Scope

CONFIG = "swedish"
TITLE = "cycle__process__title"
MAX_WORDS = 12


def lessons_for(scope: Scope) -> QuerySet[CycleFollowUp]:
    """Lessons that the reader may read, the newest first.

    Of its own processes all of them. The municipality's staff and the committee also read those of
    the whole city, once the follow-up has been decided on: they are written for the ones who come
    after.
    """
    rows = CycleFollowUp.objects.exclude(lessons="").select_related(
        "cycle__process__lead_body", "cycle__process__program"
    )
    own = Q(cycle__process__in=CollaborationProcess.objects.visible_to(scope))
    if scope.is_staff or scope.is_committee:
        own |= Q(decided_on__isnull=False)
    return rows.filter(own).order_by("-decided_on", "-pk")


def search(lessons: QuerySet[CycleFollowUp], text: str) -> QuerySet[CycleFollowUp]:
    """Those with all the words in the lesson or the collaboration's title; the best first.

    Words are found in any form and from their beginning. Only what the reader of the list can read
    is searched. An index finds the lessons with any of the words; those are looked at closer.
    """
    words = [f"{word}:*" for word in re.findall(r"\w+", text.lower())[:MAX_WORDS]]
    if not words:
        return lessons
    every, some = (SearchQuery(sign.join(words), config=CONFIG, search_type="raw") for sign in "&|")
    written = CycleFollowUp.objects.alias(words=LESSON_WORDS).filter(words=some)
    titled = CollaborationProcess.objects.alias(words=_words_of("title")).filter(words=some)
    near = Q(pk__in=written.values("pk")) | Q(cycle__process__in=titled.values("pk"))
    both = LESSON_WORDS + _words_of(TITLE)
    found = lessons.filter(near).alias(words=both).filter(words=every)
    return found.annotate(rank=SearchRank(both, every)).order_by("-rank", "-decided_on", "-pk")


def _words_of(field: str) -> SearchVector:
    return SearchVector(field, config=CONFIG, weight="B") + SearchVector(field, config="simple")


def processes_opened(scope: Scope, lessons: Any) -> set[int]:
    """The processes (ids) of the rows that the reader may open. One query."""
    ids = {row.cycle.process_id for row in lessons}
    seen = CollaborationProcess.objects.visible_to(scope).filter(pk__in=ids)
    return set(seen.values_list("pk", flat=True))
