from django.urls import URLPattern, path

from followup.views import activities, dashboard, goals, indicators, measures, reports

app_name = "followup"

REPORT = "manadsrapporter/<slug:month>/<slug:code>/"
urlpatterns: list[URLPattern] = [
    path("uppfoljning/", dashboard.dashboard_city, name="dashboard"),
    path("uppfoljning/<slug:name>.csv", dashboard.dashboard_csv, name="dashboard-csv"),
    path("uppfoljning/<slug:code>/", dashboard.dashboard_body, name="dashboard-body"),
    path(
        "uppfoljning/<slug:code>/<slug:name>.csv",
        dashboard.dashboard_csv,
        name="dashboard-body-csv",
    ),
    path("manadsrapporter/", reports.report_list, name="report-list"),
    path("manadsrapporter/gor/", reports.report_build, name="report-build"),
    path(REPORT, reports.report_detail, name="report-detail"),
    path(f"{REPORT}lage/", reports.report_progress, name="report-progress"),
    path(f"{REPORT}ny-utgava/", reports.report_new_edition, name="report-new-edition"),
    path(f"{REPORT}pdf/", reports.report_download, name="report-download"),
    path("mal/", goals.goal_list, name="goal-list"),
    path("mal/nytt/", goals.goal_new, name="goal-new"),
    path("mal/<int:pk>/", goals.goal_detail, name="goal-detail"),
    path("mal/<int:pk>/redigera/", goals.goal_edit, name="goal-edit"),
    path("mal/<int:pk>/svar/<int:participant>/", goals.goal_answer, name="goal-answer"),
    path("atgarder/", measures.measure_list, name="measure-list"),
    path("atgarder/ny/", measures.measure_new, name="measure-new"),
    path("atgarder/<int:pk>/", measures.measure_detail, name="measure-detail"),
    path("atgarder/<int:pk>/redigera/", measures.measure_edit, name="measure-edit"),
    path("atgarder/<int:pk>/lage/", measures.measure_state, name="measure-state"),
    path("atgarder/<int:pk>/pausa/", measures.measure_pause, name="measure-pause"),
    path("atgarder/<int:pk>/avbryt/", measures.measure_stop, name="measure-stop"),
    path("atgarder/<int:measure>/aktivitet/", activities.activity_new, name="activity-new"),
    path("aktiviteter/", activities.activity_list, name="activity-list"),
    path("aktiviteter/<int:pk>/redigera/", activities.activity_edit, name="activity-edit"),
    path("aktiviteter/<int:pk>/klar/", activities.activity_done, name="activity-done"),
    path("aktiviteter/<int:pk>/inte-klar/", activities.activity_undone, name="activity-undone"),
    path("aktiviteter/<int:pk>/stryk/", activities.activity_drop, name="activity-drop"),
    path("indikatorer/", indicators.indicator_list, name="indicator-list"),
    path("indikatorer/ny/", indicators.indicator_new, name="indicator-new"),
    path("indikatorer/<slug:code>/", indicators.indicator_detail, name="indicator-detail"),
    path("indikatorer/<slug:code>/utfall/", indicators.reading_new, name="reading-new"),
]
