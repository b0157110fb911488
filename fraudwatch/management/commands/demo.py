"""Load the demo: a county with a running campaign."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fraudwatch.demo.places import SHOWN
from fraudwatch.demo.play import PASSWORD, is_empty, play_demo
from fraudwatch.demo.scale import FIGURES, INDICATORS, MOST_FIGURES, extra_codes, make_scale
from fraudwatch.lib import clock
from orgs.models import AuditEntry


class Command(BaseCommand):
    """``demo`` loads the county of the manual; ``demo --scale 500`` makes data for measuring."""

    help = "Load a demo county, or with --scale N units and 52 weeks of figures for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, if not the county of the manual."""
        parser.add_argument("--scale", type=int, metavar="UNITS", help="that many units, 52 weeks")
        parser.add_argument("--weeks", type=int, default=52, help="weeks with --scale")
        parser.add_argument(
            "--indicators", type=int, default=FIGURES, help="figures of a report with --scale"
        )

    def handle(self, *, scale: int | None, weeks: int, indicators: int, **_options: object) -> None:
        """Refuse a database with other content or a site that others can reach."""
        if AuditEntry.objects.filter(action="demo.loaded").exists() and not scale:
            self.stdout.write("The demo is already there.")
            return
        if not is_empty():
            raise CommandError(
                "This database has content of its own; the demo goes into an empty one only "
                "(set DATABASE_URL to a new one)."
            )
        if settings.PRODUCTION or not settings.LOOPBACK_ONLY:
            raise CommandError(
                "This site can be reached from outside (ALLOWED_HOSTS, PRODUCTION); the demo's "
                "passwords are public, so it loads on loopback only."
            )
        if scale:
            if not len(INDICATORS) <= indicators <= MOST_FIGURES:
                raise CommandError(
                    f"--indicators is {indicators}; give {len(INDICATORS)} to {MOST_FIGURES}."
                )
            extra = extra_codes(indicators)
            make_scale(scale, weeks, extra=extra, tell=self.stdout.write)
            return
        play_demo(clock.now(), tell=self.stdout.write)
        self.stdout.write(f"Accounts: {', '.join(SHOWN)}; password {PASSWORD}")
