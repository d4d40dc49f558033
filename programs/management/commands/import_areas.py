from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from programs.boundaries import BoundariesRefused, Outcome, import_boundaries
from programs.models import Area


class Command(BaseCommand):
    help = "Läser in områdenas gränser från GeoJSON, Shapefile (även .zip) eller GeoPackage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--level", choices=Area.Kind.values, help="annars den som namnen passar"
        )
        parser.add_argument("--name-field", default="", help="fältet med områdets namn")
        parser.add_argument("--layer", default="", help="lagret, om filen har flera")
        parser.add_argument("--source", default="", help="källa som visas vid kartan")
        parser.add_argument(
            "--alias",
            action="append",
            default=[],
            metavar="NAMN=KOD",
            help="ett namn i filen och koden för området som menas; kommer ihåg det",
        )
        parser.add_argument("--dry-run", action="store_true", help="visa utan att spara")

    def handle(self, *args: object, **options: object) -> None:
        path = options["file"]
        if not path.exists():
            raise CommandError(f"Filen {path} finns inte.")
        try:
            outcome = import_boundaries(
                path,
                source=options["source"],
                level=options["level"],
                name_field=options["name_field"],
                layer=options["layer"],
                aliases=_aliases(options["alias"]),
                dry_run=options["dry_run"],
            )
        except BoundariesRefused as error:
            reasons = "\n".join(f"  {reason}" for reason in error.reasons)
            raise CommandError(f"Inget har lästs in.\n{reasons}") from None
        self._report(outcome, bool(options["dry_run"]))

    def _report(self, outcome: Outcome, dry_run: bool) -> None:
        self.stdout.write(
            f"Nivå: {outcome.level.label}. Namn ur fältet ”{outcome.column}”. "
            f"Koordinatsystem: {outcome.crs}."
        )
        self.stdout.write(
            f"{len(outcome.areas)} gränser, varav {outcome.changed} nya eller ändrade."
        )
        for text in outcome.repaired:
            self.stdout.write(f"  lagad: {text}")
        for name in outcome.merged:
            self.stdout.write(f"  flera ytor sammanslagna: {name}")
        for area in outcome.without:
            self.stdout.write(f"  saknar fortfarande gräns: {area.name}")
        if dry_run:
            self.stdout.write("Provkörning: inget har sparats.")


def _aliases(texts: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    if wrong := [name for name, sign, _code in pairs if not sign]:
        raise CommandError(f"Skriv --alias som NAMN=KOD, inte ”{wrong[0]}”.")
    return {name.strip(): code.strip() for name, _sign, code in pairs}
