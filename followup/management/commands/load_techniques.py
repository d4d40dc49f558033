from django.core.management.base import BaseCommand, CommandError

from followup.reference.techniques import load
from programs.reference.files import ReferenceFaults


class Command(BaseCommand):
    help = "Läser in listan över tekniker och faktorer som åtgärder kan bygga på. Allt eller inget."

    def handle(self, *args: object, **options: object) -> None:
        try:
            loaded = load()
        except ReferenceFaults as error:
            faults = "\n".join(f"  {fault}" for fault in error.faults)
            raise CommandError(f"Inget har lästs in. Rätta detta:\n{faults}") from None
        if loaded.created or loaded.changed:
            self.stdout.write(f"Tekniker: {loaded.created} nya, {loaded.changed} ändrade")
        else:
            self.stdout.write("Tekniker: inga ändringar")
