"""What each step of a cycle holds now, as the sections of a version."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from collaboration.models import (
    Cause,
    CommitmentReview,
    CycleFollowUp,
    JointProblem,
    Participant,
    ParticipantPicture,
    ProcessCycle,
    Step,
)
from collaboration.models.classification import Classification
from collaboration.versions import Section, Text

ANALYSIS_TEXTS = (
    "delimitation",
    "team",
    "data_available",
    "what",
    "where",
    "when",
    "how",
    "exposed",
    "chain_of_events",
    "offender",
    "handler",
    "target",
    "guardian",
    "place",
    "manager",
)


def content_of(cycle: ProcessCycle, step: str) -> list[Section]:
    """The step's sections, in a constant number of queries."""
    return _CONTENT[Step(step)](cycle)


def _initiation(cycle: ProcessCycle) -> list[Section]:
    origin = " ".join(filter(None, [cycle.get_origin_display(), cycle.origin_note]))
    parties = Participant.objects.filter(process=cycle.process_id).with_party()
    together = [
        Section("need", _("Behov"), (*_fields(cycle, "need"), Text(_("Varifrån"), origin))),
        Section("groups", _("Organisation"), _fields(cycle, "steering_group", "working_group")),
        Section(
            "communication",
            _("Kommunikation"),
            _fields(cycle, "communication_plan", "communication_lead"),
        ),
        Section("lessons", _("Lärdomar från förra varvet"), _fields(cycle, "lessons")),
    ]
    return together + [_party(row) for row in parties]


def _party(row: Participant) -> Section:
    decided = ", ".join(
        filter(None, [row.decided_by, str(row.decided_on or ""), row.registry_number])
    )
    texts = (
        Text(_("Roll"), row.get_role_display()),
        Text(_("Beslut"), decided),
        Text(_("Timmar i månaden"), _number(row.hours_a_month)),
        Text(_("Pengar, kronor"), _number(row.money_sek)),
        Text(_("Andra resurser"), row.resources_note),
        Text(_("Lämnade"), " ".join(filter(None, [str(row.left_on or ""), row.left_reason]))),
    )
    return Section(f"party.{row.pk}", str(row), texts, **_owner(row))


def _mapping(cycle: ProcessCycle) -> list[Section]:
    pictures = (
        ParticipantPicture.objects.filter(cycle=cycle)
        .select_related("participant__body", "participant__organization", "report__body")
        .prefetch_related("problems__type", "problems__area")
        .order_by("participant_id")
    )
    sections = []
    for picture in pictures:
        sections.append(_picture(picture))
        sections += [_picture_problem(problem, picture) for problem in picture.problems.all()]
    return sections


def _picture(picture: ParticipantPicture) -> Section:
    owner = picture.participant
    texts = (
        Text(_("Bifogad lägesbild"), str(picture.report or "")),
        *_fields(picture, "summary", "data_used", "data_rejected"),
        Text(
            _("Dialog med medarbetarna"),
            " ".join(
                filter(None, [picture.get_staff_dialogue_display(), picture.staff_dialogue_note])
            ),
        ),
        Text(_("Ledningen tog del av den"), str(picture.read_by_leadership_on or "")),
    )
    return Section(
        f"picture.{picture.pk}",
        _("Egen bild: %(party)s") % {"party": owner},
        texts,
        picture.classification,
        **_owner(owner),
    )


def _picture_problem(problem: Any, picture: ParticipantPicture) -> Section:
    """Read by as few as the picture that it stands in."""
    ranks = Classification.values
    strictest = max(problem.classification, picture.classification, key=ranks.index)
    texts = (
        Text(_("Typ av problem"), str(problem.type)),
        *_fields(problem, "place", "description", "consequences"),
        Text(_("Område"), str(problem.area or "")),
        Text(_("Åt vilket håll det går"), problem.get_development_display()),
    )
    owner = _owner(picture.participant)
    return Section(f"picture_problem.{problem.pk}", problem.title, texts, strictest, **owner)


def _analysis(cycle: ProcessCycle) -> list[Section]:
    problems = (
        JointProblem.objects.filter(cycle=cycle)
        .select_related("type", "area", "merged_into", "analysis")
        .prefetch_related(
            "scores",
            "sources__participant__body",
            "sources__participant__organization",
            "dissents__participant__body",
            "dissents__participant__organization",
        )
    )
    causes: dict[int, list[Cause]] = {}
    for cause in Cause.objects.filter(analysis__joint_problem__cycle=cycle).prefetch_related(
        "evidence"
    ):
        causes.setdefault(cause.analysis_id, []).append(cause)
    sections = []
    for problem in problems:
        sections.append(_joint_problem(problem))
        if analysis := getattr(problem, "analysis", None):
            sections.append(_cause_analysis(problem, analysis))
            sections += [_cause(cause, problem) for cause in causes.get(analysis.pk, [])]
    return sections


