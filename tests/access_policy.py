"""Who may open and send what, written from the words of the policy and not from the code.

The policy: everything is closed unless a line here opens it. Each address says for whom a GET and a
POST succeed and who must not even learn that the object exists (404); everybody else is refused
(403). ``None`` means that the method is not used at the address. Objects belong to the district
committee Ådalen and are in the state in which the action is possible.
"""

from dataclasses import dataclass, field

COORDINATOR, MANAGER, CONTRIBUTOR = "coordinator", "manager", "contributor"
CENTRAL, COMMITTEE, ADMINISTRATOR = "central", "committee", "administrator"
PARTNER, OTHER, OUTSIDER = "partner", "other_coordinator", "outsider"

# ``other_coordinator`` coordinates another body; ``outsider`` has an account and no role.
EVERYBODY = frozenset(
    {
        COORDINATOR, MANAGER, CONTRIBUTOR, CENTRAL, COMMITTEE, ADMINISTRATOR, PARTNER, OTHER,
        OUTSIDER,
    }
)  # fmt: skip
NOBODY: frozenset[str] = frozenset()
BODY = frozenset({COORDINATOR, MANAGER, CONTRIBUTOR})  # those who work in Ådalen
STAFF = BODY | {CENTRAL, OTHER}  # the municipality's staff
FOLLOWS = STAFF | {COMMITTEE}  # staff and the committee follow the whole city
COORDINATORS = frozenset({COORDINATOR, OTHER})
FIELD = BODY | {OTHER}  # those who work in some body


def only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


def all_but(seen: frozenset[str]) -> frozenset[str]:
    return EVERYBODY - seen


@dataclass(frozen=True)
class Rule:
    """``needs`` names the objects of the world whose keys stand in the address, ``query`` those
    after its question mark, ``data`` those that are sent along with a POST.
    """

    get: frozenset[str] | None
    post: frozenset[str] | None = None
    hidden: frozenset[str] = NOBODY
    needs: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    public: bool = False


def public(*, get: bool = True, post: bool = False, **needs: str) -> Rule:
    """For the signed-out too."""
    return Rule(EVERYBODY if get else None, EVERYBODY if post else None, needs=needs, public=True)


# Who sees a report in each state: the body always, the central office from submitted, the rest
# of the city when published.
SEES_DRAFT = BODY
SEES_SENT = BODY | {CENTRAL}
SEES_PUBLISHED = FOLLOWS
SEES_OBSERVATION = BODY | {CENTRAL}
SEES_OBSTACLE = BODY | {CENTRAL}  # an internal one: the committee reads only what is open
SEES_PROCESS = BODY | {CENTRAL, PARTNER}

SEES_WORK = SEES_PROCESS | {COMMITTEE}  # goals, measures and activities: the city's follow-up

_draft = {"hidden": all_but(SEES_DRAFT), "needs": {"pk": "draft"}}
_sent = {"hidden": all_but(SEES_SENT), "needs": {"pk": "submitted"}}
_approved = {"hidden": all_but(SEES_SENT), "needs": {"pk": "approved"}}
_problem = {
    "hidden": all_but(SEES_DRAFT),
    "needs": {"pk": "draft", "problem_id": "problem"},
}
_observation = {"hidden": all_but(SEES_OBSERVATION), "needs": {"pk": "observation"}}
_handled = {"hidden": all_but(SEES_OBSERVATION), "needs": {"pk": "handled_observation"}}
_obstacle = {"hidden": all_but(SEES_OBSTACLE), "needs": {"pk": "obstacle"}}
_process = {"hidden": all_but(SEES_PROCESS), "needs": {"pk": "process"}}
_step = {"hidden": all_but(SEES_PROCESS), "needs": {"pk": "process", "slug": "step"}}
_participant = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "participant": "participant"},
}
_lead_party = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "participant": "lead_participant"},
}
_goal = {"hidden": all_but(SEES_WORK), "needs": {"pk": "goal"}}
_measure = {"hidden": all_but(SEES_WORK), "needs": {"pk": "measure"}}
_activity = {"hidden": all_but(SEES_WORK), "needs": {"pk": "activity"}}
_plan = {"hidden": all_but(SEES_PROCESS), "needs": {"pk": "plan"}}
_indicator = {"needs": {"code": "indicator"}}
# Indicators are kept by coordinators and the central office; a file is its uploader's and theirs.
KEEPS = COORDINATORS | {CENTRAL}
SEES_FILE = only(COORDINATOR, CENTRAL)
_file = {"hidden": only(OTHER), "needs": {"pk": "file"}}
_own_party = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "participant": "own_party"},
}
_picture_problem = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "participant": "own_party", "problem": "picture_problem"},
}
_joint = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "problem": "joint_problem"},
}
_merged = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "problem": "merged_problem"},
}
_analysis = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "problem": "analysed_problem"},
}
_cause = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "problem": "analysed_problem", "cause": "cause"},
}
_evidence = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {
        "pk": "process", "problem": "analysed_problem", "cause": "cause", "evidence": "evidence"
    },
}  # fmt: skip
_invitation = {
    "hidden": all_but(SEES_PROCESS),
    "needs": {"pk": "process", "invitation": "invitation"},
}
_monthly = {"needs": {"month": "month", "code": "scope"}}
_edition = {"needs": {"month": "month", "code": "scope", "number": "draft_edition"}}
_section = {"needs": {**_edition["needs"], "section": "section"}}
_person = {"needs": {"pk": "person"}}

