"""Twelve months of situation reports with their parts and problems."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from collaboration.models import Problem, ReportPart, SituationReport
from collaboration.models.classification import Classification
from followup.demo import parts, stories
from followup.demo.parts import Text
from followup.demo.plans import Plan, plans_of
from followup.demo.stories import Story
from followup.demo.world import DemoBody, World

Development = Problem.Development
State = SituationReport.State
WRITTEN_IN_DRAFT = 4


@dataclass
class Desk:
    """What one body has written so far."""

    body: DemoBody
    plans: dict[date, Plan]
    stories: list[Story]
    rng: Random
    texts: dict[str, Text] = field(default_factory=dict)
    problems: dict[int, Problem] = field(default_factory=dict)


def write_reports(world: World) -> None:
    """All reports, month by month: a problem that continues points at last month's row."""
    desks = [_desk(body, world) for body in world.bodies]
    for index, month in enumerate(world.months):
        reports: list[SituationReport] = []
        report_parts: list[ReportPart] = []
        problems: list[Problem] = []
        for desk in desks:
            if plan := desk.plans.get(month):
                report = _report(desk, plan, world)
                found = _problems(desk, plan, report, index, world)
                report.no_problems = not found and plan.state != State.DRAFT
                reports.append(report)
                problems += found
                report_parts += _parts(desk, plan, report, world)
        SituationReport.objects.bulk_create(reports)
        ReportPart.objects.bulk_create(report_parts)
        Problem.objects.bulk_create(problems)


def _desk(body: DemoBody, world: World) -> Desk:
    rng = world.random("texts", body.body.code)
    return Desk(
        body=body,
        plans=plans_of(body, world),
        stories=stories.stories_of(body, world.months, rng),
        rng=rng,
    )


def _report(desk: Desk, plan: Plan, world: World) -> SituationReport:
    staff, central = world.staff[desk.body.body.pk], world.central[0]
    return SituationReport(
        body=desk.body.body,
        program=world.program,
        period=plan.month,
        period_months=world.program.report_months,
        due_on=plan.due_on,
        state=plan.state,
        no_change=plan.no_change,
        late_reason=plan.late_reason,
        created_by=staff.coordinator,
        submitted_by=staff.coordinator if plan.submitted_at else None,
        submitted_at=plan.submitted_at,
        decided_by=staff.manager if plan.decided_at else None,
        decided_at=plan.decided_at,
        return_reason=plan.return_reason,
        published_by=central if plan.published_at else None,
        published_at=plan.published_at,
    )


def _parts(desk: Desk, plan: Plan, report: SituationReport, world: World) -> list[ReportPart]:
    writer = world.staff[desk.body.body.pk].coordinator
    found = []
    for number, kind in enumerate(ReportPart.Kind.values):
        if plan.state == State.DRAFT and number >= WRITTEN_IN_DRAFT:
            found.append(ReportPart(report=report, kind=kind))
            continue
        last = desk.texts.get(kind)
        text = (
            last
            if plan.no_change and last
            else parts.write(kind, desk.body, plan.month, last, desk.rng)
        )
        desk.texts[kind] = text
        found.append(
            ReportPart(
                report=report,
                kind=kind,
                text=parts.fill(text.text, desk.body, plan.month),
                classification=text.classification,
                classification_reason=text.reason,
                version=1,
                updated_by=writer,
            )
        )
    return found


def _problems(
    desk: Desk, plan: Plan, report: SituationReport, index: int, world: World
) -> list[Problem]:
    found: list[Problem] = []
    for number, story in enumerate(desk.stories):
        development = story.in_month(index)
        before = desk.problems.get(number)
        if development is None or (before is None and development == Development.ENDED):
            continue
        if plan.state == State.DRAFT and len(found) == 2:
            break
        if plan.no_change and before:
            development = Development.UNCHANGED
        problem = _problem(desk, story, development, plan.month, report)
        problem.continues, problem.order = before, len(found)
        problem.type = world.types[story.theme.type]
        problem.updated_by = report.created_by
        desk.problems[number] = problem
        found.append(problem)
    return found


def _problem(
    desk: Desk, story: Story, development: str, month: date, report: SituationReport
) -> Problem:
    description = stories.describe(story, development, month, desk.rng)
    reason = ""
    if story.classification == Classification.RESTRICTED and story.theme.secret:
        description = f"{description}\n\n{story.theme.secret.text}"
        reason = story.theme.secret.reason
    longitude, latitude = story.pin or (None, None)
    return Problem(
        report=report,
        title=story.title,
        area=story.place.area,
        place=story.spot,
        longitude=longitude,
        latitude=latitude,
        when=list(story.when),
        frequency=story.often,
        exposed=list(story.theme.exposed),
        description=description,
        consequences=story.effect,
        sources=story.sources,
        development=development,
        classification=story.classification,
        classification_reason=reason,
        version=1,
    )
