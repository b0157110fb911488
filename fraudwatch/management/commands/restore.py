"""manage.py restore: put a backup in place of an empty site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from fraudwatch.backups.restoring import keys_fit, restore_backup, unfinished_restore
from fraudwatch.lib.errors import DomainError

from .backup import summary


class Command(BaseCommand):
    """Restores into SQLite or PostgreSQL, whichever the settings name."""

    help = "Restore a backup into an empty database (SQLite or PostgreSQL) and files folder."
    requires_system_checks = ()

    def add_arguments(self, parser: object) -> None:
        """The file, and leave to throw away what is here."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--into-empty", action="store_true",
            help="empty this site first: rows are deleted, files moved aside",
        )  # fmt: skip

    def handle(self, *args: object, **options: object) -> None:
        """One line a table, then the sum."""
        path = Path(str(options["file"]))
        if left := unfinished_restore():
            self.stdout.write(f"an earlier restore of {left} was interrupted; it begins anew")
        try:
            manifest = restore_backup(
                path, into_empty=bool(options["into_empty"]), say=self.stdout.write
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        except (OSError, Error) as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The restore stopped: {reason}. The database is as it was before; run it again."
            ) from None
        self.stdout.write(summary(manifest))
        self.stdout.write("restored; everybody signs in anew")
        if not keys_fit():
            self.stderr.write(
                "The keys of this site are not those of the backup: phones stay sealed and the "
                "audit trail cannot be verified. Put SECRET_KEY and FIELD_KEY of the old site "
                "into .env (of a trial: its data/secret_key), then restart."
            )
