"""Which pages are measured, as whom, and how the result is written."""

from collections.abc import Iterable, Sequence
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

from bench.measure import Measured, measure
from bench.process import FULL, addresses, build_process, stand_in
from bench.work import counted
from collaboration.models import (
    CollaborationProcess,
    Observation,
    Obstacle,
    Problem,
    SituationReport,
)
from followup.models import Activity, SmartGoal
from followup.reports.monthly import ask_for_reports
from programs.models import ResponsibleBody, ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.jobs.services import run

HEADING = (
    f"{'page':<34} {'queries':>7} {'median':>8} {'p95':>8} {'sql':>7} {'empty':>7} "
    f"{'× floor':>8} {'grown':>6}"
)


def measure_pages(repeat: int) -> list[Measured]:
    """The pages that people open most, as the central office and as a coordinator."""
    central = _holder(Role.CENTRAL_OFFICE)
    coordinator = _holder(Role.COORDINATOR)
    report = SituationReport.objects.filter(state=SituationReport.State.PUBLISHED).latest("period")
    pages = (
        ("dashboard", central, "/uppfoljning/"),
        ("dashboard, every row", central, "/uppfoljning/?alla=1"),
        ("dashboard of a body", central, f"/uppfoljning/{report.body.code}/"),
        ("dashboard as coordinator", coordinator, "/uppfoljning/"),
        ("list of situation reports", central, "/lagesbilder/"),
        ("situation report", central, f"/lagesbilder/{report.pk}/"),
        ("list of obstacles", central, "/hinder/"),
        ("what to do", coordinator, "/"),
    )
    pages += tuple((name, central, url) for name, url in _work_pages(report.body))
    measured = [measure(name, user, url, repeat=repeat) for name, user, url in pages]
    return [*measured, *measure_process(coordinator, repeat)]


def _work_pages(body: ResponsibleBody) -> Iterable[tuple[str, str]]:
    """Lists and details of the work, and the dashboards that count on all of it."""
    process = CollaborationProcess.objects.filter(ended_on=None).latest("pk")
    goal = SmartGoal.objects.latest("pk")
    activity = Activity.objects.latest("pk")
    focus = process.focus_areas.first()
    yield "list of processes", "/samverkan/?vy=lista"
    yield "list of goals", "/mal/"
    yield "list of measures", "/atgarder/"
    yield "list of activities", "/aktiviteter/"
    yield "late activities", "/aktiviteter/?lage=sena"
    yield "list of indicators", "/indikatorer/"
    yield "process", f"/samverkan/{process.pk}/"
    yield "goal", f"/mal/{goal.pk}/"
    yield "measure", f"/atgarder/{activity.measure_id}/"
    yield "activity", f"/aktiviteter/{activity.pk}/"
    yield "indicator", f"/indikatorer/{goal.indicator.code}/"
    yield "dashboard of a focus area", f"/uppfoljning/fokus/{focus.code}/"
    yield "dashboard of a process", f"/samverkan/{process.pk}/laget/"
    yield "rows of late activities", "/uppfoljning/rader/sena-aktiviteter/"
    yield "the law", "/lagen/"


def measure_reports(most: int | None = None) -> str:
    """How long one worker takes to build the month's reports, PDF and all.

    The processor's time beside it is what it would take on a machine with nothing else to do.
    """
    month = SituationReport.objects.latest("period").period
    wanted = ask_for_reports(month=month)[:most]
    begun, worked = perf_counter(), _processor_seconds()
    for report in wanted:
        if not run(report.job_id):
            raise ValueError(f"the report {report} was not built")
    return (
        f"{len(wanted)} monthly reports: {perf_counter() - begun:.1f} s, "
        f"{_processor_seconds() - worked:.1f} s of them the worker's own processor time"
    )


def _processor_seconds() -> float:
    """Of this process and of those that it has started and waited for."""
    both = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def measure_process(coordinator: User, repeat: int) -> list[Measured]:
    """The pages of a process with 12 parties, 60 problems, 200 causes and 300 measures."""
    led = ResponsibleBodyUserPermission.objects.filter(
        user=coordinator, permission__codename=Role.COORDINATOR.value
    )
    body = led.latest("pk").content_object
    cycle = build_process(FULL, lead_body=body, user=coordinator)
    measured = []
    for name, step, url in addresses(cycle):
        stand_in(cycle, step)
        measured.append(measure(name, coordinator, url, repeat=repeat))
    return measured


def _holder(role: Role) -> User:
    grants = ResponsibleBodyUserPermission.objects.filter(permission__codename=role.value)
    return grants.order_by("pk").first().user


def totals() -> str:
    rows = (
        (SituationReport, "situation reports"),
        (Problem, "problems"),
        (Observation, "observations"),
        (Obstacle, "obstacles"),
    )
    told = {name: model.objects.count() for model, name in rows} | counted()
    return ", ".join(f"{number} {name}" for name, number in told.items())


def rows(measured: Sequence[Measured], first: Sequence[Measured] | None) -> Iterable[str]:
    """A table; ``grown`` is the median beside that of the first size."""
    yield HEADING
    for index, page in enumerate(measured):
        grown = f"{page.median / first[index].median:.1f}" if first else ""
        yield (
            f"{page.name:<34} {page.queries:>7} {page.median:>8.1f} {page.p95:>8.1f} "
            f"{page.sql:>7.1f} {page.empty:>7.1f} {page.ratio:>8.1f} {grown:>6}"
        )
