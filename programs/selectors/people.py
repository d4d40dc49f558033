"""People and their roles on bodies."""

from dataclasses import dataclass

from django.db.models import QuerySet

from programs.models import ResponsibleBody, ResponsibleBodyUserPermission
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role
from trygghet.swedish import swedish, swedish_key


@dataclass(frozen=True)
class HeldRole:
    """A role of a person; one that follows an appointment is not taken back by hand."""

    grant_id: int
    role: Role
    body: ResponsibleBody
    is_of_service: bool = False

    @property
    def follows_appointment(self) -> bool:
        return self.role == Role.COORDINATOR and not self.is_of_service


def people_rows(people: QuerySet[User]) -> list[tuple[User, list[HeldRole]]]:
    """The people by name, each with its roles on bodies."""
    found = list(people.order_by(swedish("name"), "pk"))
    roles = _roles_of(found)
    return [(person, roles[person.pk]) for person in found]


def person_roles(person: User) -> list[HeldRole]:
    return _roles_of([person])[person.pk]


def _roles_of(people: list[User]) -> dict[int, list[HeldRole]]:
    grants = ResponsibleBodyUserPermission.objects.filter(user__in=people)
    grants = grants.select_related("permission", "content_object", "user")
    roles: dict[int, list[HeldRole]] = {person.pk: [] for person in people}
    for grant in grants:
        codename = Role(grant.permission.codename)
        role = HeldRole(grant.pk, codename, grant.content_object, grant.user.is_service)
        roles[grant.user_id].append(role)
    order = list(Role)
    for held in roles.values():
        held.sort(key=lambda role: (order.index(role.role), swedish_key(role.body.name)))
    return roles
