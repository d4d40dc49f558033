"""The five steps of a collaboration process, as one table.

Each step says what is done in it, why and by whom, what must be in place before the process goes
on, which template shows it and which functions gather what the template shows. To add a
requirement, add a line here; it is judged on ``StepFacts`` and never asks the database.

Source: the program 2020–2023, "Struktur för arbetet" and "Samverkan"; Brå, *Samverkan i lokalt
brottsförebyggande arbete* (what makes each step complete). The words are our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from collaboration.models import ProcessCycle, Step
from collaboration.requirements import Requirement, Words, gone_through_anew, of_parties
from collaboration.step_facts import StepFacts
from trygghet.accounts.scope import Scope


@dataclass(frozen=True)
class StepInfo:
    """``slug`` is its address. ``context`` names functions ``(scope, cycle) -> dict`` by path."""

    step: Step
    slug: str
    short: Words
    what: Words
    why: Words
    by_whom: Words
    how: tuple[Words, ...]
    requirements: tuple[Requirement, ...]
    template: str
    context: tuple[str, ...] = ()

    def context_for(self, scope: Scope, cycle: ProcessCycle) -> dict[str, Any]:
        gathered: dict[str, Any] = {}
        for path in self.context:
            gathered |= import_string(path)(scope, cycle)
        return gathered


ANEW = gone_through_anew(
    "anew",
    _("Steget är genomgånget på nytt efter att ni gick tillbaka"),
    _("Ni har gått tillbaka, och steget är inte genomgånget på nytt."),
    _("Gå igenom steget på nytt"),
    "collaboration:process-review",
)

INITIATION = StepInfo(
    step=Step.INITIATION,
    slug="initiera",
    short=_("Initiera"),
    what=_(
        "Ni kommer överens om att arbeta tillsammans: vilket behov eller problem det gäller, vilka "
        "som är med, vem som leder och vad var och en bidrar med."
    ),
    why=_(
        "Utan ledningens beslut finns varken tid, pengar eller mandat när arbetet kostar något. "
        "Det som är skrivet nu gör att samverkan håller även när personer byts ut."
    ),
    by_whom=_(
        "Ledningen hos varje part beslutar. Samordnaren hos den som leder samlar in och skriver."
    ),
    how=(
        _("Beskriv behovet eller problemet med några meningar, och varifrån det kommer."),
        _(
            "Lägg till dem som behöver vara med, och bjud in en person från varje extern part. "
            "Varje part skriver in sin lednings beslut."
        ),
        _("Skriv vilka som sitter i styrgrupp och arbetsgrupp: befattningar räcker."),
        _("Skriv vad varje part avsätter i tid och pengar. Noll är också ett svar."),
        _("Utse någon som svarar för kommunikationen och påbörja planen."),
    ),
    requirements=(
        Requirement(
            "need",
            _("Behovet eller problemet är beskrivet"),
            _("Behovet eller problemet är inte beskrivet."),
            _("Beskriv behovet"),
            lambda facts: facts.has_need,
            "behov",
            url_name="collaboration:initiation-edit",
        ),
        Requirement(
            "origin",
            _("Det framgår varifrån behovet kommer"),
            _("Det framgår inte varifrån behovet kommer."),
            _("Skriv varifrån behovet kommer"),
            lambda facts: facts.has_origin,
            "behov",
            url_name="collaboration:initiation-edit",
        ),
        Requirement(
            "others",
            _("Minst två parter är med"),
            _("Bara en part är med: samverkan kräver minst två."),
            _("Lägg till en part"),
            lambda facts: len(facts.parties) > 1,
            "parter",
            url_name="collaboration:participant-add",
        ),
        of_parties(
            "decisions",
            _("Varje parts ledning har beslutat att vara med"),
            _("Beslut att vara med saknas, eller saknar datum eller diarienummer."),
            _("Skriv in er lednings beslut"),
            lambda party: party.has_decided,
            "parter",
            "collaboration:participant-edit",
            lead_writes=True,
        ),
        of_parties(
            "resources",
            _("Varje part har sagt vad den avsätter i tid och pengar"),
            _("Det framgår inte vad alla parter avsätter i tid och pengar."),
            _("Skriv vad ni avsätter"),
            lambda party: party.sets_aside_resources,
            "parter",
            "collaboration:participant-edit",
            lead_writes=True,
        ),
        Requirement(
            "groups",
            _("Styrgrupp eller arbetsgrupp finns"),
            _("Varken styrgrupp eller arbetsgrupp är utsedd."),
            _("Utse styrgrupp eller arbetsgrupp"),
            lambda facts: facts.has_group,
            "organisation",
            url_name="collaboration:initiation-edit",
        ),
        Requirement(
            "communication",
            _("Kommunikationsplanen är påbörjad och har en ansvarig"),
            _("Kommunikationsplanen är inte påbörjad, eller saknar ansvarig."),
            _("Påbörja kommunikationsplanen"),
            lambda facts: facts.has_communication_plan and facts.has_communication_lead,
            "kommunikation",
            url_name="collaboration:initiation-edit",
        ),
        ANEW,
    ),
    template="collaboration/steps/initiation.html",
    context=("collaboration.selectors.process_parties.initiation_context",),
)

MAPPING = StepInfo(
    step=Step.MAPPING,
    slug="kartlaggning",
    short=_("Kartlägga"),
    what=_(
        "Varje part tar fram sin egen bild: problem, lokala förhållanden, behov och resurser. Har "
        "parten redan en lägesbild bifogas den, annars skrivs bilden här."
    ),
    why=_(
        "Parterna ser olika saker. Skrivs bilderna var för sig först syns både det ni är överens "
        "om och det ni inte visste om varandra."
    ),
    by_whom=_(
        "Varje part för sig, med kunskap från medarbetarna. Partens ledning läser bilden innan den "
        "läggs ihop med de andras."
    ),
    how=(
        _("Bifoga månadens lägesbild, eller skriv er bild och era problem här."),
        _("Skriv vilka data ni har använt, och vilka ni har valt bort och varför."),
        _("Säg om ni har haft dialog med medarbetarna. Nej är ett ärligt svar."),
        _("Låt ledningen läsa, och skriv in datumet."),
        _("Väntar ni på en part? Den som leder skickar en påminnelse från samverkans sida."),
        _("Har ni gått tillbaka hit? Varje part säger om bilden fortfarande är aktuell."),
    ),
    requirements=(
        of_parties(
            "pictures",
            _("Varje part har bifogat eller skrivit sin bild"),
            _("Alla parter har inte lämnat sin egen bild."),
            _("Lämna er egen bild"),
            lambda party: party.has_picture,
            "bilder",
            "collaboration:picture-edit",
        ),
        of_parties(
            "data",
            _("Varje part har sagt vilka data som använts och valts bort"),
            _("Det framgår inte vilka data som alla parter har använt och valt bort."),
            _("Skriv vilka data ni har använt"),
            lambda party: party.says_data_used and party.says_data_rejected,
            "bilder",
            "collaboration:picture-edit",
        ),
        of_parties(
            "dialogue",
            _("Varje part har sagt om den haft dialog med medarbetarna"),
            _("Alla parter har inte sagt om de haft dialog med medarbetarna."),
            _("Säg om ni haft dialog med medarbetarna"),
            lambda party: party.says_dialogue,
            "bilder",
            "collaboration:picture-edit",
        ),
        of_parties(
            "leadership",
            _("Varje parts ledning har läst sin bild"),
            _("Alla parters ledning har inte läst sin bild."),
            _("Skriv när ledningen läste bilden"),
            lambda party: party.leadership_has_read,
            "bilder",
            "collaboration:picture-edit",
        ),
        of_parties(
            "confirmed",
            _("Varje part har bekräftat eller ändrat sin bild efter att ni gick tillbaka"),
            _("Ni har gått tillbaka. Alla parter har inte sagt om bilden fortfarande är aktuell."),
            _("Säg om er bild fortfarande är aktuell"),
            lambda party: party.has_confirmed,
            "bilder",
            applies=lambda facts: facts.was_reopened,
        ),
    ),
    template="collaboration/steps/mapping.html",
    context=("collaboration.selectors.pictures.mapping_context",),
)

ANALYSIS = StepInfo(
    step=Step.ANALYSIS,
    slug="analys",
    short=_("Analysera"),
    what=_(
        "Ni lägger ihop bilderna till en gemensam, väljer vilka problem ni tar er an och tar reda "
        "på varför de finns."
    ),
    why=_(
        "Åtgärder som väljs direkt från en lägesbild riskerar att bara möta symtomen. Först när ni "
        "har prövat orsakerna vet ni vad som är värt att göra."
    ),
    by_whom=_(
        "Arbetsgruppen lägger ihop och analyserar. Styrgruppen ställer sig bakom vad ni tar er an "
        "och vad ni lägger åt sidan."
    ),
    how=(
        _("Slå ihop problem som är samma. Är ni oense skrivs det ut, det göms inte."),
        _("Väg problemen mot varandra. Ta bara er an det ni kan påverka och har resurser för."),
        _("Skriv skälet för varje problem som läggs åt sidan."),
        _("Gör en orsaksanalys för varje problem ni tar er an, och pröva varje orsak."),
    ),
    requirements=(
        Requirement(
            "joint_picture",
            _("Den gemensamma bilden innehåller problem"),
            _("Den gemensamma bilden innehåller inga problem än."),
            _("Lägg ihop parternas bilder"),
            lambda facts: facts.problems > 0,
            "gemensam-bild",
            url_name="collaboration:joint-picture",
        ),
        Requirement(
            "decided",
            _("Varje problem är antingen valt eller lagt åt sidan"),
            _("Det finns problem som varken är valda eller lagda åt sidan."),
            _("Prioritera mellan problemen"),
            lambda facts: facts.problems > 0 and facts.undecided_problems == 0,
            "prioritering",
            url_name="collaboration:priorities",
        ),
        Requirement(
            "taken_on",
            _("Minst ett problem är valt"),
            _("Inget problem är valt att arbeta med."),
            _("Välj vad ni tar er an"),
            lambda facts: facts.problems_taken_on > 0,
            "prioritering",
            url_name="collaboration:priorities",
        ),
        Requirement(
            "causes",
            _("Varje valt problem har en orsaksanalys med minst en orsak som håller"),
            _("Det finns valda problem utan någon orsak som ni har prövat och behållit."),
            _("Gör orsaksanalysen"),
            lambda facts: facts.problems_taken_on > 0 and facts.problems_without_kept_cause == 0,
            "orsaker",
        ),
        Requirement(
            "tested",
            _("Alla orsaker är prövade"),
            _("Det finns orsaker som inte är prövade."),
            _("Pröva orsakerna"),
            lambda facts: facts.problems_taken_on > 0 and facts.untested_causes == 0,
            "orsaker",
        ),
        ANEW,
    ),
    template="collaboration/steps/analysis.html",
    context=(
        "collaboration.selectors.joint_picture.analysis_context",
        "collaboration.selectors.causes.analyses_context",
    ),
)

IMPLEMENTATION = StepInfo(
    step=Step.IMPLEMENTATION,
    slug="genomforande",
    short=_("Genomföra"),
    what=_(
        "Ni sätter mål som alla parter accepterar, väljer åtgärder mot orsakerna, beslutar "
        "åtgärdsplanen och genomför den."
    ),
    why=_(
        "En åtgärd utan mål går inte att följa upp, och ett mål som parterna inte står bakom blir "
        "inte av. Planen är det beslut som lagen (2023:196) 5 § frågar efter."
    ),
    by_whom=_(
        "Varje part svarar för sina åtgärder och aktiviteter. Styrgruppen eller nämnden beslutar "
        "planen. Samordnaren håller ihop."
    ),
    how=(
        _("Sätt mål på kort och lång sikt, med indikator, utgångsvärde och målvärde."),
        _("Låt varje part svara om den accepterar målen."),
        _("Välj minst en åtgärd för varje orsak som ni har behållit."),
        _("Dela upp åtgärderna i aktiviteter med ansvarig person och datum."),
        _("Samla allt i åtgärdsplanen och skriv in beslutet."),
        _("Rapportera aktiviteter efter hand. Lyft det som hindrar er."),
    ),
    requirements=(
        Requirement(
            "goals",
            _("Det finns mål"),
            _("Det finns inga mål än."),
            _("Sätt ett mål"),
            lambda facts: facts.implementation.goals > 0,
            "mal",
        ),
        Requirement(
            "measures",
            _("Varje orsak som ni har behållit möts av en åtgärd"),
            _("Det finns orsaker som ingen åtgärd möter."),
            _("Välj åtgärder mot orsakerna"),
            lambda facts: (
                facts.implementation.kept_causes > 0
                and facts.implementation.causes_without_measure == 0
            ),
            "atgarder",
        ),
        Requirement(
            "smart",
            _("Varje mål går att mäta och nå: indikator, utgångsvärde, målvärde, medel och datum"),
            _("Det finns mål som saknar något."),
            _("Gör målet färdigt"),
            lambda facts: facts.implementation.goals_incomplete == 0,
            "mal",
            applies=lambda facts: facts.implementation.goals > 0,
        ),
        Requirement(
            "accepted",
            _("Alla parter accepterar målen"),
            _("Alla parter har inte accepterat målen."),
            _("Svara på målen"),
            lambda facts: (
                facts.implementation.goals > 0 and facts.implementation.goals_not_accepted == 0
            ),
            "mal",
            waiting_for=lambda facts: tuple(
                party for party in facts.parties if party.id in facts.implementation.waiting_for
            ),
        ),
        Requirement(
            "plan",
            _("Åtgärdsplanen är beslutad"),
            _("Åtgärdsplanen är inte beslutad."),
            _("Besluta åtgärdsplanen"),
            lambda facts: facts.implementation.plan_is_decided,
            "plan",
        ),
        ANEW,
    ),
    template="collaboration/steps/implementation.html",
)

FOLLOW_UP = StepInfo(
    step=Step.FOLLOW_UP,
    slug="uppfoljning",
    short=_("Följa upp"),
    what=_(
        "Ni svarar på tre frågor var för sig: har problemet påverkats, har var och en gjort det "
        "som den lovat, och hur har arbetet fungerat. Sedan beslutar ni vad som händer nu."
    ),
    why=_(
        "Läggs frågorna ihop går det inte att se om det var åtgärden som inte hjälpte eller om den "
        "aldrig blev gjord. Det ni lär er är vad nästa varv börjar med."
    ),
    by_whom=_(
        "Parterna tillsammans. Styrgruppen beslutar om ni ska fortsätta, justera, avsluta eller "
        "sprida arbetet."
    ),
    how=(
        _("Läs av indikatorerna och skriv hur problemet har påverkats."),
        _("Gå igenom varje parts åtaganden: helt, delvis eller inte."),
        _("Skriv hur arbetet har fungerat, och vad ni har lärt er."),
        _("Skriv in beslutet. Börja sedan nästa varv, eller avsluta."),
    ),
    requirements=(
        Requirement(
            "effect",
            _("Det framgår hur problemet har påverkats"),
            _("Det framgår inte hur problemet har påverkats."),
            _("Skriv hur problemet har påverkats"),
            lambda facts: facts.has_effect,
            "effekt",
            url_name="followup:follow-up-edit",
        ),
        of_parties(
            "commitments",
            _("Varje parts åtaganden är genomgångna"),
            _("Alla parters åtaganden är inte genomgångna."),
            _("Gå igenom åtagandena"),
            lambda party: party.is_reviewed,
            "ataganden",
            "followup:commitment-review",
            lead_writes=True,
        ),
        Requirement(
            "work",
            _("Det framgår hur arbetet har fungerat"),
            _("Det framgår inte hur arbetet har fungerat."),
            _("Skriv hur arbetet har fungerat"),
            lambda facts: facts.has_work,
            "arbetet",
            url_name="followup:follow-up-edit",
        ),
        Requirement(
            "lessons",
            _("Lärdomarna är skrivna"),
            _("Lärdomarna är inte skrivna."),
            _("Skriv vad ni har lärt er"),
            lambda facts: facts.has_lessons,
            "lardomar",
            url_name="followup:follow-up-edit",
        ),
        Requirement(
            "decision",
            _("Det är beslutat vad som händer nu"),
            _("Det är inte beslutat vad som händer nu."),
            _("Besluta vad som händer nu"),
            lambda facts: bool(facts.decision),
            "beslut",
            url_name="followup:follow-up-decide",
        ),
        ANEW,
    ),
    template="collaboration/steps/follow_up.html",
)

ORDER = (INITIATION, MAPPING, ANALYSIS, IMPLEMENTATION, FOLLOW_UP)
STEPS: Mapping[str, StepInfo] = {str(info.step): info for info in ORDER}
BY_SLUG: Mapping[str, StepInfo] = {info.slug: info for info in ORDER}


def position(step: str) -> int:
    """0 for the first step, 4 for the last."""
    return ORDER.index(STEPS[step])


def step_after(step: str) -> StepInfo | None:
    """The next step; None after follow-up, where the next cycle begins instead."""
    following = position(step) + 1
    return ORDER[following] if following < len(ORDER) else None


def steps_before(step: str) -> tuple[StepInfo, ...]:
    return ORDER[: position(step)]


def unmet(step: str, facts: StepFacts) -> tuple[Requirement, ...]:
    """The requirements of the step that are not met."""
    return tuple(need for need in STEPS[step].requirements if not need.is_met(facts))
