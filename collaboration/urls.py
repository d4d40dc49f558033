from django.urls import path

from collaboration.views import (
    observations,
    obstacles,
    problems,
    processes,
    report_form,
    reports,
)

app_name = "collaboration"

REPORT = "lagesbilder/<int:pk>/"
PROBLEM = f"{REPORT}problem/<int:problem_id>/"

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
    path("samverkan/ny/", processes.process_new, name="process-new"),
    path("samverkan/<int:pk>/", processes.process_detail, name="process-detail"),
    path("samverkan/<int:pk>/redigera/", processes.process_edit, name="process-edit"),
    path("samverkan/<int:pk>/bjud-in/", processes.process_invite, name="process-invite"),
    path(
        "samverkan/<int:pk>/parter/<int:person>/ta-bort/",
        processes.process_remove_partner,
        name="process-remove-partner",
    ),
]
