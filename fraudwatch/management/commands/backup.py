"""manage.py backup: database and files in one file, or a look whether such a file is whole."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from fraudwatch.backups.making import make_backup
from fraudwatch.backups.restoring import verify_backup
from fraudwatch.lib.errors import DomainError


class Command(BaseCommand):
    """Writes the backup, or with --verify reads one through."""

    help = "Write database and files to one file with checksums; --verify reads it through."

    def add_arguments(self, parser: object) -> None:
        """The file, and whether to write it or to look at it."""
        parser.add_argument("file", type=Path, help="for example /var/backups/2026-06-10.fwb")
        parser.add_argument("--verify", action="store_true", help="check an existing file")

    def handle(self, *args: object, **options: object) -> None:
        """One line a table, then the sum."""
        path = Path(str(options["file"]))
        say = self.stdout.write if int(str(options["verbosity"])) > 1 else str
        try:
            manifest = verify_backup(path) if options["verify"] else make_backup(path, say=say)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        except Error as error:
            raise CommandError(f"The database stopped: {str(error).splitlines()[0]}") from None
        except OSError as error:
            raise CommandError(
                f"{path}: {error.strerror}; nothing is left under that name that was not there "
                "before. Choose a folder with room that this user may write to."
            ) from None
        self.stdout.write(summary(manifest))
        if not options["verify"]:
            self.stdout.write("keys are not in it; keep a copy of .env apart from this file")
        for key in manifest.get("gone", [])[:20]:
            self.stderr.write(f"the disk has lost the file {key}")


def summary(manifest: dict) -> str:
    """``2026-06-10T12:00:00 version 0.1.0 (sqlite): 76 tables, 5120 rows, 12 files (3.1 MB)``."""
    rows = sum(manifest["tables"].values())
    size = manifest["files"]["bytes"] / 1_000_000
    return (
        f"{manifest['made_at'][:19]} version {manifest['version']} ({manifest['engine']}): "
        f"{len(manifest['tables'])} tables, {rows} rows, {manifest['files']['count']} files "
        f"({size:.1f} MB)"
    )
