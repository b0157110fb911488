"""manage.py create_administrator: the first account of a site, or a rescue at the server."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from fraudwatch.lib.errors import DomainError
from orgs.actions.accounts import create_account
from orgs.actions.units import create_unit
from orgs.enums import Role, UnitKind
from orgs.models import Unit


class Command(BaseCommand):
    """Makes an administrator over a unit and prints the one-time password."""

    help = "Create an administrator; prints a one-time password, valid for 7 days."

    def add_arguments(self, parser: object) -> None:
        """Account name, unit, and what a new site needs."""
        parser.add_argument("username", help="account name")
        parser.add_argument("--unit", required=True, metavar="CODE", help="code of the unit")
        parser.add_argument("--unit-name", default="", help="name of the unit if it is to be made")
        parser.add_argument("--name", default="", help="the person's name; else the account name")
        parser.add_argument("--email", default="")

    def handle(self, *args: object, **options: object) -> None:
        """Make it, all or nothing."""
        username = str(options["username"])
        try:
            with transaction.atomic():
                unit = self.find_unit(str(options["unit"]), str(options["unit_name"]))
                _user, password = create_account(
                    username=username,
                    name=str(options["name"]) or username,
                    email=str(options["email"]),
                    home_unit=unit,
                    grants=[(Role.ADMINISTRATOR, unit)],
                    by=None,
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"administrator {username} of {unit.name}")
        self.stdout.write(f"one-time password: {password}")

    def find_unit(self, code: str, name: str) -> Unit:
        """The unit with that code; the root is made when there is no unit at all."""
        unit = Unit.objects.filter(code=code).first()
        if unit:
            return unit
        if Unit.objects.exists():
            raise CommandError(f"there is no unit with the code {code}")
        if not name:
            raise CommandError("there is no unit yet; name the first one: --unit-name 青澜县")
        return create_unit(None, code=code, name=name, kind=UnitKind.COUNTY, by=None)
