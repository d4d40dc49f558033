"""The problems of the approved reports, whole, by body, by type and by area."""

from datetime import date

from collaboration.models import Problem, ReportPart
from programs.models import Area, AreaNesting
from tests.followup.report_recount.base import Recount, Value, counts, first, hidden


def if_heard(r: Recount, month: date, number: int) -> Value:
    """No approved report is no figure, not zero."""
    return number if r.reports(month) else None


@counts("problems")
def _problems(r: Recount, _of: str) -> Value:
    return if_heard(r, r.month, len(r.living(r.month)))


@counts("problems.before")
def _problems_before(r: Recount, _of: str) -> Value:
    return if_heard(r, r.before, len(r.living(r.before)))


@counts("problems.increasing")
def _increasing(r: Recount, _of: str) -> Value:
    return if_heard(r, r.month, len(r.problems(r.month, development="increasing")))


@counts("problems.increasing_before")
def _increasing_before(r: Recount, _of: str) -> Value:
    return if_heard(r, r.before, len(r.problems(r.before, development="increasing")))


@counts("problems.new")
def _new(r: Recount, _of: str) -> Value:
    return len(r.problems(r.month, development="new"))


@counts("problems.ended")
def _ended(r: Recount, _of: str) -> Value:
    return len(r.problems(r.month, development="ended"))


@counts("changed")
def _changed(r: Recount, of: str) -> Value:
    return len(r.problems(r.month, development=of))


@counts("development")
def _development(r: Recount, of: str) -> Value:
    return len(r.problems(r.month, development=of))


@counts("development.before")
def _development_before(r: Recount, of: str) -> Value:
    return if_heard(r, r.before, len(r.problems(r.before, development=of)))


@counts("month.problems")
def _in_month(r: Recount, of: str) -> Value:
    return if_heard(r, first(of), len(r.living(first(of))))


@counts("month.increasing")
def _increasing_in(r: Recount, of: str) -> Value:
    return if_heard(r, first(of), len(r.problems(first(of), development="increasing")))


@counts("month.reports")
def _reports_in(r: Recount, of: str) -> Value:
    return len(r.reports(first(of)))


@counts("both.reports")
def _both(r: Recount, _of: str) -> Value:
    return len(_who_reported_both(r))


@counts("both.now")
def _both_now(r: Recount, _of: str) -> Value:
    both = _who_reported_both(r)
    return sum(each.report.body_id in both for each in r.living(r.month))


@counts("both.before")
def _both_before(r: Recount, _of: str) -> Value:
    both = _who_reported_both(r)
    return sum(each.report.body_id in both for each in r.living(r.before))


def _who_reported_both(r: Recount) -> set[int]:
    now, before = ({each.body_id for each in r.reports(month)} for month in (r.month, r.before))
    return now & before


def _reported(r: Recount, month: date, code: str) -> bool:
    return code in {each.body.code for each in r.reports(month)}


def _of_code(problems: list[Problem], code: str) -> list[Problem]:
    return [each for each in problems if each.report.body.code == code]


@counts("body.problems")
def _of_body(r: Recount, of: str) -> Value:
    return len(_of_code(r.living(r.month), of)) if _reported(r, r.month, of) else None


@counts("body.problems_before")
def _of_body_before(r: Recount, of: str) -> Value:
    return len(_of_code(r.living(r.before), of)) if _reported(r, r.before, of) else None


@counts("body.increasing")
def _of_body_increasing(r: Recount, of: str) -> Value:
    found = _of_code(r.problems(r.month, development="increasing"), of)
    return len(found) if _reported(r, r.month, of) else None


@counts("body.month_problems")
def _of_body_in_month(r: Recount, of: str) -> Value:
    code, month = of.split(".")
    then = first(month)
    return len(_of_code(r.living(then), code)) if _reported(r, then, code) else None


@counts("body.month_increasing")
def _of_body_increasing_in_month(r: Recount, of: str) -> Value:
    code, month = of.split(".")
    then = first(month)
    found = _of_code(r.problems(then, development="increasing"), code)
    return len(found) if _reported(r, then, code) else None


@counts("body.more_problems")
def _of_body_more(r: Recount, of: str) -> Value:
    return max(len(_of_code(r.problems(r.month), of)) - 6, 0)


@counts("body.told")
def _of_body_told(r: Recount, of: str) -> Value:
    return len(_of_code(r.problems(r.month), of))


@counts("body.withheld")
def _of_body_withheld(r: Recount, of: str) -> Value:
    if not _reported(r, r.month, of):
        return None
    reports = [each for each in r.reports(r.month) if each.body.code == of]
    return hidden(Problem, reports) + hidden(ReportPart, reports)


@counts("type")
def _type(r: Recount, of: str) -> Value:
    return len(r.living(r.month, type__code=of))


@counts("type.before")
def _type_before(r: Recount, of: str) -> Value:
    return if_heard(r, r.before, len(r.living(r.before, type__code=of)))


@counts("type.increasing")
def _type_increasing(r: Recount, of: str) -> Value:
    return len(r.problems(r.month, type__code=of, development="increasing"))


def _in_area(r: Recount, month: date, of: str) -> list[Problem]:
    level = "neighborhood" if r.body else "district"
    found = []
    for each in r.living(month):
        area = each.area or each.report.body.area
        while area is not None and area.kind != level:
            above = AreaNesting.objects.filter(area=area).first()
            area = above.parent if above else None
        if (area.code if area else "") == of:
            found.append(each)
    return found


def _area_is_silent(r: Recount, of: str) -> bool:
    """Its committee has no approved report, and nobody else tells of the area."""
    if not r.reports(r.month):
        return True
    area = Area.objects.filter(code=of).first()
    heard = {each.body.area_id for each in r.reports(r.month)}
    asked = {each.area_id for each in r.bodies()}
    silent = area is not None and area.pk in asked and area.pk not in heard
    return silent and not _in_area(r, r.month, of)


@counts("area")
def _area(r: Recount, of: str) -> Value:
    return None if _area_is_silent(r, of) else len(_in_area(r, r.month, of))


@counts("area.before")
def _area_before(r: Recount, of: str) -> Value:
    return if_heard(r, r.before, len(_in_area(r, r.before, of)))


@counts("area.increasing")
def _area_increasing(r: Recount, of: str) -> Value:
    growing = [e for e in _in_area(r, r.month, of) if e.development == "increasing"]
    return None if _area_is_silent(r, of) else len(growing)
