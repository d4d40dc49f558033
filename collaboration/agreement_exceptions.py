"""Refusals about agreements and councils; their texts are for the person who asked."""

from django.utils.translation import gettext as _

from collaboration.exceptions import Refused


class AnnexRefused(Refused):
    """The file is not what an agreement may carry, or is too large."""


class AgreementStateRefuses(Refused):
    def __init__(self, state: str) -> None:
        super().__init__(
            _("Överenskommelsen är i läget ”%(state)s”, och då går det inte. Läs in sidan på nytt.")
            % {"state": state}
        )


class AttemptMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Skriv först in minst ett försök: vad ni gjorde för att nå fram."))


class NewVersionExists(Refused):
    def __init__(self) -> None:
        super().__init__(_("Det finns redan en ny version av överenskommelsen."))


class MeetingAdjusted(Refused):
    def __init__(self) -> None:
        super().__init__(_("Protokollet är justerat och kan inte ändras."))


class MeetingNotHeld(Refused):
    def __init__(self) -> None:
        super().__init__(_("Protokollet kan justeras först när mötet har hållits."))


class ReasonForRemovalMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Överenskommelsen är ingången: skriv varför det tas bort."))


class LastAttempt(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Försöket är det enda som visar att ni har verkat för överenskommelsen. Skriv in "
                "det rätta försöket först, och ta sedan bort det här."
            )
        )
