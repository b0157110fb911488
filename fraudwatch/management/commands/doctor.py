"""manage.py doctor: is everything that belongs to this site in order?"""

import json
import sys
from dataclasses import asdict

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from fraudwatch.health.findings import FAIL
from fraudwatch.health.report import report


class Command(BaseCommand):
    """Prints one line a thing with the cure; exit code 1 when something is broken."""

    help = "Check database, queue, workers, disk and the rest; exit code 1 on a FAIL."
    requires_system_checks = ()

    def add_arguments(self, parser: object) -> None:
        """For people in either language, or for a program."""
        parser.add_argument("--json", action="store_true", help="a list of objects")
        parser.add_argument(
            "--language", choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
        )  # fmt: skip

    def handle(self, *args: object, **options: object) -> None:
        """Look, print, and end with 1 if anything is broken."""
        with translation.override(str(options["language"])):
            found = report()
            if options["json"]:
                rows = [asdict(one) for one in found]
                self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            else:
                for one in found:
                    self.stdout.write(str(one))
        if any(one.state == FAIL for one in found):
            sys.exit(1)
