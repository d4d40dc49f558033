from programs.models.areas import Area, AreaAlias, AreaNesting
from programs.models.bodies import (
    Coordinator,
    ResponsibleBody,
    ResponsibleBodyGroupPermission,
    ResponsibleBodyUserPermission,
)
from programs.models.program import (
    Concept,
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
    "Concept",
    "Coordinator",
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
