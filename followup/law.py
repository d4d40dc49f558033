"""What law 2023:196 on municipalities' crime prevention asks for, section by section, §§ 4–14.

The duties are told in our own words: the statute itself is what holds. Where it gives no measure,
``reading`` says how we read it. The rules are in ``followup.law_rules``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from followup import law_rules as rules
from followup.compliance import Evidence, State, ToDo, Words
from followup.law_facts import Finding, LawFacts


@dataclass(frozen=True)
class SectionState:
    """How the municipality stands to one section of the act."""

    section: str
    title: Words
    duty: Words
    state: State
    evidence: tuple[Evidence, ...]
    next_deadline: date | None
    deadline_for: Words
    missing: tuple[ToDo, ...]
    reading: Words

    @property
    def date(self) -> date | None:
        """The newest day that shows the state."""
        return max((each.on for each in self.evidence if each.on), default=None)


@dataclass(frozen=True)
class Section:
    number: str
    title: Words
    duty: Words
    rule: Callable[[LawFacts], Finding]
    reading: Words = ""


SECTIONS = (
    Section(
        "4",
        gettext_lazy("Lägesbild"),
        gettext_lazy(
            "Kommunen ska ha en lägesbild över brottsligheten i kommunen: hur omfattande den är "
            "och vilka konsekvenser den får, annan information av betydelse, och en analys."
        ),
        rules.picture_exists,
        gettext_lazy("När den ska uppdateras står i 6 §."),
    ),
    Section(
        "5",
        gettext_lazy("Åtgärdsplan"),
        gettext_lazy(
            "Kommunen ska besluta en plan för de åtgärder som den tänker göra, med lägesbilden som "
            "underlag."
        ),
        rules.plan_is_decided,
        gettext_lazy(
            "Planen behöver ses över när en nyare lägesbild än dess egen gäller. När den ska "
            "följas upp står i 6 §."
        ),
    ),
    Section(
        "6",
        gettext_lazy("Uppdatering och uppföljning"),
        gettext_lazy("Minst vartannat år ska lägesbilden uppdateras och åtgärdsplanen följas upp."),
        rules.kept_up,
        gettext_lazy(
            "Två år räknas från beslutet, och för planen från senaste uppföljningen. Vi varnar när "
            "18 månader har gått."
        ),
    ),
    Section(
        "7",
        gettext_lazy("Samordning med annan planering"),
        gettext_lazy(
            "Arbetet ska, så långt det är lämpligt, hänga ihop med analyser och planer som "
            "kommunen gör enligt andra lagar."
        ),
        rules.is_integrated,
        gettext_lazy("”Så långt det är lämpligt” läser vi som minst en plan som är inskriven."),
    ),
    Section(
        "8",
        gettext_lazy("Ansvar för samordning"),
        gettext_lazy("Kommunen svarar för samordningen i kommunen enligt 9 och 10 §§."),
        rules.is_coordinated,
        gettext_lazy("Läget följer av 9 och 10 §§."),
    ),
    Section(
        "9",
        gettext_lazy("Överenskommelser"),
        gettext_lazy(
            "Kommunen ska verka för skriftliga överenskommelser om samverkan. De ska minst säga "
            "vilka syften och områden de gäller."
        ),
        rules.works_for_agreements,
        gettext_lazy(
            "Skyldigheten är att verka för. Ett inskrivet försök de senaste 24 månaderna räknas "
            "därför också, när ingen överenskommelse gäller."
        ),
    ),
    Section(
        "10",
        gettext_lazy("Strategiskt råd"),
        gettext_lazy(
            "Kommunen ska verka för ett strategiskt råd som kommunen leder, och för att andra "
            "deltar genom personer i ledande ställning."
        ),
        rules.has_strategic_council,
        gettext_lazy("Vi räknar rådet som levande när det har träffats de senaste 12 månaderna."),
    ),
    Section(
        "11",
        gettext_lazy("Samordningsfunktion"),
        gettext_lazy("Det ska finnas en funktion som samordnar arbetet."),
        rules.has_function,
    ),
    Section(
        "12",
        gettext_lazy("Funktionens uppgifter"),
        gettext_lazy(
            "Funktionen ska stödja arbetet, vara kontakten för dem utanför kommunen, och bidra "
            "till att invånarna får information."
        ),
        rules.function_works,
        gettext_lazy("Information som är äldre än 12 månader räknas som dags att förnya."),
    ),
    Section(
        "13",
        gettext_lazy("Ledning och rapporter till fullmäktige"),
        gettext_lazy(
            "Kommunstyrelsen, eller den nämnd som fullmäktige utser, leder arbetet och rapporterar "
            "löpande till fullmäktige."
        ),
        rules.is_led_and_reported,
        gettext_lazy(
            "”Kontinuerligt” läser vi som minst en gång på 12 månader. Vi varnar efter 9."
        ),
    ),
    Section(
        "14",
        gettext_lazy("Kamerabevakning"),
        gettext_lazy("Kommunen får kamerabevaka allmän plats för trygghet. Lagen kräver det inte."),
        rules.cameras,
        gettext_lazy("Inte aktuellt så länge ingen kamera är inskriven."),
    ),
)


def judge(facts: LawFacts) -> tuple[SectionState, ...]:
    """Every section of the table, in the act's order."""
    return tuple(_judged(section, section.rule(facts)) for section in SECTIONS)


def _judged(section: Section, found: Finding) -> SectionState:
    return SectionState(
        section.number,
        section.title,
        section.duty,
        found.state,
        found.evidence,
        found.next_deadline,
        found.deadline_for,
        found.missing,
        section.reading,
    )
