"""How a status looks: a word, a shape and a colour, so that none of them carries it alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """``icon`` is a name in static/icons.json; ``color`` one of the theme's colour names."""

    label: str | Promise
    icon: str
    color: str = "neutral"


STATUSES = {
    # situation reports, monthly reports
    "draft": Look(_("Utkast"), "pencil"),
    "submitted": Look(_("Inskickad"), "send", "info"),
    "returned": Look(_("Återsänd"), "undo-2", "warning"),
    "approved": Look(_("Godkänd"), "circle-check", "success"),
    "published": Look(_("Publicerad"), "badge-check", "success"),
    "in_review": Look(_("Under granskning"), "eye", "warning"),
    "replaced": Look(_("Ersatt av en ny utgåva"), "archive"),
    "unread": Look(_("Inte läst"), "circle-dashed"),
    "read": Look(_("Läst utan anmärkning"), "circle-check", "success"),
    "commented": Look(_("Kommenterad"), "message-square", "info"),
    "asked": Look(_("Fråga till nämnden"), "circle-help", "warning"),
    "withdrawn": Look(_("Återtagen"), "undo-2"),
    "changed": Look(_("Ändrat sedan det lästes"), "refresh-cw", "warning"),
    "waiting": Look(_("Väntar"), "clock", "info"),
    "late": Look(_("Försenad"), "alarm-clock", "danger"),
    "missing": Look(_("Saknas"), "circle-dashed", "danger"),
    "not_due": Look(_("Inte dags än"), "circle-dashed"),
    # work
    "not_started": Look(_("Ej påbörjad"), "circle"),
    "ongoing": Look(_("Pågår"), "circle-dot", "info"),
    "done": Look(_("Klar"), "circle-check", "success"),
    "paused": Look(_("Pausad"), "circle-pause", "warning"),
    "cancelled": Look(_("Avbruten"), "circle-slash"),
    "resting": Look(_("Vilar"), "circle-pause"),
    # goals
    "achieved": Look(_("Uppnås helt"), "circle-check", "success"),
    "partly_achieved": Look(_("Uppnås delvis"), "circle-dot", "warning"),
    "not_achieved": Look(_("Uppnås ej"), "circle-x", "danger"),
    "not_assessed": Look(_("Inte bedömt"), "circle-dashed"),
    # causes (a kept one has its own word with the sign of "kept")
    "dropped": Look(_("Avfärdas"), "circle-x"),
    "uncertain": Look(_("Osäker"), "circle-help", "warning"),
    "untested": Look(_("Inte prövad"), "circle-dashed"),
    # obstacles
    "open": Look(_("Öppen"), "circle-alert", "warning"),
    "acknowledged": Look(_("Kvitterad"), "eye", "info"),
    "answered": Look(_("Besvarad"), "reply", "success"),
    "closed": Look(_("Stängd"), "archive"),
    # observations
    "new": Look(_("Ny"), "circle-dot", "info"),
    "taken_in": Look(_("Med i lägesbilden"), "file-check", "success"),
    "set_aside": Look(_("Läst, inte med i lägesbilden"), "archive"),
    # safety walks and their findings
    "planned": Look(_("Planerad"), "calendar"),
    "walked": Look(_("Genomförd"), "footprints", "info"),
    "will_fix": Look(_("Ska åtgärdas"), "clock", "info"),
    "fixed": Look(_("Åtgärdad"), "circle-check", "success"),
    "will_not": Look(_("Åtgärdas inte"), "circle-slash"),
    # promises to the residents
    "made": Look(_("Lovat"), "hand", "info"),
    "kept": Look(_("Uppfyllt"), "circle-check", "success"),
    "partly": Look(_("Delvis uppfyllt"), "circle-dot", "warning"),
    "broken": Look(_("Inte uppfyllt"), "circle-x", "danger"),
    # tasks of the worker
    "queued": Look(_("Köad"), "clock"),
    "running": Look(_("Byggs"), "loader-circle", "info"),
    "failed": Look(_("Misslyckades"), "circle-x", "danger"),
    # invitations
    "invited": Look(_("Inbjuden"), "mail", "info"),
    "accepted": Look(_("Med"), "circle-check", "success"),
    "expired": Look(_("Inbjudan har gått ut"), "alarm-clock", "warning"),
    "revoked": Look(_("Inbjudan återtagen"), "circle-slash"),
    "removed": Look(_("Borttagen"), "archive"),
    # what the law and the program ask for ("missing" stands above)
    "met": Look(_("Uppfyllt"), "circle-check", "success"),
    "soon": Look(_("Behöver ses över"), "alarm-clock", "warning"),
    "not_applicable": Look(_("Inte aktuellt"), "circle-slash"),
    # bodies and programs
    "current": Look(_("Gäller nu"), "circle-check", "success"),
    "coming": Look(_("Kommande"), "calendar-clock", "info"),
    "ended": Look(_("Upphört"), "archive"),
    "vacant": Look(_("Samordnare saknas"), "circle-dashed", "danger"),
}

# Of a problem: that it increases is bad.
TRENDS = {
    "new": Look(_("Nytt"), "plus", "info"),
    "increasing": Look(_("Ökar"), "arrow-up-right", "danger"),
    "unchanged": Look(_("Oförändrat"), "equal"),
    "decreasing": Look(_("Minskar"), "arrow-down-right", "success"),
    "ended": Look(_("Upphört"), "check", "success"),
}

CLASSIFICATIONS = {
    "open": Look(_("Öppen"), "globe", "success"),
    "internal": Look(_("Intern"), "building-2", "info"),
    "restricted": Look(_("Skyddad"), "lock", "danger"),
}

UNKNOWN = Look("", "circle-help")
