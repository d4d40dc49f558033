"""The parts of a situation report as one table: what each asks, why, and with what example.

They follow what the act (2023:196) asks of a municipality's picture of the situation, section 4
(mapping with extent and consequences; other information of importance; analysis), and what the
program asks each body for: problems, local conditions, needs and resources, from the staff's
knowledge and from data.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.models import ReportPart

PROBLEMS = "problems"


@dataclass(frozen=True)
class Part:
    """``reference`` says which law or program the question comes from."""

    kind: str
    label: str | Promise
    question: str | Promise
    help: str | Promise
    example: str | Promise
    reference: str | Promise
    is_required: bool = False


PARTS = (
    Part(
        ReportPart.Kind.LOCAL_CONDITIONS,
        _("Lokala förhållanden"),
        _("Vad är särskilt för området eller verksamheten just nu?"),
        _(
            "Sådant som påverkar läget utan att självt vara ett problem: byggen, evenemang, nya "
            "verksamheter, flyttningar, årstid."
        ),
        _("Torget byggs om till och med mars. Gångvägen till stationen går därför genom parken."),
        _("Lagen (2023:196) 4 § 2, annan information av betydelse. Programmet: lägesbildens delar"),
    ),
    Part(
        ReportPart.Kind.NEEDS,
        _("Behov"),
        _("Vad behövs för att läget ska bli bättre?"),
        _(
            "Skriv behovet, inte lösningen. Är det något som ni inte själva råder över: lyft det "
            "också som ett hinder."
        ),
        _("Fler vuxna i rörelse vid skolan på fredagskvällar under mörka månader."),
        _("Programmet: lägesbildens delar"),
    ),
    Part(
        ReportPart.Kind.RESOURCES,
        _("Resurser"),
        _("Vad har ni att arbeta med, och vad har ändrats?"),
        _("Personal, avtal, föreningar och andra som bidrar. Även det som har försvunnit."),
        _("Fältgruppen är tillbaka på fem tjänster. Fastighetsägarna har egna trygghetsvärdar."),
        _("Programmet: lägesbildens delar"),
    ),
    Part(
        ReportPart.Kind.STAFF_KNOWLEDGE,
        _("Medarbetarnas kunskap"),
        _("Vad har medarbetare, boende och föreningar berättat?"),
        _(
            "Samtal med medarbetare, medborgardialoger, trygghetsvandringar. Skriv vad som sagts "
            "och var det kommer från, aldrig om vem det handlar."
        ),
        _("Parklekens personal ser att de yngre barnen går hem tidigare när det blir mörkt."),
        _("Programmet: både kvalitativa och kvantitativa källor"),
    ),
    Part(
        ReportPart.Kind.DATA_USED,
        _("Data som använts"),
        _("Vilka uppgifter bygger bilden på?"),
        _("Källa, period och område för varje uppgift, så att någon annan kan hitta den."),
        _("Trygghet på karta, anmälda brott, oktober, stadsdelen. Felanmälningar av belysning."),
        _("Lagen (2023:196) 3 §, ett kunskapsbaserat underlag"),
        is_required=True,
    ),
    Part(
        ReportPart.Kind.DATA_REJECTED,
        _("Data som valts bort"),
        _("Vad har ni sett men inte använt, och varför?"),
        _("Det som valts bort säger vad bilden inte kan visa."),
        _("Enkäten från 2023: för få svar i stadsdelen för att säga något om unga."),
        _("Programmet: källor som valts bort ska redovisas"),
    ),
    Part(
        ReportPart.Kind.REFLECTION,
        _("Vad underlaget visar"),
        _("Vad säger underlaget, och hur säkert är det?"),
        _(
            "Stämmer siffrorna med det som medarbetarna ser? Vad kan bero på att fler anmäler, "
            "och inte på att mer händer?"
        ),
        _("Anmälningarna ökar men fältgruppen ser färre bråk. Vi tror att fler anmäler."),
        _("Programmet: reflektion över vad underlaget visar"),
    ),
    Part(
        ReportPart.Kind.ANALYSIS,
        _("Analys"),
        _("Vad betyder det här, och vad bör göras?"),
        _(
            "Mönster, hur allvarligt det är, vad som är viktigast och vad som bör utredas i en "
            "orsaksanalys. Åtgärder direkt från en lägesbild riskerar att bara möta symtomen."
        ),
        _("Det mesta sker på fyra kvarter mellan skoldagens slut och kvällen. Börja där."),
        _("Lagen (2023:196) 4 § 3, analys"),
        is_required=True,
    ),
)
PART_BY_KIND = {str(part.kind): part for part in PARTS}

PROBLEMS_PART = Part(
    PROBLEMS,
    _("Problem"),
    _("Vilka problem finns, var och när?"),
    _(
        "Ett problem i taget: vad, var, när, hur ofta, vilka som drabbas och vad det leder till. "
        "Skriv om platser, tider och grupper, aldrig om enskilda personer. Finns det inga problem "
        "den här perioden: säg det, så att ingen tror att uppgiften saknas."
    ),
    "",
    _("Lagen (2023:196) 4 § 1, kartläggning av brottsligheten, dess omfattning och konsekvenser"),
    is_required=True,
)

# As the form shows them: what the picture is about first, what it means last.
SECTIONS = (PROBLEMS_PART, *PARTS)
SECTION_BY_KEY = {str(part.kind): part for part in SECTIONS}
