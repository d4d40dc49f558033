"""What the municipality's picture and plan say, gathered from the rows; frozen when decided.

Of a situation report only body and month are named: a statement is the central office's own text.
"""

import json
from hashlib import sha256
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from collaboration.models import SituationReport
from collaboration.versions import Section, Text
from followup.models import MunicipalPicture, MunicipalPlan, MunicipalStatement, PlannedMeasure
from trygghet.months import month_name

FORMAT = 1  # of the stored content; a later form reads the older ones by this
Document = MunicipalPicture | MunicipalPlan


def content_of(document: Document) -> dict[str, Any]:
    """Frozen when it is decided, gathered from the rows while it is a draft. Constant queries."""
    if document.state != document.State.DRAFT:
        content: dict[str, Any] = document.content
        return content
    return gathered(document)


def gathered(document: Document) -> dict[str, Any]:
    if isinstance(document, MunicipalPicture):
        return _picture_content(document)
    return _plan_content(document)


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content as JSON with its keys in order, as hexadecimal digits."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def report_name(report: SituationReport) -> str:
    return f"{report.body.name}, {month_name(report.period)}"


def _picture_content(picture: MunicipalPicture) -> dict[str, Any]:
    statements = list(picture.statements.prefetch_related("reports__body"))
    return {
        "format": FORMAT,
        "title": picture.title,
        "introduction": picture.introduction,
        "parts": [
            {
                "part": part.value,
                "label": str(part.label),
                "statements": [_statement(each) for each in statements if each.part == part],
            }
            for part in MunicipalStatement.Part
        ],
    }


def _statement(statement: MunicipalStatement) -> dict[str, Any]:
    reports = sorted(statement.reports.all(), key=lambda each: (each.period, each.body.name))
    return {
        "key": str(statement.lineage),
        "heading": statement.heading,
        "text": statement.text,
        "reports": [{"id": each.pk, "name": report_name(each)} for each in reports],
        "other_grounds": statement.other_grounds,
    }


def _plan_content(plan: MunicipalPlan) -> dict[str, Any]:
    lines = plan.lines.select_related("focus_area", "responsible").prefetch_related(
        "statements", "measures"
    )
    return {
        "format": FORMAT,
        "title": plan.title,
        "introduction": plan.introduction,
        "picture": {"id": plan.picture_id, "name": picture_name(plan.picture)},
        "lines": [_line(line) for line in lines],
    }


def picture_name(picture: MunicipalPicture) -> str:
    return _("%(title)s, version %(number)d") % {"title": picture.title, "number": picture.number}


def _line(line: PlannedMeasure) -> dict[str, Any]:
    return {
        "key": str(line.lineage),
        "text": line.text,
        "focus_area": line.focus_area.name if line.focus_area else "",
        "responsible": line.responsible.name,
        "due_on": line.due_on.isoformat() if line.due_on else "",
        "statements": [each.heading for each in line.statements.all()],
        "measures": [{"id": each.pk, "title": each.title} for each in line.measures.all()],
    }


def sections_of(document: Document) -> list[Section]:
    """What it says as sections that ``collaboration.versions`` compares word by word."""
    content = content_of(document)
    texts = (Text(_("Rubrik"), content["title"]), Text(_("Inledning"), content["introduction"]))
    start = Section("start", content["title"], texts)
    if "parts" in content:
        parts = [_statement_section(p, each) for p in content["parts"] for each in p["statements"]]
        return [start, *parts]
    resting = Section("picture", _("Vilar på"), (Text("", content["picture"]["name"]),))
    return [start, resting, *map(_line_section, content["lines"])]


def _statement_section(part: dict[str, Any], statement: dict[str, Any]) -> Section:
    names = ", ".join(report["name"] for report in statement["reports"])
    return Section(
        statement["key"],
        f"{part['label']}: {statement['heading']}",
        (
            Text(_("Rubrik"), statement["heading"]),
            Text(_("Text"), statement["text"]),
            Text(_("Vilar på lägesbilder"), names),
            Text(_("Annat underlag"), statement["other_grounds"]),
        ),
    )


def _line_section(line: dict[str, Any]) -> Section:
    return Section(
        line["key"],
        Truncator(line["text"]).chars(80),
        (
            Text(_("Åtgärd"), line["text"]),
            Text(_("Fokusområde"), line["focus_area"]),
            Text(_("Ansvarig"), line["responsible"]),
            Text(_("Senast"), line["due_on"]),
            Text(_("Grundas på"), ", ".join(line["statements"])),
            Text(_("Genomförs med"), ", ".join(each["title"] for each in line["measures"])),
        ),
    )
