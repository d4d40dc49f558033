from django.urls import URLPattern, path

from followup.views import dashboard

app_name = "followup"
urlpatterns: list[URLPattern] = [
    path("uppfoljning/", dashboard.dashboard_city, name="dashboard"),
    path("uppfoljning/<slug:name>.csv", dashboard.dashboard_csv, name="dashboard-csv"),
    path("uppfoljning/<slug:code>/", dashboard.dashboard_body, name="dashboard-body"),
    path(
        "uppfoljning/<slug:code>/<slug:name>.csv",
        dashboard.dashboard_csv,
        name="dashboard-body-csv",
    ),
]
