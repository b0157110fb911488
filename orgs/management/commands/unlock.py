"""manage.py unlock: let somebody try again who typed too many wrong passwords."""

from django.core.management.base import BaseCommand, CommandError

from orgs.actions.lockout import unlock_account
from orgs.models import User


class Command(BaseCommand):
    """Forgets the wrong passwords of one account."""

    help = "Unlock an account that is locked after wrong passwords."

    def add_arguments(self, parser: object) -> None:
        """The account name."""
        parser.add_argument("username")

    def handle(self, *args: object, **options: object) -> None:
        """Unlock it."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"there is no account {options['username']}")
        gone = unlock_account(user, by=None)
        self.stdout.write(f"{user.username} unlocked, {gone} wrong passwords forgotten")
