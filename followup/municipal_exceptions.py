"""Refusals about the municipality's picture and plan: each one's text is a Swedish sentence."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.exceptions import Refused


class NotDraft(Refused):
    """It is decided: what it says cannot change. ``document`` is as it is stored now."""

    def __init__(self, document: object) -> None:
        body, day = document.decided_by, document.decided_on  # type: ignore[attr-defined]
        super().__init__(
            _(
                "Någon annan har redan skrivit in beslutet: %(body)s %(day)s. Det ändras inte mer. "
                "Börja på en ny version."
            )
            % {"body": body, "day": date_format(day, "j F Y")}
        )
        self.document = document


class GroundsMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Ange vilka lägesbilder påståendet vilar på, eller annat underlag."))


class ReportNotApproved(Refused):
    def __init__(self) -> None:
        super().__init__(_("Påståenden vilar bara på lägesbilder som är godkända."))


class PictureIncomplete(Refused):
    """Law 2023:196 § 4: every part has to be there."""

    def __init__(self, parts: Iterable[str]) -> None:
        super().__init__(
            _("Lägesbilden saknar: %(parts)s. Lagen (2023:196) 4 § kräver alla delar.")
            % {"parts": ", ".join(part.lower() for part in parts)}
        )


class NoDecidedPicture(Refused):
    """Law 2023:196 § 5: the plan is decided on the situation picture."""

    def __init__(self) -> None:
        super().__init__(
            _("Besluta kommunens lägesbild först. Planen ska vila på den (lag 2023:196, 5 §).")
        )


class PlanHasNoLines(Refused):
    def __init__(self) -> None:
        super().__init__(_("Planen har inga åtgärder än. Lägg till minst en innan den beslutas."))


class LineWithoutGrounds(Refused):
    def __init__(self, text: str) -> None:
        super().__init__(
            _("Åtgärden ”%(text)s” grundas inte på något i lägesbilden.") % {"text": text[:80]}
        )


class StatementOfAnotherPicture(Refused):
    def __init__(self) -> None:
        super().__init__(_("Påståendet hör till en annan version av lägesbilden än planens."))


class PlanNotInForce(Refused):
    def __init__(self) -> None:
        super().__init__(_("Bara en beslutad plan följs upp."))


class FollowedUpTooEarly(Refused):
    def __init__(self) -> None:
        super().__init__(_("Uppföljningen kan inte vara gjord före beslutet om planen."))


class DecidedBeforePicture(Refused):
    def __init__(self) -> None:
        super().__init__(_("Planen kan inte vara beslutad före lägesbilden som den vilar på."))


class DocumentIsDecided(Refused):
    """Decisions are kept for ever; only drafts are thrown away."""

    def __init__(self) -> None:
        super().__init__(_("Det som är beslutat kan inte tas bort."))
