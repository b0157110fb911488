"""manage.py check_tree: does every unit's path follow from its parents?"""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from orgs.actions.tree import repair_tree
from orgs.queries.tree import tree_faults


class Command(BaseCommand):
    """Prints one line per unit that stands wrong; ends with an error while one is left."""

    help = "Check the unit tree's paths; --repair writes the right ones."

    def add_arguments(self, parser: object) -> None:
        """One option."""
        parser.add_argument("--repair", action="store_true", help="write the right paths")

    def handle(self, *args: object, **options: object) -> None:
        """Check, and repair if asked."""
        faults = tree_faults()
        for fault in faults:
            wanted = fault.expected or "a parent outside its own subtree"
            self.stdout.write(f"{fault.code}: path {fault.found}, should be {wanted}")
        left = faults
        if options["repair"] and faults:
            with transaction.atomic():
                left = repair_tree()
            self.stdout.write(f"{len(faults) - len(left)} repaired")
        if left:
            raise CommandError(f"{len(left)} units stand wrong in the tree")
        self.stdout.write("the tree is a tree")
