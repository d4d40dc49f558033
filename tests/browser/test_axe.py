"""Every page of the URL configuration, wide and narrow: no axe violation, nothing to scroll aside.

The objects are those of the access tests, the reader the first role that the policy lets in; the
pages that hold most are looked at again with a demo city's data.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from collaboration.models import SituationReport
from followup.reports.monthly import ask_for_reports
from tests import access_world
from tests.access_policy import ORACLE, Rule
from tests.access_world import World
from tests.browser import axe, demo
from tests.browser.conftest import DESKTOP, HEIGHTS, PHONE
from trygghet.jobs.services import run
from trygghet.months import previous_month

pytestmark = pytest.mark.django_db(transaction=True)

ContextFor = Callable[..., BrowserContext]
ROLES = (
    "coordinator", "contributor", "manager", "central", "administrator", "committee", "partner",
)  # fmt: skip
NOT_PAGES = {
    "healthz", "readyz", "programs:area-map", "account_set_password", "followup:dashboard-csv",
    "followup:dashboard-rows-csv", "followup:dashboard-rows-xlsx", "followup:dashboard-xlsx",
    "followup:report-download", "followup:report-progress", "followup:report-part-pdf",
    "collaboration:observation-photo", "collaboration:observation-panel",
    "collaboration:annex-download", "followup:council-minutes",
    "followup:batch-progress", "followup:indicator-list-csv", "followup:indicator-csv",
    "followup:indicator-xlsx", "followup:indicator-list-xlsx",
    "followup:goal-csv", "followup:measure-csv", "followup:activity-csv", "followup:plan-pdf",
    "followup:assessment-csv", "followup:goal-xlsx", "followup:measure-xlsx",
    "followup:activity-xlsx", "followup:assessment-xlsx",
    "followup:process-goals",  # a part of the process's page
    "followup:technique-options",  # a part of the measure's form
    "collaboration:agreement-csv", "collaboration:promise-csv", "collaboration:finding-csv",
    "collaboration:walk-csv", "collaboration:walk-worker", "collaboration:finding-photo",
    "followup:calendar",
    "followup:municipal-picture-pdf",
    "followup:duties-csv",
    "followup:municipal-plan-pdf",
}  # fmt: skip
HALVES = {
    "collaboration": [name for name in ORACLE if name.startswith("collaboration:")],
    "the rest": [name for name in ORACLE if not name.startswith("collaboration:")],
}
TOO_WIDE = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
RICH = {
    "samordnare.jarva": ("/", "/lagesbilder/", "/iakttagelser/", "/hinder/", "/samverkan/"),
    "chef.skarholmen": ("/", "{submitted}"),
    "samordnare.farsta": ("{draft}redigera/?del=problems", "{draft}skicka-in/"),
    "medarbetare1.jarva": ("/", "/iakttagelser/ny/"),
    "stadsledning": (
        "/",
        "/uppfoljning/",
        "/uppfoljning/sdn-jarva/",
        "/manadsrapporter/",
        "{month}",
    ),
    "ledamot": ("/", "/uppfoljning/", "{published}"),
    "administrator": ("/", "/installningar/"),
    "part": ("/", "/samverkan/"),
}


def _page(context: BrowserContext) -> Page:
    axe.into_every_page(context)
    return context.new_page()


def _faults(page: Page, address: str) -> list[str]:
    """What is wrong with the page at both widths; it is loaded once, as wide as the page before."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address}: answered {answer and answer.status}"]
    found = _faults_now(page)
    width = PHONE if page.viewport_size["width"] == DESKTOP else DESKTOP
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    return found + _faults_now(page)


def _faults_now(page: Page) -> list[str]:
    found, width = axe.violations(page), page.viewport_size["width"]
    if width == PHONE and (excess := page.evaluate(TOO_WIDE)) > 0:
        found.append(f"{page.url}: {excess} px too wide at {PHONE} px")
    return found


def _role(name: str, rule: Rule) -> str | None:
    """Who opens the page; the account pages are for the signed-out."""
    if rule.public and name.startswith("account_") and name != "account_logout":
        return None
    return next(role for role in ROLES if role in (rule.get or ()))


@pytest.mark.parametrize("half", HALVES)
def test_every_page(half: str, context_for: ContextFor) -> None:
    world = access_world.build()
    pages: dict[str | None, Page] = {}
    found: list[str] = []
    for name in HALVES[half]:
        rule = ORACLE[name]
        if rule.get is None or name in NOT_PAGES:
            continue
        role = _role(name, rule)
        if role not in pages:
            pages[role] = _page(context_for(world.people[role] if role else None))
        found += _faults(pages[role], _address(name, rule, world))

    assert not found, "\n".join(found)


def _address(name: str, rule: Rule, world: World) -> str:
    return access_world.address(world, name, rule.needs, rule.query)


def test_pages_full_of_data(context_for: ContextFor) -> None:
    demo.build()
    newest = previous_month(timezone.localdate())
    central = demo.person("stadsledning")
    (report,) = ask_for_reports(month=newest, acting_user=central, scope="staden")
    run(report.job_id)
    places = {
        "submitted": _report("sdn-skarholmen", "submitted"),
        "draft": _report("sdn-farsta", "draft"),
        "published": _report("sdn-jarva", "published"),
        "month": _month(newest),
    }
    found = []
    for account, addresses in RICH.items():
        page = _page(context_for(demo.person(account)))
        for address in addresses:
            found += _faults(page, address.format(**places))

    assert not found, "\n".join(found)


def _report(code: str, state: str) -> str:
    report = SituationReport.objects.filter(body__code=code, state=state).latest("period")
    return reverse("collaboration:report-detail", args=[report.pk])


def _month(month: date) -> str:
    return reverse("followup:report-detail", args=[f"{month:%Y-%m}", "staden"])
