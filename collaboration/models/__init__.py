from collaboration.models.observation import Observation
from collaboration.models.obstacle import Obstacle
from collaboration.models.problem import Problem
from collaboration.models.process import (
    CollaborationProcess,
    CollaborationProcessGroupPermission,
    CollaborationProcessUserPermission,
)
from collaboration.models.report import ReportPart, SituationReport

__all__ = [
    "CollaborationProcess",
    "CollaborationProcessGroupPermission",
    "CollaborationProcessUserPermission",
    "Observation",
    "Obstacle",
    "Problem",
    "ReportPart",
    "SituationReport",
]
