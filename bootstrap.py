#!/usr/bin/env python3
"""Build everything that the program needs on a machine that only has Python.

Lies at the top because it runs before any environment exists, with the machine's own Python and its
standard library: ``python3 bootstrap.py setup`` makes ``.venv`` and the front end, ``browser``
finds or installs the Chromium of the browser tests and prints its path, ``reset`` starts over.
Says in Swedish what it does; a second run only looks whether something has changed.
"""

from __future__ import annotations  # an older Python must come as far as being told so

import ctypes.util
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON_AT_LEAST = (3, 11)
NODE_AT_LEAST = 22
CERTIFICATE_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",  # Red Hat, Fedora
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # macOS
)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
PANGO_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
HOMEBREW_FOLDERS = ("/opt/homebrew", "/usr/local")
STARTED = time.monotonic()


class CannotContinue(Exception):
    """What is missing and what to do about it; shown as it stands."""


def say(text: str) -> None:
    print(f"[{time.monotonic() - STARTED:5.0f} s] {text}", file=sys.stderr, flush=True)


def run(*command: str | Path, doing: str, quiet: bool = False) -> None:
    """Run a program, its output going to our standard error; fail with what it was doing.

    A ``quiet`` one is heard only if it fails.
    """
    output = subprocess.PIPE if quiet else sys.stderr
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
        )
    except OSError as error:
        raise CannotContinue(f"{doing} misslyckades: {error}") from None
    if done.returncode:
        raise CannotContinue(f"{doing} misslyckades.\n{done.stdout or ''}".rstrip())


def trust_the_system() -> None:
    """Let uv, pip and npm trust the certificates that the system trusts (a proxy's own, say)."""
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    candidates = (os.environ.get("SSL_CERT_FILE"), *CERTIFICATE_BUNDLES)
    if bundle := next((path for path in candidates if path and Path(path).is_file()), None):
        os.environ.setdefault("PIP_CERT", bundle)
        os.environ.setdefault("NODE_EXTRA_CA_CERTS", bundle)


# Python -------------------------------------------------------------------------------------


def find_uv() -> str:
    """The machine's uv, or our own in ``.uv/``."""
    if found := shutil.which("uv"):
        return found
    for path in (ROOT / ".uv/bin/uv", ROOT / ".uv/lib/bin/uv"):
        if path.exists():
            return str(path)
    return install_uv()


def install_uv() -> str:
    say("Hämtar uv, som installerar Pythonpaketen …")
    quiet = {"cwd": ROOT, "capture_output": True, "text": True, "check": False}
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    venv = subprocess.run([sys.executable, "-m", "venv", ".uv"], **quiet)
    if venv.returncode == 0:
        last = subprocess.run([".uv/bin/python", *pip, "uv"], **quiet)
        uv = ROOT / ".uv/bin/uv"
    else:
        shutil.rmtree(ROOT / ".uv", ignore_errors=True)
        last = subprocess.run([sys.executable, *pip, "--target", ".uv/lib", "uv"], **quiet)
        uv = ROOT / ".uv/lib/bin/uv"
    if last.returncode or not uv.exists():
        shutil.rmtree(ROOT / ".uv", ignore_errors=True)
        raise CannotContinue(
            "uv saknas och kunde inte hämtas med pip.\n"
            "  Debian/Ubuntu: installera paketet python3-venv (apt install python3-venv).\n"
            "  Annars: installera uv själv, se https://docs.astral.sh/uv/\n"
            f"{last.stderr.strip() or venv.stderr.strip()}"
        )
    return str(uv)