ACCOUNT = {
    "account_login": public(post=True),
    "account_logout": public(post=True),
    "account_signup": public(post=True),  # says that accounts are made by an administrator
    "account_inactive": public(),
    "account_reauthenticate": Rule(EVERYBODY, EVERYBODY),
    "account_change_password": Rule(EVERYBODY, EVERYBODY),
    "account_set_password": Rule(EVERYBODY, EVERYBODY),
    "account_reset_password": public(post=True),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(post=True, uidb36="uidb36", key="key"),
    "account_reset_password_from_key_done": public(),
}

PROGRAM = {
    "programs:program-list": Rule(EVERYBODY),
    "programs:program-detail": Rule(EVERYBODY, needs={"code": "program_code"}),
    "programs:program-matrix": Rule(EVERYBODY, needs={"code": "program_code"}),
    "programs:body-list": Rule(EVERYBODY),
    "programs:body-detail": Rule(EVERYBODY, needs={"code": "body_code"}),
    "programs:concept-list": Rule(EVERYBODY),
    "programs:area-map": Rule(EVERYBODY, needs={"level": "level"}),
    "programs:coordinator-appoint": Rule(only(CENTRAL), only(CENTRAL), needs={"code": "body_code"}),
    "programs:coordinator-end": Rule(
        only(CENTRAL), only(CENTRAL), needs={"code": "body_code", "pk": "appointment"}
    ),
}

SETTINGS = {
    "settings": Rule(only(CENTRAL, ADMINISTRATOR)),
    "settings-program": Rule(only(CENTRAL), only(CENTRAL), needs={"code": "program_code"}),
    "settings-tokens": Rule(only(CENTRAL, ADMINISTRATOR)),
    "settings-token-new": Rule(only(CENTRAL, ADMINISTRATOR), only(CENTRAL, ADMINISTRATOR)),
    "settings-token-revoke": Rule(
        only(CENTRAL, ADMINISTRATOR), only(CENTRAL, ADMINISTRATOR), needs={"pk": "token"}
    ),
    "settings-person-new": Rule(only(ADMINISTRATOR), only(ADMINISTRATOR)),
    "settings-person": Rule(only(ADMINISTRATOR), only(ADMINISTRATOR), **_person),
    "settings-person-edit": Rule(only(ADMINISTRATOR), only(ADMINISTRATOR), **_person),
    "settings-role-take": Rule(
        only(ADMINISTRATOR), only(ADMINISTRATOR), needs={"pk": "person", "grant": "grant"}
    ),
    "settings-person-end": Rule(only(ADMINISTRATOR), only(ADMINISTRATOR), **_person),
    "settings-person-open": Rule(None, only(ADMINISTRATOR), **_person),
    "settings-person-link": Rule(None, only(ADMINISTRATOR), **_person),
}

REPORTS = {
    "collaboration:report-list": Rule(FOLLOWS),
    "collaboration:report-new": Rule(COORDINATORS, COORDINATORS),
    "collaboration:report-detail": Rule(SEES_DRAFT, **_draft),
    "collaboration:report-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_draft),
    "collaboration:report-preview": Rule(only(COORDINATOR), **_draft),
    "collaboration:report-submit": Rule(only(COORDINATOR), only(COORDINATOR), **_draft),
    "collaboration:report-approve": Rule(only(MANAGER), only(MANAGER), **_sent),
    "collaboration:report-return": Rule(only(MANAGER), only(MANAGER), **_sent),
    "collaboration:report-publish": Rule(only(CENTRAL), only(CENTRAL), **_approved),
    "collaboration:report-no-change": Rule(None, only(COORDINATOR), **_draft),
    "collaboration:report-no-problems": Rule(None, only(COORDINATOR), **_draft),
    "collaboration:part-autosave": Rule(
        None,
        only(COORDINATOR),
        hidden=all_but(SEES_DRAFT),
        needs={"pk": "draft", "kind": "part_kind"},
    ),
    "collaboration:problem-add": Rule(only(COORDINATOR), only(COORDINATOR), **_draft),
    "collaboration:problem-autosave-new": Rule(None, only(COORDINATOR), **_draft),
    "collaboration:problem-carry": Rule(None, only(COORDINATOR), **_draft),
    "collaboration:problem-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_problem),
    "collaboration:problem-autosave": Rule(None, only(COORDINATOR), **_problem),
    "collaboration:problem-delete": Rule(only(COORDINATOR), only(COORDINATOR), **_problem),
}

