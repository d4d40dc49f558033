"""What the program asks of every body: each duty a pure rule over ``BodyFacts``.

Source: the program, its parts about coordinators, goals, situation reports, collaboration,
follow-up and how it is made known. Where the program gives no measure in time, the rule counts
12 months.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from followup.compliance import Evidence, State, Words, months_after

FOLLOW_UP_LIMIT = 12  # months
MANAGERS, STAFF = "managers", "staff"
AUDIENCES = {MANAGERS: gettext_lazy("chefer"), STAFF: gettext_lazy("medarbetare")}


@dataclass(frozen=True)
class LatestReport:
    """The newest situation report whose due day has passed, and how many of a year's came in time.

    ``sent_on`` is None when it has not come.
    """

    month: str
    due_on: date
    sent_on: date | None
    in_time: int
    asked: int


@dataclass(frozen=True)
class Introduction:
    held_on: date
    how: str
    people: int | None = None


@dataclass(frozen=True)
class BodyFacts:
    """How one body stands on ``day``."""

    day: date
    is_asked: bool
    coordinator_since: date | None = None
    goals: int = 0
    own_goals: int = 0
    report: LatestReport | None = None
    processes: int = 0
    joined_on: date | None = None
    followed_up_on: date | None = None
    introductions: dict[str, Introduction] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    state: State
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Duty:
    """``kind`` names the duty in addresses and files; ``missing`` says what to do."""

    kind: str
    title: Words
    ask: Words
    state: State
    evidence: tuple[Evidence, ...]
    missing: str

    @property
    def summary(self) -> str:
        """The state in a few words, for a cell."""
        return self.missing or ", ".join(str(each.text) for each in self.evidence)


def coordinator(facts: BodyFacts) -> Finding:
    if facts.coordinator_since:
        return Finding(State.MET, (Evidence(_("Samordnare utsedd"), facts.coordinator_since),))
    return Finding(State.MISSING, missing=_("Ingen samordnare är utsedd."))


def goals(facts: BodyFacts) -> Finding:
    """Goals of its own, or of a collaboration that it leads."""
    if not facts.goals:
        return Finding(State.MISSING, missing=_("Inget mål är satt i programmet."))
    text = ngettext("%(n)d mål, %(own)d eget", "%(n)d mål, %(own)d egna", facts.own_goals)
    shown = Evidence(text % {"n": facts.goals, "own": facts.own_goals})
    if not facts.own_goals:
        return Finding(State.SOON, (shown,), _("Målen hör till samverkan. Sätt också egna mål."))
    return Finding(State.MET, (shown,))


def reports(facts: BodyFacts) -> Finding:
    """The latest due report decides; how the year went is told beside it."""
    latest = facts.report
    if latest is None:
        return Finding(State.NOT_APPLICABLE, (Evidence(_("Ingen rapport är aktuell än")),))
    year = _("%(n)d av %(asked)d i tid det senaste året") % {
        "n": latest.in_time,
        "asked": latest.asked,
    }
    words = {"month": latest.month}
    if latest.sent_on is None:
        missing = _("Lägesbilden för %(month)s har inte kommit.") % words
        return Finding(State.MISSING, (Evidence(year),), missing)
    came = Evidence(_("Lägesbilden för %(month)s inskickad") % words, latest.sent_on)
    if latest.sent_on > latest.due_on:
        return Finding(
            State.SOON,
            (came, Evidence(year)),
            _("Lägesbilden för %(month)s kom för sent.") % words,
        )
    return Finding(State.MET, (came, Evidence(year)))


def collaboration(facts: BodyFacts) -> Finding:
    if not facts.processes:
        return Finding(State.MISSING, missing=_("Inte med i någon samverkan."))
    text = ngettext("Med i %(n)d samverkan", "Med i %(n)d samverkansprocesser", facts.processes)
    return Finding(State.MET, (Evidence(text % {"n": facts.processes}, facts.joined_on),))


def follow_up(facts: BodyFacts) -> Finding:
    done = facts.followed_up_on
    if done is None:
        if not facts.goals and not facts.processes:
            return Finding(State.NOT_APPLICABLE, (Evidence(_("Inget att följa upp än")),))
        return Finding(State.MISSING, missing=_("Inget mål eller samverkan är uppföljd än."))
    shown = Evidence(_("Senast uppföljt"), done)
    if months_after(done, FOLLOW_UP_LIMIT) <= facts.day:
        return Finding(State.SOON, (shown,), _("Det är mer än ett år sedan uppföljningen."))
    return Finding(State.MET, (shown,))


def introduced(facts: BodyFacts) -> Finding:
    """To managers and to staff, each at least once in the program's time."""
    known = facts.introductions
    shown = tuple(_told(audience, known[audience]) for audience in AUDIENCES if audience in known)
    lacking = [str(words) for audience, words in AUDIENCES.items() if audience not in known]
    if not lacking:
        return Finding(State.MET, shown)
    missing = _("Gör programmet känt för %(whom)s och skriv in det.") % {
        "whom": _(" och ").join(lacking)
    }
    return Finding(State.SOON if shown else State.MISSING, shown, missing)


def _told(audience: str, introduction: Introduction) -> Evidence:
    text = f"{str(AUDIENCES[audience]).capitalize()}: {introduction.how}"
    if introduction.people:
        text += " " + _("(%(n)d personer)") % {"n": introduction.people}
    return Evidence(text, introduction.held_on)


@dataclass(frozen=True)
class Asked:
    kind: str
    title: Words
    ask: Words
    rule: Callable[[BodyFacts], Finding]


DUTIES = (
    Asked(
        "samordnare",
        gettext_lazy("Samordnare"),
        gettext_lazy("Utse en samordnare med mandat."),
        coordinator,
    ),
    Asked("mal", gettext_lazy("Egna mål"), gettext_lazy("Sätt egna mål i programmet."), goals),
    Asked(
        "lagesbilder",
        gettext_lazy("Lägesbilder"),
        gettext_lazy("Lämna lägesbilder i tid."),
        reports,
    ),
    Asked(
        "samverkan",
        gettext_lazy("Samverkan"),
        gettext_lazy("Delta i samverkan med andra."),
        collaboration,
    ),
    Asked(
        "uppfoljning",
        gettext_lazy("Uppföljning"),
        gettext_lazy("Följ upp mål och samverkan minst en gång om året."),
        follow_up,
    ),
    Asked(
        "spridning",
        gettext_lazy("Programmet känt"),
        gettext_lazy("Gör programmet känt för chefer och medarbetare."),
        introduced,
    ),
)


def duties(facts: BodyFacts) -> tuple[Duty, ...]:
    """Every duty in the table's order; of a body that is asked for nothing, none is applicable."""
    return tuple(_duty(asked, facts) for asked in DUTIES)


def _duty(asked: Asked, facts: BodyFacts) -> Duty:
    found = asked.rule(facts) if facts.is_asked else Finding(State.NOT_APPLICABLE)
    return Duty(asked.kind, asked.title, asked.ask, found.state, found.evidence, found.missing)
