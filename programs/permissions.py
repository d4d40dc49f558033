"""Who may do what with the program, its bodies and people's roles. Views ask here, nowhere else."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from programs.models import ResponsibleBody
from trygghet.accounts.scope import Scope


def can_appoint_coordinators(scope: Scope) -> bool:
    return scope.is_central


def can_change_program_settings(scope: Scope) -> bool:
    return scope.is_central


def can_manage_people(scope: Scope) -> bool:
    return scope.is_administrator


def can_open_settings(scope: Scope) -> bool:
    return can_manage_people(scope) or can_change_program_settings(scope)


def can_see_history(scope: Scope, body: ResponsibleBody) -> bool:
    """Who changed what about a body: those who work there, the central office, administrators."""
    return scope.is_central or scope.is_administrator or body.pk in scope.bodies


def can_see_duties(scope: Scope, body: ResponsibleBody) -> bool:
    """How a body does what the program asks: those who work there, and who follow the city."""
    return scope.follows_city or body.pk in scope.bodies


def can_see_program_history(scope: Scope) -> bool:
    return scope.is_central or scope.is_administrator


def require(allowed: bool, message: str = "") -> None:
    """Turn a refused check into HTTP 403; ``message`` says who may, or what to do instead."""
    if not allowed:
        raise PermissionDenied(message or _("Du har inte behörighet till det här."))
