"""What the program asks of one body, judged again from the rows."""

from datetime import date

from collaboration.models import CycleFollowUp, Participant, SituationReport
from followup.models import GoalAssessment, ProgramIntroduction, SmartGoal
from programs.models import Coordinator
from tests.followup.report_recount.base import SENT, Recount, Value, counts, local
from trygghet.months import add_months


@counts("duties")
def _duties(r: Recount, of: str) -> Value:
    asked = (_coordinator, _goals, _reports, _collaboration, _followed_up, _introduced)
    return sum(state(r) == of for state in asked)


def _coordinator(r: Recount) -> str:
    has = any(
        each.valid_from <= r.day and (each.valid_to is None or each.valid_to >= r.day)
        for each in Coordinator.objects.filter(body=r.body)
    )
    return "met" if has else "missing"


def _goals_of(r: Recount) -> list[SmartGoal]:
    return list(SmartGoal.objects.filter(body=r.body, focus_area__program=r.program))


def _goals(r: Recount) -> str:
    goals = _goals_of(r)
    own = any(goal.process_id is None for goal in goals)
    return "met" if own else "soon" if goals else "missing"


def _reports(r: Recount) -> str:
    """The month before the day's own has been due: the program's due day is passed."""
    month = add_months(r.day.replace(day=1), -1)
    assert r.due(month) < r.day
    sent = SituationReport.objects.filter(
        program=r.program, body=r.body, period=month, state__in=SENT
    ).first()
    if sent is None:
        return "missing"
    return "soon" if local(sent.submitted_at) > sent.due_on else "met"


def _collaborations(r: Recount) -> list[Participant]:
    rows = Participant.objects.filter(body=r.body, left_on=None, process__ended_on=None)
    return list(rows)


def _collaboration(r: Recount) -> str:
    return "met" if _collaborations(r) else "missing"


def _followed_up(r: Recount) -> str:
    days = [local(e.assessed_at) for e in GoalAssessment.objects.filter(goal__body=r.body)]
    for each in CycleFollowUp.objects.exclude(decided_on=None).select_related("cycle"):
        if Participant.objects.filter(process=each.cycle.process_id, body=r.body).exists():
            days.append(each.decided_on)
    done = max((day for day in days if day <= r.day), default=None)
    if done is None:
        return "missing" if _goals_of(r) or _collaborations(r) else "not_applicable"
    return "soon" if _a_year_after(done) <= r.day else "met"


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1)


def _introduced(r: Recount) -> str:
    known = {
        each.audience
        for each in ProgramIntroduction.objects.filter(body=r.body, program=r.program)
        if each.held_on <= r.day and each.withdrawn_at is None
    }
    return "met" if len(known) == 2 else "soon" if known else "missing"
