"""What every count shares: whose figures they are, and which rows those rest on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from collaboration.models import Obstacle, Problem, ReportPart, SituationReport
from programs.models import Program, ResponsibleBody
from trygghet.months import add_months

APPROVED = ("approved", "published")
SENT = ("submitted", "approved", "published")
LONG = 30
Value = int | str | None


@dataclass(frozen=True)
class Recount:
    """What the figures are of: a month as it stood on ``day``, of the city or of one ``body``."""

    program: Program
    month: date
    day: date
    body: ResponsibleBody | None

    @property
    def last(self) -> date:
        return add_months(self.month, 1) - timedelta(days=1)

    @property
    def before(self) -> date:
        return add_months(self.month, -1)

    def bodies(self) -> list[ResponsibleBody]:
        every = ResponsibleBody.objects.filter(reports=True)
        return [each for each in every if self.body in (None, each)]

    def reports(self, month: date, states: tuple[str, ...] = APPROVED) -> list[SituationReport]:
        rows = SituationReport.objects.filter(
            program=self.program, period=month, state__in=states, body__in=self.bodies()
        )
        return list(rows.select_related("body"))

    def problems(self, month: date, **more: object) -> list[Problem]:
        """Open problems of approved reports, the ended ones too."""
        rows = Problem.objects.filter(report__in=self.reports(month), classification="open", **more)
        return list(rows.select_related("type", "area", "report__body"))

    def living(self, month: date, **more: object) -> list[Problem]:
        return [each for each in self.problems(month, **more) if each.development != "ended"]

    def obstacles(self, classifications: tuple[str, ...] = ("open",)) -> list[Obstacle]:
        rows = Obstacle.objects.filter(
            body__in=self.bodies(), classification__in=classifications,
            raised_at__date__lte=self.last,
        )  # fmt: skip
        return list(rows)

    def waiting(self, *classifications: str) -> list[Obstacle]:
        rows = self.obstacles(classifications or ("open",))
        return [each for each in rows if each.state in ("open", "acknowledged")]

    def answered(self) -> list[Obstacle]:
        return [
            each
            for each in self.obstacles()
            if each.state in ("answered", "closed") and local(each.answered_at) >= self.month
            and (each.closed_at is None or local(each.closed_at) >= self.month)
        ]  # fmt: skip

    def due(self, month: date) -> date:
        """The day that the month's report is due, by the program."""
        after = add_months(month, 1)
        return after.replace(day=self.program.report_due_day)

    def of_body(self, field: str) -> dict[str, object]:
        return {field: self.body} if self.body else {}


def local(moment: object) -> date:
    return timezone.localdate(moment)  # type: ignore[arg-type]


Count = Callable[[Recount, str], Value]
COUNTS: dict[str, Count] = {}


def counts(*kinds: str) -> Callable[[Count], Count]:
    def keep(function: Count) -> Count:
        for kind in kinds:
            assert kind not in COUNTS, kind
            COUNTS[kind] = function
        return function

    return keep


def first(of: str) -> date:
    return date.fromisoformat(f"{of}-01")


def hidden(model: type, reports: list[SituationReport]) -> int:
    rows = model.objects.filter(report__in=reports).exclude(classification="open")
    return (rows.exclude(text="") if model is ReportPart else rows).count()
