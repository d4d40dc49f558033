"""Gathers what the rules of the law's page look at, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from collaboration.models import CollaborationAgreement, CouncilMember, PreventionCouncil
from followup import law
from followup.compliance import State
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
Decided = MunicipalPicture | MunicipalPlan


def law_status(scope: Scope, day: date) -> tuple[law.SectionState, ...]:
    """How the municipality stands to §§ 4–14 on ``day``; links lead where the reader may go."""
    return law.judge(law_facts(scope, day))


def law_facts(scope: Scope, day: date) -> LawFacts:
    picture = _in_force(MunicipalPicture.objects.all(), day)
    plan = _in_force(MunicipalPlan.objects.select_related("picture"), day)
    board = ResponsibleBody.objects.filter(kind=ResponsibleBody.Kind.EXECUTIVE_BOARD)
    return LawFacts(
        day=day,
        picture=_picture(picture) if picture else None,
        plan=_plan(plan) if plan else None,
        followed_up_on=plan.last_follow_up if plan else None,
        agreements=tuple(_agreements(scope, day)),
        councils=tuple(_councils(scope, day)),
        records=_records(day),
        told=_told(day),
        executive_board=board.valid_on(day).values_list("name", flat=True).first() or "",
        contact_url=reverse("followup:contacts"),
    )


def _in_force(rows: QuerySet, day: date) -> Decided | None:
    """The newest document decided by ``day``; a plan with its last follow-up by then."""
    if rows.model is MunicipalPlan:
        until = Q(follow_ups__followed_up_on__lte=day)
        rows = rows.annotate(last_follow_up=Max("follow_ups__followed_up_on", filter=until))
    decided = rows.exclude(state=MunicipalPicture.State.DRAFT).filter(decided_on__lte=day)
    found: Decided | None = decided.select_related("decided_by").order_by("-number").first()
    return found


def _picture(picture: MunicipalPicture) -> Document:
    parts = picture.content.get("parts", [])
    return Document(
        picture.number,
        picture.decided_on,
        _decision(picture),
        reverse("followup:municipal-picture-detail", args=[picture.pk]),
        frozenset(part["part"] for part in parts if part["statements"]),
    )


def _plan(plan: MunicipalPlan) -> Document:
    url = reverse("followup:municipal-plan-detail", args=[plan.pk])
    return Document(
        plan.number, plan.decided_on, _decision(plan), url, picture_number=plan.picture.number
    )


def _decision(document: Decided) -> str:
    return decision_words(
        document.decided_by.name,
        document.decided_on,
        document.paragraph,
        document.registry_number,
    )


def _agreements(scope: Scope, day: date) -> Iterable[Agreement]:
    rows = (
        CollaborationAgreement.objects.exclude(state=CollaborationAgreement.State.ENDED)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day))
        .annotate(tried_on=Max("attempts__made_on", filter=Q(attempts__made_on__lte=day)))
        .only("title", "state", "valid_to", "review_on")
        .order_by("level", "title", "pk")
    )
    for row in rows:
        url = reverse("collaboration:agreement-detail", args=[row.pk]) if scope.is_staff else ""
        yield Agreement(row.title, row.state, row.valid_to, row.review_on, row.tried_on, url)


def _councils(scope: Scope, day: date) -> Iterable[Council]:
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
        .order_by("pk")
    )
    for row in rows:
        url = reverse("collaboration:council-detail", args=[row.pk]) if scope.is_staff else ""
        yield Council(row.name, row.chairs > 0, row.outside, row.met_on, url)


def _records(day: date) -> dict[str, tuple[Record, ...]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in evidence_on(day).select_related("body"):
        url = f"{reverse('followup:law')}#underlag-{row.pk}"
        found[row.section].append(
            Record(
                row.title,
                row.valid_from,
                row.review_on,
                row.body.name if row.body else "",
                row.contact,
                url,
            )
        )
    return {section: tuple(records) for section, records in found.items()}


def evidence_on(day: date) -> QuerySet[LawEvidence]:
    """The evidence that holds on ``day``."""
    return LawEvidence.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    )


def _told(day: date) -> tuple[Told, ...]:
    """The latest report to the council, which is the one that the rule asks about."""
    url = f"{reverse('followup:law')}#rapporter"
    last = CouncilReport.objects.filter(reported_on__lte=day).first()
    return (Told(last.subject, last.reported_on, url),) if last else ()


@dataclass(frozen=True)
class SectionLine:
    """A section with the rows of evidence that a person may change, and those that have ended."""

    status: law.SectionState
    in_force: tuple[LawEvidence, ...]
    earlier: tuple[LawEvidence, ...]
    takes_evidence: bool


@dataclass(frozen=True)
class LawPage:
    day: date
    lines: tuple[SectionLine, ...]

    def count(self, *states: State) -> int:
        return sum(line.status.state in states for line in self.lines)

    @property
    def met(self) -> int:
        return self.count(State.MET)

    @property
    def soon(self) -> int:
        return self.count(State.SOON)

    @property
    def missing(self) -> int:
        return self.count(State.MISSING)

    @property
    def next_deadline(self) -> law.SectionState | None:
        """The section whose clock runs out first of those that have not."""
        coming = [each for each in self._dated if each not in self.overdue]
        return min(coming, key=lambda each: each.next_deadline or date.max, default=None)

    @property
    def overdue(self) -> list[law.SectionState]:
        """Those whose time has run out."""
        return [each for each in self._dated if (each.next_deadline or date.max) < self.day]

    @property
    def _dated(self) -> list[law.SectionState]:
        return [line.status for line in self.lines if line.status.next_deadline]


def law_page(scope: Scope, day: date) -> LawPage:
    """The sections with their rows of evidence, one query more than ``law_status``."""
    rows: dict[str, list[LawEvidence]] = defaultdict(list)
    for row in LawEvidence.objects.select_related("body"):
        rows[row.section].append(row)
    return LawPage(
        day,
        tuple(
            SectionLine(
                status,
                tuple(e for e in rows[status.section] if not _has_ended(e, day)),
                tuple(e for e in rows[status.section] if _has_ended(e, day)),
                status.section in LawEvidence.Section.values,
            )
            for status in law_status(scope, day)
        ),
    )


def _has_ended(evidence: LawEvidence, day: date) -> bool:
    return evidence.valid_to is not None and evidence.valid_to < day
