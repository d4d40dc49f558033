"""A correction is a new edition that says what changed."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from followup.models import MonthlyReport
from programs.models import Program
from tests.factories.collaboration import ProblemFactory, SituationReportFactory
from tests.followup.report_review.editions import AT, corrected, published
from trygghet.accounts.models import User

AsUser = Callable[[User], Client]
State = MonthlyReport.State


def test_a_correction_says_what_changed_and_replaces_the_edition(
    draft: MonthlyReport, central: User, committee: User, program: Program, as_user: AsUser
) -> None:
    published(draft, central)
    late = SituationReportFactory(program=program, state="approved", body__name="Järva")
    ProblemFactory(report=late, title="Buskörning på torget", development="new")
    second = corrected(draft, central, "Järvas lägesbild kom in sent.")
    told = second.html
    assert "Vad har ändrats sedan förra utgåvan" in told
    assert "Järvas lägesbild kom in sent." in told
    assert "Buskörning på torget" in told
    client = as_user(committee)
    assert (
        "Vad har ändrats sedan förra utgåvan"
        not in client.get(reverse("followup:report-detail", args=AT)).content.decode()
    )
    published(second, central)
    draft.refresh_from_db()
    assert draft.state == State.REPLACED
    assert (
        "Vad har ändrats sedan förra utgåvan"
        in client.get(reverse("followup:report-detail", args=AT)).content.decode()
    )
    compared = client.get(reverse("followup:report-compare", args=AT))
    comparison = compared.context["comparison"]
    assert (comparison.before.key, comparison.after.key) == ("2026-10.1", "2026-10.2")
    assert "<ins>Buskörning på torget" in compared.content.decode()


def test_a_correction_that_changes_nothing_says_so(draft: MonthlyReport, central: User) -> None:
    published(draft, central)
    second = corrected(draft, central)
    assert "Inga siffror eller texter skiljer sig." in second.html


def test_nobody_compares_with_what_is_not_published(
    draft: MonthlyReport, central: User, committee: User, as_user: AsUser
) -> None:
    published(draft, central)
    corrected(draft, central)
    url = reverse("followup:report-compare", args=AT)
    page = as_user(committee).get(url, {"fran": "2026-10.1", "till": "2026-10.2"})
    assert page.context["comparison"].after.key == "2026-10.1"
    assert "inte publicerad" not in page.content.decode()
    assert "inte publicerad" in as_user(central).get(url).content.decode()
