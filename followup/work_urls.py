"""Addresses of revisions and assessments of goals, techniques, lessons and the lists as files."""

from django.urls import URLPattern, path

from followup.views import assessments, goal_revisions, lessons, techniques, work_files

urlpatterns: list[URLPattern] = [
    path("mal/<int:pk>/revidera/", goal_revisions.goal_revise, name="goal-revise"),
    path("mal/<int:pk>/bedom/", assessments.goal_assess, name="goal-assess"),
    path("bedomningar/", assessments.assessment_list, name="assessment-list"),
    path("bedomningar/<int:pk>/", assessments.assessment_review, name="assessment-review"),
    path("tekniker/", techniques.technique_list, name="technique-list"),
    path("tekniker/ny/", techniques.technique_new, name="technique-new"),
    path("tekniker/<int:pk>/visas/", techniques.technique_show, name="technique-show"),
    path("mal.csv", work_files.goals_csv, name="goal-csv"),
    path("atgarder.csv", work_files.measures_csv, name="measure-csv"),
    path("aktiviteter.csv", work_files.activities_csv, name="activity-csv"),
    path("lardomar/", lessons.lesson_list, name="lesson-list"),
]