FIELD_WORK = {
    "collaboration:observation-list": Rule(STAFF),
    "collaboration:observation-new": Rule(FIELD, FIELD),
    "collaboration:observation-nothing": Rule(None, FIELD),
    "collaboration:observation-panel": Rule(
        SEES_DRAFT, hidden=all_but(SEES_DRAFT), needs={"report": "draft"}
    ),
    "collaboration:observation-detail": Rule(SEES_OBSERVATION, **_observation),
    "collaboration:observation-saved": Rule(  # for the one who logged it
        only(CONTRIBUTOR), hidden=all_but(only(CONTRIBUTOR)), needs={"pk": "observation"}
    ),
    "collaboration:observation-photo": Rule(SEES_OBSERVATION, **_observation),
    "collaboration:observation-take-in": Rule(
        None, only(COORDINATOR), data={"report": "draft", "problem": "problem"}, **_observation
    ),
    "collaboration:observation-set-aside": Rule(None, only(COORDINATOR), **_observation),
    "collaboration:observation-take-back": Rule(None, only(COORDINATOR), **_handled),
}

OBSTACLES = {
    "collaboration:obstacle-list": Rule(FOLLOWS),
    "collaboration:obstacle-new": Rule(COORDINATORS, COORDINATORS),
    "collaboration:obstacle-detail": Rule(SEES_OBSTACLE, **_obstacle),
    "collaboration:obstacle-acknowledge": Rule(None, only(CENTRAL), **_obstacle),
    "collaboration:obstacle-answer": Rule(None, only(CENTRAL), **_obstacle),
    "collaboration:obstacle-close": Rule(only(COORDINATOR), only(COORDINATOR), **_obstacle),
    "collaboration:obstacle-reopen": Rule(
        only(COORDINATOR),
        only(COORDINATOR),
        hidden=all_but(SEES_OBSTACLE),
        needs={"pk": "answered_obstacle"},
    ),
}

PROCESSES = {
    "collaboration:process-list": Rule(STAFF | {PARTNER}),
    "collaboration:process-new": Rule(COORDINATORS, COORDINATORS),
    "collaboration:process-detail": Rule(SEES_PROCESS, **_process),
    "collaboration:process-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:process-board": Rule(STAFF | {PARTNER}),
    "collaboration:process-history": Rule(BODY | {CENTRAL}, **_process),
    "collaboration:process-step": Rule(SEES_PROCESS, **_step),
    "collaboration:process-versions": Rule(SEES_PROCESS, **_step),
    "collaboration:process-forward": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:process-back": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:process-review": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:process-next-cycle": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:process-end": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:initiation-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:participant-add": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:participant-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_participant),
    "collaboration:participant-remind": Rule(None, only(COORDINATOR), **_participant),
    "collaboration:participant-leave": Rule(only(COORDINATOR), only(COORDINATOR), **_participant),
    "collaboration:invitation-list": Rule(only(COORDINATOR), **_process),
    "collaboration:invitation-new": Rule(
        only(COORDINATOR),
        only(COORDINATOR),
        hidden=all_but(SEES_PROCESS),
        needs={"pk": "process", "participant": "organization_party"},
    ),
    "collaboration:invitation-resend": Rule(None, only(COORDINATOR), **_invitation),
    "collaboration:invitation-remove": Rule(only(COORDINATOR), only(COORDINATOR), **_invitation),
    "collaboration:signal-new": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:signal-answer": Rule(
        only(CENTRAL),
        only(CENTRAL),
        hidden=all_but(SEES_PROCESS),
        needs={"pk": "process", "signal": "signal"},
    ),
    "collaboration:invitation": public(post=True, token="invitation_token"),
}

# A party's own texts are written by its coordinator and manager, the joint ones by the lead.
SPEAKS = only(COORDINATOR, MANAGER)
PICTURES = {
    "collaboration:picture-edit": Rule(SPEAKS, SPEAKS, **_own_party),
    "collaboration:picture-confirm": Rule(None, SPEAKS, **_own_party),
    "collaboration:picture-problem-add": Rule(SPEAKS, SPEAKS, **_own_party),
    "collaboration:picture-problem-edit": Rule(SPEAKS, SPEAKS, **_picture_problem),
    "collaboration:picture-problem-delete": Rule(SPEAKS, SPEAKS, **_picture_problem),
    "collaboration:joint-picture": Rule(SEES_PROCESS, **_process),
    "collaboration:joint-draw": Rule(None, only(COORDINATOR), **_process),
    "collaboration:joint-add": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:joint-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_joint),
    "collaboration:joint-delete": Rule(only(COORDINATOR), only(COORDINATOR), **_joint),
    "collaboration:joint-merge": Rule(only(COORDINATOR), only(COORDINATOR), **_joint),
    "collaboration:joint-unmerge": Rule(None, only(COORDINATOR), **_merged),
    "collaboration:joint-split": Rule(only(COORDINATOR), only(COORDINATOR), **_joint),
    "collaboration:dissent-add": Rule(SPEAKS | {PARTNER}, SPEAKS | {PARTNER}, **_joint),
    "collaboration:priorities": Rule(SEES_PROCESS, **_process),
    "collaboration:priority-weights": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "collaboration:priority-score": Rule(only(COORDINATOR), only(COORDINATOR), **_joint),
    "collaboration:priority-decide": Rule(only(COORDINATOR), only(COORDINATOR), **_joint),
}

