"""The seven roles, each one permission on one of the two anchors.

A role on a ``ResponsibleBody`` says where the person works; three of them (central office, safety
committee, administrator) reach over the whole city and are granted on the body where the person
sits. An invited partner has its role on one ``CollaborationProcess``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COORDINATOR = "coordinate", _("Samordnare")
    MANAGER = "manage", _("Chef")
    CONTRIBUTOR = "contribute", _("Medarbetare")
    CENTRAL_OFFICE = "oversee", _("Stadsledningskontoret")
    COMMITTEE = "follow", _("Ledamot")
    ADMINISTRATOR = "administer", _("Administratör")
    PARTNER = "take_part", _("Extern part")


BODY_ROLES = (
    Role.COORDINATOR,
    Role.MANAGER,
    Role.CONTRIBUTOR,
    Role.CENTRAL_OFFICE,
    Role.COMMITTEE,
    Role.ADMINISTRATOR,
)

# Meta.permissions of the anchors: (codename, what it lets a person do).
BODY_PERMISSIONS = [
    (Role.COORDINATOR.value, _("Får logga lägesbilder, driva samverkan och lyfta hinder")),
    (Role.MANAGER.value, _("Får godkänna lägesbilder")),
    (Role.CONTRIBUTOR.value, _("Får logga iakttagelser")),
    (Role.CENTRAL_OFFICE.value, _("Får följa hela staden, svara på hinder och göra rapporter")),
    (Role.COMMITTEE.value, _("Får läsa publicerade rapporter och stadens uppföljning")),
    (Role.ADMINISTRATOR.value, _("Får ge och ta bort roller")),
]
PROCESS_PERMISSIONS = [(Role.PARTNER.value, _("Får delta i samverkansprocessen"))]
