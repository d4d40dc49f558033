"""Every figure of the report is found again in the rows that it came from."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from collaboration.models import CycleFollowUp, Step
from followup.models import GoalAcceptance, MonthlyReport, ProgramIntroduction, SmartGoal
from followup.reports.document import compose
from followup.reports.material import gather
from followup.reports.monthly import ask_for_reports
from followup.reports.telling import Chapter, chapters_of, cut
from programs.models import Program, ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.collaboration import (
    CollaborationProcessFactory,
    ObstacleFactory,
    ParticipantFactory,
    ProblemFactory,
    ReportPartFactory,
    SituationReportFactory,
    noon,
)
from tests.factories.followup import (
    ActivityFactory,
    AssessmentFactory,
    CauseFactory,
    GoalFactory,
    IndicatorFactory,
    IndicatorReadingFactory,
    JointProblemFactory,
    MeasureFactory,
    lead_of,
)
from tests.factories.invitations import EffectSignalFactory
from tests.factories.programs import (
    AreaFactory,
    AreaNestingFactory,
    CoordinatorFactory,
    FocusAreaFactory,
    ProblemTypeFactory,
    ProgramFactory,
    ResponsibleBodyFactory,
)
from tests.followup.report_recount import COUNTS, Recount
from trygghet.months import MONTH_NAMES, add_months

OCTOBER, DAY = date(2026, 10, 1), date(2026, 11, 21)
SCOPES = ["staden", "farsta", "jarva"]
Kind = ResponsibleBody.Kind
Editions = dict[str, MonthlyReport]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Editions]:
    """A city where everything that the report counts is there, once and more than once, and its
    editions; each test's own transaction lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        program = ProgramFactory()
        bodies = _bodies()
        _situation(program, bodies)
        _obstacles(bodies)
        _work(program, bodies)
        _indicators(bodies)
        _results(bodies[0])
        _duties(program, bodies)
        yield {scope: edition_of(scope) for scope in SCOPES}
        transaction.set_rollback(True)


@pytest.fixture
def editions(built: Editions, db: None) -> Editions:
    return built


def _bodies() -> list[ResponsibleBody]:
    city = AreaFactory(kind="city", name="Staden")
    found = []
    for code in ("farsta", "jarva", "tyst"):
        area = AreaFactory(name=code.title(), code=f"o-{code}")
        AreaNestingFactory(area=area, parent=city)
        AreaNestingFactory(parent=area)
        AreaNestingFactory(parent=area)
        found.append(ResponsibleBodyFactory(code=code, name=code.title(), area=area))
    found.append(ResponsibleBodyFactory(code="trafik", kind=Kind.SPECIALIST_COMMITTEE))
    CoordinatorFactory(body=found[0])
    return found


def _situation(program: Program, bodies: list[ResponsibleBody]) -> None:
    """Farsta reports both months, late now; Järva only now; Tyst waits for approval; Trafik both;
    one is overdue."""
    types = [ProblemTypeFactory(), ProblemTypeFactory()]
    farsta, jarva, silent, trafik = bodies
    for number, (body, months) in enumerate(
        ((farsta, (0, -1, -2, -11)), (jarva, (0,)), (trafik, (0, -1)))
    ):
        for back in months:
            month = add_months(OCTOBER, back)
            report = SituationReportFactory(
                program=program, body=body, period=month,
                state="approved" if back else "published",
                sent_on=add_months(month, 1) + timedelta(days=14 if body is farsta else 2),
            )  # fmt: skip
            neighborhood = body.area.nested.first().area if body.area else None
            for n, development in enumerate(("new", "increasing", "unchanged", "ended")):
                ProblemFactory.create_batch(
                    1 + (n + number + back) % 4, report=report, development=development,
                    type=types[n % 2], area=neighborhood if n % 2 else None,
                )  # fmt: skip
            ProblemFactory(report=report, development="decreasing", type=types[1])
            ProblemFactory.create_batch(1 + number, report=report, classification="internal")
            ReportPartFactory(report=report, kind="needs", classification="restricted")
            ReportPartFactory(report=report, kind="analysis")
    SituationReportFactory(program=program, body=silent, state="submitted")
    ResponsibleBodyFactory(code="borta")