# Every party reads the cause analysis; the working group (the lead body, the partner) writes it.
ANALYZES = only(COORDINATOR, MANAGER, PARTNER)
CAUSES = {
    "collaboration:cause-analysis": Rule(SEES_PROCESS, ANALYZES, **_analysis),
    "collaboration:cause-history": Rule(BODY | {CENTRAL}, **_analysis),
    "collaboration:cause-add": Rule(None, ANALYZES, **_analysis),
    "collaboration:cause-test": Rule(SEES_PROCESS, ANALYZES, **_cause),
    "collaboration:cause-edit": Rule(ANALYZES, ANALYZES, **_cause),
    "collaboration:cause-move": Rule(None, ANALYZES, **_cause),
    "collaboration:cause-delete": Rule(ANALYZES, ANALYZES, **_cause),
    "collaboration:evidence-add": Rule(None, ANALYZES, **_cause),
    "collaboration:evidence-delete": Rule(ANALYZES, ANALYZES, **_evidence),
}

# The world's walk, place and promise belong to the process that the partner is invited to; the
# walk that is finished does not, and is hidden from the partner.
SEES_PLACE = STAFF | {PARTNER}
_walk = {"hidden": all_but(SEES_PLACE), "needs": {"pk": "walk"}}
_finding = {"hidden": all_but(SEES_PLACE), "needs": {"pk": "walk", "finding": "finding"}}
_sent_finding = {
    "hidden": all_but(STAFF),
    "needs": {"pk": "finished_walk", "finding": "sent_finding"},
}
_place = {"hidden": all_but(SEES_PLACE), "needs": {"pk": "place"}}
_promise = {"hidden": all_but(SEES_PLACE), "needs": {"pk": "promise"}}

# Walks, places and promises are open within the municipality's staff; an invited partner reads
# those that belong to its process, and nothing else. It writes in none of them.
PLACES = {
    "collaboration:walk-list": Rule(SEES_PLACE),
    "collaboration:finding-csv": Rule(SEES_PLACE),
    "collaboration:walk-csv": Rule(SEES_PLACE, **_walk),
    "collaboration:promise-csv": Rule(SEES_PLACE),
    "collaboration:walk-new": Rule(COORDINATORS, COORDINATORS),
    "collaboration:walk-detail": Rule(SEES_PLACE, **_walk),
    "collaboration:walk-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_walk),
    "collaboration:walk-record": Rule(BODY, BODY, **_walk),
    "collaboration:walk-finish": Rule(only(COORDINATOR), only(COORDINATOR), **_walk),
    "collaboration:walk-shell": Rule(FIELD),
    "collaboration:walk-worker": Rule(EVERYBODY),
    "collaboration:finding-detail": Rule(SEES_PLACE, **_finding),
    "collaboration:finding-photo": Rule(SEES_PLACE, **_finding),
    "collaboration:finding-answer": Rule(None, only(COORDINATOR, MANAGER), **_sent_finding),
    "collaboration:finding-edit": Rule(
        only(COORDINATOR, CONTRIBUTOR), only(COORDINATOR, CONTRIBUTOR), **_finding
    ),
    "collaboration:finding-remove": Rule(
        only(COORDINATOR, CONTRIBUTOR), only(COORDINATOR, CONTRIBUTOR), **_finding
    ),
    "collaboration:place-list": Rule(SEES_PLACE),
    "collaboration:place-new": Rule(COORDINATORS, COORDINATORS),
    "collaboration:place-detail": Rule(SEES_PLACE, **_place),
    "collaboration:place-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_place),
    "collaboration:promise-list": Rule(SEES_PLACE),
    "collaboration:promise-new": Rule(COORDINATORS, COORDINATORS),
    "collaboration:promise-detail": Rule(SEES_PLACE, **_promise),
    "collaboration:promise-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_promise),
    "collaboration:promise-judge": Rule(only(COORDINATOR), only(COORDINATOR), **_promise),
}

