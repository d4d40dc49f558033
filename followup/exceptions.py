"""Refusals of the follow-up's services: each one's text is a Swedish sentence."""

from django.utils.translation import gettext as _

from collaboration.exceptions import Refused


class GoalNotOfProcess(Refused):
    """The problem, cause or party belongs to another process than the goal or measure."""

    def __init__(self) -> None:
        super().__init__(_("Problemet, orsaken eller parten hör till en annan samverkan."))


class ReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför, så att alla som är med förstår."))


class AimChanged(Refused):
    """What a goal aims at is set, and changes only by a revision."""

    def __init__(self) -> None:
        super().__init__(
            _("Det som målet siktar mot ändras i en revidering, med skäl och vem som beslutat.")
        )


class GoalChanged(Refused):
    """The goal is no longer what the party has read."""

    def __init__(self) -> None:
        super().__init__(
            _("Målet har ändrats sedan du läste det. Läs det på nytt här och spara sedan svaret.")
        )


class NothingRevised(Refused):
    def __init__(self) -> None:
        super().__init__(_("Inget i det som målet siktar mot är ändrat."))


class AssessmentRefused(Refused):
    """The goal or the assessment has come to where this cannot be done; the text says why."""


class TechniqueDoesNotSuit(Refused):
    """A situational technique for a social measure, or the other way round."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("”%(name)s” hör inte till det slag av prevention som du valt.") % {"name": name}
        )


class MeasureStateRefuses(Refused):
    """The measure has gone past the state in which this could be done."""

    def __init__(self, state: str) -> None:
        super().__init__(
            _("Åtgärden är %(state)s. Läs in sidan på nytt.") % {"state": state.lower()}
        )


class ActivityStateRefuses(Refused):
    def __init__(self) -> None:
        super().__init__(_("Någon annan har redan ändrat aktiviteten. Läs in sidan på nytt."))


class OwnerNotAllowed(Refused):
    """The person does not work with the measure's parties, or has left."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "%(name)s har slutat eller har ingen roll hos dem som arbetar med åtgärden. Välj "
                "en annan ansvarig."
            )
            % {"name": name}
        )


class PlanExists(Refused):
    """There is a draft already; ``plan`` is the one to open instead."""

    def __init__(self, plan: object) -> None:
        super().__init__(_("Det finns redan ett utkast till åtgärdsplan."))
        self.plan = plan


class PlanIsEmpty(Refused):
    def __init__(self) -> None:
        super().__init__(_("Planen har inga åtgärder än. Välj minst en innan den beslutas."))


class PlanRestsOnNothing(Refused):
    """Law 2023:196 § 5: the plan is decided on the situation picture."""

    def __init__(self) -> None:
        super().__init__(
            _("Ange vilken lägesbild planen vilar på. Lagen (2023:196) 5 § kräver det.")
        )


class FileNotReady(Refused):
    """The file cannot be taken in, or undone, as it stands; the text says what to do first."""


class DecidedTooEarly(Refused):
    """A decision in the future, or before the work that it decides on began."""

    def __init__(self) -> None:
        super().__init__(_("Beslutsdatumet kan varken ligga i framtiden eller före starten."))


class IntroductionWithdrawn(Refused):
    def __init__(self) -> None:
        super().__init__(_("Uppgiften är redan återtagen. Skriv in den på nytt om den stämmer."))


class NothingDecided(Refused):
    def __init__(self) -> None:
        super().__init__(_("Ärendet har inget beslut än. Skriv beslutet i protokollet först."))