def _obstacles(bodies: list[ResponsibleBody]) -> None:
    for number, body in enumerate(bodies):
        ObstacleFactory(body=body, raised_at=noon(date(2026, 8, 1 + number)))
        ObstacleFactory(body=body, classification="internal")
        ObstacleFactory(body=body, state="answered")
        ObstacleFactory(body=body, state="closed", classification="restricted")
    ObstacleFactory(body=bodies[0], raised_at=noon(date(2026, 11, 3)))  # after the month
    ObstacleFactory(
        body=bodies[1], raised_at=noon(date(2026, 5, 1)), reopened_at=noon(date(2026, 10, 5)),
        reopen_reason="Inte löst",
    )  # fmt: skip


def _work(program: Program, bodies: list[ResponsibleBody]) -> None:
    focus = [FocusAreaFactory(program=program), FocusAreaFactory(program=program)]
    FocusAreaFactory(program=program)  # without goals
    for number, body in enumerate(bodies[:2]):
        for step in (Step.MAPPING, Step.IMPLEMENTATION, Step.FOLLOW_UP):
            process = CollaborationProcessFactory(
                program=program, lead_body=body, stands__step=step,
                stands__step_since=noon(DAY - timedelta(days=10 * number + len(step))),
            )  # fmt: skip
            _thread(process, focus, number)
        EffectSignalFactory(process=process, raised_at=noon(DAY - timedelta(days=20 + number)))
    ended = CollaborationProcessFactory(
        program=program, lead_body=bodies[0], ended_on=date(2026, 9, 1), stands=False
    )
    GoalFactory(process=ended, problem=None, focus_area=focus[0])
    GoalFactory(process=None, body=bodies[0], problem=None, focus_area=focus[1], indicator=None)
    GoalFactory(
        process=None, body=bodies[1], problem=None, focus_area=focus[1], due_on=date(2026, 9, 1)
    )
    own = MeasureFactory(process=None, responsible=bodies[3], state="paused", state_reason="Vinter")
    ActivityFactory(measure=own, due_on=date(2026, 9, 1), dropped=True, late_reason="Utgår")


def _thread(process: object, focus: list[object], number: int) -> None:
    """Goals in each grade, a measure with and one without cause and goal, activities."""
    for n, grade in enumerate(("fully", "partly", "not")):
        goal = GoalFactory(process=process, focus_area=focus[(n + number) % 2])
        review = "agreed" if n else "waiting"
        AssessmentFactory(goal=goal, grade=grade, review=review, **_reviewed(review))
        _answer(goal, accepted=grade == "fully")
    AssessmentFactory(
        goal=goal, grade="fully", review="returned", period_start=date(2026, 9, 1),
        period_end=date(2026, 12, 31), **_reviewed("returned"),
    )  # fmt: skip
    JointProblemFactory(process=process)  # without analysis
    cause = CauseFactory(problem=goal.problem)
    CauseFactory(problem=goal.problem)  # without measure
    measure = MeasureFactory(process=process, cause=cause)
    measure.goals.add(goal)
    MeasureFactory(process=process, state="stopped", state_reason="Fel väg")
    symptom = MeasureFactory(process=process, state="done")
    for due, done in (
        (date(2026, 10, 5), date(2026, 10, 4)),
        (date(2026, 10, 5), date(2026, 11, 2)),
        (date(2026, 9, 20 + number), None),
        (date(2026, 12, 1), None),
    ):
        ActivityFactory(measure=measure, due_on=due, done_on=done, **_late(due, done))
        ActivityFactory(measure=symptom, due_on=due, done_on=done, **_late(due, done))


