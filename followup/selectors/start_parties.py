"""What waits for the person's parties in their processes, and what has happened there."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.models import StepMove
from collaboration.selectors.own_parts import OwnPart
from followup.selectors.start_tasks import Task, joined

Kind = StepMove.Kind
SHOWN = 5


def party_tasks(parts: Iterable[OwnPart]) -> Iterator[Task]:
    """The first thing for each party, with how many there are more; those reminded first."""
    waiting = sorted((part for part in parts if part.to_do), key=lambda part: not part.is_reminded)
    for part in waiting[:SHOWN]:
        yield _task(part)
    if len(waiting) > SHOWN:
        yield _rest(len(waiting) - SHOWN)


def _rest(number: int) -> Task:
    said = ngettext(
        "%(number)d samverkan till väntar på er", "%(number)d samverkan till väntar på er", number
    )
    url = reverse("collaboration:process-list")
    return Task(said % {"number": number}, "", url, _("Visa"), "handshake", "neutral", 6)


def _task(part: OwnPart) -> Task:
    first, *more = part.to_do
    return Task(
        first.action,
        joined(part.participant.process.title, _more(len(more)), _reminded(part)),
        first.url,
        _("Öppna"),
        "mail" if part.is_reminded else "handshake",
        "warning" if part.is_reminded else "accent",
        1 if part.is_reminded else 2,
    )


def _more(number: int) -> str:
    if not number:
        return ""
    said = ngettext("%(number)d sak till i steget", "%(number)d saker till i steget", number)
    return said % {"number": number}


def _reminded(part: OwnPart) -> str:
    if not (part.is_reminded and part.reminder):
        return ""
    return _("Påmind %(day)s") % {"day": date_format(part.reminder.sent_on, "j F")}


def moves_of(parts: Iterable[OwnPart], limit: int) -> list[StepMove]:
    """The latest moves of the person's processes. One query."""
    processes = {part.participant.process_id for part in parts}
    moves = StepMove.objects.filter(cycle__process__in=processes).exclude(kind=Kind.REVIEWED)
    rows = moves.select_related("cycle__process__lead_body").order_by("-moved_at", "-pk")
    return list(rows[:limit])


def move_in_words(move: StepMove) -> str:
    about = {"title": move.cycle.process.title, "step": move.get_to_step_display()}
    if move.kind == Kind.BACK:
        return _("Samverkan ”%(title)s” gick tillbaka till %(step)s") % about
    if move.kind == Kind.NEXT_CYCLE:
        return _("Samverkan ”%(title)s” började ett nytt varv") % about
    return _("Samverkan ”%(title)s” gick vidare till %(step)s") % about


def process_url(move: StepMove) -> str:
    return reverse("collaboration:process-detail", args=[move.cycle.process_id])