WRITES_AGREEMENT = only(COORDINATOR, CENTRAL)
_agreement = {"needs": {"pk": "agreement"}}
_council = {"needs": {"pk": "council"}}
_meeting = {"needs": {"pk": "council", "meeting": "meeting"}}
_reached = {"needs": {"pk": "reached_agreement"}}
AGREEMENTS = {
    "collaboration:agreement-list": Rule(STAFF),
    "collaboration:agreement-csv": Rule(STAFF),
    "collaboration:agreement-new": Rule(COORDINATORS | {CENTRAL}, COORDINATORS | {CENTRAL}),
    "collaboration:agreement-detail": Rule(STAFF, **_agreement),
    "collaboration:agreement-edit": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_agreement),
    "collaboration:agreement-reach": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_agreement),
    "collaboration:agreement-give-up": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_agreement),
    "collaboration:agreement-review": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_reached),
    "collaboration:agreement-end": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_reached),
    "collaboration:agreement-renew": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_reached),
    "collaboration:agreement-sign": Rule(None, WRITES_AGREEMENT, **_agreement),
    "collaboration:agreement-attempt": Rule(None, WRITES_AGREEMENT, **_agreement),
    "collaboration:annex-add": Rule(None, WRITES_AGREEMENT, **_agreement),
    "collaboration:annex-download": Rule(STAFF, needs={"pk": "agreement", "annex": "annex"}),
    "collaboration:annex-remove": Rule(
        WRITES_AGREEMENT, WRITES_AGREEMENT, needs={"pk": "agreement", "annex": "annex"}
    ),
    "collaboration:signature-remove": Rule(
        WRITES_AGREEMENT, WRITES_AGREEMENT, needs={"pk": "agreement", "signature": "signature"}
    ),
    "collaboration:attempt-remove": Rule(
        WRITES_AGREEMENT, WRITES_AGREEMENT, needs={"pk": "agreement", "attempt": "attempt"}
    ),
    "collaboration:council-list": Rule(STAFF),
    "collaboration:council-new": Rule(COORDINATORS | {CENTRAL}, COORDINATORS | {CENTRAL}),
    "collaboration:council-detail": Rule(STAFF, **_council),
    "collaboration:council-edit": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_council),
    "collaboration:council-member-add": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_council),
    "collaboration:council-member-leave": Rule(
        WRITES_AGREEMENT,
        WRITES_AGREEMENT,
        needs={"pk": "council", "member": "council_member"},
    ),
    "collaboration:meeting-new": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_council),
    "collaboration:meeting-detail": Rule(STAFF, **_meeting),
    "collaboration:meeting-edit": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_meeting),
    "collaboration:meeting-adjust": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_meeting),
    "collaboration:meeting-item-add": Rule(WRITES_AGREEMENT, WRITES_AGREEMENT, **_meeting),
    "collaboration:meeting-item-edit": Rule(
        WRITES_AGREEMENT,
        WRITES_AGREEMENT,
        needs={"pk": "council", "meeting": "meeting", "item": "agenda_item"},
    ),
    "followup:council-minutes": Rule(STAFF, **_meeting),
    "followup:council-decisions": Rule(STAFF, **_meeting),
    # A decision becomes work of the body that leads the council: its coordinator plans it.
    "followup:decision-activity": Rule(
        only(COORDINATOR),
        only(COORDINATOR),
        needs={"pk": "council", "meeting": "meeting", "item": "agenda_item"},
    ),
}

FOLLOW_UP = {
    "followup:process-goals": Rule(SEES_PROCESS, **_process),
    "followup:dashboard": Rule(FOLLOWS),
    "followup:dashboard-csv": Rule(FOLLOWS, needs={"name": "table"}),
    "followup:dashboard-body": Rule(FOLLOWS, needs={"code": "body_code"}),
    "followup:dashboard-xlsx": Rule(FOLLOWS),
    "followup:dashboard-rows": Rule(FOLLOWS, needs={"name": "rows"}),
    "followup:dashboard-rows-csv": Rule(FOLLOWS, needs={"name": "rows"}),
    "followup:dashboard-rows-xlsx": Rule(FOLLOWS, needs={"name": "rows"}),
    "followup:dashboard-focus": Rule(FOLLOWS, needs={"code": "focus_area"}),
    "followup:dashboard-process": Rule(SEES_PROCESS, **_process),
    "followup:report-list": Rule(FOLLOWS),
    "followup:report-build": Rule(None, only(CENTRAL)),
    "followup:report-detail": Rule(FOLLOWS, **_monthly),
    "followup:report-progress": Rule(FOLLOWS, **_monthly),
    "followup:report-download": Rule(FOLLOWS, **_monthly),
    "followup:report-new-edition": Rule(None, only(CENTRAL), **_monthly),
    "followup:report-compare": Rule(FOLLOWS, **_monthly),
    # a body's own part is as public as the edition that it is cut from
    "followup:report-part": Rule(
        FOLLOWS, needs={"month": "month", "code": "scope", "body": "part_body"}
    ),
    "followup:report-part-pdf": Rule(
        FOLLOWS, needs={"month": "month", "code": "scope", "body": "part_body"}
    ),
    # before an edition is published only the central office sees it
    "followup:report-review": Rule(only(CENTRAL), **_edition),
    "followup:report-review-section": Rule(None, only(CENTRAL), **_section),
    "followup:report-review-ask": Rule(None, only(CENTRAL), **_section),
    "followup:report-approve": Rule(only(CENTRAL), only(CENTRAL), **_edition),
    "followup:report-withdraw": Rule(None, only(CENTRAL), **_edition),
    "followup:report-publish": Rule(only(CENTRAL), only(CENTRAL), **_edition),
    "followup:report-rebuild": Rule(None, only(CENTRAL), **_edition),
    "followup:report-month": Rule(only(CENTRAL), needs={"month": "month"}),
    "followup:report-month-approve": Rule(None, only(CENTRAL), needs={"month": "month"}),
    "followup:report-month-publish": Rule(None, only(CENTRAL), needs={"month": "month"}),
    "followup:report-question": Rule(
        only(COORDINATOR),
        only(COORDINATOR),
        hidden=all_but(only(COORDINATOR)),
        needs={"pk": "report_question"},
    ),
    "followup:report-question-withdraw": Rule(
        only(CENTRAL), only(CENTRAL), needs={"pk": "report_question"}
    ),
}

