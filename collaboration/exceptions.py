"""Refusals of the services: each one's text is a Swedish sentence for the person who asked."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """Something cannot be done in the state that things are in; ``str()`` says why."""


class PhotoRefused(Refused):
    """The file is not a photo that can be shown, or is too large."""


class ObservationAlreadyHandled(Refused):
    def __init__(self) -> None:
        super().__init__(_("Någon har redan läst den här iakttagelsen. Läs in sidan på nytt."))


class NothingToTakeIn(Refused):
    """The observation says that there was nothing to report."""

    def __init__(self) -> None:
        super().__init__(_("Iakttagelsen säger att det inte fanns något att rapportera."))


class ReportNotEditable(Refused):
    """The situation report has been sent in: its problems can no longer change."""

    def __init__(self) -> None:
        super().__init__(_("Lägesbilden är inskickad och kan inte ändras."))


class ObservationOfAnotherBody(Refused):
    def __init__(self) -> None:
        super().__init__(_("Iakttagelsen hör till en annan nämnd än lägesbilden."))


class ObstacleStateRefuses(Refused):
    """The obstacle has gone past the state in which this could be done."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("Hindret är redan %(state)s. Läs in sidan på nytt.") % {"state": state.lower()}
        )


class DecidedInTheFuture(Refused):
    def __init__(self) -> None:
        super().__init__(_("Beslutsdatumet kan inte ligga i framtiden."))


class NoProgramInForce(Refused):
    def __init__(self) -> None:
        super().__init__(_("Det finns inget program som gäller den dagen."))


class AlreadyTakesPart(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s är redan med i samverkansprocessen.") % {"name": name})


class ProcessEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("Samverkansprocessen är avslutad."))
