"""Refusals of the services: each one's text is a Swedish sentence for the person who asked."""

from collections.abc import Mapping, Sequence
from typing import Any

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
    """The situation report has been sent in: neither texts nor problems can change."""

    def __init__(self) -> None:
        super().__init__(_("Lägesbilden är inskickad och kan inte ändras."))


class ObservationOfAnotherBody(Refused):
    def __init__(self) -> None:
        super().__init__(_("Iakttagelsen hör till en annan nämnd än lägesbilden."))


class ObstacleStateRefuses(Refused):
    """The obstacle has gone past the state in which this could be done."""

    def __init__(self, state: str) -> None:
        words = {
            "open": _("öppet"),
            "acknowledged": _("kvitterat"),
            "answered": _("besvarat"),
            "closed": _("stängt"),
        }
        super().__init__(
            _("Hindret är redan %(state)s. Läs in sidan på nytt.") % {"state": words[state]}
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


class PeriodNotAllowed(Refused):
    """No situation report is asked for from this body in this period."""


class NothingToCarryOver(Refused):
    """There is no earlier report that this one could be unchanged from."""

    def __init__(self) -> None:
        super().__init__(_("Det finns ingen tidigare lägesbild att utgå från. Skriv den första."))


class ReportIncomplete(Refused):
    """``missing`` lists what must be there before submission (``completeness.Missing``)."""

    def __init__(self, missing: Sequence[Any]) -> None:
        super().__init__(" ".join(item.text for item in missing))
        self.missing = tuple(missing)


class LateReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför lägesbilden kommer sent."))


class ReturnReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Skriv vad som behöver ändras, så att samordnaren vet vad som väntas."))


class AlreadyDecided(Refused):
    """Somebody else was first, or the report is not in the state where this is decided."""


class EditConflict(Refused):
    """Somebody saved another text since the page was read; ``current`` is the stored row."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Någon annan har sparat en annan text medan du skrev."))
        self.current = current


class TextTooLong(Refused):
    def __init__(self, limit: int) -> None:
        super().__init__(
            _("Texten är för lång för att sparas. Korta den till högst %(limit)s tecken.")
            % {"limit": f"{limit:,}".replace(",", "\N{NO-BREAK SPACE}")}
        )


class ProblemOfAnotherReport(Refused):
    def __init__(self) -> None:
        super().__init__(_("Problemet hör inte till nämndens tidigare lägesbilder."))


class StepNotComplete(Refused):
    """Something should be in place before the step is left; ``missing`` says what, in words."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            _("Allt är inte på plats än. Gå vidare ändå genom att skriva varför, eller vänta.")
        )
        self.missing = tuple(missing)


class AlreadyMoved(Refused):
    """The process is not in the step that the page was read in: somebody was first."""

    def __init__(self, step: str) -> None:
        super().__init__(
            _("Någon annan har redan flyttat samverkan: den är nu i steget %(step)s.")
            % {"step": step}
        )


class MoveReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför, så att alla som är med förstår."))


class NotAnEarlierStep(Refused):
    def __init__(self) -> None:
        super().__init__(_("Välj ett steg som ligger före det ni är i."))


class NoNextStep(Refused):
    def __init__(self) -> None:
        super().__init__(_("Efter uppföljningen börjar nästa varv."))


class NextCycleRefused(Refused):
    """The next cycle begins after a follow-up that decided to go on."""


class LeadCannotLeave(Refused):
    def __init__(self) -> None:
        super().__init__(_("Den som leder samverkan kan inte lämna den. Avsluta samverkan."))


class ParticipantHasLeft(Refused):
    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s har lämnat samverkan.") % {"name": name})


class CycleEnded(Refused):
    def __init__(self) -> None:
        super().__init__(_("Varvet är avslutat: det går att läsa men inte att ändra."))


class ReportNotAttachable(Refused):
    """Only the party's own report, approved by its manager, is shared with the other parties."""

    def __init__(self) -> None:
        super().__init__(_("Bara er egen lägesbild kan bifogas, när er chef har godkänt den."))


class ProblemInJointPicture(Refused):
    def __init__(self, title: str) -> None:
        super().__init__(_("”%(title)s” finns redan i den gemensamma bilden.") % {"title": title})


