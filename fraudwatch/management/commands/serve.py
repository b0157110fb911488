"""``manage.py serve``: the whole site on this machine — web, worker and beat — on loopback."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import override

from fraudwatch.demo.places import SHOWN
from fraudwatch.demo.play import PASSWORD, is_empty
from fraudwatch.lib import startup
from fraudwatch.lib.processes import run_together
from fraudwatch.lib.table_sizes import learn_table_sizes
from orgs.enums import Role
from orgs.models import AuditEntry, User


class Command(BaseCommand):
    """Looks whether everything is in order, brings the database up to date, starts."""

    help = "Start web, worker and beat together on loopback; an empty database gets the demo."
    requires_system_checks = ()

    def handle(self, **_: object) -> None:
        """End with one sentence when something stands in the way."""
        try:
            look_around()
        except startup.NotReady as fault:
            raise CommandError(str(fault)) from None
        call_command("publish_static", stdout=self.stdout)
        if migrations_are_waiting():
            self.say("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)
        if settings.LOOPBACK_ONLY and not settings.PRODUCTION and is_empty():
            self.say("Loading the demo, once; this takes a minute or so …")
            call_command("demo", stdout=self.stdout)
        learn_table_sizes()
        accounts = demo_accounts()
        connection.close()
        sys.exit(
            run_together(
                commands(),
                ready_lines={"worker": "worker is ready", "beat": "beat is ready"},
                probe=f"http://127.0.0.1:{settings.PORT}/healthz",
                when_ready=lambda: self.welcome(accounts),
            )
        )

    def say(self, line: str) -> None:
        """Print a line at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()

    def welcome(self, accounts: list[tuple[str, str]]) -> None:
        """The address and, where the demo was loaded, who can sign in."""
        self.say(f"ready http://127.0.0.1:{settings.PORT}/")
        if accounts:
            self.say(f"\nDemo accounts, all with the password {PASSWORD}")
            for name, role in accounts:
                self.say(f"  {name:<12} {role}")
        self.say("\nStop with Ctrl-C.")


def look_around() -> None:
    """Port, database and queue server, before anything is started (startup.NotReady)."""
    startup.check_port(settings.PORT)
    database = settings.DATABASES["default"]
    if settings.ON_SQLITE:
        startup.check_sqlite(str(database["NAME"]))
    elif not str(database["HOST"]).startswith("/"):
        address = f"postgres://{database['HOST']}:{database['PORT'] or 5432}"
        startup.check_server("DATABASE_URL", address, 5432)
    try:
        connection.ensure_connection()
    except OperationalError as refused:
        reason = str(refused).strip().splitlines()[0]
        raise startup.NotReady(
            f"The database does not let us in ({reason}); correct DATABASE_URL."
        ) from None
    if settings.REDIS_URL:
        startup.check_server("REDIS_URL", settings.REDIS_URL, 6379)


def migrations_are_waiting() -> bool:
    """Whether the database is older than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def demo_accounts() -> list[tuple[str, str]]:
    """Account and who that is, in both languages; nobody where the demo was not loaded."""
    if not AuditEntry.objects.filter(action="demo.loaded").exists():
        return []
    users = User.objects.select_related("home_unit").in_bulk(SHOWN, field_name="username")
    return [(name, who(users[name])) for name in SHOWN if name in users]


def who(user: User) -> str:
    """``reporter 填报员, 杨小琴, 桃源村``."""
    held = [Role(role) for role in sorted(user.roles)]
    with override("en"):
        english = ", ".join(str(role.label) for role in held)
    with override("zh-hans"):
        chinese = "、".join(str(role.label) for role in held)
    return f"{english} {chinese}, {user.name}, {user.home_unit}"


def commands() -> dict[str, str]:
    """What runs: on the embedded queue one worker of threads, on Redis one of processes."""
    celery = f"{sys.executable} -m celery --quiet --app fraudwatch"
    pool = "prefork" if settings.REDIS_URL else "threads"
    return {
        "web": f"{sys.executable} -m gunicorn",
        "worker": f"{celery} worker --pool {pool} --concurrency 2 --queues short,export",
        "beat": f"{celery} beat",
    }
