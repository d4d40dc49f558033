from django.urls import URLPattern, path

from followup.views import dashboard, reports

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
]
