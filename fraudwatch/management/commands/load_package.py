"""manage.py load_package: take an office's data package into a fresh installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from fraudwatch.backups.loading import load_package
from fraudwatch.lib.errors import DomainError

from .backup import summary


class Command(BaseCommand):
    """Loads everything the package holds; nobody has a password afterwards."""

    help = "Load a full data package (from the export centre) into an empty installation."
    requires_system_checks = ()

    def add_arguments(self, parser: object) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """One line a table, then what to do next."""
        path = Path(str(options["file"]))
        try:
            manifest = load_package(path, say=self.stdout.write)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        except (OSError, Error) as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"Loading stopped: {reason}. The database is as it was.") from None
        self.stdout.write(summary(manifest))
        self.stdout.write(
            "loaded; accounts have no password yet. Make an administrator who hands them out: "
            "manage.py create_administrator NAME --unit CODE"
        )
