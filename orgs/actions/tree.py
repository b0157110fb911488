"""Keeping the tree a tree: one writer at a time, subtrees moved in one statement."""

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from fraudwatch.lib import paths
from orgs.errors import OrgError
from orgs.models import Unit
from orgs.queries.tree import TreeFault, tree_faults

MAX_DEPTH = 30


def lock_tree() -> None:
    """Let one transaction at a time reshape the tree (SQLite's IMMEDIATE does it anyway).

    Read the units again after this: another transaction may have moved them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orgs.unit tree'))")


def place(unit: Unit, parent: Unit | None) -> None:
    """Give a unit just inserted its path and depth under ``parent``."""
    unit.path = (parent.path if parent else "") + paths.step(unit.pk)
    unit.depth = paths.depth(unit.path)
    if unit.depth > MAX_DEPTH:
        raise OrgError(_too_deep())
    Unit.objects.filter(pk=unit.pk).update(path=unit.path, depth=unit.depth)


def rehang(unit: Unit, parent: Unit | None) -> str:
    """Rewrite the paths of the whole subtree in one statement; returns the unit's new path.

    The rows of ``parent_id`` are not touched here; frozen copies elsewhere stay as they are.
    """
    old = unit.path
    new = (parent.path if parent else "") + paths.step(unit.pk)
    deeper = paths.depth(new) - paths.depth(old)
    lowest = Unit.objects.under(unit).order_by("-depth").values_list("depth", flat=True)[0]
    if lowest + deeper > MAX_DEPTH:
        raise OrgError(_too_deep())
    Unit.objects.under(unit).update(
        path=Concat(Value(new), Substr("path", len(old) + 1)), depth=F("depth") + deeper
    )
    return new


def repair_tree() -> list[TreeFault]:
    """Write the right path and depth where they are wrong; returns what stays broken (loops)."""
    lock_tree()
    faults = tree_faults()
    wrong = [fault for fault in faults if not fault.is_loop]
    for fault in wrong:  # first out of each other's way: paths are unique
        Unit.objects.filter(pk=fault.pk).update(path=f"?{fault.pk}")
    for fault in wrong:
        Unit.objects.filter(pk=fault.pk).update(
            path=fault.expected, depth=paths.depth(fault.expected)
        )
    return [fault for fault in faults if fault.is_loop]


def _too_deep() -> str:
    return _("The tree would be more than %(depth)d levels deep. Choose a higher parent.") % {
        "depth": MAX_DEPTH
    }
