"""Reading the tree: what is wrong with it, and the part of it that a page shows."""

from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from fraudwatch.lib import paths
from orgs.models import Unit, User

SHOWN = 60


@dataclass(frozen=True)
class TreeFault:
    """A unit whose path or depth does not follow from its parents; a loop has no right path."""

    pk: int
    code: str
    found: str
    expected: str

    @property
    def is_loop(self) -> bool:
        """Whether the unit hangs below itself, so that no path can be right."""
        return not self.expected


def tree_faults() -> list[TreeFault]:
    """All units whose path or depth is not what their parents say, in order of their keys."""
    rows = {
        pk: (code, parent, path, depth)
        for pk, code, parent, path, depth in Unit.objects.values_list(
            "pk", "code", "parent_id", "path", "depth"
        )
    }
    right: dict[int, str] = {}
    faults = []
    for pk, (code, _parent, path, depth) in sorted(rows.items()):
        expected = _right_path(pk, rows, right)
        if path != expected or depth != paths.depth(expected):
            faults.append(TreeFault(pk, code, path, expected))
    return faults


def _right_path(pk: int, rows: dict, right: dict[int, str]) -> str:
    """The path that follows from the parents; empty for a unit in or below a loop."""
    way: list[int] = []
    seen: set[int] = set()
    here: int | None = pk
    while here is not None and here not in right:
        if here in seen:
            right.update(dict.fromkeys(way, ""))
            return ""
        seen.add(here)
        way.append(here)
        here = rows[here][1]
    broken = here is not None and not right[here]
    base = right[here] if here is not None else ""
    for step in reversed(way):
        base = "" if broken else base + paths.step(step)
        right[step] = base
    return right[pk]


@dataclass
class Branch:
    """One unit as the tree shows it; ``children`` are loaded only along the open path."""

    unit: Unit
    count: int
    is_open: bool = False
    is_current: bool = False
    children: list["Branch"] = field(default_factory=list)
    hidden: int = 0


def unit_tree(user: User, current: Unit | None) -> list[Branch]:
    """The tree as ``user`` sees it, open along the path to ``current``; one query.

    Units out of service are left out unless they lie on that path.
    """
    open_paths = paths.ancestors(current.path) if current else []
    wanted = Q(parent=None) | Q(parent__path__in=open_paths)
    rows = list(seen_branches(user, open_paths).filter(wanted).order_by("position", "code"))
    by_parent: dict[int | None, list[Unit]] = {}
    for row in rows:
        by_parent.setdefault(row.parent_id, []).append(row)
    return _branches(None, by_parent, open_paths, current)


def _branches(
    parent: int | None, by_parent: dict, open_paths: list[str], current: Unit | None
) -> list[Branch]:
    found = []
    for unit in by_parent.get(parent, []):
        branch = Branch(
            unit,
            unit.below,
            is_open=unit.path in open_paths,
            is_current=current is not None and unit.pk == current.pk,
        )
        if branch.is_open:
            inner = _branches(unit.pk, by_parent, open_paths, current)
            kept = [b for n, b in enumerate(inner) if n < SHOWN or b.is_open]
            branch.children, branch.hidden = kept, len(inner) - len(kept)
        found.append(branch)
    return found


def branch_children(user: User, unit: Unit) -> list[Branch]:
    """What lies directly below ``unit``, for opening one branch of the tree."""
    rows = seen_branches(user, []).filter(parent=unit).order_by("position", "code")
    return [Branch(row, row.below) for row in rows]


def seen_branches(user: User, open_paths: list[str]) -> QuerySet[Unit]:
    """Units in sight and in service (or on the open path), each with ``below``: units under it."""
    seen = Unit.objects.visible_to(user)
    below = (
        seen.active()
        .filter(parent=OuterRef("pk"))
        .order_by()
        .values("parent")
        .annotate(number=Count("pk"))
        .values("number")
    )
    in_service = Unit.objects.active().values("pk")
    return seen.filter(Q(pk__in=in_service) | Q(path__in=open_paths)).annotate(
        below=Coalesce(Subquery(below, output_field=IntegerField()), 0)
    )
