from django.urls import path, register_converter
from django.urls.converters import StringConverter

from collaboration.steps import BY_SLUG
from collaboration.views import (
    agreement_acts,
    agreement_removals,
    agreements,
    cause_analysis,
    causes,
    councils,
    findings,
    initiation,
    invitation_answer,
    invitations,
    joint,
    joint_merge,
    observations,
    obstacles,
    participants,
    pictures,
    places,
    priorities,
    problems,
    process_moves,
    process_versions,
    processes,
    promises,
    report_form,
    reports,
    signals,
    walks,
)

app_name = "collaboration"

REPORT = "lagesbilder/<int:pk>/"
PROBLEM = f"{REPORT}problem/<int:problem_id>/"
COUNCIL = "rad/<int:pk>/"
MEETING = f"{COUNCIL}moten/<int:meeting>/"
AGREEMENT = "overenskommelser/<int:pk>/"
PROCESS = "samverkan/<int:pk>/"
WALK = "vandringar/<int:pk>/"
FINDING = f"{WALK}fynd/<int:finding>/"
PARTY = f"{PROCESS}parter/<int:participant>/"
INVITATION = f"{PROCESS}inbjudna/<int:invitation>/"
ANALYSIS = f"{PROCESS}orsaker/<int:problem>/"
CAUSE = f"{ANALYSIS}<int:cause>/"
PICTURE = f"{PROCESS}kartlaggning/<int:participant>/"
JOINT = f"{PROCESS}gemensam-bild/"
JOINT_PROBLEM = f"{JOINT}<int:problem>/"
PRIORITIES = f"{PROCESS}prioritering/"


class StepConverter(StringConverter):
    """The address of one of the five steps, so that no other page's address is taken for it."""

    regex = "|".join(BY_SLUG)


register_converter(StepConverter, "step")

