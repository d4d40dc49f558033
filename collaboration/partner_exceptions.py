"""Why an invitation, a signal or a process's obstacle is refused: sentences for the person."""

from django.utils.translation import gettext as _

from collaboration.exceptions import Refused


class PartyIsABody(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s hör till kommunen. Dess medarbetare ser samverkan utan inbjudan, när de "
                "har en roll i nämnden."
            )
            % {"name": name}
        )


class AlreadyInvited(Refused):
    def __init__(self, email: str) -> None:
        super().__init__(
            _("Det finns redan en öppen inbjudan till %(email)s. Skicka den igen i stället.")
            % {"email": email}
        )


class WorksInMunicipality(Refused):
    """An invitation is for somebody outside; an employee gets a role in a body."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kontot hör till en medarbetare i kommunen. Medarbetare bjuds inte in som extern "
                "part: de ser samverkan genom sin roll i nämnden, som administratören ger."
            )
        )


class InvitationNotOpen(Refused):
    """Used, taken back, expired or replaced."""

    def __init__(self) -> None:
        super().__init__(_("Inbjudan gäller inte längre."))


class InvitationForAnother(Refused):
    def __init__(self, email: str) -> None:
        super().__init__(
            _("Inbjudan är till %(email)s. Logga ut, och logga in med det kontot.")
            % {"email": email}
        )


class AccountExists(Refused):
    def __init__(self) -> None:
        super().__init__(_("Det finns redan ett konto med adressen. Logga in för att tacka ja."))


class AccountClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("Kontot med den adressen är stängt. Administratören kan öppna det."))


class SignalAlreadyOpen(Refused):
    def __init__(self) -> None:
        super().__init__(_("Det finns redan en öppen signal för samverkan."))


class SignalClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("Signalen är redan besvarad."))


class NotAPartyOfTheProcess(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s är inte med i samverkan.") % {"name": name})


class NotWaitedFor(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(_("Ingen väntar på %(name)s just nu.") % {"name": name})


class NobodyToRemind(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s har ingen som kan få påminnelsen. Bjud in en person från parten, eller "
                "be administratören utse en samordnare."
            )
            % {"name": name}
        )


class AlreadyReminded(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s är redan påmind i dag. Nästa påminnelse kan skickas i morgon.")
            % {"name": name}
        )
