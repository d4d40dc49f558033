"""Every page of the URL configuration, wide and narrow: no axe violation, nothing to scroll aside.

The objects are those of the access tests, the reader the first role that the policy lets in. The
pages that hold most are looked at again with a demo city's data, in ``test_axe_demo.py``.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests import access_world
from tests.access_policy import ORACLE, Rule
from tests.access_world import World
from tests.browser.both_widths import faults, page_with_axe

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


def _role(name: str, rule: Rule) -> str | None:
    """Who opens the page; the account pages are for the signed-out."""
    if rule.public and name.startswith("account_") and name != "account_logout":
        return None
    return next(role for role in ROLES if role in (rule.get or ()))


def test_every_page(context_for: ContextFor) -> None:
    world = access_world.build()
    pages: dict[str | None, Page] = {}
    found: list[str] = []
    for name, rule in ORACLE.items():
        if rule.get is None or name in NOT_PAGES:
            continue
        role = _role(name, rule)
        if role not in pages:
            pages[role] = page_with_axe(context_for(world.people[role] if role else None))
        found += faults(pages[role], _address(name, rule, world))

    assert not found, "\n".join(found)


def _address(name: str, rule: Rule, world: World) -> str:
    return access_world.address(world, name, rule.needs, rule.query)
