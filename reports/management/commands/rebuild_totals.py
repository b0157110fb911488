"""Recompute the totals from the reports, or only compare."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.actions.totals import rebuild_totals


class Command(BaseCommand):
    """``rebuild_totals`` mends; with ``--check`` it compares and fails on a difference."""

    help = "Recompute all totals from the reports; with --check only compare."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--check", action="store_true", help="compare only, change nothing")

    def handle(self, *, check: bool, **_options: object) -> None:
        """Print a line per difference."""
        differences = rebuild_totals(check=check)
        for line in differences:
            self.stdout.write(line)
        if check and differences:
            raise CommandError(f"{len(differences)} differences; run rebuild_totals to mend them")
        self.stdout.write(self.style.SUCCESS(f"{len(differences)} differences"))
