"""The five letters of a goal, each judged by itself, with what is missing in words.

A letter holds when nothing is missing. The source is the program, "Formulera mål": specific (which
problem, how it changes), measurable (indicator, where it starts and where it shall go), accepted
(by every party that takes part), realistic (measures and means, and a reasoned judgement) and
time-bound.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collaboration.models import Participant
from followup.models import GoalAcceptance, Indicator, Measure, SmartGoal
from followup.words import plain


@dataclass(frozen=True)
class Letter:
    """``key`` is the letter, ``missing`` what remains before it holds: sentences.

    ``note`` is worth a thought, but nothing that is missing.
    """

    key: str
    name: str
    asks: str
    missing: tuple[str, ...]
    note: str = ""

    @property
    def holds(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class SmartCheck:
    """``declined`` says by whom the goal is not accepted."""

    letters: tuple[Letter, ...]
    declined: str = ""

    @property
    def held(self) -> int:
        return sum(letter.holds for letter in self.letters)

    @property
    def is_smart(self) -> bool:
        return self.held == len(self.letters)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(text for letter in self.letters for text in letter.missing)


def smart_check(
    goal: SmartGoal,
    *,
    parties: Collection[Participant],
    answers: Collection[GoalAcceptance],
    measures: Collection[Measure],
) -> SmartCheck:
    """Judge ``goal`` on rows that are already read; asks the database nothing.

    ``parties`` are the active participants of its process, none for a body's own goal.
    """
    return SmartCheck(
        (
            _specific(goal),
            _measurable(goal),
            _accepted(parties, answers),
            _realistic(goal, measures),
            _time_bound(goal),
        ),
        declined_by(parties, answers),
    )


def _letter(key: str, name: str, asks: str, *needs: tuple[bool, str]) -> Letter:
    return Letter(key, name, asks, tuple(said for is_there, said in needs if not is_there))


def _specific(goal: SmartGoal) -> Letter:
    return _letter(
        "S",
        _("Specifikt"),
        _("Vilket problem gäller målet, och hur ska det förändras?"),
        (
            bool(goal.problem_id) or goal.process_id is None,
            _("Det framgår inte vilket problem målet gäller."),
        ),
        (bool(goal.change.strip()), _("Det framgår inte hur problemet ska förändras.")),
    )


def _measurable(goal: SmartGoal) -> Letter:
    return replace(_measured(goal), note=direction_note(goal))


def direction_note(goal: SmartGoal) -> str:
    """Some indicators shall rise when the work succeeds, against the way that is good as a rule."""
    if goal.indicator is None or goal.direction in ("", goal.indicator.direction):
        return ""
    if goal.direction == Indicator.Direction.INCREASE:
        return _(
            "Indikatorn ska i regel minska, men målet är att den ökar. Det kan vara rätt: lyckas "
            "arbetet kan fler anmäla eller söka hjälp. Förklara det där ni skriver varför målet "
            "går att nå."
        )
    return _(
        "Indikatorn ska i regel öka, men målet är att den minskar. Förklara varför det är bra där "
        "ni skriver varför målet går att nå."
    )


def refuse_wrong_side(direction: str, baseline: Decimal | None, target: Decimal | None) -> None:
    """Raises ValidationError at ``target`` when it is not that way from the baseline."""
    if baseline is None or target is None:
        return
    if not direction:
        raise ValidationError({"direction": _("Säg om värdet ska öka eller minska.")})
    rises = direction == SmartGoal.Direction.INCREASE
    if (target > baseline) if rises else (target < baseline):
        return
    way = _("öka") if rises else _("minska")
    said = _(
        "Värdet ska %(way)s från %(baseline)s, men %(target)s ligger inte åt det hållet. Ändra "
        "målvärdet eller riktningen."
    )
    values = {"way": way, "baseline": plain(baseline), "target": plain(target)}
    raise ValidationError({"target": said % values})


def _measured(goal: SmartGoal) -> Letter:
    return _letter(
        "M",
        _("Mätbart"),
        _("Med vad mäts det, varifrån och vart?"),
        (goal.indicator_id is not None, _("Indikator saknas.")),
        (bool(goal.direction), _("Det framgår inte om värdet ska öka eller minska.")),
        (goal.baseline is not None, _("Utgångsvärde saknas.")),
        (
            goal.baseline is None or goal.baseline_period is not None,
            _("Det framgår inte vilken period utgångsvärdet gäller."),
        ),
        (goal.target is not None, _("Målvärde saknas.")),
    )


def declined_by(parties: Collection[Participant], answers: Collection[GoalAcceptance]) -> str:
    """Which parties said no, as one says it of the goal; nothing while none has."""
    said = {answer.participant_id for answer in answers if not answer.accepted}
    names = ", ".join(str(party) for party in parties if party.pk in said)
    return _("Inte accepterat av %(names)s.") % {"names": names} if names else ""


def _accepted(parties: Collection[Participant], answers: Collection[GoalAcceptance]) -> Letter:
    said = {answer.participant_id for answer in answers}
    silent = [str(party) for party in parties if party.pk not in said]
    declined = declined_by(parties, answers)
    return _letter(
        "A",
        _("Accepterat"),
        _("Står varje part bakom målet?"),
        (not declined, declined),
        (not silent, _("Väntar på svar från %(names)s.") % {"names": ", ".join(silent)}),
    )


def _realistic(goal: SmartGoal, measures: Collection[Measure]) -> Letter:
    alive = [measure for measure in measures if measure.state != Measure.State.STOPPED]
    return _letter(
        "R",
        _("Realistiskt"),
        _("Finns åtgärder och resurser, och varför går det att nå?"),
        (bool(alive), _("Ingen åtgärd leder till målet.")),
        (bool(goal.resources.strip()), _("Det framgår inte vilka resurser som är avsatta.")),
        (bool(goal.judgement.strip()), _("Det framgår inte varför målet går att nå.")),
    )


def _time_bound(goal: SmartGoal) -> Letter:
    return _letter(
        "T",
        _("Tidsbundet"),
        _("När ska det vara nått?"),
        (goal.due_on is not None, _("Slutdatum saknas.")),
    )
