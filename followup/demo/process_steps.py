"""Steps one to three of a demo process, and its moves, written as its parties would."""

from typing import Any

from collaboration.models import Criterion, JointProblem, Problem
from collaboration.services import (
    cause_analyses,
    causes,
    initiation,
    joint_problems,
    participants,
    partners,
    pictures,
    priorities,
    steps,
)
from collaboration.services.pictures import attachable_reports
from followup.demo.library import read
from followup.demo.tale import Tale, body_in, organization

Row = dict[str, Any]
EMPTY_TEXTS = dict.fromkeys(initiation.TEXTS, "")


def join(tale: Tale, row: Row) -> None:
    """The parties that are in the demo; a partner's person comes in at once."""
    for party in row["parties"]:
        is_outside = party["who"] in read("processes")["partners"]
        body = None if is_outside else body_in(tale.world, party["who"])
        if not (is_outside or body):
            continue
        joined = participants.add_participant(
            process=tale.process,
            body=body.body if body else None,
            organization=organization(party["who"]) if is_outside else None,
            role=party["role"],
            joined_on=tale.day(row["days"]),
            acting_user=tale.coordinator,
        )
        tale.parties[party["who"]] = joined
        if party.get("partner"):
            person = tale.writer(party["who"])
            partners.admit(participant=joined, person=person, acting_user=tale.coordinator)


def begin(tale: Tale, row: Row) -> None:
    texts = EMPTY_TEXTS | {name: row[name] for name in initiation.TEXTS if name in row}
    initiation.save_initiation(
        process=tale.process,
        version=tale.process.cycles.last().version,
        acting_user=tale.coordinator,
        **texts,
    )


def decide(tale: Tale, row: Row) -> None:
    for said in tale.present(row["parties"]):
        participants.decide_participation(
            participant=tale.parties[said["who"]],
            decided_by=said["by"],
            decided_on=tale.day(said["days"]),
            registry_number=said["number"],
            hours_a_month=said["hours"],
            money_sek=said["money"],
            resources_note=said.get("note", ""),
            acting_user=tale.writer(said["who"]),
        )


def write_pictures(tale: Tale, row: Row) -> None:
    for said in tale.present(row["pictures"]):
        party, user = tale.parties[said["who"]], tale.writer(said["who"])
        common = {"process": tale.process, "participant": party, "acting_user": user}
        pictures.save_picture(
            version=0,
            report=_report(tale, said),
            summary=said["summary"],
            data_used=said["used"],
            data_rejected=said["rejected"],
            staff_dialogue=said["dialogue"],
            staff_dialogue_note=said["note"],
            read_by_leadership_on=tale.day(said["days"]),
            classification="open",
            **common,
        )
        for problem in said.get("problems", ()):
            fields = {name: problem[name] for name in problem if name not in ("key", "type")}
            tale.written[problem["key"]] = pictures.add_picture_problem(
                type=tale.world.types[problem["type"]], classification="open", **fields, **common
            )


def _report(tale: Tale, said: Row) -> Any:
    """The party's latest approved report before its leadership read the picture, if any."""
    if not said.get("report"):
        return None
    reports = attachable_reports(tale.parties[said["who"]])
    return reports.filter(period__lte=tale.day(said["days"])).first() or reports.last()


def join_pictures(tale: Tale, row: Row) -> None:
    """The joint picture, its merges and dissents, and what the parties decide of each problem."""
    for key in row["draw"]:
        if source := tale.written.get(key):
            (tale.problems[key],) = _draw(tale, [source])
    reported = _draw(tale, _from_report(tale)[: row.get("from_report", 0)])
    for said in row.get("merges", ()):
        if {said["into"], said["other"]} <= tale.problems.keys():
            _merge(tale, said)
    for said in tale.present(row.get("dissents", [])):
        if said["problem"] in tale.problems:
            joint_problems.add_dissent(
                problem=tale.problems[said["problem"]],
                participant=tale.parties[said["who"]],
                text=said["text"],
                acting_user=tale.writer(said["who"]),
            )
    _prioritize(tale, row)
    for problem in reported:
        _decide(tale, problem, row["report_decision"])


def _draw(tale: Tale, sources: list[Any]) -> list[JointProblem]:
    return joint_problems.draw_in(
        process=tale.process, sources=sources, acting_user=tale.coordinator
    )


