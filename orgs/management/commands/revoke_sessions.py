"""manage.py revoke_sessions: sign somebody out, or everybody."""

from django.core.management.base import BaseCommand, CommandError

from orgs.actions.sessions import end_all_sessions, end_sessions
from orgs.models import User


class Command(BaseCommand):
    """Ends sessions; the next click leads to the sign-in page."""

    help = "End the sessions of one account, or of everybody with --all."

    def add_arguments(self, parser: object) -> None:
        """Whose."""
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--user", metavar="NAME")
        whose.add_argument("--all", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        """End them."""
        if options["all"]:
            self.stdout.write(f"{end_all_sessions()} sessions ended")
            return
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"there is no account {options['user']}")
        self.stdout.write(f"{end_sessions(user, by=None)} sessions of {user.username} ended")
