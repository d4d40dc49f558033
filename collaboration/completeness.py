"""What a situation report still lacks before it can be sent in, and how far each part has come.

Required are the problems (or the word that there are none, or that nothing has changed), the data
that the picture rests on, and the analysis. The other parts may be left empty. Whatever is written
must fit, must say why when it is restricted, and must not point out a person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from collaboration import guard
from collaboration.models import Problem, ReportPart, SituationReport
from collaboration.models.classification import Classification, Classified
from collaboration.models.problem import PROBLEM_TEXTS
from collaboration.models.report import MAX_TEXT
from collaboration.parts import PARTS, PROBLEMS

# Stands as the reason while somebody has chosen "restricted" but not written why yet: the text is
# protected from the first keystroke.
REASON_PENDING = "Skäl saknas än"


class Progress(StrEnum):
    EMPTY = "empty"
    DONE = "done"
    ERROR = "error"


@dataclass(frozen=True)
class Missing:
    """``section`` is the part to go to; ``problem_id`` the problem in it."""

    section: str
    text: str
    problem_id: int | None = None


def missing_before_submission(report: SituationReport) -> list[Missing]:
    """Everything that keeps the report from being sent in, in the form's order (two queries)."""
    problems = list(report.problems.all())
    parts = {part.kind: part for part in report.parts.all()}
    return [*_missing_problems(report, problems), *_missing_parts(parts)]


def _missing_problems(report: SituationReport, problems: Sequence[Problem]) -> Iterable[Missing]:
    if not (problems or report.no_problems or report.no_change):
        yield Missing(
            PROBLEMS, _("Lägg till minst ett problem, eller säg att det inte finns några.")
        )
    for problem in problems:
        if fault := fault_of(problem, PROBLEM_TEXTS):
            yield Missing(PROBLEMS, f"{_('Problem')} – {problem.title}: {fault}", problem.pk)


def _missing_parts(parts: dict[str, ReportPart]) -> Iterable[Missing]:
    for spec in PARTS:
        part = parts.get(spec.kind)
        if part is None or not part.text.strip():
            if spec.is_required:
                text = _("%(part)s: skriv något här.") % {"part": spec.label}
                yield Missing(spec.kind, text)
        elif fault := fault_of(part, ("text",)):
            yield Missing(spec.kind, f"{spec.label}: {fault}")


def fault_of(row: Classified, fields: Iterable[str]) -> str:
    """What is wrong with a stored text, or nothing."""
    texts = [getattr(row, field) for field in fields]
    if any(len(text) > MAX_TEXT for text in texts):
        return _("texten är för lång.")
    if row.classification == Classification.RESTRICTED:
        pending = row.classification_reason == REASON_PENDING
        return _("skriv varför uppgiften är skyddad.") if pending else ""
    if matches := [match for text in texts for match in guard.find(text)]:
        return _("texten ser ut att innehålla %(what)s.") % {"what": matches[0].kind.label}
    return ""


def progress_of(
    report: SituationReport, parts: Iterable[ReportPart], problems: Sequence[Problem]
) -> dict[str, Progress]:
    """How far each section has come, by its key."""
    by_kind = {part.kind: part for part in parts}
    found = {PROBLEMS: _progress_of_problems(report, problems)}
    return found | {str(spec.kind): progress_of_part(by_kind.get(spec.kind)) for spec in PARTS}


def progress_of_part(part: ReportPart | None) -> Progress:
    if part is None or not part.text.strip():
        return Progress.EMPTY
    return Progress.ERROR if fault_of(part, ("text",)) else Progress.DONE


def _progress_of_problems(report: SituationReport, problems: Sequence[Problem]) -> Progress:
    if any(fault_of(problem, PROBLEM_TEXTS) for problem in problems):
        return Progress.ERROR
    said = bool(problems) or report.no_problems or report.no_change
    return Progress.DONE if said else Progress.EMPTY
