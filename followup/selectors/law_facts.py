"""What the rules of the law's page look at, read in one query whatever the city's size.

The rows of seven small tables come as JSON, each named by its kind, in the order that they are
shown in.
"""

import json
from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import (
    CharField,
    Count,
    F,
    Func,
    IntegerField,
    JSONField,
    Max,
    Q,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import JSONObject, RowNumber
from django.urls import reverse

from collaboration.models import CollaborationAgreement, CouncilMember, PreventionCouncil
from followup.law_facts import (
    Agreement,
    Council,
    Document,
    LawFacts,
    Record,
    Told,
    decision_words,
)
from followup.models import CouncilReport, LawEvidence, MunicipalPicture, MunicipalPlan
from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope

LEADERS = (CouncilMember.Position.POLITICAL, CouncilMember.Position.TOP)
DECISION = {
    "pk": "pk",
    "number": "number",
    "body": "decided_by__name",
    "decided_on": "decided_on",
    "paragraph": "paragraph",
    "registry_number": "registry_number",
}
Row = dict[str, Any]


def law_facts(scope: Scope, day: date) -> LawFacts:
    """As it stands on ``day``; links lead where the reader may go."""
    rows = _rows(day)
    picture, plan = _only(rows["picture"]), _only(rows["plan"])
    board = _only(rows["board"])
    return LawFacts(
        day=day,
        picture=_picture(picture) if picture else None,
        plan=_plan(plan) if plan else None,
        followed_up_on=_day(plan["followed_up_on"]) if plan else None,
        agreements=tuple(_agreement(row, scope) for row in rows["agreement"]),
        councils=tuple(_council(row, scope) for row in rows["council"]),
        records=_records(rows["evidence"]),
        told=tuple(_told(row) for row in rows["told"]),
        executive_board=board["name"] if board else "",
        contact_url=reverse("followup:contacts"),
    )


def evidence_on(day: date) -> QuerySet[LawEvidence]:
    """The evidence that holds on ``day``."""
    return LawEvidence.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    )


def _rows(day: date) -> dict[str, list[Row]]:
    """By kind of row. One query."""
    found: dict[str, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(*_statement(day))
        for kind, _place, row in cursor.fetchall():
            found[kind].append(json.loads(row))
    return found


@lru_cache(maxsize=4)
def _statement(day: date) -> tuple[str, tuple[Any, ...]]:
    """SQL and parameters; kept, since to put them together takes longer than to run them."""
    first, *others = (
        _pictures(day),
        _plans(day),
        _agreements(day),
        _councils(day),
        _evidence(day),
        _reports(day),
        _boards(day),
    )
    sql, params = first.union(*others, all=True).query.sql_with_params()
    # What begins with a parenthesis is taken for a change, which the history wants to know more of.
    ordered = f"SELECT * FROM ({sql}) facts ORDER BY row_kind, row_place"  # noqa: S608 - ours
    return ordered, tuple(params)


def _as_rows(kind: str, rows: QuerySet, *order: str, **columns: str) -> QuerySet:
    """``rows`` as (kind, place in the order, the columns as JSON)."""
    by = [F(name[1:]).desc() if name.startswith("-") else F(name).asc() for name in order]
    return (
        rows.order_by()
        .annotate(
            row_kind=Value(kind, output_field=CharField()),
            row_place=Window(RowNumber(), order_by=by, output_field=IntegerField()),
            row=JSONObject(**columns),
        )
        .values_list("row_kind", "row_place", "row")
    )


def _in_force(rows: QuerySet, day: date) -> QuerySet:
    """The newest document that was decided by ``day``."""
    decided = rows.model.objects.exclude(state="draft").filter(decided_on__lte=day)
    return rows.filter(pk__in=decided.order_by("-number").values("pk")[:1])


class FilledParts(Func):
    """The parts of a decided picture that have statements, as a JSON array."""

    template = (
        "jsonb_path_query_array(%(expressions)s, '$.parts[*] ? (@.statements.size() > 0).part')"
    )
    output_field = JSONField()


def _pictures(day: date) -> QuerySet:
    rows = _in_force(MunicipalPicture.objects.all(), day).annotate(parts=FilledParts("content"))
    return _as_rows("picture", rows, "pk", **DECISION, parts="parts")


def _plans(day: date) -> QuerySet:
    until = Q(follow_ups__followed_up_on__lte=day)
    rows = _in_force(MunicipalPlan.objects.all(), day).annotate(
        followed_up_on=Max("follow_ups__followed_up_on", filter=until)
    )
    return _as_rows(
        "plan", rows, "pk", **DECISION, picture="picture__number", followed_up_on="followed_up_on"
    )


def _agreements(day: date) -> QuerySet:
    rows = (
        CollaborationAgreement.objects.exclude(state=CollaborationAgreement.State.ENDED)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        .annotate(tried_on=Max("attempts__made_on", filter=Q(attempts__made_on__lte=day)))
    )
    names = ("pk", "title", "state", "valid_from", "valid_to", "review_on", "tried_on")
    return _as_rows("agreement", rows, "level", "title", "pk", **{name: name for name in names})


def _councils(day: date) -> QuerySet:
    seated = Q(members__joined_on__lte=day) & (
        Q(members__left_on__isnull=True) | Q(members__left_on__gt=day)
    )
    leads = Q(members__organization__isnull=False, members__position__in=LEADERS)
    rows = (
        PreventionCouncil.objects.filter(level=PreventionCouncil.Level.STRATEGIC)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))
        .annotate(
            chairs=Count("members", filter=seated & Q(members__is_chair=True), distinct=True),
            outside=Count("members", filter=seated & leads, distinct=True),
            met_on=Max("meetings__held_on", filter=Q(meetings__held_on__lte=day)),
        )
    )
    names = ("pk", "name", "chairs", "outside", "met_on")
    return _as_rows("council", rows, "pk", **{name: name for name in names})


