from programs.models.areas import Area, AreaAlias, AreaNesting
from programs.models.bodies import (
    BodyAlias,
    Coordinator,
    ResponsibleBody,
    ResponsibleBodyGroupPermission,
    ResponsibleBodyUserPermission,
)
from programs.models.program import (
    Concept,
    CouncilGoal,
    FocusArea,
    GoverningDocument,
    Mandate,
    ProblemType,
    Program,
    ReportRecipient,
)

__all__ = [
    "Area",
    "AreaAlias",
    "AreaNesting",
    "BodyAlias",
    "Concept",
    "Coordinator",
    "CouncilGoal",
    "FocusArea",
    "GoverningDocument",
    "Mandate",
    "ProblemType",
    "Program",
    "ReportRecipient",
    "ResponsibleBody",
    "ResponsibleBodyGroupPermission",
    "ResponsibleBodyUserPermission",
]
