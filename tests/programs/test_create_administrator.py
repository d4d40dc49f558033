import pytest
from django.core.management import CommandError, call_command

from programs.models import ResponsibleBody
from trygghet.accounts.models import User
from trygghet.accounts.roles import Role


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST_ADMIN_PASSWORD", "kornblå cykelsadel 47")


def test_the_first_administrator_can_sign_in(board: ResponsibleBody) -> None:
    call_command("create_administrator", "ny@exempel.se", "--name", "Ny Admin")
    user = User.objects.get(email="ny@exempel.se")
    assert user.check_password("kornblå cykelsadel 47")
    assert user.has_perm(Role.ADMINISTRATOR.value, board)
    assert not user.is_superuser


def test_a_second_run_changes_nothing(
    board: ResponsibleBody, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("create_administrator", "ny@exempel.se")
    monkeypatch.setenv("FIRST_ADMIN_PASSWORD", "ett annat långt lösenord")
    call_command("create_administrator", "NY@exempel.se")
    assert User.objects.get().check_password("kornblå cykelsadel 47")


@pytest.mark.parametrize(("email", "word"), [("ny@exempel.se", "kort"), ("ingen adress", "x" * 20)])
def test_a_weak_password_or_a_bad_address_makes_nothing(
    board: ResponsibleBody, monkeypatch: pytest.MonkeyPatch, email: str, word: str
) -> None:
    monkeypatch.setenv("FIRST_ADMIN_PASSWORD", word)
    with pytest.raises(CommandError):
        call_command("create_administrator", email)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_without_bodies_it_says_what_to_load() -> None:
    with pytest.raises(CommandError, match="load_reference stockholm"):
        call_command("create_administrator", "ny@exempel.se")
