"""Addresses of revisions and assessments of goals, techniques, lessons and the lists as files."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from followup.views import assessments, goal_revisions, lessons, techniques, work_files


def _files(address: str, name: str, view: Callable[..., Any]) -> list[URLPattern]:
    """A list as a file: ``mal.csv`` is named ``goal-csv``, and ``mal.xlsx`` ``goal-xlsx``."""
    kinds = (work_files.CSV, work_files.XLSX)
    return [path(f"{address}.{k}", view, {"kind": k}, name=f"{name}-{k}") for k in kinds]


urlpatterns: list[URLPattern] = [
    path("mal/<int:pk>/revidera/", goal_revisions.goal_revise, name="goal-revise"),
    path("mal/<int:pk>/bedom/", assessments.goal_assess, name="goal-assess"),
    path("bedomningar/", assessments.assessment_list, name="assessment-list"),
    path("bedomningar/<int:pk>/", assessments.assessment_review, name="assessment-review"),
    path("tekniker/", techniques.technique_list, name="technique-list"),
    path("tekniker/ny/", techniques.technique_new, name="technique-new"),
    path("tekniker/val/", techniques.technique_options, name="technique-options"),
    path("tekniker/<int:pk>/", techniques.technique_edit, name="technique-edit"),
    path("tekniker/<int:pk>/visas/", techniques.technique_show, name="technique-show"),
    path("lardomar/", lessons.lesson_list, name="lesson-list"),
    *_files("mal", "goal", work_files.goals_file),
    *_files("bedomningar", "assessment", work_files.assessments_file),
    *_files("atgarder", "measure", work_files.measures_file),
    *_files("aktiviteter", "activity", work_files.activities_file),
    *_files("indikatorer/lista", "indicator-list", work_files.indicators_file),
]
