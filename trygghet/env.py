"""Typed reads from the environment; nothing else in the code base reads it."""

from pathlib import Path

import environ

_env = environ.Env()


def text(name: str, default: str = "") -> str:
    return _env.str(name, default)


def flag(name: str, default: bool = False) -> bool:
    return _env.bool(name, default)


def number(name: str, default: int) -> int:
    return _env.int(name, default)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, default: str = "") -> str:
    """Read ``NAME``, or the file that ``NAME_FILE`` points to (a Docker secret)."""
    if path := text(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return text(name, default)


def database(url: str) -> dict[str, object]:
    """Django's database settings for an address such as ``postgres://user@host/name``."""
    return _env.db_url_config(url)


def email(url: str) -> dict[str, object]:
    return _env.email_url_config(url)
