"""The rules of law 2023:196, §§ 4–14: each a pure function of ``LawFacts`` that cites its section.

Where the act gives no measure ("continually", "as far as suitable", "work for") the rule is our
reading; the table in ``followup.law`` says so to the reader.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from followup.compliance import Clock, Evidence, State, ToDo, months_after, worst
from followup.law_facts import Agreement, Document, Finding, LawFacts, Record

UPDATE_WARNS, UPDATE_LIMIT = 18, 24  # months; § 6, "at least every second year"
REPORT_WARNS, REPORT_LIMIT = 9, 12  # months; § 13 "continually": our reading
TRIES_COUNT_FOR = 24  # months; § 9 "work for": our reading, the rhythm of § 6
MEETING_LIMIT = 12  # months; § 10: our reading
INFORMATION_LIMIT = 12  # months; § 12: our reading
REVIEW_WARNS = 3  # months before an agreement or a camera has to be gone through
REQUIRED_PARTS = ("extent", "consequences", "other", "analysis")  # § 4, 1–3

PICTURE, PLAN = "followup:municipal-picture-list", "followup:municipal-plan-list"
EVIDENCE_NEW, COUNCIL_REPORT_NEW = "followup:law-evidence-new", "followup:council-report-new"


def _decided(document: Document, what: str) -> Evidence:
    text = _("%(what)s version %(number)d, %(decision)s") % {
        "what": what,
        "number": document.number,
        "decision": document.decision,
    }
    return Evidence(text, document.decided_on, document.url)


def picture_exists(facts: LawFacts) -> Finding:
    """§ 4: a situation picture with extent and consequences, other information, and analysis."""
    if facts.picture is None:
        todo = ToDo(_("Ta fram och besluta kommunens lägesbild."), PICTURE)
        return Finding(State.MISSING, missing=(todo,))
    shown = (_decided(facts.picture, _("Lägesbilden")),)
    if lacking := [part for part in REQUIRED_PARTS if part not in facts.picture.parts]:
        words = _("Lägesbilden saknar: %(parts)s.") % {
            "parts": ", ".join(str(PART_WORDS[part]) for part in lacking)
        }
        return Finding(State.MISSING, shown, missing=(ToDo(words, PICTURE),))
    return Finding(State.MET, shown)


PART_WORDS = {
    "extent": gettext_lazy("brottslighetens omfattning"),
    "consequences": gettext_lazy("brottslighetens konsekvenser"),
    "other": gettext_lazy("annan information av betydelse"),
    "analysis": gettext_lazy("analys"),
}


def plan_is_decided(facts: LawFacts) -> Finding:
    """§ 5: a plan of measures, decided with the situation picture as its ground."""
    if facts.plan is None:
        todo = ToDo(_("Besluta en åtgärdsplan som vilar på lägesbilden."), PLAN)
        return Finding(State.MISSING, missing=(todo,))
    shown = (_decided(facts.plan, _("Åtgärdsplanen")),)
    newest = facts.picture.number if facts.picture else None
    if newest and facts.plan.picture_number != newest:
        words = _("Planen vilar på lägesbilden version %(old)d. Nu gäller version %(new)d.")
        todo = ToDo(words % {"old": facts.plan.picture_number or 0, "new": newest}, PLAN)
        return Finding(State.SOON, shown, missing=(todo,))
    return Finding(State.MET, shown)


def kept_up(facts: LawFacts) -> Finding:
    """§ 6: picture updated and plan followed up at least every second year: two clocks.

    A plan that has not been followed up counts from its own decision.
    """
    clocks, missing = [], []
    if facts.picture:
        clocks.append(_picture_clock(facts.picture))
    else:
        missing.append(ToDo(_("Det finns ingen beslutad lägesbild att hålla aktuell."), PICTURE))
    if facts.plan:
        clocks.append(_plan_clock(facts.plan, facts.followed_up_on))
    else:
        missing.append(ToDo(_("Det finns ingen beslutad åtgärdsplan att följa upp."), PLAN))
    late = [each.todo for each in clocks if each.clock.state(facts.day) != State.MET]
    states = [each.clock.state(facts.day) for each in clocks]
    first = min(clocks, key=lambda each: each.clock.last_day, default=None)
    return Finding(
        worst([*states, *[State.MISSING for _each in missing]]),
        tuple(each.shown for each in clocks),
        first.clock.last_day if first else None,
        first.todo.text if first else "",
        (*missing, *late),
    )


@dataclass(frozen=True)
class TwoYears:
    """One of the clocks of § 6: what last wound it, and what winds it again."""

    clock: Clock
    shown: Evidence
    todo: ToDo


def _two_years(since: date, words: str, url: str, todo: ToDo) -> TwoYears:
    clock = Clock.of(since, warn_months=UPDATE_WARNS, limit_months=UPDATE_LIMIT)
    return TwoYears(clock, Evidence(words, since, url), todo)


def _picture_clock(picture: Document) -> TwoYears:
    todo = ToDo(_("Uppdatera lägesbilden: besluta en ny version."), PICTURE)
    return _two_years(picture.decided_on, _("Lägesbilden beslutad"), picture.url, todo)


def _plan_clock(plan: Document, followed_up_on: date | None) -> TwoYears:
    todo = ToDo(_("Följ upp åtgärdsplanen och skriv in vad den visar."), PLAN, plan.url)
    words = _("Åtgärdsplanen uppföljd") if followed_up_on else _("Åtgärdsplanen beslutad")
    return _two_years(followed_up_on or plan.decided_on, words, plan.url, todo)


def is_integrated(facts: LawFacts) -> Finding:
    """§ 7: as far as suitable joined with analysis and planning under other acts."""
    return _shown_by(facts, "7", _("Skriv in vilka andra planer som arbetet samordnas med."))


def _shown_by(facts: LawFacts, section: str, lacking: str) -> Finding:
    """Met by a row of evidence in force; soon when all of them should have been gone through."""
    records = facts.of(section)
    if not records:
        return Finding(State.MISSING, missing=(ToDo(lacking, EVIDENCE_NEW),))
    shown = tuple(Evidence(_named(each), each.valid_from, each.url) for each in records)
    reviews = [each.review_on for each in records if each.review_on]
    overdue = [each for each in records if each.review_on and each.review_on < facts.day]
    missing = tuple(
        ToDo(_("Ompröva ”%(title)s”.") % {"title": each.title}, url=each.url) for each in overdue
    )
    state = State.SOON if overdue else State.MET
    return Finding(state, shown, min(reviews, default=None), _("Omprövning"), missing)


def _named(record: Record) -> str:
    return f"{record.title}, {record.body}" if record.body else record.title


def is_coordinated(facts: LawFacts) -> Finding:
    """§ 8: the municipality answers for coordination; shown by what §§ 9 and 10 ask for."""
    found = [works_for_agreements(facts), has_strategic_council(facts)]
    missing = tuple(todo for each in found for todo in each.missing)
    titles = (_("9 § överenskommelser: %(state)s"), _("10 § strategiskt råd: %(state)s"))
    shown = tuple(
        Evidence(title % {"state": each.state.label.lower()}, each.newest)
        for title, each in zip(titles, found, strict=True)
    )
    return Finding(worst(each.state for each in found), shown, missing=missing)


AGREEMENTS, COUNCILS = "collaboration:agreement-list", "collaboration:council-list"


def works_for_agreements(facts: LawFacts) -> Finding:
    """§ 9: work for written agreements with relevant parties, naming purposes and areas.

    The duty is to work for them, so a documented attempt counts too.
    """
    reached = [each for each in facts.agreements if _is_valid(each, facts.day)]
    tried = [each for each in facts.agreements if _was_tried(each, facts.day)]
    if reached:
        return _reached(facts, reached)
    if tried:
        words = _("Verkat för, men inte ingången: %(title)s")
        shown = [Evidence(words % {"title": e.title}, e.tried_on, e.url) for e in tried]
        newest = max(each.tried_on for each in tried if each.tried_on)
        until = _last_day(newest, TRIES_COUNT_FOR)
        return Finding(State.MET, tuple(shown), until, _("Verka för en överenskommelse igen"))
    words = _("Ingå en överenskommelse, eller skriv in hur ni har verkat för en.")
    return Finding(State.MISSING, missing=(ToDo(words, AGREEMENTS),))


def _is_valid(agreement: Agreement, day: date) -> bool:
    ends = agreement.valid_to
    return agreement.state == "reached" and (ends is None or ends >= day)


def _was_tried(agreement: Agreement, day: date) -> bool:
    tried = agreement.tried_on
    is_open = agreement.state in ("in_work", "not_reached")
    return is_open and tried is not None and _last_day(tried, TRIES_COUNT_FOR) >= day


def _last_day(since: date, months: int) -> date:
    """The last day before so many months have passed."""
    return months_after(since, months) - timedelta(days=1)


def _reached(facts: LawFacts, reached: list[Agreement]) -> Finding:
    def days(each: Agreement) -> list[date]:
        return [day for day in (each.valid_to, each.review_on) if day]

    near = months_after(facts.day, REVIEW_WARNS)
    todo = [each for each in reached if any(day <= near for day in days(each))]
    words = _("Se över eller förnya ”%(title)s”.")
    return Finding(
        State.SOON if len(todo) == len(reached) else State.MET,
        tuple(Evidence(each.title, each.valid_from, each.url) for each in reached),
        min((day for each in reached for day in days(each)), default=None),
        _("En överenskommelse ska ses över eller löper ut"),
        tuple(ToDo(words % {"title": each.title}, AGREEMENTS, each.url) for each in todo),
    )


def has_strategic_council(facts: LawFacts) -> Finding:
    """§ 10: work for a strategic council, led by the municipality, with others' leaders in it."""
    if not facts.councils:
        todo = ToDo(_("Bilda ett strategiskt råd som leds av kommunen."), COUNCILS)
        return Finding(State.MISSING, missing=(todo,))
    council = max(facts.councils, key=lambda each: each.last_meeting or date.min)
    met = council.last_meeting
    until = _last_day(met, MEETING_LIMIT) if met else None
    checks = (
        (council.has_chair, _("Utse en ordförande från kommunen.")),
        (council.outside_leaders > 0, _("Få med någon i ledande ställning från andra parter.")),
        (until is not None and until >= facts.day, _("Rådet har inte träffats på ett år.")),
    )
    missing = tuple(ToDo(words, COUNCILS, council.url) for holds, words in checks if not holds)
    said = _("senaste mötet") if met else _("inget möte än")
    shown = Evidence(f"{council.name}, {said}", met, council.url)
    state = State.SOON if missing else State.MET
    return Finding(state, (shown,), until, _("Nästa möte med rådet"), missing)


