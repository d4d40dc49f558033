"""What the rules of the law's page look at, and what they find (see ``followup.law``)."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from followup.compliance import Evidence, State, ToDo, Words


@dataclass(frozen=True)
class Document:
    """A decided picture or plan. ``parts`` are those that a picture has statements in."""

    number: int
    decided_on: date
    decision: str
    url: str = ""
    parts: frozenset[str] = frozenset()
    picture_number: int | None = None


@dataclass(frozen=True)
class Agreement:
    """``tried_on`` is the last logged attempt to reach it."""

    title: str
    state: str
    valid_to: date | None = None
    review_on: date | None = None
    tried_on: date | None = None
    url: str = ""
    valid_from: date | None = None


@dataclass(frozen=True)
class Council:
    """A strategic council that is not closed."""

    name: str
    has_chair: bool
    outside_leaders: int
    last_meeting: date | None
    url: str = ""


@dataclass(frozen=True)
class Record:
    """A row of evidence in force (see ``LawEvidence``)."""

    title: str
    valid_from: date
    review_on: date | None = None
    body: str = ""
    contact: str = ""
    url: str = ""


@dataclass(frozen=True)
class Told:
    """A report to the municipal council."""

    subject: str
    on: date
    url: str = ""


@dataclass(frozen=True)
class LawFacts:
    """Everything that the rules look at, as it stands on ``day``."""

    day: date
    picture: Document | None = None
    plan: Document | None = None
    followed_up_on: date | None = None
    agreements: tuple[Agreement, ...] = ()
    councils: tuple[Council, ...] = ()
    records: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    executive_board: str = ""
    contact_url: str = ""

    def of(self, section: str) -> tuple[Record, ...]:
        return self.records.get(section, ())


@dataclass(frozen=True)
class Finding:
    """What a rule found."""

    state: State
    evidence: tuple[Evidence, ...] = ()
    next_deadline: date | None = None
    deadline_for: Words = ""
    missing: tuple[ToDo, ...] = ()

    @property
    def newest(self) -> date | None:
        """The newest day that shows the state."""
        return max((each.on for each in self.evidence if each.on), default=None)


def decision_words(body: str, on: date, paragraph: str, registry_number: str) -> str:
    """``Kommunstyrelsen 3 juni 2026, § 12, dnr KS 2026/1``."""
    return _("%(body)s %(day)s, %(paragraph)s, dnr %(dnr)s") % {
        "body": body,
        "day": date_format(on, "j F Y"),
        "paragraph": paragraph,
        "dnr": registry_number,
    }