def _joint_problem(problem: JointProblem) -> Section:
    merged = str(problem.merged_into) if problem.merged_into else ""
    texts = (
        Text(_("Typ av problem"), str(problem.type)),
        *_fields(problem, "description", "place"),
        Text(_("Område"), str(problem.area or "")),
        Text(_("Åt vilket håll det går"), problem.get_development_display()),
        Text(_("Sammanslaget med"), merged),
        Text(_("Källor"), _lines(_source(row) for row in problem.sources.all())),
        Text(_("Avvikande meningar"), _lines(_dissent(row) for row in problem.dissents.all())),
        Text(_("Poäng"), _lines(_score(row) for row in problem.scores.all())),
        Text(_("Beslut"), problem.get_decision_display()),
        *_fields(problem, "decision_reason"),
    )
    return Section(f"problem.{problem.pk}", problem.title, texts)


def _source(row: Any) -> str:
    return f"{row.participant}: {row.disagreement}" if row.disagreement else str(row.participant)


def _dissent(row: Any) -> str:
    return f"{row.participant}: {row.text}"


def _score(row: Any) -> str:
    scored = f"{row.get_criterion_display()}: {row.score}"
    return f"{scored} ({row.reason})" if row.reason else scored


def _cause_analysis(problem: JointProblem, analysis: Any) -> Section:
    due = Text(_("Klar senast"), str(analysis.due_on or ""))
    heading = _("Orsaksanalys: %(problem)s") % {"problem": problem.title}
    return Section(f"analysis.{analysis.pk}", heading, (*_fields(analysis, *ANALYSIS_TEXTS), due))


def _cause(cause: Cause, problem: JointProblem) -> Section:
    texts = (
        Text(_("Problem"), problem.title),
        Text(_("Sida i triangeln"), cause.get_side_display()),
        Text(_("Belägg"), _lines(_evidence(row) for row in cause.evidence.all())),
        *_fields(cause, "tested_how"),
        Text(_("Bedömning"), cause.get_verdict_display()),
        *_fields(cause, "verdict_reason"),
    )
    return Section(f"cause.{cause.pk}", _("Orsak: %(cause)s") % {"cause": cause.text}, texts)


def _evidence(row: Any) -> str:
    return f"{row.get_side_display()}: {row.text} ({row.source})"


def _implementation(cycle: ProcessCycle) -> list[Section]:
    provider: Callable[[ProcessCycle], list[Section]] = import_string(
        settings.STEP_PROVIDERS["content"]
    )
    return provider(cycle)


def _follow_up(cycle: ProcessCycle) -> list[Section]:
    follow_up = CycleFollowUp.objects.filter(cycle=cycle).first()
    if follow_up is None:
        return []
    decision = ", ".join(
        filter(None, [follow_up.get_decision_display(), str(follow_up.decided_on or "")])
    )
    sections = [
        Section("effect", _("Effekt på problemet"), _fields(follow_up, "effect")),
        Section("work", _("Arbetet"), _fields(follow_up, "work")),
        Section("lessons", _("Lärdomar"), _fields(follow_up, "lessons")),
        Section(
            "decision",
            _("Beslut"),
            (Text(_("Beslut"), decision), *_fields(follow_up, "decision_reason")),
        ),
    ]
    reviews = CommitmentReview.objects.filter(follow_up=follow_up).select_related(
        "participant__body", "participant__organization"
    )
    return sections + [_review(row) for row in reviews.order_by("participant_id")]


def _review(row: CommitmentReview) -> Section:
    texts = (Text(_("Åtagandet uppfyllt"), row.get_kept_display()), *_fields(row, "note"))
    return Section(f"review.{row.participant_id}", str(row.participant), texts)


def _fields(row: Any, *names: str) -> tuple[Text, ...]:
    """Texts of a row under the fields' own names."""
    return tuple(
        Text(str(row._meta.get_field(name).verbose_name).capitalize(), getattr(row, name))
        for name in names
    )


def _owner(participant: Participant) -> dict[str, Any]:
    return {
        "owner": str(participant),
        "body": participant.body_id,
        "participant": participant.pk,
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


_CONTENT: dict[Step, Callable[[ProcessCycle], list[Section]]] = {
    Step.INITIATION: _initiation,
    Step.MAPPING: _mapping,
    Step.ANALYSIS: _analysis,
    Step.IMPLEMENTATION: _implementation,
    Step.FOLLOW_UP: _follow_up,
}