def _answer(goal: SmartGoal, *, accepted: bool) -> None:
    GoalAcceptance.objects.create(
        goal=goal, participant=lead_of(goal.process), accepted=accepted, reason="För snålt.",
        answered_by=UserFactory(), answered_at=noon(DAY),
    )  # fmt: skip


def _late(due: date, done: date | None) -> dict[str, str]:
    return {"late_reason": "Sjukdom"} if done and done > due else {}


def _reviewed(review: str) -> dict[str, object]:
    if review == "waiting":
        return {}
    said = {"review_comment": "Se över skälen."} if review == "returned" else {}
    return {"reviewed_at": noon(date(2026, 9, 20))} | said


def _indicators(bodies: list[ResponsibleBody]) -> None:
    of_area, of_body = IndicatorFactory(code="ran"), IndicatorFactory(code="stold")
    for back in range(3):
        month = add_months(OCTOBER, -back)
        for number, body in enumerate(bodies[:3]):
            IndicatorReadingFactory(
                indicator=of_area, body=None, area=body.area, period=month, value=10 + back + number
            )
        IndicatorReadingFactory(indicator=of_body, body=bodies[0], period=month, value="4.5")


def _results(body: ResponsibleBody) -> None:
    """Of the goals that are followed up: one is read, one was read in both areas that the body's
    was made of, and one in only one of them."""
    former = [
        AreaFactory(successor=body.area, valid_from=date(2015, 1, 1), valid_to=date(2023, 6, 30))
        for _each in range(2)
    ]
    followed_up = SmartGoal.objects.filter(
        process__lead_body=body, process__cycles__step=Step.FOLLOW_UP
    )
    read, summed, halved = followed_up.order_by("pk")
    IndicatorReadingFactory(indicator=read.indicator, body=body, period=date(2026, 9, 1))
    for goal, areas in ((summed, former), (halved, former[:1])):
        for area in areas:
            IndicatorReadingFactory(
                indicator=goal.indicator, body=None, area=area, period=date(2022, 1, 1)
            )


def _duties(program: Program, bodies: list[ResponsibleBody]) -> None:
    """Farsta does what the program asks, Järva half of it, and Trafik was followed up long ago."""
    farsta, jarva, _silent, trafik = bodies
    person = UserFactory()
    for body, audience in ((farsta, "managers"), (farsta, "staff"), (jarva, "staff")):
        ProgramIntroduction.objects.create(
            program=program, body=body, audience=audience, held_on=date(2026, 9, 1),
            how="Möte", recorded_by=person,
        )  # fmt: skip
    old = CollaborationProcessFactory(program=program, lead_body=jarva, ended_on=date(2025, 9, 1),
                                      began_on=date(2025, 1, 1))  # fmt: skip
    ParticipantFactory(process=old, body=trafik)
    CycleFollowUp.objects.create(
        cycle=old.cycles.get(),
        decision="stop",
        decision_reason="Klart",
        decided_on=date(2025, 9, 1),
    )


def edition_of(scope: str) -> MonthlyReport:
    """The report with its content, without paper."""
    [report] = ask_for_reports(month=OCTOBER, scope=scope)
    report = MonthlyReport.objects.select_related("program", "body").get(pk=report.pk)
    edition = compose(gather(report, DAY), lambda _share, _title: None)
    report.html, report.data = edition.html, edition.data
    return report


@pytest.mark.parametrize("scope", SCOPES)
def test_every_figure_is_counted_again_from_the_rows(editions: Editions, scope: str) -> None:
    report = editions[scope]
    _recount(chapters_of(report), Recount(report.program, OCTOBER, DAY, report.body))


def test_every_figure_of_a_part_is_counted_again_from_the_rows(editions: Editions) -> None:
    report = editions["staden"]
    assert set(report.data["parts"]) == {"trafik"}  # the others have their own editions
    for code, chapters in _parts(report).items():
        body = ResponsibleBody.objects.get(code=code)
        _recount(chapters, Recount(report.program, OCTOBER, DAY, body))


