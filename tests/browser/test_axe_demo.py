"""The pages that hold most, full of a demo city's data: no axe violation, nothing to scroll aside.

A file of its own, so that it and the check of every page run beside each other.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext

from collaboration.models import SituationReport
from followup.reports.monthly import ask_for_reports
from tests.browser import demo
from tests.browser.both_widths import faults, page_with_axe
from trygghet.jobs.services import run
from trygghet.months import previous_month

pytestmark = pytest.mark.django_db(transaction=True)

ContextFor = Callable[..., BrowserContext]
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
        page = page_with_axe(context_for(demo.person(account)))
        for address in addresses:
            found += faults(page, address.format(**places))

    assert not found, "\n".join(found)


def _report(code: str, state: str) -> str:
    report = SituationReport.objects.filter(body__code=code, state=state).latest("period")
    return reverse("collaboration:report-detail", args=[report.pk])


def _month(month: date) -> str:
    return reverse("followup:report-detail", args=[f"{month:%Y-%m}", "staden"])
