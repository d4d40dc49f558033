"""The API's address book: the apps' own parts are tied together here."""

from django.urls import URLPattern, path, re_path

from collaboration.api.agreements import Agreements, Councils, Meetings
from collaboration.api.observations import Observations
from collaboration.api.obstacles import Obstacles
from collaboration.api.place_work import Findings, Places, Promises, Walks
from collaboration.api.priorities import InvitationsOf, PrioritiesOf
from collaboration.api.problems import AnalysisOf, JointProblems
from collaboration.api.process_parts import PicturesOf, Signals, VersionsOf
from collaboration.api.processes import Processes
from collaboration.api.reports import Parts, Problems, Reports
from followup.api.activities import Activities
from followup.api.assessments import AskedGoals, Assessments
from followup.api.contacts import ContactsOf
from followup.api.dashboards import (
    BodyDashboard,
    CityDashboard,
    Dashboards,
    FocusAreaDashboard,
    ProcessDashboard,
)
from followup.api.document_versions import Comparable
from followup.api.duties import Duties, DutiesOf
from followup.api.files import Files, UnknownNames
from followup.api.goals import Goals
from followup.api.indicators import Indicators
from followup.api.law import CouncilReports, Law, LawEvidenceList
from followup.api.learning import Lessons, Techniques
from followup.api.measures import Measures
from followup.api.plans import MunicipalPictures, MunicipalPlans, Plans
from followup.api.process_parts import OutcomeOf, RedThreadOf
from followup.api.readings import Readings
from followup.api.report_editions import ComparisonOf, Deliveries
from followup.api.report_questions import ReportQuestions
from followup.api.reports import EditionBodies, EditionParts, EditionReview, Editions
from followup.api.series import SeriesOf
from followup.api.start import Start
from programs.api import Areas, Bodies, Concepts, ProblemTypes, Programs
from trygghet.api.about import Me, OpenApi
from trygghet.api.histories import WithHistory
from trygghet.api.views import NothingHere, Resource

app_name = "api"
LIST = {"get": "list"}
ONE = {"get": "retrieve"}
HISTORY = {"get": "history"}
REPORT = "situation-reports/<int:pk>/"
PROCESS = "processes/<int:pk>/"


def history(address: str, view: type[WithHistory], name: str) -> URLPattern:
    """Who changed what about the row at ``address``."""
    return path(f"{address}history/", view.as_view(HISTORY), name=f"{name}-history")


def comparison(address: str, view: type[Comparable], name: str) -> URLPattern:
    """A version of a document beside another one."""
    view_of = view.as_view({"get": "comparison"})
    return path(f"{address}comparison/", view_of, name=f"{name}-comparison")


