"""manage.py audit_verify: is the audit trail whole?"""

from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from orgs.actions.verification import verify_trail
from orgs.models import AuditEntry


class Command(BaseCommand):
    """Prints one line per entry at which a chain breaks; ends with an error if there is one."""

    help = "Check the audit trail for missing or changed entries; exit code 1 on a break."

    def add_arguments(self, parser: object) -> None:
        """From which day on."""
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="else the whole trail")

    def handle(self, *args: object, **options: object) -> None:
        """Check it."""
        broken = verify_trail(by=None, since=self.moment(options["since"]), whole=True)
        for entry in broken:
            self.stdout.write(f"{entry.chain} number {entry.number} (row {entry.pk}) does not hold")
        if broken:
            raise CommandError("the audit trail is broken")
        self.stdout.write(f"the audit trail is whole: {AuditEntry.objects.count()} entries")

    def moment(self, day: str | None) -> datetime | None:
        """The beginning of that day."""
        if not day:
            return None
        try:
            return timezone.make_aware(datetime.strptime(day, "%Y-%m-%d"))  # noqa: DTZ007 - aware
        except ValueError as error:
            raise CommandError(f"{day} is not a day; write it like 2026-06-08") from error
