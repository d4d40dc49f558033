"""The API's address book: the apps' own parts are tied together here."""

from django.urls import URLPattern, path, re_path

from collaboration.api.obstacles import Obstacles
from collaboration.api.problems import JointProblems
from collaboration.api.processes import Processes
from collaboration.api.reports import Parts, Problems, Reports
from followup.api.activities import Activities
from followup.api.dashboards import (
    BodyDashboard,
    CityDashboard,
    Dashboards,
    FocusAreaDashboard,
    ProcessDashboard,
)
from followup.api.goals import Goals
from followup.api.indicators import Indicators
from followup.api.law import Law
from followup.api.measures import Measures
from followup.api.readings import Readings
from followup.api.reports import EditionParts, Editions
from followup.api.series import SeriesOf
from programs.api import Areas, Bodies, Concepts, ProblemTypes, Programs
from trygghet.api.about import Me, OpenApi
from trygghet.api.views import NothingHere

app_name = "api"
LIST = {"get": "list"}
ONE = {"get": "retrieve"}
REPORT = "situation-reports/<int:pk>/"


def dashboard(address: str, view: type[Dashboards], name: str) -> list[URLPattern]:
    """A dashboard, and the rows behind each of its figures."""
    address = f"dashboards/{address}"
    return [
        path(address, view.as_view(ONE), name=name),
        path(
            f"{address}figures/<slug:key>/",
            view.as_view({"get": "figure"}),
            name=f"{name}-figure",
        ),
    ]


urlpatterns = [
    path("schema/", OpenApi.as_view(ONE), name="schema"),
    path("me/", Me.as_view(ONE), name="me"),
    path("programs/", Programs.as_view(LIST), name="program-list"),
    path("programs/<slug:code>/", Programs.as_view(ONE), name="program"),
    path("bodies/", Bodies.as_view(LIST), name="body-list"),
    path("bodies/<slug:code>/", Bodies.as_view(ONE), name="body"),
    path("areas/", Areas.as_view(LIST), name="area-list"),
    path("areas/<int:pk>/", Areas.as_view(ONE), name="area"),
    path("concepts/", Concepts.as_view(LIST), name="concept-list"),
    path("problem-types/", ProblemTypes.as_view(LIST), name="problem-type-list"),
    path(
        "situation-reports/",
        Reports.as_view({"get": "list", "post": "create"}),
        name="situation-report-list",
    ),
    path(
        REPORT,
        Reports.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="situation-report",
    ),
    path(f"{REPORT}submit/", Reports.as_view({"post": "submit"}), name="situation-report-submit"),
    path(
        f"{REPORT}parts/<slug:kind>/",
        Parts.as_view({"get": "retrieve", "put": "update"}),
        name="situation-report-part",
    ),
    path(
        f"{REPORT}problems/",
        Problems.as_view({"get": "list", "post": "create"}),
        name="situation-report-problem-list",
    ),
    path(
        f"{REPORT}problems/<int:problem>/",
        Problems.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="situation-report-problem",
    ),
    path("processes/", Processes.as_view(LIST), name="process-list"),
    path("processes/<int:pk>/", Processes.as_view(ONE), name="process"),
    path("processes/<int:pk>/problems/", JointProblems.as_view(LIST), name="process-problem-list"),
    path("obstacles/", Obstacles.as_view(LIST), name="obstacle-list"),
    path("obstacles/<int:pk>/", Obstacles.as_view(ONE), name="obstacle"),
    path("goals/", Goals.as_view(LIST), name="goal-list"),
    path("goals/<int:pk>/", Goals.as_view(ONE), name="goal"),
    path("measures/", Measures.as_view(LIST), name="measure-list"),
    path("measures/<int:pk>/", Measures.as_view(ONE), name="measure"),
    path(
        "activities/",
        Activities.as_view({"get": "list", "post": "create"}),
        name="activity-list",
    ),
    path(
        "activities/<int:pk>/",
        Activities.as_view({"get": "retrieve", "put": "update"}),
        name="activity",
    ),
    path("activities/<int:pk>/done/", Activities.as_view({"post": "done"}), name="activity-done"),
    path("indicators/", Indicators.as_view(LIST), name="indicator-list"),
    path("indicators/<slug:code>/", Indicators.as_view(ONE), name="indicator"),
    path("readings/", Readings.as_view({"get": "list", "post": "create"}), name="reading-list"),
    path("readings/<int:pk>/", Readings.as_view(ONE), name="reading"),
    path("reports/", Editions.as_view(LIST), name="report-list"),
    path("reports/<int:pk>/", Editions.as_view(ONE), name="report"),
    path(
        "reports/<int:pk>/parts/", EditionParts.as_view({"get": "parts"}), name="report-part-list"
    ),
    path("reports/<int:pk>/parts/<slug:anchor>/", EditionParts.as_view(ONE), name="report-part"),
    path("indicators/<slug:code>/series/", SeriesOf.as_view(ONE), name="indicator-series"),
    path("law/", Law.as_view(ONE), name="law"),
    *dashboard("city/", CityDashboard, "dashboard"),
    *dashboard("bodies/<slug:code>/", BodyDashboard, "dashboard-body"),
    *dashboard("focus-areas/<slug:code>/", FocusAreaDashboard, "dashboard-focus-area"),
    *dashboard("processes/<int:pk>/", ProcessDashboard, "dashboard-process"),
    re_path("^", NothingHere.as_view(), name="nothing"),
]