def has_function(facts: LawFacts) -> Finding:
    """§ 11: a function that coordinates."""
    found = _shown_by(facts, "11", _("Skriv in vilken funktion som samordnar arbetet."))
    if found.state == State.MET and not any(each.contact for each in facts.of("11")):
        todo = ToDo(_("Skriv in hur man når samordningsfunktionen."), EVIDENCE_NEW)
        return Finding(State.SOON, found.evidence, found.next_deadline, _("Omprövning"), (todo,))
    return found


def function_works(facts: LawFacts) -> Finding:
    """§ 12: supports the work, is the contact for others, helps to spread information."""
    missing, shown = [], []
    if any(each.contact for each in facts.of("11")):
        shown.append(Evidence(_("Kontaktsida som är öppen för alla"), None, facts.contact_url))
    else:
        words = _("Kontaktsidan saknar samordningsfunktionens kontaktuppgift.")
        missing.append(ToDo(words, EVIDENCE_NEW))
    told = facts.of("12")
    shown += [Evidence(each.title, each.valid_from, each.url) for each in told]
    newest = max((each.valid_from for each in told), default=None)
    until = _last_day(newest, INFORMATION_LIMIT) if newest else None
    is_old = until is None or until < facts.day
    if is_old:
        missing.append(ToDo(_("Skriv in hur invånarna har fått information."), EVIDENCE_NEW))
    lacks = not told or not any(each.contact for each in facts.of("11"))
    state = State.MISSING if lacks else State.SOON if is_old else State.MET
    return Finding(state, tuple(shown), until, _("Ny information till invånarna"), tuple(missing))


