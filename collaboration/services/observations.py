"""What is seen in the field, and what becomes of it in the body's situation report."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration import photos
from collaboration.exceptions import (
    NothingToTakeIn,
    ObservationAlreadyHandled,
    ObservationOfAnotherBody,
)
from collaboration.models import Observation, Problem, SituationReport
from collaboration.photos import Photo
from collaboration.services.locks import locked_for_editing
from collaboration.services.problems import add_problem
from collaboration.times import cell_of_week
from programs.models import ResponsibleBody
from trygghet.accounts.models import User

# A report is held before its observations, here as where a problem is removed.


def log_observation(
    *,
    body: ResponsibleBody,
    acting_user: User,
    idempotency_key: UUID | None = None,
    photo: Photo | None = None,
    **fields: Any,
) -> Observation:
    """Keep what somebody saw; the same ``idempotency_key`` again gives the same observation."""
    if sent_before := _sent_before(idempotency_key, acting_user):
        return sent_before
    fields.setdefault("seen_at", timezone.now())
    observation = Observation(
        body=body, logged_by=acting_user, idempotency_key=idempotency_key, **fields
    )
    if photo:
        observation.photo = photos.store(photo)
    observation.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            observation.save()
    except IntegrityError:
        if sent_before := _sent_before(idempotency_key, acting_user):
            return sent_before
        raise
    return observation


def _sent_before(key: UUID | None, user: User) -> Observation | None:
    if key is None:
        return None
    return Observation.objects.filter(idempotency_key=key, logged_by=user).first()


@transaction.atomic
def log_nothing_to_report(
    *, body: ResponsibleBody, acting_user: User, idempotency_key: UUID | None = None
) -> Observation:
    """Say that this week has had nothing to report; said once a week by each person."""
    User.objects.select_for_update().get(pk=acting_user.pk)
    year, week, _day = timezone.localdate().isocalendar()
    said = Observation.objects.filter(
        body=body,
        logged_by=acting_user,
        nothing_to_report=True,
        seen_at__iso_year=year,
        seen_at__week=week,
    ).first()
    return said or log_observation(
        body=body,
        acting_user=acting_user,
        idempotency_key=idempotency_key,
        nothing_to_report=True,
    )


@transaction.atomic
def take_in(*, observation: Observation, problem: Problem, acting_user: User) -> Observation:
    """Let the observation support a problem of the body's report.

    Raises ReportNotEditable, ObservationOfAnotherBody, NothingToTakeIn or
    ObservationAlreadyHandled (taken into another problem).
    """
    locked_for_editing(problem.report)
    observation = _locked(observation)
    _refuse_body(observation, problem.report)
    if observation.problem_id == problem.pk:
        return observation
    if observation.problem_id:
        raise ObservationAlreadyHandled
    return _set_state(observation, Observation.State.TAKEN_IN, problem=problem)


@transaction.atomic
def take_in_as_new_problem(
    *, observation: Observation, report: SituationReport, acting_user: User
) -> Problem:
    """Begin a problem in the report from the observation; a second click gives the same problem.

    Raises as ``take_in``.
    """
    locked_for_editing(report)
    observation = _locked(observation)
    _refuse_body(observation, report)
    if observation.problem_id:
        if observation.problem.report_id == report.pk:
            return observation.problem
        raise ObservationAlreadyHandled
    problem = add_problem(report=report, acting_user=acting_user, **_as_problem(observation))
    _set_state(observation, Observation.State.TAKEN_IN, problem=problem)
    return problem


def _as_problem(observation: Observation) -> dict[str, Any]:
    seen_at = timezone.localtime(observation.seen_at)
    title = observation.text if len(observation.text) <= 100 else ""
    return {
        "type": observation.category,
        "title": title or str(observation.category),
        "description": observation.text,
        "area": observation.area,
        "place": observation.place,
        "longitude": observation.longitude,
        "latitude": observation.latitude,
        "when": [cell_of_week(seen_at)],
        "sources": _("Iakttagelse %(day)s") % {"day": f"{seen_at:%Y-%m-%d}"},
    }


@transaction.atomic
def set_aside(*, observation: Observation, answer: str, acting_user: User) -> Observation:
    """Read, but not taken into the report; ``answer`` tells who saw it why, or may be empty.

    Raises ObservationAlreadyHandled when it supports a problem.
    """
    observation = _locked(observation)
    if observation.problem_id:
        raise ObservationAlreadyHandled
    return _set_state(observation, Observation.State.SET_ASIDE, answer=answer)


@transaction.atomic
def take_back(*, observation: Observation, acting_user: User) -> Observation:
    """Put an observation that was taken in or set aside back among the unread.

    Raises ReportNotEditable when it supports a problem of a report that was sent in.
    """
    if observation.problem:
        locked_for_editing(observation.problem.report)
    return _set_state(_locked(observation), Observation.State.NEW, problem=None, answer="")


def _locked(observation: Observation) -> Observation:
    rows = Observation.objects.select_for_update(of=("self",))
    return rows.select_related("category", "area", "problem__report").get(pk=observation.pk)


def _refuse_body(observation: Observation, report: SituationReport) -> None:
    if observation.nothing_to_report:
        raise NothingToTakeIn
    if observation.body_id != report.body_id:
        raise ObservationOfAnotherBody


def _set_state(observation: Observation, state: Observation.State, **fields: Any) -> Observation:
    for name, value in ({"state": state} | fields).items():
        setattr(observation, name, value)
    observation.full_clean(validate_unique=False)
    observation.save(update_fields=["state", *fields])
    return observation
