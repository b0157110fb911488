"""Recompute the totals from the reports, or only compare."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.actions.totals import differences


class Command(BaseCommand):
    """``rebuild_totals`` mends; with ``--check`` it compares and fails on a difference."""

    help = "Recompute all totals from the reports; with --check only compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--check", action="store_true", help="compare only, change nothing")

    def handle(self, *, check: bool, **_options: object) -> None:
        """Print a line per difference."""
        found = 0
        for line in differences(check=check):
            found += 1
            self.stdout.write(line)
        if check and found:
            raise CommandError(f"{found} differences; run rebuild_totals to mend them")
        self.stdout.write(self.style.SUCCESS(f"{found} differences"))
