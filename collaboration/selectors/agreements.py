"""Agreements as they stand today, and the local ones that build on what is no longer in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.models import (
    AgreementAnnex,
    AgreementAttempt,
    AgreementSignature,
    CollaborationAgreement,
    CollaborationProcess,
    Participant,
)
from programs.models import GoverningDocument, Program
from trygghet.accounts.scope import Scope

State = CollaborationAgreement.State


@dataclass(frozen=True)
class Standing:
    """``key`` names the look in trygghet/ui/statuses.py."""

    key: str
    label: str | Promise


EXPIRED = Standing("ended", _("Har gått ut"))
STANDINGS = {
    State.IN_WORK: Standing("ongoing", _("Arbete pågår")),
    State.NOT_REACHED: Standing("waiting", _("Verkat för, inte ingången")),
    State.ENDED: Standing("ended", _("Avslutad")),
    State.REACHED: Standing("current", _("Gäller nu")),
}


def standing(agreement: CollaborationAgreement, day: date) -> Standing:
    """Where it stands that day: one that was reached may be to come, in force or run out."""
    if agreement.state == State.REACHED:
        if agreement.valid_from > day:
            return Standing("coming", _("Gäller senare"))
        if agreement.valid_to < day:
            return EXPIRED
    return STANDINGS[State(agreement.state)]


def is_due(agreement: CollaborationAgreement, day: date) -> bool:
    """Its parties said that they would look at it again before this day."""
    is_alive = agreement.state == State.REACHED and agreement.valid_to >= day
    return bool(is_alive and agreement.review_on and agreement.review_on <= day)


def areas_in_force(day: date) -> frozenset[str]:
    """The priority areas of the governing documents that hold that day, compared without case.

    A document holds in its own time, and with a program that is valid (or with none). Two queries.
    """
    programs = Program.objects.valid_on(day).values("pk")
    documents = GoverningDocument.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        Q(programs__isnull=True) | Q(programs__in=programs),
    )
    lists = documents.distinct().values_list("priority_areas", flat=True)
    return frozenset(_key(area) for areas in lists for area in areas)


def left_behind(agreement: CollaborationAgreement, in_force: frozenset[str]) -> list[str]:
    """The priority areas of a local agreement that no governing document in force has."""
    if agreement.level != CollaborationAgreement.Level.LOCAL:
        return []
    return [area for area in agreement.priority_areas if _key(area) not in in_force]


def _key(area: str) -> str:
    return " ".join(area.casefold().split())


def agreement_rows() -> QuerySet[CollaborationAgreement]:
    """The newest version of each, and versions that are valid while a new one is worked for."""
    rows = CollaborationAgreement.objects.select_related("body", "organization")
    newest = Q(replaced_by__isnull=True)
    alive = Q(state=State.REACHED, replaced_by__state__in=(State.IN_WORK, State.NOT_REACHED))
    return rows.filter(newest | alive).order_by("level", "body__name", "-valid_from", "pk")


def as_they_stand(
    rows: Iterable[CollaborationAgreement], day: date
) -> list[CollaborationAgreement]:
    """The same rows with ``standing``, ``is_due`` and ``left_behind``, for a list."""
    in_force = areas_in_force(day)
    found = list(rows)
    for row in found:
        row.standing = standing(row, day)
        row.is_due = is_due(row, day)
        is_over = row.state == State.ENDED or row.standing == EXPIRED
        row.left_behind = [] if is_over else left_behind(row, in_force)
    return found


def whole_agreements() -> QuerySet[CollaborationAgreement]:
    """With all that an agreement's page shows."""
    annexes = Prefetch("annexes", AgreementAnnex.objects.select_related("added_by"))
    related = ("body", "organization", "central", "process", "basis", "replaces", "replaced_by")
    return CollaborationAgreement.objects.select_related(*related).prefetch_related(
        "other_parties", "areas", "signatures", "attempts", annexes
    )


def versions_of(agreement: CollaborationAgreement) -> list[CollaborationAgreement]:
    """The agreement and the versions before and after it, newest first. One query."""
    rows = CollaborationAgreement.objects.filter(
        body=agreement.body_id, organization=agreement.organization_id, level=agreement.level
    ).only("pk", "title", "state", "valid_from", "valid_to", "replaces_id")
    by_pk = {row.pk: row for row in rows}
    after = {row.replaces_id: row for row in by_pk.values() if row.replaces_id}
    chain, later = [by_pk[agreement.pk]], after.get(agreement.pk)
    while later:
        chain.insert(0, later)
        later = after.get(later.pk)
    while earlier := by_pk.get(chain[-1].replaces_id):
        chain.append(earlier)
    return chain


def with_all_its_parts(agreement: CollaborationAgreement) -> list[Any]:
    """The agreement and every annex, signature and attempt that it has had, for its history.

    Those that have been taken away are told of too. Three queries.
    """
    names = {
        AgreementAnnex: ("name", _("bilagan ”%s”")),
        AgreementSignature: ("party", _("underskriften för %s")),
        AgreementAttempt: ("made_on", _("försöket %s")),
    }
    found: list[Any] = [agreement]
    for model, (field, told) in names.items():
        events = model.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
            agreement_id=agreement.pk, pgh_label="insert"
        )
        for pk, name in events.values_list("pgh_obj_id", field):
            part = model(pk=pk)
            part.history_name = str(told) % name
            found.append(part)
    return found


def party_names(agreement: CollaborationAgreement) -> list[str]:
    """Those who may sign: the body, the counterpart and the other parties."""
    others = [party.name for party in agreement.other_parties.all()]
    return [agreement.body.name, agreement.organization.name, *others]


def unsigned_parties(agreement: CollaborationAgreement) -> list[str]:
    signed = {signature.party for signature in agreement.signatures.all()}
    return [name for name in party_names(agreement) if name not in signed]


def process_choices(scope: Scope, body_ids: Iterable[int]) -> QuerySet[CollaborationProcess]:
    """The processes that an agreement of one of the bodies can be tied to."""
    bodies = list(body_ids)
    mine = Participant.objects.active().filter(body__in=bodies).values("process")
    rows = CollaborationProcess.objects.visible_to(scope).filter(ended_on__isnull=True)
    return rows.filter(Q(lead_body__in=bodies) | Q(pk__in=mine)).order_by("title", "pk")