urlpatterns = [
    path("lagesbilder/", reports.report_list, name="report-list"),
    path("lagesbilder/ny/", reports.report_new, name="report-new"),
    path(REPORT, reports.report_detail, name="report-detail"),
    path(f"{REPORT}redigera/", report_form.report_edit, name="report-edit"),
    path(f"{REPORT}forhandsgranska/", reports.report_preview, name="report-preview"),
    path(f"{REPORT}skicka-in/", reports.report_submit, name="report-submit"),
    path(f"{REPORT}godkann/", reports.report_approve, name="report-approve"),
    path(f"{REPORT}atersand/", reports.report_return, name="report-return"),
    path(f"{REPORT}publicera/", reports.report_publish, name="report-publish"),
    path(f"{REPORT}ingen-forandring/", reports.report_no_change, name="report-no-change"),
    path(f"{REPORT}inga-problem/", report_form.report_no_problems, name="report-no-problems"),
    path(f"{REPORT}delar/<str:kind>/", report_form.part_autosave, name="part-autosave"),
    path(f"{REPORT}problem/nytt/", problems.problem_add, name="problem-add"),
    path(f"{REPORT}problem/nytt/utkast/", problems.problem_autosave, name="problem-autosave-new"),
    path(f"{REPORT}problem/ta-med/", problems.problem_carry, name="problem-carry"),
    path(PROBLEM, problems.problem_edit, name="problem-edit"),
    path(f"{PROBLEM}utkast/", problems.problem_autosave, name="problem-autosave"),
    path(f"{PROBLEM}ta-bort/", problems.problem_delete, name="problem-delete"),
    path("iakttagelser/", observations.observation_list, name="observation-list"),
    path("iakttagelser/ny/", observations.observation_new, name="observation-new"),
    path("iakttagelser/inget/", observations.observation_nothing, name="observation-nothing"),
    path(
        "iakttagelser/lagesbild/<int:report>/",
        observations.observation_of_report,
        name="observation-panel",
    ),
    path("iakttagelser/<int:pk>/", observations.observation_detail, name="observation-detail"),
    path("iakttagelser/<int:pk>/sparad/", observations.observation_saved, name="observation-saved"),
    path("iakttagelser/<int:pk>/bild/", observations.observation_photo, name="observation-photo"),
    path(
        "iakttagelser/<int:pk>/ta-med/",
        observations.observation_take_in,
        name="observation-take-in",
    ),
    path(
        "iakttagelser/<int:pk>/lagg-undan/",
        observations.observation_set_aside,
        name="observation-set-aside",
    ),
    path(
        "iakttagelser/<int:pk>/ta-tillbaka/",
        observations.observation_take_back,
        name="observation-take-back",
    ),
    path("hinder/", obstacles.obstacle_list, name="obstacle-list"),
    path("hinder/ny/", obstacles.obstacle_new, name="obstacle-new"),
    path("hinder/<int:pk>/", obstacles.obstacle_detail, name="obstacle-detail"),
    path("hinder/<int:pk>/kvittera/", obstacles.obstacle_acknowledge, name="obstacle-acknowledge"),
    path("hinder/<int:pk>/besvara/", obstacles.obstacle_answer, name="obstacle-answer"),
    path("hinder/<int:pk>/stang/", obstacles.obstacle_close, name="obstacle-close"),
    path("hinder/<int:pk>/oppna/", obstacles.obstacle_reopen, name="obstacle-reopen"),
    path("samverkan/", processes.process_list, name="process-list"),
    path("samverkan/tavla/", processes.process_board, name="process-board"),
    path("samverkan/ny/", processes.process_new, name="process-new"),
    path(PROCESS, processes.process_detail, name="process-detail"),
    path(f"{PROCESS}redigera/", processes.process_edit, name="process-edit"),
    path(f"{PROCESS}historik/", processes.process_history, name="process-history"),
    path(f"{PROCESS}vidare/", process_moves.process_forward, name="process-forward"),
    path(f"{PROCESS}tillbaka/", process_moves.process_back, name="process-back"),
    path(f"{PROCESS}genomgang/", process_moves.process_review, name="process-review"),
    path(f"{PROCESS}nasta-varv/", process_moves.process_next_cycle, name="process-next-cycle"),
    path(f"{PROCESS}avsluta/", process_moves.process_end, name="process-end"),
    path(f"{PROCESS}initiera/redigera/", initiation.initiation_edit, name="initiation-edit"),
    path(f"{PROCESS}<step:slug>/", processes.process_step, name="process-step"),
    path(
        f"{PROCESS}<step:slug>/versioner/",
        process_versions.process_versions,
        name="process-versions",
    ),
    path(f"{PROCESS}parter/ny/", participants.participant_add, name="participant-add"),
    path(PARTY, participants.participant_edit, name="participant-edit"),
    path(f"{PARTY}paminn/", participants.participant_remind, name="participant-remind"),
    path(f"{PARTY}lamna/", participants.participant_leave, name="participant-leave"),
    path(PICTURE, pictures.picture_edit, name="picture-edit"),
    path(f"{PICTURE}bekrafta/", pictures.picture_confirm, name="picture-confirm"),
    path(f"{PICTURE}problem/nytt/", pictures.picture_problem_add, name="picture-problem-add"),
    path(
        f"{PICTURE}problem/<int:problem>/",
        pictures.picture_problem_edit,
        name="picture-problem-edit",
    ),
    path(
        f"{PICTURE}problem/<int:problem>/ta-bort/",
        pictures.picture_problem_delete,
        name="picture-problem-delete",
    ),
    path(JOINT, joint.joint_picture_page, name="joint-picture"),
    path(f"{JOINT}ta-in/", joint.joint_draw, name="joint-draw"),
    path(f"{JOINT}nytt/", joint.joint_add, name="joint-add"),
    path(JOINT_PROBLEM, joint.joint_edit, name="joint-edit"),
    path(f"{JOINT_PROBLEM}sla-ihop/", joint_merge.joint_merge, name="joint-merge"),
    path(f"{JOINT_PROBLEM}ta-isar/", joint_merge.joint_unmerge, name="joint-unmerge"),
    path(f"{JOINT_PROBLEM}dela/", joint_merge.joint_split, name="joint-split"),
    path(f"{JOINT_PROBLEM}avvikande/", joint_merge.dissent_add, name="dissent-add"),
    path(PRIORITIES, priorities.priorities_page, name="priorities"),
    path(f"{PRIORITIES}vikter/", priorities.priority_weights, name="priority-weights"),
    path(f"{PRIORITIES}<int:problem>/", priorities.priority_score, name="priority-score"),
    path(f"{PRIORITIES}<int:problem>/beslut/", priorities.priority_decide, name="priority-decide"),
    path(ANALYSIS, cause_analysis.cause_analysis, name="cause-analysis"),
    path(f"{ANALYSIS}ny/", causes.cause_add, name="cause-add"),
    path(CAUSE, causes.cause_test, name="cause-test"),
    path(f"{CAUSE}redigera/", causes.cause_edit, name="cause-edit"),
    path(f"{CAUSE}flytta/", causes.cause_move, name="cause-move"),
    path(f"{CAUSE}ta-bort/", causes.cause_delete, name="cause-delete"),
    path(f"{CAUSE}belagg/", causes.evidence_add, name="evidence-add"),
    path(f"{CAUSE}belagg/<int:evidence>/ta-bort/", causes.evidence_delete, name="evidence-delete"),
    path(f"{PARTY}bjud-in/", invitations.invitation_new, name="invitation-new"),
    path(f"{PROCESS}signal/", signals.signal_new, name="signal-new"),
    path(f"{PROCESS}signal/<int:signal>/", signals.signal_answer, name="signal-answer"),
    path(f"{PROCESS}inbjudna/", invitations.invitation_list, name="invitation-list"),
    path(f"{INVITATION}skicka-igen/", invitations.invitation_resend, name="invitation-resend"),
    path(f"{INVITATION}ta-bort/", invitations.invitation_remove, name="invitation-remove"),
    path(
        "inbjudan/<slug:token>/",
        invitation_answer.invitation_answer,
        name="invitation",
    ),
    path("vandringar/", walks.walk_list, name="walk-list"),
    path("vandringar/ny/", walks.walk_new, name="walk-new"),
    path("vandringar/skal/", findings.walk_shell, name="walk-shell"),
    path("vandringar/sw.js", findings.walk_worker, name="walk-worker"),
    path(WALK, walks.walk_detail, name="walk-detail"),
    path(f"{WALK}redigera/", walks.walk_edit, name="walk-edit"),
    path(f"{WALK}ga/", findings.walk_record, name="walk-record"),
    path(f"{WALK}avsluta/", walks.walk_finish, name="walk-finish"),
    path(FINDING, findings.finding_detail, name="finding-detail"),
    path(f"{FINDING}bild/", findings.finding_photo, name="finding-photo"),
    path(f"{FINDING}svara/", findings.finding_answer, name="finding-answer"),
    path(f"{FINDING}redigera/", findings.finding_edit, name="finding-edit"),
    path(f"{FINDING}ta-bort/", findings.finding_remove, name="finding-remove"),
    path("platser/", places.place_list, name="place-list"),
    path("platser/ny/", places.place_new, name="place-new"),
    path("platser/<int:pk>/", places.place_detail, name="place-detail"),
    path("platser/<int:pk>/redigera/", places.place_edit, name="place-edit"),
    path("loften/", promises.promise_list, name="promise-list"),
    path("loften/ny/", promises.promise_new, name="promise-new"),
    path("loften/<int:pk>/", promises.promise_detail, name="promise-detail"),
    path("loften/<int:pk>/redigera/", promises.promise_edit, name="promise-edit"),
    path("loften/<int:pk>/resultat/", promises.promise_judge, name="promise-judge"),
    path("rad/", councils.council_list, name="council-list"),
    path("rad/nytt/", councils.council_new, name="council-new"),
    path(COUNCIL, councils.council_detail, name="council-detail"),
    path(f"{COUNCIL}redigera/", councils.council_edit, name="council-edit"),
    path(f"{COUNCIL}ledamot/", councils.member_add, name="council-member-add"),
    path(
        f"{COUNCIL}ledamot/<int:member>/lamnar/",
        councils.member_leave,
        name="council-member-leave",
    ),
    path(f"{COUNCIL}mote/", councils.meeting_new, name="meeting-new"),
    path(MEETING, councils.meeting_detail, name="meeting-detail"),
    path(f"{MEETING}redigera/", councils.meeting_edit, name="meeting-edit"),
    path(f"{MEETING}justera/", councils.meeting_adjust, name="meeting-adjust"),
    path(f"{MEETING}arende/", councils.item_add, name="meeting-item-add"),
    path(f"{MEETING}arende/<int:item>/", councils.item_edit, name="meeting-item-edit"),
    path("overenskommelser/", agreements.agreement_list, name="agreement-list"),
    path("overenskommelser/ny/", agreements.agreement_new, name="agreement-new"),
    path(AGREEMENT, agreements.agreement_detail, name="agreement-detail"),
    path(f"{AGREEMENT}redigera/", agreements.agreement_edit, name="agreement-edit"),
    path(f"{AGREEMENT}inga/", agreement_acts.agreement_reach, name="agreement-reach"),
    path(f"{AGREEMENT}oversyn/", agreement_acts.agreement_review, name="agreement-review"),
    path(f"{AGREEMENT}avsluta/", agreement_acts.agreement_end, name="agreement-end"),
    path(f"{AGREEMENT}inte-ingangen/", agreement_acts.agreement_give_up, name="agreement-give-up"),
    path(f"{AGREEMENT}ny-version/", agreement_acts.agreement_renew, name="agreement-renew"),
    path(f"{AGREEMENT}underskrift/", agreement_acts.agreement_sign, name="agreement-sign"),
    path(f"{AGREEMENT}forsok/", agreement_acts.agreement_attempt, name="agreement-attempt"),
    path(f"{AGREEMENT}bilaga/", agreement_acts.annex_add, name="annex-add"),
    path(f"{AGREEMENT}bilagor/<int:annex>/", agreement_acts.annex_download, name="annex-download"),
    path(
        f"{AGREEMENT}bilagor/<int:annex>/ta-bort/",
        agreement_removals.annex_remove,
        name="annex-remove",
    ),
    path(
        f"{AGREEMENT}underskrift/<int:signature>/ta-bort/",
        agreement_removals.signature_remove,
        name="signature-remove",
    ),
    path(
        f"{AGREEMENT}forsok/<int:attempt>/ta-bort/",
        agreement_removals.attempt_remove,
        name="attempt-remove",
    ),
]
