"""Who reads and writes what over the API, in the words of the policy and not from the code.

Everything is closed unless a line here opens it. ``opens`` may use the address at all (the others
are refused), ``sees`` finds the object that is named in it (the others never learn that it is),
``writes`` says who may, by method. A key must also be allowed the address's ``scope``.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.access_policy import (
    ADMINISTRATOR,
    BODY,
    CENTRAL,
    COMMITTEE,
    CONTRIBUTOR,
    COORDINATOR,
    COORDINATORS,
    EVERYBODY,
    FOLLOWS,
    KEEPS,
    MANAGER,
    PARTNER,
    SEES_DRAFT,
    SEES_FILE,
    SEES_OBSERVATION,
    SEES_OBSTACLE,
    SEES_PLACE,
    SEES_PROCESS,
    SEES_WORK,
    STAFF,
    only,
)

READ = "read"
REPORTS, READINGS, ACTIVITIES = "reports:write", "readings:write", "activities:write"
FOLLOWS_WORK = FOLLOWS | {PARTNER}


@dataclass(frozen=True)
class ApiRule:
    """``needs`` names the objects of the world whose keys stand in the address, ``data`` what is
    sent; a value ``@name`` is the world's key of that name.
    """

    opens: frozenset[str] | None  # None: the address is not read
    sees: frozenset[str] | None = None
    finds: frozenset[str] | None = None  # who sees the object that is named in what is sent
    writes: dict[str, frozenset[str]] = field(default_factory=dict)
    writers_open: frozenset[str] | None = None
    scope: str = READ
    needs: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)


_draft = {"sees": SEES_DRAFT, "scope": REPORTS}
_in_draft = {"writers_open": FOLLOWS, **_draft}
TEXT = {"text": "Torget är mörkt.", "classification": "open"}
PROBLEM = {"type": "@problem_type", "title": "Rutor", "classification": "open"}
ACTIVITY = {"title": "Beställ lampor", "owner_id": "@contributor", "due_on": "2026-12-01"}

# Who changed what: where the pages tell it. Staff, of what they see; texts that may be restricted
# are read by those who read all of them, and the central office's own by itself.
READS_ALL = only(COORDINATOR, MANAGER, CENTRAL)
STAFF_OF_PROCESS = SEES_PROCESS - {PARTNER}
_of_process = {"opens": STAFF, "sees": STAFF_OF_PROCESS}
HISTORIES = {
    "program-history": ApiRule(only(CENTRAL, ADMINISTRATOR), needs={"code": "program_code"}),
    "body-history": ApiRule(
        EVERYBODY, BODY | {CENTRAL, ADMINISTRATOR}, needs={"code": "body_code"}
    ),
    "situation-report-history": ApiRule(FOLLOWS, READS_ALL, needs={"pk": "published"}),
    "observation-history": ApiRule(STAFF, SEES_OBSERVATION, needs={"pk": "observation"}),
    "obstacle-history": ApiRule(FOLLOWS, READS_ALL, needs={"pk": "obstacle"}),
    "process-history": ApiRule(**_of_process, needs={"pk": "process"}),
    "process-problem-history": ApiRule(
        **_of_process, needs={"pk": "process", "problem": "analysed_problem"}
    ),
    "agreement-history": ApiRule(STAFF, needs={"pk": "agreement"}),
    "place-history": ApiRule(STAFF, needs={"pk": "place"}),
    "walk-history": ApiRule(STAFF, needs={"pk": "walk"}),
    "walk-finding-history": ApiRule(STAFF, needs={"pk": "walk", "finding": "finding"}),
    "promise-history": ApiRule(STAFF, needs={"pk": "promise"}),
    "goal-history": ApiRule(**_of_process, needs={"pk": "goal"}),
    "measure-history": ApiRule(**_of_process, needs={"pk": "measure"}),
    "activity-history": ApiRule(**_of_process, needs={"pk": "activity"}),
    "action-plan-history": ApiRule(**_of_process, needs={"pk": "plan"}),
    "municipal-picture-history": ApiRule(only(CENTRAL), needs={"pk": "decided_picture"}),
    "municipal-plan-history": ApiRule(only(CENTRAL), needs={"pk": "decided_plan"}),
    "indicator-history": ApiRule(only(CENTRAL), needs={"code": "indicator"}),
    "technique-history": ApiRule(only(CENTRAL), needs={"code": "technique_code"}),
    "report-history": ApiRule(only(CENTRAL), needs={"pk": "published_report"}),
}

ORACLE: dict[str, ApiRule] = HISTORIES | {
    "schema": ApiRule(EVERYBODY),
    "me": ApiRule(EVERYBODY),
    "start": ApiRule(EVERYBODY),
    "program-list": ApiRule(EVERYBODY),
    "program": ApiRule(EVERYBODY, needs={"code": "program_code"}),
    "body-list": ApiRule(EVERYBODY),
    "body": ApiRule(EVERYBODY, needs={"code": "body_code"}),
    "area-list": ApiRule(EVERYBODY),
    "area": ApiRule(EVERYBODY, needs={"pk": "area"}),
    "concept-list": ApiRule(EVERYBODY),
    "problem-type-list": ApiRule(EVERYBODY),
    # Situation reports: the body's own in every state; its coordinator writes.
    "situation-report-list": ApiRule(
        FOLLOWS,
        writes={"post": only(COORDINATOR)},
        writers_open=FOLLOWS,
        scope=REPORTS,
        data={"body": "@body_code", "period": "2026-08"},
    ),
    "situation-report": ApiRule(
        FOLLOWS, writes={"patch": only(COORDINATOR)}, needs={"pk": "draft"}, **_in_draft
    ),
    "situation-report-submit": ApiRule(
        None, writes={"post": only(COORDINATOR)}, needs={"pk": "draft"}, **_in_draft
    ),
    "situation-report-part": ApiRule(
        FOLLOWS,
        writes={"put": only(COORDINATOR)},
        needs={"pk": "draft", "kind": "part_kind"},
        data=TEXT,
        **_in_draft,
    ),
    "situation-report-problem-list": ApiRule(
        FOLLOWS,
        writes={"post": only(COORDINATOR)},
        needs={"pk": "draft"},
        data=PROBLEM,
        **_in_draft,
    ),
    "situation-report-problem": ApiRule(
        FOLLOWS,
        writes={"put": only(COORDINATOR), "delete": only(COORDINATOR)},
        needs={"pk": "draft", "problem": "open_problem"},
        data=PROBLEM,
        **_in_draft,
    ),
    # Processes: the bodies and partners that take part, and the central office.
    "process-list": ApiRule(STAFF | {PARTNER}),
    "process": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process"}),
    "process-problem-list": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process"}),
    "process-pictures": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process"}),
    "step-versions": ApiRule(
        STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process", "step": "step_name"}
    ),
    "process-priorities": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process"}),
    "process-invitations": ApiRule(  # for who leads it
        COORDINATORS, only(COORDINATOR), needs={"pk": "process"}
    ),
    "process-signal-list": ApiRule(STAFF, SEES_PROCESS, needs={"pk": "process"}),
    "process-red-thread": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process"}),
    "process-outcome": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process"}),
    "action-plan-list": ApiRule(STAFF | {PARTNER}),
    "action-plan-comparison": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "plan"}),
    "action-plan": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "plan"}),
    # Agreements and councils are the staff's; place work also the partner's, of its processes.
    "agreement-list": ApiRule(STAFF),
    "agreement": ApiRule(STAFF, needs={"pk": "agreement"}),
    "council-list": ApiRule(STAFF),
    "council": ApiRule(STAFF, needs={"pk": "council"}),
    "council-meeting-list": ApiRule(STAFF, needs={"pk": "council"}),
    "place-list": ApiRule(SEES_PLACE),
    "place": ApiRule(SEES_PLACE, SEES_PLACE, needs={"pk": "place"}),
    "walk-list": ApiRule(SEES_PLACE),
    "walk": ApiRule(SEES_PLACE, SEES_PLACE, needs={"pk": "walk"}),
    "promise-list": ApiRule(SEES_PLACE),
    "promise": ApiRule(SEES_PLACE, SEES_PLACE, needs={"pk": "promise"}),
    "lesson-list": ApiRule(FOLLOWS_WORK),
    "technique-list": ApiRule(FOLLOWS_WORK),
    # The municipality's documents and the law: those who follow the city's work.
    "municipal-picture-comparison": ApiRule(FOLLOWS, needs={"pk": "decided_picture"}),
    "municipal-plan-comparison": ApiRule(FOLLOWS, needs={"pk": "decided_plan"}),
    "municipal-picture-list": ApiRule(FOLLOWS),
    "municipal-picture": ApiRule(FOLLOWS, needs={"pk": "decided_picture"}),
    "municipal-plan-list": ApiRule(FOLLOWS),
    "municipal-plan": ApiRule(FOLLOWS, needs={"pk": "decided_plan"}),
    "law-evidence-list": ApiRule(FOLLOWS),
    "council-report-list": ApiRule(FOLLOWS),
    "duty-list": ApiRule(only(CENTRAL, COMMITTEE)),
    "body-duties": ApiRule(BODY | {CENTRAL, COMMITTEE}, needs={"code": "body_code"}),
    "observation-list": ApiRule(STAFF),
    "observation": ApiRule(STAFF, SEES_OBSERVATION, needs={"pk": "observation"}),
    "obstacle-list": ApiRule(FOLLOWS),
    "obstacle": ApiRule(FOLLOWS, SEES_OBSTACLE, needs={"pk": "obstacle"}),
    # The follow-up: those who take part, and everybody who follows the city's work.
    "goal-list": ApiRule(FOLLOWS_WORK),
    "goal": ApiRule(FOLLOWS_WORK, SEES_WORK, needs={"pk": "goal"}),
    "assessment-list": ApiRule(FOLLOWS_WORK),
    "assessment": ApiRule(FOLLOWS_WORK, SEES_WORK, needs={"pk": "assessment"}),
    "measure-list": ApiRule(FOLLOWS_WORK),
    "measure": ApiRule(FOLLOWS_WORK, SEES_WORK, needs={"pk": "measure"}),
    "activity-list": ApiRule(
        FOLLOWS_WORK,
        finds=SEES_WORK,
        writes={"post": only(COORDINATOR)},
        writers_open=FOLLOWS_WORK,
        scope=ACTIVITIES,
        data={"measure_id": "@measure", **ACTIVITY},
    ),
    "activity": ApiRule(
        FOLLOWS_WORK,
        SEES_WORK,
        writes={"put": only(COORDINATOR)},
        writers_open=FOLLOWS_WORK,
        scope=ACTIVITIES,
        needs={"pk": "activity"},
        data=ACTIVITY,
    ),
    "activity-done": ApiRule(  # its owner is a contributor
        None,
        SEES_WORK,
        writes={"post": only(COORDINATOR, CONTRIBUTOR)},
        writers_open=FOLLOWS_WORK,
        scope=ACTIVITIES,
        needs={"pk": "activity"},
    ),
    "indicator-list": ApiRule(FOLLOWS_WORK),
    "indicator": ApiRule(FOLLOWS_WORK, needs={"code": "indicator"}),
    "reading-list": ApiRule(  # of one's own body; the central office of all
        FOLLOWS_WORK,
        writes={"post": only(COORDINATOR, CENTRAL)},
        writers_open=COORDINATORS | {CENTRAL},
        scope=READINGS,
        data={
            "readings": [
                {"indicator": "@indicator", "body": "@body_code", "period": "2026-08", "value": "3"}
            ]
        },
    ),
    "reading": ApiRule(
        FOLLOWS_WORK,
        writes={"put": only(COORDINATOR, CENTRAL), "patch": only(COORDINATOR, CENTRAL)},
        writers_open=COORDINATORS | {CENTRAL},
        scope=READINGS,
        needs={"pk": "reading"},
        data={"value": "3"},
    ),
    # Files: those who keep readings, each its own; the central office all.
    "file-list": ApiRule(KEEPS),
    "file": ApiRule(KEEPS, SEES_FILE, needs={"pk": "file"}),
    "unknown-name-list": ApiRule(KEEPS),
    "report-question-list": ApiRule(COORDINATORS | {CENTRAL}),
    "report-question": ApiRule(
        COORDINATORS | {CENTRAL}, only(COORDINATOR, CENTRAL), needs={"pk": "report_question"}
    ),
    "report-list": ApiRule(FOLLOWS),
    "report": ApiRule(FOLLOWS, needs={"pk": "published_report"}),
    "report-part-list": ApiRule(FOLLOWS, needs={"pk": "published_report"}),
    "report-part": ApiRule(FOLLOWS, needs={"pk": "published_report", "anchor": "anchor"}),
    "report-body-list": ApiRule(FOLLOWS, needs={"pk": "published_report"}),
    "report-body": ApiRule(FOLLOWS, needs={"pk": "published_report", "code": "part_body"}),
    "report-review": ApiRule(only(CENTRAL), needs={"pk": "published_report"}),
    "report-deliveries": ApiRule(only(CENTRAL), needs={"pk": "published_report"}),
    "report-comparison": ApiRule(FOLLOWS, needs={"pk": "published_report"}),
    "indicator-series": ApiRule(FOLLOWS_WORK, needs={"code": "indicator"}),
    "law": ApiRule(FOLLOWS),
    "contacts": ApiRule(EVERYBODY),
    "dashboard": ApiRule(FOLLOWS),
    "dashboard-figure": ApiRule(FOLLOWS, needs={"key": "figure"}),
    "dashboard-body": ApiRule(FOLLOWS, needs={"code": "body_code"}),
    "dashboard-body-figure": ApiRule(FOLLOWS, needs={"code": "body_code", "key": "figure"}),
    "dashboard-focus-area": ApiRule(FOLLOWS, needs={"code": "focus_area"}),
    "dashboard-focus-area-figure": ApiRule(FOLLOWS, needs={"code": "focus_area", "key": "figure"}),
    "dashboard-process": ApiRule(STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process"}),
    "dashboard-process-figure": ApiRule(
        STAFF | {PARTNER}, SEES_PROCESS, needs={"pk": "process", "key": "figure"}
    ),
}