def is_led_and_reported(facts: LawFacts) -> Finding:
    """§ 13: the executive board, or the committee that the council names, leads and reports.

    Without a decision on another committee the executive board leads by the act itself.
    """
    named = facts.of("13")
    shown = [Evidence(_named(each), each.valid_from, each.url) for each in named]
    if not named and facts.executive_board:
        words = _("%(board)s leder arbetet enligt lagen, om fullmäktige inte beslutar annat")
        shown.append(Evidence(words % {"board": facts.executive_board}))
    if not facts.told:
        todo = ToDo(_("Skriv in vad som har rapporterats till fullmäktige."), COUNCIL_REPORT_NEW)
        return Finding(State.MISSING, tuple(shown), missing=(todo,))
    last = max(facts.told, key=lambda each: each.on)
    clock = Clock.of(last.on, warn_months=REPORT_WARNS, limit_months=REPORT_LIMIT)
    words = _("Rapporterat till fullmäktige: %(what)s") % {"what": last.subject}
    shown.append(Evidence(words, last.on, last.url))
    state = clock.state(facts.day)
    todo = ToDo(_("Rapportera till fullmäktige och skriv in det."), COUNCIL_REPORT_NEW)
    missing = () if state == State.MET else (todo,)
    return Finding(state, tuple(shown), clock.last_day, _("Rapport till fullmäktige"), missing)


def cameras(facts: LawFacts) -> Finding:
    """§ 14: the municipality may use cameras; nothing is asked of one that does not."""
    if not facts.of("14"):
        return Finding(State.NOT_APPLICABLE)
    return _shown_by(facts, "14", "")
