from argparse import ArgumentParser
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from programs.models import ResponsibleBody
from programs.services import grant_role
from trygghet import env
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role


class Command(BaseCommand):
    help = (
        "Ger en person rollen administratör, så att hen kan lägga upp övriga konton. Finns inget "
        "konto skapas det med lösenordet i FIRST_ADMIN_PASSWORD (eller _FILE), annars frågas det."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="e-postadress att logga in med")
        parser.add_argument("--name", default="", help="personens namn")

    @transaction.atomic
    def handle(self, *args: object, email: str, name: str, **options: object) -> None:
        board = ResponsibleBody.objects.filter(kind=ResponsibleBody.Kind.EXECUTIVE_BOARD).first()
        if board is None:
            raise CommandError("Läs in kommunens organ först: manage.py load_reference stockholm")
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = self._create(email, name)
        grant_role(user, Role.ADMINISTRATOR, board)
        self.stdout.write(f"{user.email} är administratör.")

    def _create(self, email: str, name: str) -> User:
        password = env.secret("FIRST_ADMIN_PASSWORD") or getpass("Lösenord: ")
        try:
            validate_email(email)
            validate_password(password, User(email=email, name=name))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return User.objects.create_user(email, password, name=name or email.partition("@")[0])
