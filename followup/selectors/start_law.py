"""What law 2023:196 asks of the central office now: its clocks, and what has never been done."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followup.compliance import State
from followup.law import SectionState
from followup.selectors.law import law_status
from followup.selectors.start_tasks import Task, joined
from trygghet.accounts.scope import Scope


def law_tasks(scope: Scope, day: date) -> Iterator[Task]:
    """One for each clock that is near its day or past it; what has no day is one line together.

    Law 2023:196 § 6: the picture is updated and the plan followed up at least every second year.
    As many queries as ``law_status``.
    """
    asked = [each for each in law_status(scope, day) if each.state in (State.SOON, State.MISSING)]
    undone = [each for each in asked if each.state == State.MISSING and not _is_past(each, day)]
    clocks = [each for each in asked if each not in undone]
    clocks.sort(key=lambda each: each.next_deadline or date.max)
    yield from _once(_clock(each, day) for each in clocks)
    if undone:
        yield _undone(undone)


def _once(tasks: Iterable[Task]) -> Iterator[Task]:
    """§ 8 follows from §§ 9 and 10 and asks for the same: the first of them stands."""
    said: set[str] = set()
    for task in tasks:
        if task.title not in said:
            said.add(task.title)
            yield task


def _is_past(section: SectionState, day: date) -> bool:
    return bool(section.next_deadline and section.next_deadline < day)


def _clock(section: SectionState, day: date) -> Task:
    late = _is_past(section, day)
    todo = section.missing[0].text if section.missing else section.deadline_for
    return Task(
        str(todo).rstrip("."),
        joined(
            _("Lagen (2023:196) %(number)s §") % {"number": section.section},
            _due(section.next_deadline, late),
        ),
        f"{reverse('followup:law')}#paragraf-{section.section}",
        _("Öppna"),
        "alarm-clock" if late else "scale",
        "danger" if late else "warning",
        1 if late else 2,
    )


def _due(deadline: date | None, late: bool) -> str:
    if deadline is None:
        return ""
    when = {"day": date_format(deadline, "j F Y")}
    if late:
        return _("Skulle ha gjorts senast %(day)s") % when
    return _("Ska göras senast %(day)s") % when


def _undone(sections: list[SectionState]) -> Task:
    said = ngettext(
        "%(number)d paragraf i lagen är inte uppfylld",
        "%(number)d paragrafer i lagen är inte uppfyllda",
        len(sections),
    )
    return Task(
        said % {"number": len(sections)},
        ", ".join(f"{each.section} § {str(each.title).lower()}" for each in sections),
        reverse("followup:law"),
        _("Visa"),
        "scale",
        "warning",
        3,
    )