WORK = {
    "followup:goal-list": Rule(FOLLOWS | {PARTNER}),
    "followup:goal-new": Rule(COORDINATORS, COORDINATORS),
    "followup:goal-detail": Rule(SEES_WORK, **_goal),
    "followup:goal-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_goal),
    "followup:goal-answer": Rule(  # coordinator and manager speak for their body
        only(COORDINATOR, MANAGER),
        only(COORDINATOR, MANAGER),
        hidden=all_but(SEES_WORK),
        needs={"pk": "goal", "participant": "lead_participant"},
    ),
    "followup:goal-revise": Rule(only(COORDINATOR), only(COORDINATOR), **_goal),
    "followup:goal-assess": Rule(  # the responsible body's coordinator and manager
        only(COORDINATOR, MANAGER), only(COORDINATOR, MANAGER), **_goal
    ),
    "followup:assessment-list": Rule(FOLLOWS | {PARTNER}),
    "followup:assessment-review": Rule(  # read with the goal, reviewed by the central office
        SEES_WORK, only(CENTRAL), hidden=all_but(SEES_WORK), needs={"pk": "assessment"}
    ),
    "followup:technique-list": Rule(FOLLOWS | {PARTNER}),
    "followup:technique-new": Rule(only(CENTRAL), only(CENTRAL)),
    "followup:technique-edit": Rule(only(CENTRAL), only(CENTRAL), needs={"pk": "technique"}),
    "followup:technique-options": Rule(FOLLOWS | {PARTNER}),  # a part of the measure's form
    "followup:technique-show": Rule(None, only(CENTRAL), needs={"pk": "technique"}),
    "followup:goal-csv": Rule(FOLLOWS | {PARTNER}),
    "followup:measure-csv": Rule(FOLLOWS | {PARTNER}),
    "followup:activity-csv": Rule(FOLLOWS | {PARTNER}),
    "followup:assessment-csv": Rule(FOLLOWS | {PARTNER}),
    "followup:goal-xlsx": Rule(FOLLOWS | {PARTNER}),
    "followup:measure-xlsx": Rule(FOLLOWS | {PARTNER}),
    "followup:activity-xlsx": Rule(FOLLOWS | {PARTNER}),
    "followup:assessment-xlsx": Rule(FOLLOWS | {PARTNER}),
    "followup:lesson-list": Rule(FOLLOWS | {PARTNER}),
    "followup:measure-list": Rule(FOLLOWS | {PARTNER}),
    "followup:cause-measures": Rule(
        SEES_PROCESS, hidden=all_but(SEES_PROCESS), needs={"cause": "cause"}
    ),
    "followup:measure-new": Rule(
        only(COORDINATOR),
        only(COORDINATOR),
        hidden=all_but(SEES_PROCESS),
        query={"process": "process"},
    ),
    "followup:measure-detail": Rule(SEES_WORK, **_measure),
    "followup:measure-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_measure),
    "followup:measure-state": Rule(
        None, only(COORDINATOR), data={"state": "measure_state"}, **_measure
    ),
    "followup:measure-pause": Rule(only(COORDINATOR), only(COORDINATOR), **_measure),
    "followup:measure-stop": Rule(only(COORDINATOR), only(COORDINATOR), **_measure),
    "followup:activity-list": Rule(FOLLOWS | {PARTNER}),
    "followup:activity-new": Rule(
        only(COORDINATOR),
        only(COORDINATOR),
        hidden=all_but(SEES_WORK),
        needs={"measure": "measure"},
    ),
    "followup:activity-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_activity),
    "followup:activity-drop": Rule(only(COORDINATOR), only(COORDINATOR), **_activity),
    "followup:activity-done": Rule(  # its owner is a contributor
        None, only(COORDINATOR, CONTRIBUTOR), **_activity
    ),
    "followup:activity-detail": Rule(SEES_WORK, only(COORDINATOR, CONTRIBUTOR), **_activity),
    "followup:activity-reminder": Rule(  # a link made for its owner, who signs in as well
        only(CONTRIBUTOR),
        hidden=all_but(only(CONTRIBUTOR)),
        needs={"token": "reminder_token"},
    ),
    "followup:reminder-settings": Rule(EVERYBODY),
    "followup:digest-choice": Rule(None, EVERYBODY),
    "followup:calendar-make": Rule(None, EVERYBODY),
    "followup:calendar-stop": Rule(None, EVERYBODY),
    "followup:calendar": public(secret="calendar_secret"),
    "followup:activity-done-day": Rule(
        only(COORDINATOR, CONTRIBUTOR), only(COORDINATOR, CONTRIBUTOR), **_activity
    ),
    "followup:activity-undone": Rule(None, only(COORDINATOR, CONTRIBUTOR), **_activity),
    "followup:indicator-list": Rule(FOLLOWS | {PARTNER}),
    "followup:indicator-detail": Rule(FOLLOWS | {PARTNER}, **_indicator),
    "followup:indicator-new": Rule(COORDINATORS | {CENTRAL}, COORDINATORS | {CENTRAL}),
    "followup:indicator-list-csv": Rule(FOLLOWS | {PARTNER}),
    "followup:indicator-list-xlsx": Rule(FOLLOWS | {PARTNER}),
    "followup:indicator-csv": Rule(FOLLOWS | {PARTNER}, **_indicator),
    "followup:indicator-xlsx": Rule(FOLLOWS | {PARTNER}, **_indicator),
    "followup:indicator-edit": Rule(only(CENTRAL), only(CENTRAL), **_indicator),
    "followup:reading-new": Rule(COORDINATORS | {CENTRAL}, COORDINATORS | {CENTRAL}, **_indicator),
    "followup:reading-detail": Rule(  # it is of the body itself
        FOLLOWS | {PARTNER},
        only(COORDINATOR, CENTRAL),
        needs={"code": "indicator", "pk": "reading"},
    ),
    "followup:batch-list": Rule(KEEPS),
    "followup:batch-new": Rule(KEEPS, KEEPS),
    "followup:batch-detail": Rule(SEES_FILE, **_file),
    "followup:batch-progress": Rule(SEES_FILE, **_file),
    "followup:batch-columns": Rule(SEES_FILE, SEES_FILE, **_file),
    "followup:batch-check": Rule(None, SEES_FILE, **_file),
    "followup:batch-decide": Rule(None, SEES_FILE, **_file),
    "followup:batch-apply": Rule(None, SEES_FILE, **_file),
    "followup:batch-undo": Rule(SEES_FILE, SEES_FILE, **_file),
    "followup:batch-throw": Rule(SEES_FILE, SEES_FILE, **_file),
    "followup:batch-skip-names": Rule(only(CENTRAL), only(CENTRAL), needs={"pk": "file"}),
    "followup:unknown-list": Rule(KEEPS),
    "followup:unknown-resolve": Rule(only(CENTRAL), only(CENTRAL), needs={"pk": "unknown_name"}),
    "followup:process-implementation": Rule(SEES_PROCESS, **_process),
    "followup:process-outcome": Rule(SEES_PROCESS, **_process),
    "followup:red-thread": Rule(SEES_PROCESS, **_process),
    "followup:follow-up-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "followup:follow-up-decide": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "followup:commitment-review": Rule(
        only(COORDINATOR, MANAGER), only(COORDINATOR, MANAGER), **_lead_party
    ),
    "followup:plan-new": Rule(only(COORDINATOR), only(COORDINATOR), **_process),
    "followup:plan-detail": Rule(SEES_PROCESS, **_plan),
    "followup:plan-compare": Rule(SEES_PROCESS, **_process),
    "followup:plan-edit": Rule(only(COORDINATOR), only(COORDINATOR), **_plan),
    "followup:plan-decide": Rule(only(COORDINATOR), only(COORDINATOR), **_plan),
    "followup:plan-pdf": Rule(SEES_PROCESS, **_plan),
}

