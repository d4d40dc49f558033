from argparse import ArgumentParser
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from followup.demo.people import PASSWORD, accounts
from followup.demo.seed import MONTHS, seed
from followup.demo.world import NothingToReportOn

DEFAULT_SEED = 22


class Command(BaseCommand):
    help = (
        "Skriver påhittade demodata: ett år av lägesbilder för alla nämnder och bolag. "
        "Samma --seed och --today ger samma data. Ändrar inget om de redan finns."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="slumptalens start")
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="dagen som demon utspelar sig, ÅÅÅÅ-MM-DD (i dag)",
        )
        parser.add_argument("--months", type=int, default=MONTHS, help="antal månader bakåt")
        parser.add_argument(
            "--force", action="store_true", help="skriv även när DEMO inte är påslaget"
        )
        parser.add_argument(
            "--list-accounts", action="store_true", help="visa demokontona och skriv ingenting"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["list_accounts"]:
            self._list_accounts()
            return
        if not (settings.DEMO or options["force"]):
            raise CommandError(
                "Demodata hör inte hemma i en riktig databas. Sätt DEMO=true i en demo, "
                "eller kör med --force om du är säker."
            )
        try:
            world = seed(
                seed=options["seed"],
                today=options["today"] or timezone.localdate(),
                months=options["months"],
            )
        except NothingToReportOn as error:
            raise CommandError(str(error)) from error
        if world is None:
            self.stdout.write("Demodata finns redan: inget har ändrats.")
        else:
            self.stdout.write(
                f"Demodata för {len(world.bodies)} nämnder och bolag, {len(world.months)} månader."
            )

    def _list_accounts(self) -> None:
        width = max(len(account.email) for account in accounts())
        for account in accounts():
            self.stdout.write(f"{account.role:<22} {account.email:<{width}}  {account.note}")
        self.stdout.write(f"Lösenord för alla: {PASSWORD}")
        self.stdout.write(
            "Alla nämnder och bolag har egna konton: samordnare.farsta@…, chef.trafik@… "
            "och så vidare."
        )
