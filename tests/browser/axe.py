"""What axe has to say about a page, in lines that tell where to look."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

_axe = Axe()
# Nothing is preloaded: the only rules that ask for it are about media, which no page has.
RUN = """() => axe.run({resultTypes: ["violations"], preload: false})
    .then((found) => found.violations)"""


def into_every_page(context: BrowserContext) -> None:
    """Let axe be there when a page is: it is then sent to the browser once."""
    context.add_init_script(_axe.axe_script)


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule of axe, best practices included."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe.axe_script)
    found = page.evaluate(RUN)
    where = f"{page.url} at {page.viewport_size['width']} px"
    return [
        f"{where}: {rule['id']} ({rule['impact']}): {rule['help']}: "
        f"{' '.join(map(str, node['target']))}\n    {node['html'][:200]}"
        f"\n    {' '.join(node['failureSummary'].split())}"
        for rule in found
        for node in rule["nodes"]
    ]