def _from_report(tale: Tale) -> list[Problem]:
    """The open problems of the report that the lead attached."""
    picture = tale.parties["lead"].pictures.get()
    if not picture.report:
        return []
    return list(picture.report.problems.filter(classification="open").order_by("order", "pk"))


def _merge(tale: Tale, said: Row) -> None:
    joint_problems.merge(
        problem=tale.problems[said["into"]],
        others={tale.problems[said["other"]].pk: said.get("differs", "")},
        versions={},
        acting_user=tale.coordinator,
    )
    del tale.problems[said["other"]]


def _prioritize(tale: Tale, row: Row) -> None:
    stored = priorities.weights_of(tale.process.cycles.last())
    if weights := row.get("weights"):
        priorities.set_weights(
            process=tale.process,
            weights=stored | weights,
            seen=stored,
            acting_user=tale.coordinator,
        )
    for said in row.get("scores", ()):
        if problem := tale.problems.get(said["problem"]):
            given = zip(Criterion.values, said["points"], strict=True)
            problem.refresh_from_db()
            priorities.score_problem(
                problem=problem,
                version=problem.version,
                scores={key: (int(points), said["why"]) for key, points in given},
                acting_user=tale.coordinator,
            )
    for said in row.get("decisions", ()):
        if problem := tale.problems.get(said["problem"]):
            _decide(tale, problem, said)


def _decide(tale: Tale, problem: JointProblem, said: Row) -> None:
    problem.refresh_from_db()
    priorities.decide(
        problem=problem,
        version=problem.version,
        decision=said["decision"],
        can_influence=said["can"],
        has_resources=said["has"],
        reason=said["reason"],
        acting_user=tale.coordinator,
    )


def analyze(tale: Tale, row: Row) -> None:
    """A cause analysis, if the problem came into the joint picture."""
    problem = tale.problems.get(row["problem"])
    if problem is None:
        return
    version = 0
    for sub_step, texts in row["texts"].items():
        sent: Row = dict.fromkeys(cause_analyses.TEXTS[sub_step], "") | texts
        if "due_on" in sent:
            sent["due_on"] = tale.day(row["days"])
        analysis = cause_analyses.save_texts(
            problem=problem,
            sub_step=sub_step,
            version=version,
            acting_user=tale.coordinator,
            **sent,
        )
        version = analysis.version
    for said in row["causes"]:
        _add_cause(tale, problem, said)


def _add_cause(tale: Tale, problem: JointProblem, said: Row, parent: Any = None) -> None:
    user = tale.coordinator
    cause = causes.add_cause(
        problem=problem,
        text=said["text"],
        side=said.get("side", ""),
        parent=parent,
        acting_user=user,
    )
    for evidence in said.get("evidence", ()):
        causes.add_evidence(cause=cause, acting_user=user, **evidence)
    if "verdict" in said:
        cause = causes.judge_cause(
            cause=cause,
            version=cause.version,
            tested_how=said["tested"],
            verdict=said["verdict"],
            verdict_reason=said["reason"],
            can_influence=said["can"],
            acting_user=user,
        )
    tale.causes[said["key"]] = cause
    for child in said.get("children", ()):
        _add_cause(tale, problem, child, parent=cause)


def forward(tale: Tale, row: Row) -> None:
    steps.move_forward(
        process=tale.process,
        reason=row.get("reason", ""),
        at=tale.moment(row["days"]),
        acting_user=tale.coordinator,
    )


def back(tale: Tale, row: Row) -> None:
    steps.move_back(
        process=tale.process,
        to_step=row["to"],
        reason=row["reason"],
        at=tale.moment(row["days"]),
        acting_user=tale.coordinator,
    )


def review(tale: Tale, row: Row) -> None:
    """The step has been gone through anew, after going back."""
    steps.go_through_anew(
        process=tale.process,
        reason=row["reason"],
        at=tale.moment(row["days"]),
        acting_user=tale.coordinator,
    )


def next_cycle(tale: Tale, row: Row) -> None:
    steps.begin_next_cycle(
        process=tale.process, at=tale.moment(row["days"]), acting_user=tale.coordinator
    )


def end(tale: Tale, row: Row) -> None:
    steps.end_process(
        process=tale.process,
        reason=row["reason"],
        at=tale.moment(row["days"]),
        acting_user=tale.coordinator,
    )