# The law's page and the municipality's decided documents are for those who follow the city; drafts
# are the central office's own.
_keeps = only(CENTRAL)
_picture_draft = {"hidden": all_but(_keeps), "needs": {"pk": "picture_draft"}}
_statement = {
    "hidden": all_but(_keeps),
    "needs": {"pk": "picture_draft", "statement": "statement"},
}
_plan_draft = {"hidden": all_but(_keeps), "needs": {"pk": "plan_draft"}}
_line = {"hidden": all_but(_keeps), "needs": {"pk": "plan_draft", "line": "plan_line"}}
_decided_picture = {"hidden": all_but(FOLLOWS), "needs": {"pk": "decided_picture"}}
_decided_plan = {"hidden": all_but(FOLLOWS), "needs": {"pk": "decided_plan"}}
_told = {"needs": {"code": "body_code", "pk": "introduction"}}
LAW = {
    "followup:contacts": public(),
    "followup:duties": Rule(only(CENTRAL, COMMITTEE)),
    "followup:duties-csv": Rule(only(CENTRAL, COMMITTEE)),
    "followup:body-duties": Rule(BODY | {CENTRAL, COMMITTEE}, needs={"code": "body_code"}),
    "followup:introduction-new": Rule(
        only(COORDINATOR, MANAGER), only(COORDINATOR, MANAGER), needs={"code": "body_code"}
    ),
    "followup:introduction-edit": Rule(
        only(COORDINATOR, MANAGER), only(COORDINATOR, MANAGER), **_told
    ),
    "followup:introduction-withdraw": Rule(
        only(COORDINATOR, MANAGER), only(COORDINATOR, MANAGER), **_told
    ),
    "followup:law": Rule(FOLLOWS),
    "followup:law-evidence-new": Rule(_keeps, _keeps),
    "followup:law-evidence-edit": Rule(_keeps, _keeps, needs={"pk": "law_evidence"}),
    "followup:law-evidence-end": Rule(_keeps, _keeps, needs={"pk": "law_evidence"}),
    "followup:council-report-new": Rule(_keeps, _keeps),
    "followup:council-report-edit": Rule(_keeps, _keeps, needs={"pk": "council_report"}),
    "followup:municipal-picture-list": Rule(FOLLOWS),
    "followup:municipal-picture-compare": Rule(FOLLOWS),
    "followup:municipal-picture-new": Rule(None, _keeps),
    "followup:municipal-picture-detail": Rule(FOLLOWS, **_decided_picture),
    "followup:municipal-picture-pdf": Rule(FOLLOWS, **_decided_picture),
    "followup:municipal-picture-write": Rule(_keeps, **_picture_draft),
    "followup:municipal-picture-heading": Rule(_keeps, _keeps, **_picture_draft),
    "followup:municipal-picture-decide": Rule(_keeps, _keeps, **_picture_draft),
    "followup:municipal-picture-delete": Rule(_keeps, _keeps, **_picture_draft),
    "followup:municipal-statement-take": Rule(None, _keeps, **_picture_draft),
    "followup:municipal-statement-new": Rule(_keeps, _keeps, **_picture_draft),
    "followup:municipal-statement-edit": Rule(_keeps, _keeps, **_statement),
    "followup:municipal-statement-move": Rule(None, _keeps, **_statement),
    "followup:municipal-statement-delete": Rule(_keeps, _keeps, **_statement),
    "followup:municipal-plan-list": Rule(FOLLOWS),
    "followup:municipal-plan-compare": Rule(FOLLOWS),
    "followup:municipal-plan-new": Rule(None, _keeps),
    "followup:municipal-plan-detail": Rule(FOLLOWS, **_decided_plan),
    "followup:municipal-plan-pdf": Rule(FOLLOWS, **_decided_plan),
    "followup:municipal-plan-follow-up": Rule(_keeps, _keeps, **_decided_plan),
    "followup:municipal-plan-write": Rule(_keeps, **_plan_draft),
    "followup:municipal-plan-heading": Rule(_keeps, _keeps, **_plan_draft),
    "followup:municipal-plan-picture": Rule(_keeps, _keeps, **_plan_draft),
    "followup:municipal-plan-decide": Rule(_keeps, _keeps, **_plan_draft),
    "followup:municipal-plan-delete": Rule(_keeps, _keeps, **_plan_draft),
    "followup:municipal-line-new": Rule(_keeps, _keeps, **_plan_draft),
    "followup:municipal-line-edit": Rule(_keeps, _keeps, **_line),
    "followup:municipal-line-move": Rule(None, _keeps, **_line),
    "followup:municipal-line-delete": Rule(_keeps, _keeps, **_line),
}

ORACLE: dict[str, Rule] = {
    "start": Rule(EVERYBODY),
    "healthz": public(),
    "readyz": public(),
    "accessibility": public(),
    "about": public(),
    "api-docs": Rule(EVERYBODY),
    **ACCOUNT,
    **PROGRAM,
    **SETTINGS,
    **REPORTS,
    **FIELD_WORK,
    **OBSTACLES,
    **PROCESSES,
    **CAUSES,
    **PICTURES,
    **PLACES,
    **AGREEMENTS,
    **FOLLOW_UP,
    **WORK,
    **LAW,
}
