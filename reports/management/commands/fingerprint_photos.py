"""Look for earlier uses of all photos that were never compared."""

from django.core.management.base import BaseCommand

from reports.actions.reuse import AT_ONCE, compare_waiting


class Command(BaseCommand):
    """``fingerprint_photos`` does at once what the background does by and by after an upgrade."""

    help = "Fingerprint and compare photos that were never compared."

    def handle(self, **_options: object) -> None:
        """Print how many, batch by batch; it may be stopped and run again."""
        done = 0
        while compared := compare_waiting(most=AT_ONCE):
            done += compared
            self.stdout.write(f"{done} photos compared")
        self.stdout.write(self.style.SUCCESS(f"{done} photos compared, none waits"))