def _parts(report: MonthlyReport) -> dict[str, list[Chapter]]:
    return {
        code: list(cut(part["html"], part["sections"]))
        for code, part in report.data["parts"].items()
    }


def _recount(chapters: Iterable[Chapter], recount: Recount) -> None:
    wrong = []
    for chapter in chapters:
        for figure in chapter.told.figures:
            assert figure.kind in COUNTS, f"{figure.kind} has no count of its own in COUNTS"
            found = COUNTS[figure.kind](recount, figure.of)
            if found != figure.value:
                wrong.append(f"{chapter.told.anchor} {figure.key}: {figure.value}, not {found}")
    assert not wrong, "\n".join(wrong)


def test_a_result_of_areas_that_have_merged_is_one_of_the_figures(editions: Editions) -> None:
    """Of the three goals that Farsta follows up, one was read in half of its area only."""
    report = editions["farsta"]
    kept = {f.key: f.value for each in chapters_of(report) for f in each.told.figures}
    assert kept["thread.loose/goal_without_result"] == 1


@pytest.mark.parametrize("scope", SCOPES)
def test_every_number_in_a_table_is_one_of_the_figures(editions: Editions, scope: str) -> None:
    unknown = []
    parts = _parts(editions[scope]).values()
    for chapter in (*chapters_of(editions[scope]), *chain.from_iterable(parts)):
        kept = {_text(figure.value) for figure in chapter.told.figures} | {""}
        shown = {*_cells(chapter), *_counts(chapter), *_leads(chapter)}
        unknown += [f"{chapter.told.anchor}: {number}" for number in shown - kept]
    assert not unknown, "\n".join(unknown)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _cells(chapter: Chapter) -> list[str]:
    """The numbers of the tables; a stroke and "uppgift saknas" are no numbers."""
    cells = re.findall(r'<td class="[^"]*number[^"]*"[^>]*>([^<]*)</td>', chapter.html)
    return [re.sub(r"[^\d,-]", "", cell) for cell in cells]


def _counts(chapter: Chapter) -> list[str]:
    """The number after a heading, and in a tile."""
    counted = re.findall(r'<span class="count">\((\d+)\)</span>', chapter.html)
    return counted + re.findall(r"<li><strong>(\d+)</strong>", chapter.html)


def _leads(chapter: Chapter) -> list[str]:
    """The numbers of a section's first sentences; the summary's also tell differences."""
    found = re.findall(r'<p class="lead">(.*?)</p>', chapter.html)
    return [] if chapter.told.anchor == "sammanfattning" else _numbers(" ".join(found))


def _numbers(text: str) -> list[str]:
    """Those of ``text`` that are not part of a date, a month with its year, or a law's number."""
    dates = rf"\d{{4}}-\d{{2}}-\d{{2}}|(\d+ )?({'|'.join(MONTH_NAMES)}) \d{{4}}|\d{{4}}:\d+"
    return re.findall(r"\d+", re.sub(dates, "", text))


def test_every_number_in_a_letter_is_one_of_the_figures(editions: Editions) -> None:
    for report in editions.values():
        city = {_text(figure.value) for each in chapters_of(report) for figure in each.told.figures}
        parts = _parts(report)
        for letter in report.data["letters"]:
            own = parts.get(letter["code"], ())
            known = city | {_text(f.value) for each in own for f in each.told.figures}
            counted = re.sub(r" \(.*\)", "", letter["text"])  # without the titles
            assert set(_numbers(counted)) <= known, letter["text"]


def test_no_count_is_left_of_a_figure_that_is_gone(editions: Editions) -> None:
    kinds = {
        figure.kind
        for report in editions.values()
        for chapter in chapters_of(report)
        for figure in chapter.told.figures
    }
    assert set(COUNTS) == kinds