def read(address: str, view: type[Resource], name: str) -> list[URLPattern]:
    """Rows that are listed and read one by one."""
    return [
        path(address, view.as_view(LIST), name=f"{name}-list"),
        path(f"{address}<int:pk>/", view.as_view(ONE), name=name),
    ]


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
    path("start/", Start.as_view(ONE), name="start"),
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
    path(f"{PROCESS}problems/", JointProblems.as_view(LIST), name="process-problem-list"),
    path(f"{PROCESS}pictures/", PicturesOf.as_view(ONE), name="process-pictures"),
    path(f"{PROCESS}steps/<slug:step>/versions/", VersionsOf.as_view(ONE), name="step-versions"),
    path(f"{PROCESS}priorities/", PrioritiesOf.as_view(ONE), name="process-priorities"),
    path(f"{PROCESS}invitations/", InvitationsOf.as_view(ONE), name="process-invitations"),
    path(f"{PROCESS}signals/", Signals.as_view(LIST), name="process-signal-list"),
    path(f"{PROCESS}red-thread/", RedThreadOf.as_view(ONE), name="process-red-thread"),
    path(f"{PROCESS}outcome/", OutcomeOf.as_view(ONE), name="process-outcome"),
    *read("action-plans/", Plans, "action-plan"),
    *read("municipal-pictures/", MunicipalPictures, "municipal-picture"),
    *read("municipal-plans/", MunicipalPlans, "municipal-plan"),
    comparison("action-plans/<int:pk>/", Plans, "action-plan"),
    comparison("municipal-pictures/<int:pk>/", MunicipalPictures, "municipal-picture"),
    comparison("municipal-plans/<int:pk>/", MunicipalPlans, "municipal-plan"),
    *read("agreements/", Agreements, "agreement"),
    *read("councils/", Councils, "council"),
    path("councils/<int:pk>/meetings/", Meetings.as_view(LIST), name="council-meeting-list"),
    *read("place-collaborations/", Places, "place"),
    *read("safety-walks/", Walks, "walk"),
    *read("promises/", Promises, "promise"),
    path("lessons/", Lessons.as_view(LIST), name="lesson-list"),
    path("techniques/", Techniques.as_view(LIST), name="technique-list"),
    path("duties/", Duties.as_view(LIST), name="duty-list"),
    path("bodies/<slug:code>/duties/", DutiesOf.as_view(ONE), name="body-duties"),
    *read("observations/", Observations, "observation"),
    path("obstacles/", Obstacles.as_view(LIST), name="obstacle-list"),
    path("obstacles/<int:pk>/", Obstacles.as_view(ONE), name="obstacle"),
    path("goals/", Goals.as_view(LIST), name="goal-list"),
    path("goals/<int:pk>/", Goals.as_view(ONE), name="goal"),
    path("assessments/", AskedGoals.as_view(LIST), name="assessment-list"),
    path("assessments/<int:pk>/", Assessments.as_view(ONE), name="assessment"),
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
    path(
        "readings/<int:pk>/",
        Readings.as_view({"get": "retrieve", "put": "update", "patch": "partial_update"}),
        name="reading",
    ),
    *read("reading-files/", Files, "file"),
    path("unknown-names/", UnknownNames.as_view(LIST), name="unknown-name-list"),
    *read("report-questions/", ReportQuestions, "report-question"),
    path("reports/", Editions.as_view(LIST), name="report-list"),
    path("reports/<int:pk>/", Editions.as_view(ONE), name="report"),
    path(
        "reports/<int:pk>/parts/", EditionParts.as_view({"get": "parts"}), name="report-part-list"
    ),
    path("reports/<int:pk>/parts/<slug:anchor>/", EditionParts.as_view(ONE), name="report-part"),
    path(
        "reports/<int:pk>/bodies/",
        EditionBodies.as_view({"get": "bodies"}),
        name="report-body-list",
    ),
    path("reports/<int:pk>/bodies/<slug:code>/", EditionBodies.as_view(ONE), name="report-body"),
    path("reports/<int:pk>/review/", EditionReview.as_view(ONE), name="report-review"),
    path("reports/<int:pk>/deliveries/", Deliveries.as_view(ONE), name="report-deliveries"),
    path("reports/<int:pk>/comparison/", ComparisonOf.as_view(ONE), name="report-comparison"),
    path("indicators/<slug:code>/series/", SeriesOf.as_view(ONE), name="indicator-series"),
    path("law/", Law.as_view(ONE), name="law"),
    path("contacts/", ContactsOf.as_view(ONE), name="contacts"),
    path("law/evidence/", LawEvidenceList.as_view(LIST), name="law-evidence-list"),
    path("law/council-reports/", CouncilReports.as_view(LIST), name="council-report-list"),
    *dashboard("city/", CityDashboard, "dashboard"),
    *dashboard("bodies/<slug:code>/", BodyDashboard, "dashboard-body"),
    *dashboard("focus-areas/<slug:code>/", FocusAreaDashboard, "dashboard-focus-area"),
    *dashboard("processes/<int:pk>/", ProcessDashboard, "dashboard-process"),
    history("programs/<slug:code>/", Programs, "program"),
    history("bodies/<slug:code>/", Bodies, "body"),
    history(REPORT, Reports, "situation-report"),
    history("observations/<int:pk>/", Observations, "observation"),
    history("obstacles/<int:pk>/", Obstacles, "obstacle"),
    history(PROCESS, Processes, "process"),
    history(f"{PROCESS}problems/<int:problem>/", AnalysisOf, "process-problem"),
    history("agreements/<int:pk>/", Agreements, "agreement"),
    history("place-collaborations/<int:pk>/", Places, "place"),
    history("safety-walks/<int:pk>/", Walks, "walk"),
    history("safety-walks/<int:pk>/findings/<int:finding>/", Findings, "walk-finding"),
    history("promises/<int:pk>/", Promises, "promise"),
    history("goals/<int:pk>/", Goals, "goal"),
    history("measures/<int:pk>/", Measures, "measure"),
    history("activities/<int:pk>/", Activities, "activity"),
    history("action-plans/<int:pk>/", Plans, "action-plan"),
    history("municipal-pictures/<int:pk>/", MunicipalPictures, "municipal-picture"),
    history("municipal-plans/<int:pk>/", MunicipalPlans, "municipal-plan"),
    history("indicators/<slug:code>/", Indicators, "indicator"),
    history("techniques/<slug:code>/", Techniques, "technique"),
    history("reports/<int:pk>/", Editions, "report"),
    re_path("^", NothingHere.as_view(), name="nothing"),
]
