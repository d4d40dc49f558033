"""Which pages are measured, as whom, and how the result is written."""

from collections.abc import Iterable, Sequence

from bench.measure import Measured, measure
from bench.process import FULL, addresses, build_process, stand_in
from collaboration.models import Observation, Obstacle, Problem, SituationReport
from programs.models import ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role

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
    measured = [measure(name, user, url, repeat=repeat) for name, user, url in pages]
    return [*measured, *measure_process(coordinator, repeat)]


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
    counted = (
        (SituationReport, "situation reports"),
        (Problem, "problems"),
        (Observation, "observations"),
        (Obstacle, "obstacles"),
    )
    return ", ".join(f"{model.objects.count()} {name}" for model, name in counted)


def rows(measured: Sequence[Measured], first: Sequence[Measured] | None) -> Iterable[str]:
    """A table; ``grown`` is the median beside that of the first size."""
    yield HEADING
    for index, page in enumerate(measured):
        grown = f"{page.median / first[index].median:.1f}" if first else ""
        yield (
            f"{page.name:<34} {page.queries:>7} {page.median:>8.1f} {page.p95:>8.1f} "
            f"{page.sql:>7.1f} {page.empty:>7.1f} {page.ratio:>8.1f} {grown:>6}"
        )
