"""Send the reminders that are due, or say what would go out in the days to come."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from campaigns.actions.due_reminders import remind_due
from campaigns.models import ReminderPolicy
from campaigns.queries.reminder_preview import DAYS, Coming, preview
from fraudwatch.lib import clock
from orgs.models import User


class Command(BaseCommand):
    """``remind`` does what the clock does each minute; ``remind --dry-run`` only says it."""

    help = "Send the reminders that are due; with --dry-run list those of the coming days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Only look, and how far ahead."""
        parser.add_argument("--dry-run", action="store_true", help="send nothing, list only")
        parser.add_argument("--days", type=int, default=DAYS, help="days ahead, at most 60")

    def handle(self, *, dry_run: bool, days: int, **_options: object) -> None:
        """One line for each reminder and unit, or how many things people were reminded of."""
        if not dry_run:
            self.stdout.write(f"Reminded of {remind_due()} things.")
            return
        policies = ReminderPolicy.objects.in_use().select_related("campaign__owner")
        coming = preview(
            User(is_superuser=True), policies.prefetch_related("steps"), clock.now(),
            days=min(max(days, 1), 60),
        )  # fmt: skip
        for one in coming:
            for line in _lines(one):
                self.stdout.write(line)
        self.stdout.write(f"{len(coming)} reminders within {days} days; nothing was sent.")


def _lines(one: Coming) -> list[str]:
    at = f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}"
    found = []
    for row in one.to:
        names = [
            f"{person.user.name}{' (no address)' if person.lacks_address else ''}"
            for person in row.people
        ]
        who = ", ".join(names) or "NOBODY"
        found.append(f"{at} | {one.words} | {one.label} | {row.unit.name} | {who} | {one.how}")
    return found
