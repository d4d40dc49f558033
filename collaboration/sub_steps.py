"""The five sub-steps of a cause analysis: what each asks for and why, with an example.

Source: the program 2020–2023, "Orsaksanalys"; Brå, Polisen and SKL, *Orsaksanalys i lokalt
brottsförebyggande arbete* (2018). The words are our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.models import SubStep

Words = str | Promise


@dataclass(frozen=True)
class SubStepInfo:
    """``template`` is the part of the page where its work is done."""

    step: SubStep
    what: Words
    how: tuple[Words, ...]
    example: Words
    template: str


SUB_STEPS: Mapping[str, SubStepInfo] = {
    str(info.step): info
    for info in (
        SubStepInfo(
            SubStep.PREPARE,
            _("Gör problemet så litet att det går att förklara, och bestäm hur ni arbetar."),
            (
                _("Avgränsa problemet: ett slags händelse, på ett ställe, under en tid."),
                _("Bestäm vilka som gör analysen, och när den ska vara klar."),
                _("Skriv vilket underlag som finns. Det som saknas skaffar ni i nästa delsteg."),
            ),
            _(
                "”Otrygghet i centrum” är för stort. ”Rån mot unga på gångvägen till skolan, "
                "fredag kväll” går att undersöka."
            ),
            "collaboration/causes/_prepare.html",
        ),
        SubStepInfo(
            SubStep.DEEPEN,
            _("Ta reda på vad som faktiskt händer innan ni säger varför."),
            (
                _("Svara på vad, var, när, hur och vilka som drabbas."),
                _("Skriv händelsekedjan: varje led är ett ställe där den går att bryta."),
                _("Se problemet från triangelns tre sidor. På varje sida kan någon göra skillnad."),
            ),
            _(
                "Brottet sker när någon som vill begå det möter någon eller något som lockar, på "
                "en plats där ingen ingriper. Det räcker ofta att ändra en av sidorna."
            ),
            "collaboration/causes/_deepen.html",
        ),
        SubStepInfo(
            SubStep.IDENTIFY,
            _("Skriv alla tänkbara orsaker, också de osäkra. Ni prövar dem i nästa delsteg."),
            (
                _("Fråga: varför har vi det här problemet? Svaret är en direkt orsak."),
                _("Fråga varför en gång till: svaret är en indirekt orsak. Lägg den under."),
                _("Stanna när ni når något som ni inte kan påverka, eller som ni bara gissar."),
            ),
            _(
                "Gångvägen är mörk. Varför? Lamporna är trasiga. Varför? Ingen vet vem som tar "
                "emot felanmälan."
            ),
            "collaboration/causes/_identify.html",
        ),
        SubStepInfo(
            SubStep.TEST,
            _("Varje orsak är ett antagande. Leta efter det som talar emot den också."),
            (
                _("Skriv vad som talar för och emot, med källa."),
                _("Bedöm: behåll, avfärda eller osäker. Skriv alltid varför."),
                _("Säg om ni kan påverka orsaken. Kan ni inte det är det inte ert att åtgärda."),
            ),
            _(
                "”Gångvägen är mörk”: sju av nio rån skedde efter solnedgången (för), men fyra av "
                "dem under en tänd lykta (emot). Bedömning: osäker, mät ljuset först."
            ),
            "collaboration/causes/_test.html",
        ),
        SubStepInfo(
            SubStep.CHOOSE,
            _("Välj minst en åtgärd mot varje orsak som ni har behållit."),
            (
                _("Börja med de orsaker som ni kan påverka."),
                _("Välj gärna åtgärder på flera av triangelns sidor."),
                _("Åtgärderna får mål, ansvarig och datum när ni genomför dem."),
            ),
            _(
                "Orsak: ingen vet vem som tar emot felanmälan. Åtgärd: en gemensam väg för "
                "felanmälan, med svar inom två dagar."
            ),
            "collaboration/causes/_choose.html",
        ),
    )
}
