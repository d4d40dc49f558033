"""What should be in place before a step is left, judged on facts that were read once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from collaboration.step_facts import PartyFacts, StepFacts

Words = str | Promise


def _nobody(_facts: StepFacts) -> tuple[PartyFacts, ...]:
    return ()


def _always(_facts: StepFacts) -> bool:
    return True


@dataclass(frozen=True)
class Requirement:
    """Something that should be in place before the step is left.

    ``label`` says it as done, ``missing`` as not done, ``action`` what to do about it. It is seen
    on the step's page at ``anchor``. Where the lead does it on a page of its own, ``url_name``
    names that (it takes the process's id); where each party does it, ``party_url_name`` (the
    process's and the participant's), which the lead may also use when ``lead_writes``. The facts
    may point out the very thing that lacks something. ``waiting_for`` are the parties that have
    not done theirs. It is only asked for where it ``applies``.
    """

    key: str
    label: Words
    missing: Words
    action: Words
    is_met: Callable[[StepFacts], bool]
    anchor: str
    url_name: str = ""
    party_url_name: str = ""
    lead_writes: bool = False
    waiting_for: Callable[[StepFacts], tuple[PartyFacts, ...]] = _nobody
    applies: Callable[[StepFacts], bool] = _always

    def lacking(self, facts: StepFacts) -> str:
        """What is missing, with what or whom it is about: kept with the move."""
        if names := "; ".join(party.name for party in self.waiting_for(facts)):
            said = _("%(missing)s Gäller %(names)s.")
            return str(said % {"missing": self.missing, "names": names})
        if what := self.what(facts):
            return f"{self.missing} {what}"
        return str(self.missing)

    def what(self, facts: StepFacts) -> str:
        """The first thing that lacks it, in words; empty when nothing is pointed out."""
        pointer = facts.pointers.get(self.key)
        return pointer.what if pointer else ""

    def address(
        self,
        process_id: int,
        slug: str,
        facts: StepFacts,
        *,
        party: int | None = None,
        is_lead: bool = False,
    ) -> str:
        """Where the reader does it: for its own party, as the lead, or only reads of it."""
        url = self._of_party(process_id, facts, party, is_lead)
        pointer = facts.pointers.get(self.key)
        if not url and pointer and (is_lead or pointer.is_for_all):
            url = pointer.url
        if not url and is_lead and self.url_name:
            url = reverse(self.url_name, args=[process_id])
        step = reverse("collaboration:process-step", args=[process_id, slug])
        return url or f"{step}#{self.anchor}"

    def _of_party(self, process_id: int, facts: StepFacts, party: int | None, is_lead: bool) -> str:
        if party and (url := facts.party_urls.get(party, "")):
            return url
        if party is None and is_lead and self.lead_writes:
            party = next((waited.id for waited in self.waiting_for(facts)), None)
        if party and self.party_url_name:
            return reverse(self.party_url_name, args=[process_id, party])
        return ""


def of_parties(
    key: str,
    label: Words,
    missing: Words,
    action: Words,
    is_done: Callable[[PartyFacts], bool],
    anchor: str,
    party_url_name: str = "",
    *,
    lead_writes: bool = False,
    applies: Callable[[StepFacts], bool] = _always,
) -> Requirement:
    """A requirement that every active participant meets for itself."""

    def waiting_for(facts: StepFacts) -> tuple[PartyFacts, ...]:
        return tuple(party for party in facts.parties if not is_done(party))

    def is_met(facts: StepFacts) -> bool:
        return bool(facts.parties) and not waiting_for(facts)

    return Requirement(
        key,
        label,
        missing,
        action,
        is_met,
        anchor,
        party_url_name=party_url_name,
        lead_writes=lead_writes,
        waiting_for=waiting_for,
        applies=applies,
    )


def gone_through_anew(
    key: str, label: Words, missing: Words, action: Words, url_name: str
) -> Requirement:
    """In a step that was gone back to: the lead says that it has been gone through anew."""
    return Requirement(
        key,
        label,
        missing,
        action,
        lambda facts: not facts.is_reopened,
        "steget",
        url_name=url_name,
        applies=lambda facts: facts.was_reopened,
    )
