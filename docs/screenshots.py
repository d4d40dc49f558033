"""Take the pictures of the README from the demo data: ``make screenshots``.

Uses a database of its own, which is gone afterwards: what somebody has tried out in the demo is
neither shown nor touched.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="trygghet-pictures-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "trygghet.settings",
    "TRYGGHET_LOCAL_DIR": FOLDER.name,
    "DEMO": "true",
    "HTTPS": "false",
}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from collaboration.models import SituationReport  # noqa: E402
from followup.demo.people import DOMAIN, PASSWORD, address  # noqa: E402
from tests.browser import chromium  # noqa: E402
from trygghet import local, run  # noqa: E402
from trygghet.months import previous_month  # noqa: E402

PICTURES = ROOT / "docs/pictures"
SIZE = {"width": 1280, "height": 860}
CENTRAL = f"stadsledning@{DOMAIN}"


def main() -> None:
    run.prepare()
    month = previous_month(timezone.localdate())
    call_command("build_reports", month=f"{month:%Y-%m}", scope="staden")
    draft = written()
    coordinator = address("samordnare", draft.body.code)
    monthly = reverse("followup:report-detail", args=[f"{month:%Y-%m}", "staden"])
    pictures = [
        ("lagesbild", coordinator, reverse("collaboration:report-edit", args=[draft.pk])),
        ("uppfoljning", CENTRAL, reverse("followup:dashboard")),
        ("manadsrapport", CENTRAL, monthly),
    ]
    PICTURES.mkdir(exist_ok=True)
    with web_server() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.ARGUMENTS
        )
        for name, person, path in pictures:
            take(browser, site, name, person, path)


def written() -> SituationReport:
    """The report that is being written and has come furthest."""
    reports = SituationReport.objects.filter(state__in=SituationReport.EDITABLE)
    return reports.annotate(size=Count("problems")).order_by("-size", "pk").first()


def take(browser: Browser, site: str, name: str, person: str, path: str) -> None:
    page = browser.new_page(viewport=SIZE, locale="sv-SE", reduced_motion="reduce")
    page.goto(f"{site}{reverse('account_login')}?next={path}")
    page.fill("input[name=login]", person)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{site}{path}")
    page.goto(f"{site}{path}", wait_until="networkidle")  # without "you are signed in"
    page.screenshot(path=PICTURES / f"{name}.png")
    run.say(f"docs/pictures/{name}.png")
    page.close()


@contextmanager
def web_server() -> Iterator[str]:
    port = run.find_port()
    command = run.programs(port)["webb"]
    with subprocess.Popen(command, cwd=ROOT) as process:  # noqa: S603 - our own program
        site = f"http://localhost:{port}"
        while not run.answers(f"{site}/healthz"):
            time.sleep(0.2)
        yield site
        process.terminate()


if __name__ == "__main__":
    try:
        main()
    finally:
        local.stop()
        FOLDER.cleanup()
