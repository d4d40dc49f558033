"""Why something in a process is refused, after it went back or where something hangs on it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from collaboration.exceptions import Refused


class NothingToGoThrough(Refused):
    def __init__(self) -> None:
        super().__init__(_("Steget är redan genomgånget. Läs in sidan på nytt."))


class PictureMissing(Refused):
    def __init__(self) -> None:
        super().__init__(_("Ni har inte lämnat någon bild än. Skriv den först."))


class ProblemInUse(Refused):
    def __init__(self, title: str, hanging: Iterable[str]) -> None:
        said = _("”%(title)s” kan inte tas bort: %(why)s. Lägg det åt sidan i stället.")
        super().__init__(said % {"title": title, "why": ", ".join(hanging)})
