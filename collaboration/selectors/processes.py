"""The people who are invited to a process."""

from collaboration.models import CollaborationProcess, CollaborationProcessUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.swedish import swedish_key


def partners_of(process: CollaborationProcess) -> list[User]:
    """By name. One query."""
    grants = CollaborationProcessUserPermission.objects.filter(
        content_object=process,
        permission__codename=Role.PARTNER.value,
        user__is_active=True,
    ).select_related("user")
    return sorted((grant.user for grant in grants), key=lambda user: swedish_key(user.name))