def _evidence(day: date) -> QuerySet:
    names = ("pk", "section", "title", "valid_from", "review_on", "contact")
    columns = {name: name for name in names} | {"body": "body__name"}
    return _as_rows("evidence", evidence_on(day), "section", "-valid_from", "-pk", **columns)


def _reports(day: date) -> QuerySet:
    """The latest report to the council, which is the one that the rule asks about."""
    told = CouncilReport.objects.filter(reported_on__lte=day)
    last = told.order_by("-reported_on", "-pk").values("pk")[:1]
    rows = CouncilReport.objects.filter(pk__in=last)
    return _as_rows("told", rows, "pk", subject="subject", on="reported_on")


def _boards(day: date) -> QuerySet:
    rows = ResponsibleBody.objects.filter(kind=ResponsibleBody.Kind.EXECUTIVE_BOARD).valid_on(day)
    return _as_rows("board", rows, "pk", name="name")


def _only(rows: list[Row]) -> Row | None:
    return next(iter(rows), None)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _picture(row: Row) -> Document:
    return Document(
        row["number"],
        date.fromisoformat(row["decided_on"]),
        _decision(row),
        reverse("followup:municipal-picture-detail", args=[row["pk"]]),
        frozenset(row["parts"]),
    )


def _plan(row: Row) -> Document:
    return Document(
        row["number"],
        date.fromisoformat(row["decided_on"]),
        _decision(row),
        reverse("followup:municipal-plan-detail", args=[row["pk"]]),
        picture_number=row["picture"],
    )


def _decision(row: Row) -> str:
    decided_on = date.fromisoformat(row["decided_on"])
    return decision_words(row["body"], decided_on, row["paragraph"], row["registry_number"])


def _agreement(row: Row, scope: Scope) -> Agreement:
    return Agreement(
        row["title"],
        row["state"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        review_on=_day(row["review_on"]),
        tried_on=_day(row["tried_on"]),
        url=_link(scope, "collaboration:agreement-detail", row),
    )


def _council(row: Row, scope: Scope) -> Council:
    url = _link(scope, "collaboration:council-detail", row)
    return Council(row["name"], row["chairs"] > 0, row["outside"], _day(row["met_on"]), url)


def _link(scope: Scope, name: str, row: Row) -> str:
    return reverse(name, args=[row["pk"]]) if scope.is_staff else ""


def _records(rows: list[Row]) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row["section"]].append(
            Record(
                row["title"],
                date.fromisoformat(row["valid_from"]),
                _day(row["review_on"]),
                row["body"] or "",
                row["contact"],
                f"{reverse('followup:law')}#underlag-{row['pk']}",
            )
        )
    return {section: tuple(records) for section, records in found.items()}


def _told(row: Row) -> Told:
    url = f"{reverse('followup:law')}#rapporter"
    return Told(row["subject"], date.fromisoformat(row["on"]), url)
