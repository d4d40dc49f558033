from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from programs.reference.files import ReferenceFaults
from programs.reference.loader import FOLDER, Outcome, load, municipalities


class Command(BaseCommand):
    help = "Läser in kommunens program, organ, uppdrag, områden och ordlista. Allt eller inget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "municipality", help="mappen under programs/reference/, t.ex. stockholm"
        )

    def handle(self, *args: object, municipality: str, **options: object) -> None:
        if municipality not in municipalities():
            known = ", ".join(municipalities())
            raise CommandError(f"Det finns inga filer för ”{municipality}”. Det finns: {known}.")
        try:
            outcome = load(FOLDER / municipality)
        except ReferenceFaults as error:
            faults = "\n".join(f"  {fault}" for fault in error.faults)
            raise CommandError(f"Inget har lästs in. Rätta detta:\n{faults}") from None
        self._report(municipality, outcome)

    def _report(self, municipality: str, outcome: Outcome) -> None:
        if outcome.is_unchanged:
            self.stdout.write(f"{municipality}: inga ändringar")
        else:
            self.stdout.write(
                f"{municipality}: {outcome.created} nya, {outcome.changed} ändrade, "
                f"{outcome.removed} borttagna"
            )
        for row in outcome.left:
            self.stdout.write(f"  finns kvar men står inte i filerna: {row}")