def sync_python() -> None:
    first_time = not (VENV / "bin/python").exists()
    if first_time:
        say("Hämtar Pythonpaketen, cirka 250 MB. Första gången tar det några minuter …")
    uv = find_uv()
    which = ["--python", sys.executable] if first_time else ["--quiet"]
    os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")
    os.environ["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    os.environ.pop("VIRTUAL_ENV", None)
    run(uv, "sync", "--frozen", *which, doing="Installationen av Pythonpaketen")
    say("Pythonpaketen är på plats.")


# Front end ----------------------------------------------------------------------------------


def build_front_end() -> None:
    """Fetch the front end's packages and build it, each only if what it is made of has changed."""
    packages = fingerprint("package.json", "package-lock.json")
    sources = fingerprint(
        "package.json", "package-lock.json", "designsystemet.config.json", "static"
    )
    installed, built = ROOT / "node_modules/.made-of", ROOT / "static/dist/.made-of"
    if not is_made_of(built, sources):
        npm = find_npm()
        if not is_made_of(installed, packages):
            say("Hämtar gränssnittets paket …")
            run(
                npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", doing="npm ci", quiet=True
            )
            installed.write_text(packages, encoding="ascii")
        say("Bygger gränssnittet …")
        run(npm, "run", "--silent", "build", doing="Bygget av gränssnittet", quiet=True)
        built.write_text(sources, encoding="ascii")
    say("Gränssnittet är byggt.")


def find_npm() -> str:
    """The machine's npm if its Node is new enough, else the one from the virtual environment."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = version.stdout.lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= NODE_AT_LEAST:
            return npm
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return str(VENV / "bin/npm")


def fingerprint(*names: str) -> str:
    """A hash of the content of files and folders, what the build itself makes left out."""
    digest = hashlib.sha256()
    for path in sorted(part for name in names for part in files_in(ROOT / name)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def files_in(path: Path) -> list[Path]:
    made = (ROOT / "static/dist", ROOT / "static/src/gen")
    found = [path] if path.is_file() else [part for part in path.rglob("*") if part.is_file()]
    return [part for part in found if not any(part.is_relative_to(folder) for folder in made)]


def is_made_of(stamp: Path, content: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="ascii") == content


# System libraries and the browser -----------------------------------------------------------


def check_pango() -> None:
    """Say what to install if the PDF's system libraries are missing: all else works without."""
    if has_pango():
        return
    how = "brew install pango" if platform.system() == "Darwin" else f"apt install {PANGO_PACKAGES}"
    say(f"Pango saknas: allt utom PDF-rapporterna fungerar. Installera med: {how}")


def has_pango() -> bool:
    in_homebrew = any(
        Path(folder, "lib/libpango-1.0.dylib").exists() for folder in HOMEBREW_FOLDERS
    )
    return in_homebrew or all(ctypes.util.find_library(name) for name in PANGO)


def find_chromium() -> str:
    """The path of a Chromium for the browser tests, which is installed if there is none."""
    wanted = [os.environ.get("CHROMIUM", ""), *map(shutil.which, CHROMIUM_NAMES), CHROMIUM_ON_A_MAC]
    if found := next((path for path in wanted if path and Path(path).exists()), None):
        return found
    if is_root_with_apt():
        apt_install("chromium")
        if found := shutil.which("chromium"):
            return found
    return playwright_chromium()


def playwright_chromium() -> str:
    say("Hämtar en Chromium för webbläsartesterna …")
    python = VENV / "bin/python"
    try:
        run(python, "-m", "playwright", "install", "chromium", doing="playwright install")
        path = subprocess.check_output([python, "-c", PLAYWRIGHT_PATH], text=True).strip()
        subprocess.run([path, "--version"], check=True, stdout=subprocess.DEVNULL)
    except (CannotContinue, OSError, subprocess.CalledProcessError) as error:
        raise CannotContinue(
            "Ingen Chromium finns för webbläsartesterna, och ingen kunde hämtas.\n"
            "  Debian/Ubuntu: apt install chromium\n"
            "  macOS: brew install --cask chromium\n"
            f"  Annan plats: CHROMIUM=/sökväg make test\n{error}"
        ) from None
    return path


PLAYWRIGHT_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def is_root_with_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    say(f"Installerar {' '.join(packages)} …")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run("apt-get", "update", "-qq", doing="apt-get update", quiet=True)
    options = ("-y", "-qq", "--no-install-recommends")
    run("apt-get", "install", *options, *packages, doing="apt-get install", quiet=True)


# The commands -------------------------------------------------------------------------------


def setup() -> None:
    trust_the_system()
    sync_python()
    build_front_end()
    check_pango()


def browser() -> None:
    trust_the_system()
    if not has_pango() and is_root_with_apt():
        apt_install(*PANGO_PACKAGES.split())
    print(find_chromium())


def reset() -> None:
    """Stop the local servers and remove everything in ``.local``, after a question."""
    local = Path(os.environ.get("TRYGGHET_LOCAL_DIR") or ROOT / ".local")
    if not local.exists():
        say(f"{local} finns inte: inget att ta bort.")
        return
    if os.environ.get("FORCE") != "1":
        question = f"Ta bort databasen, uppladdade filer och nyckeln i {local}? [j/N] "
        if not sys.stdin.isatty() or input(question).strip().lower() not in ("j", "ja"):
            raise CannotContinue("Inget togs bort. (FORCE=1 make reset frågar inte.)")
    run(sys.executable, ROOT / "trygghet/local.py", "stop", doing="Stoppet av databasen")
    shutil.rmtree(local)
    say(f"{local} är borttagen. make run börjar om från början.")


COMMANDS = {"setup": setup, "browser": browser, "reset": reset}


def main() -> int:
    if sys.version_info < PYTHON_AT_LEAST:
        needed = ".".join(map(str, PYTHON_AT_LEAST))
        print(f"Python {needed} eller senare behövs; detta är {platform.python_version()}.")
        print("Ange en annan med: make run PYTHON=python3.12")
        return 1
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: bootstrap.py {'|'.join(COMMANDS)}")
        return 2
    try:
        COMMANDS[sys.argv[1]]()
    except CannotContinue as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
