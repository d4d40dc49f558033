"""The editions of a month approved and published together: each whole, or not at all."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from followup.models import MonthlyReport, ReportDelivery
from followup.services.publishing import publish_edition
from followup.services.report_month import approve_editions, publish_editions
from followup.services.report_review import approve_edition, ask_body, mark_section
from programs.models import ResponsibleBody
from tests.factories.accounts import UserFactory
from tests.factories.programs import ResponsibleBodyFactory
from tests.followup.publishing import drafted
from trygghet.accounts.models import User

AsUser = Callable[[User], Client]
PAGE, APPROVE, PUBLISH = (
    reverse(f"followup:report-month{end}", args=["2026-10"]) for end in ("", "-approve", "-publish")
)


@pytest.fixture
def editions(body: ResponsibleBody, central: User) -> list[MonthlyReport]:
    """The city's, which is read, and two districts': one read, one with a question waiting."""
    silent = ResponsibleBodyFactory(name="Östra stadsdelsnämnden")
    found = [drafted("hinder", "mal", body=each) for each in (None, body, silent)]
    for report in found:
        for anchor in ("hinder", "mal"):
            mark_section(report=report, section=anchor, comment="", version=0, acting_user=central)
    ask_body(
        report=found[2], section="mal", body=silent, question="Stämmer det?", acting_user=central
    )
    return found


def key(report: MonthlyReport) -> str:
    return f"{report.pk}.{report.content_hash}"


def states(editions: list[MonthlyReport]) -> list[str]:
    for report in editions:
        report.refresh_from_db()
    return [report.state for report in editions]


def test_those_that_are_read_are_approved_and_published_together(
    editions: list[MonthlyReport], central: User, coordinator: User, as_user: AsUser
) -> None:
    client, [city, district, waiting] = as_user(central), editions
    page = client.get(PAGE).content.decode()
    assert f'value="{key(city)}"' in page
    assert f'value="{key(waiting)}"' not in page
    assert "Östra stadsdelsnämnden har inte svarat på frågan om ”Mal”." in page
    chosen = {"chosen": [key(city), key(district)]}
    asked = client.post(APPROVE, chosen).content.decode()
    assert "Godkänn 2 utgåvor?" in asked
    assert states(editions) == ["draft"] * 3
    told = client.post(APPROVE, chosen | {"confirmed": "1"}, follow=True).content.decode()
    assert "2 utgåvor är godkända." in told
    assert states(editions) == ["approved", "approved", "draft"]
    asked = client.post(PUBLISH, chosen).content.decode()
    assert "Publicera 2 utgåvor?" in asked
    assert "De skickas till" in asked
    told = client.post(PUBLISH, chosen | {"confirmed": "1"}, follow=True).content.decode()
    assert "2 utgåvor är publicerade" in told
    assert states(editions) == ["published", "published", "draft"]
    assert {each.user for each in ReportDelivery.objects.filter(report=district)} == {coordinator}


def test_an_edition_that_does_not_go_holds_up_no_other(
    editions: list[MonthlyReport], central: User
) -> None:
    city, district, waiting = editions
    first = UserFactory(name="Var Först")
    approve_edition(report=city, content_hash=city.content_hash, anyway=False, acting_user=first)
    hashes = {report.pk: report.content_hash for report in editions}
    outcome = approve_editions(reports=editions, hashes=hashes, acting_user=central)
    assert [report.pk for report in outcome.done] == [district.pk]
    reasons = {report.pk: reason for report, reason in outcome.refused}
    assert reasons[city.pk].startswith("Utgåvan är redan godkänd av Var Först den ")
    assert reasons[waiting.pk].startswith("Östra stadsdelsnämnden har inte svarat")
    publish_edition(report=city, acting_user=first)
    outcome = publish_editions(reports=editions, acting_user=central)
    assert [report.pk for report in outcome.done] == [district.pk]
    reasons = {report.pk: reason for report, reason in outcome.refused}
    assert reasons[city.pk].startswith("Utgåvan är redan publicerad av Var Först den ")
    assert reasons[waiting.pk].startswith("Utgåvan är inte godkänd längre.")


def test_who_comes_second_is_told_by_name_and_nothing_is_done_twice(
    editions: list[MonthlyReport], central: User, as_user: AsUser
) -> None:
    city, district, _waiting = editions
    chosen = {"chosen": [key(city), key(district)], "confirmed": "1"}
    approve_edition(
        report=city, content_hash=city.content_hash, anyway=False,
        acting_user=UserFactory(name="Var Först"),
    )  # fmt: skip
    told = as_user(central).post(APPROVE, chosen, follow=True).content.decode()
    assert "1 utgåva är godkänd." in told
    assert "Utgåvan är redan godkänd av Var Först den" in told


def test_what_was_made_anew_after_the_page_was_read_is_not_approved(
    editions: list[MonthlyReport], central: User, as_user: AsUser
) -> None:
    city = editions[0]
    chosen = {"chosen": [f"{city.pk}.{'a' * 64}"], "confirmed": "1"}
    told = as_user(central).post(APPROVE, chosen, follow=True).content.decode()
    assert "efter att du öppnade den" in told
    assert states(editions) == ["draft"] * 3


@pytest.mark.parametrize("chosen", [[], ["inget.alls"], ["999999.abc"]])
def test_nothing_chosen_is_told(
    chosen: list[str], editions: list[MonthlyReport], central: User, as_user: AsUser
) -> None:
    answer = as_user(central).post(APPROVE, {"chosen": chosen})
    assert answer.status_code == 422
    assert "Ingen utgåva är vald" in answer.content.decode()


def test_the_page_takes_the_same_queries_however_many_editions(
    editions: list[MonthlyReport],
    central: User,
    as_user: AsUser,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    client = as_user(central)
    for more in (0, 2):
        for _n in range(more):
            drafted("hinder", body=ResponsibleBodyFactory(), month=date(2026, 10, 1))
        with django_assert_num_queries(7):
            client.get(PAGE)
