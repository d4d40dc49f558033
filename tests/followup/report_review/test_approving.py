"""An edition is approved and published, once, and read by others only after that."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from collaboration.exceptions import Refused
from followup.models import MonthlyReport, ReportDelivery
from followup.report_exceptions import AlreadyApproved, AlreadyPublished, NotApproved
from followup.services.deliveries import readers_of
from followup.services.publishing import publish_edition
from followup.services.report_review import mark_section, withdraw_approval
from tests.followup.report_review.editions import AT, EDITION, REVIEW, TOTAL, approve, published
from trygghet.accounts.models import User

AsUser = Callable[[User], Client]


def test_approving_and_publishing_twice_is_refused_with_who_and_when(
    draft: MonthlyReport, central: User
) -> None:
    with pytest.raises(NotApproved):
        publish_edition(report=draft, acting_user=central)
    approve(draft, central)
    with pytest.raises(AlreadyApproved, match=r"redan godkänd av .+ klockan \d\d\.\d\d"):
        approve(draft, central)
    with pytest.raises(Refused):
        mark_section(report=draft, section="hinder", comment="", version=0, acting_user=central)
    withdraw_approval(report=draft)
    published(draft, central)
    for again in (
        lambda: publish_edition(report=draft, acting_user=central),
        lambda: approve(draft, central),
        lambda: withdraw_approval(report=draft),
    ):
        with pytest.raises(AlreadyPublished, match=r"redan publicerad av .+ klockan"):
            again()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["approve", "publish"])
def test_of_two_at_once_one_is_told_that_it_is_done(
    what: str, draft: MonthlyReport, central: User
) -> None:
    if what == "publish":
        approve(draft, central)
    together = Barrier(2)

    def go(_number: int) -> str:
        together.wait()
        try:
            if what == "publish":
                publish_edition(report=draft, acting_user=central)
            else:
                approve(draft, central)
        except (AlreadyApproved, AlreadyPublished) as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(go, range(2)))
    assert first == ""
    assert "redan" in second
    if what == "publish":
        assert ReportDelivery.objects.count() == readers_of(draft).count() == 1


@pytest.mark.parametrize("who", ["coordinator", "manager", "contributor", "committee"])
def test_before_it_is_published_only_the_central_office_sees_it(
    who: str, draft: MonthlyReport, central: User, as_user: AsUser, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(who))
    detail = reverse("followup:report-detail", args=AT)
    download = reverse("followup:report-download", args=AT)

    def answers() -> set[int]:
        return {client.get(url).status_code for url in (detail, download)}

    assert answers() == {404}
    assert client.get(reverse("followup:report-list")).context["months"] == []
    approve(draft, central)
    assert answers() == {404}
    publish_edition(report=draft, acting_user=central)
    assert answers() == {200}


def test_the_pages_lead_from_review_to_publication(
    draft: MonthlyReport, central: User, as_user: AsUser
) -> None:
    client = as_user(central)
    page = client.get(REVIEW).content.decode()
    assert page.count('class="review-panel card"') == TOTAL
    assert "Mörk gångväg" in page
    approve_url = reverse("followup:report-approve", args=EDITION)
    asked = client.get(approve_url).content.decode()
    assert f"{TOTAL} avsnitt är inte lästa." in asked
    hashed = {"content_hash": draft.content_hash}
    assert client.post(approve_url, hashed).status_code == 422
    client.post(approve_url, hashed | {"anyway": "on"})
    assert "Ta tillbaka godkännandet" in client.get(REVIEW).content.decode()
    told = client.post(approve_url, hashed | {"anyway": "on"}, follow=True).content.decode()
    assert "redan godkänd av" in told
    publish_url = reverse("followup:report-publish", args=EDITION)
    assert "Den skickas till 1 person" in client.get(publish_url).content.decode()
    told = client.post(publish_url, follow=True).content.decode()
    assert "Utgåvan är publicerad" in told
    assert draft.content_hash in told
