"""The Chromium of the browser tests and of the README's pictures, and how it is started."""

import os
import shutil
from pathlib import Path

# The address field's popup is a page of its own, drawn anew in every window at every navigation:
# more work than the tested page. Only the last list counts, so Playwright's stands here too.
SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]


class NoChromium(RuntimeError):
    """There is no browser: the tests fail rather than pass without having looked."""


def find() -> str:
    """The path in ``CHROMIUM``, else the machine's own Chromium. Raises NoChromium."""
    wanted = [os.environ.get("CHROMIUM", ""), *map(shutil.which, NAMES)]
    if found := next((path for path in wanted if path and Path(path).exists()), None):
        return found
    raise NoChromium(
        "No Chromium for the browser tests. Run them with `make test`, which finds or installs one,"
        " install Debian's with `apt install chromium`, or give its path in CHROMIUM."
    )
