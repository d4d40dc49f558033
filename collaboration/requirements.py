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


@dataclass(frozen=True)
class Requirement:
    """Something that should be in place before the step is left.

    ``label`` says it as done, ``missing`` as not done, ``action`` what to do about it. It is seen
    on the step's page at ``anchor``. Where the lead does it on a page of its own, ``url_name``
    names that (it takes the process's id); where each party does it, ``party_url_name`` (the
    process's and the participant's). ``waiting_for`` are the parties that have not done theirs.
    """

    key: str
    label: Words
    missing: Words
    action: Words
    is_met: Callable[[StepFacts], bool]
    anchor: str
    url_name: str = ""
    party_url_name: str = ""
    waiting_for: Callable[[StepFacts], tuple[PartyFacts, ...]] = _nobody

    def lacking(self, facts: StepFacts) -> str:
        """What is missing, with the parties that it waits for: kept with the move."""
        if names := "; ".join(party.name for party in self.waiting_for(facts)):
            said = _("%(missing)s Gäller %(names)s.")
            return str(said % {"missing": self.missing, "names": names})
        return str(self.missing)

    def address(
        self, process_id: int, slug: str, *, party: int | None = None, is_lead: bool = False
    ) -> str:
        """Where the reader does it: for its own party, as the lead, or only reads of it."""
        if party and self.party_url_name:
            return reverse(self.party_url_name, args=[process_id, party])
        if is_lead and self.url_name:
            return reverse(self.url_name, args=[process_id])
        return reverse("collaboration:process-step", args=[process_id, slug]) + f"#{self.anchor}"


def of_parties(
    key: str,
    label: Words,
    missing: Words,
    action: Words,
    is_done: Callable[[PartyFacts], bool],
    anchor: str,
    party_url_name: str = "",
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
        waiting_for=waiting_for,
    )
