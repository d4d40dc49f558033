"""The law's page: the state of each section, with the rows of evidence behind it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from followup import law
from followup.compliance import State
from followup.models import LawEvidence
from followup.selectors.law_facts import law_facts
from trygghet.accounts.scope import Scope


def law_status(scope: Scope, day: date) -> tuple[law.SectionState, ...]:
    """How the municipality stands to §§ 4–14 on ``day``; links lead where the reader may go."""
    return law.judge(law_facts(scope, day))


@dataclass(frozen=True)
class SectionLine:
    """A section with the rows of evidence that a person may change, and those that have ended."""

    status: law.SectionState
    in_force: tuple[LawEvidence, ...]
    earlier: tuple[LawEvidence, ...]
    takes_evidence: bool


@dataclass(frozen=True)
class LawPage:
    day: date
    lines: tuple[SectionLine, ...]

    def count(self, *states: State) -> int:
        return sum(line.status.state in states for line in self.lines)

    @property
    def met(self) -> int:
        return self.count(State.MET)

    @property
    def soon(self) -> int:
        return self.count(State.SOON)

    @property
    def missing(self) -> int:
        return self.count(State.MISSING)

    @property
    def next_deadline(self) -> law.SectionState | None:
        """The section whose clock runs out first of those that have not."""
        coming = [each for each in self._dated if each not in self.overdue]
        return min(coming, key=lambda each: each.next_deadline or date.max, default=None)

    @property
    def overdue(self) -> list[law.SectionState]:
        """Those whose time has run out, the longest ago first."""
        late = [each for each in self._dated if (each.next_deadline or date.max) < self.day]
        return sorted(late, key=lambda each: each.next_deadline or date.max)

    @property
    def _dated(self) -> list[law.SectionState]:
        return [line.status for line in self.lines if line.status.next_deadline]


def law_page(scope: Scope, day: date) -> LawPage:
    """The sections with their rows of evidence, one query more than ``law_status``."""
    rows: dict[str, list[LawEvidence]] = defaultdict(list)
    for row in LawEvidence.objects.select_related("body"):
        rows[row.section].append(row)
    return LawPage(
        day,
        tuple(
            SectionLine(
                status,
                tuple(e for e in rows[status.section] if not _has_ended(e, day)),
                tuple(e for e in rows[status.section] if _has_ended(e, day)),
                status.section in LawEvidence.Section.values,
            )
            for status in law_status(scope, day)
        ),
    )


def _has_ended(evidence: LawEvidence, day: date) -> bool:
    return evidence.valid_to is not None and evidence.valid_to < day
