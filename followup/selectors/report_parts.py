"""Each body's own part of an edition, as it was kept with it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models.fields.json import KeyTransform
from django.urls import reverse

from followup.models import MonthlyReport
from followup.reports.freezing import thaw
from followup.reports.material import Heading
from followup.reports.monthly import CITY
from programs.models import ResponsibleBody


@dataclass(frozen=True)
class Part:
    """``text`` is the body's lines in short; without ``url`` the edition as a whole is its own."""

    code: str
    name: str
    text: str
    url: str

    @property
    def lines(self) -> tuple[str, ...]:
        """``text`` line by line."""
        return tuple(line.removeprefix("- ") for line in self.text.splitlines())


def parts_in(report: MonthlyReport) -> tuple[Part, ...]:
    """The bodies that an edition has lines of their own for, in the order of their names.

    One query; none of an edition from before parts were kept.
    """
    letters = _kept(report, "letters") or ()
    return tuple(
        Part(
            code=each["code"],
            name=each["name"],
            text=each["text"],
            url=part_url(report, each["code"]) if each["has_part"] else "",
        )
        for each in letters
    )


def parts_for(report: MonthlyReport, bodies: Collection[int]) -> tuple[Part, ...]:
    """The parts of some of the bodies, by their ids. Two queries."""
    if not bodies:
        return ()
    codes = set(ResponsibleBody.objects.filter(pk__in=bodies).values_list("code", flat=True))
    return tuple(part for part in parts_in(report) if part.code in codes)


def part_html(report: MonthlyReport, code: str) -> str:
    """The part's content; empty where the edition has no part of the body. One query."""
    parts = _kept(report, "parts") or {}
    return str(parts.get(code, {}).get("html", ""))


def kept_heading(report: MonthlyReport) -> Heading:
    """What the edition was called when it was made. One query."""
    rows = MonthlyReport.objects.filter(pk=report.pk)
    kept = KeyTransform("heading", KeyTransform("material", "data"))
    return thaw(Heading, rows.values_list(kept, flat=True).get())


def part_url(report: MonthlyReport, code: str) -> str:
    address = reverse("followup:report-part", args=[f"{report.month:%Y-%m}", CITY, code])
    return f"{address}?utgava={report.edition}"


def _kept(report: MonthlyReport, name: str) -> object:
    rows = MonthlyReport.objects.filter(pk=report.pk)
    return rows.values_list(KeyTransform(name, "data"), flat=True).get()