class ProblemNotOpen(Refused):
    """Drawn in as it stands, it would be read by parties that may not read it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("”%(title)s” är inte öppet för alla parter. Skriv in problemet med egna ord.")
            % {"title": title}
        )


class NotInThePictures(Refused):
    def __init__(self) -> None:
        super().__init__(_("Problemet hör inte till någon av parternas bilder i det här varvet."))


class ProblemAlreadyMerged(Refused):
    """Somebody else was first; ``into`` is the problem that it became part of."""

    def __init__(self, title: str, into: str) -> None:
        super().__init__(
            _("”%(title)s” är redan sammanslaget med ”%(into)s”. Inget har gått förlorat.")
            % {"title": title, "into": into}
        )


class NothingToMerge(Refused):
    def __init__(self) -> None:
        super().__init__(_("Välj minst ett annat problem att slå ihop med."))


class MergedProblemHasAnalysis(Refused):
    def __init__(self, title: str) -> None:
        super().__init__(
            _(
                "”%(title)s” har en orsaksanalys, som inte skulle synas. Slå ihop åt andra hållet: "
                "öppna det problemet och ta in det här i det."
            )
            % {"title": title}
        )


class ProblemNotMerged(Refused):
    def __init__(self, title: str) -> None:
        super().__init__(_("”%(title)s” är inte sammanslaget längre.") % {"title": title})


class SetAsideReasonMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Skriv varför problemet läggs åt sidan."))


class ProblemKnockedOut(Refused):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Ni har sagt att ni inte kan påverka problemet eller saknar resurser. Lägg det åt "
                "sidan, eller ändra svaret."
            )
        )


class ProblemNotTakenOn(Refused):
    """Causes are looked for behind the problems that the parties have taken on."""

    def __init__(self) -> None:
        super().__init__(
            _("Orsaksanalysen går att läsa men inte att ändra: problemet är inte valt längre.")
        )


class CauseUnderItself(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("En orsak kan inte ligga under sig själv eller under en av sina egna orsaker.")
        )


class CauseTooDeep(Refused):
    def __init__(self, levels: int) -> None:
        super().__init__(
            _("Orsakerna kan ligga i högst %(levels)s nivåer. Flytta ut den ovanför först.")
            % {"levels": levels}
        )


class CauseGone(Refused):
    def __init__(self) -> None:
        super().__init__(_("Någon annan har tagit bort orsaken medan du skrev."))


class CauseHasMeasures(Refused):
    """A measure is tied to the cause: taken away, the measure would treat the symptom."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Orsaken har åtgärder och kan inte tas bort. Avfärda den i stället, eller flytta "
                "åtgärderna till en annan orsak."
            )
        )


class TextsClash(EditConflict):
    """Somebody saved other texts in the same fields; ``values`` is what can be saved without loss.

    ``clashing`` are the fields that both changed: in ``values`` they hold the text that was sent.
    """

    def __init__(self, current: Any, values: Mapping[str, Any], clashing: Sequence[str]) -> None:
        super().__init__(current)
        self.values = dict(values)
        self.clashing = tuple(clashing)


class FindingAnswered(Refused):
    def __init__(self) -> None:
        super().__init__(_("Fyndet har fått svar och kan inte ändras längre."))


class FindingNotSent(Refused):
    def __init__(self) -> None:
        super().__init__(_("Fyndet är inte skickat till er än: vandringen är inte avslutad."))


class AnswerDateMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Skriv vilken dag det ska vara klart."))


class AnswerDateInThePast(Refused):
    def __init__(self) -> None:
        super().__init__(_("Dagen har redan varit. Välj en dag som kommer, eller svara Åtgärdad."))


class WalkInTheFuture(Refused):
    def __init__(self) -> None:
        super().__init__(_("Vandringen har inte varit än. Ändra datumet om ni gick tidigare."))


class PlaceNotOfDistrict(Refused):
    def __init__(self) -> None:
        super().__init__(_("Platssamverkan leds av en stadsdelsnämnd."))


class PromiseJudged(Refused):
    def __init__(self) -> None:
        super().__init__(_("Löftet är bedömt. Rätta bedömningen i stället."))


class ReportedInTheFuture(Refused):
    def __init__(self) -> None:
        super().__init__(_("Dagen då ni berättade kan inte ligga i framtiden."))
