from django.contrib.auth.decorators import login_not_required
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.access_policy import ORACLE
from trygghet.accounts.checks import PUBLIC_ADDRESSES


@login_not_required
def _forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("glomd/", _forgotten, name="forgotten"), path("", include("trygghet.urls"))]


def _faults() -> list[str]:
    return [error.msg for error in run_checks() if error.id in ("accounts.E001", "accounts.E002")]


def test_declared_addresses_are_the_public_ones() -> None:
    assert _faults() == []
    assert {name for name, rule in ORACLE.items() if rule.public} == PUBLIC_ADDRESSES


def test_an_address_opened_by_mistake_stops_the_start(settings) -> None:
    settings.ROOT_URLCONF = __name__

    assert _faults() == ["The address forgotten is public but not declared."]
