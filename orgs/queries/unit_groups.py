"""Reading unit groups with those of their members that are in sight."""

from django.db.models import Prefetch, QuerySet

from orgs.models import Unit, UnitGroup, User


def seen_groups(user: User) -> QuerySet[UnitGroup]:
    """The groups in sight by owner and name; ``members`` holds the units in sight."""
    seen = Unit.objects.visible_to(user).order_by("path")
    groups = UnitGroup.objects.visible_to(user).select_related("owner")
    return groups.prefetch_related(Prefetch("units", seen, to_attr="members")).order_by(
        "owner__path", "name"
    )


def members_of(user: User, group: UnitGroup) -> QuerySet[Unit]:
    """The members of one group that are in sight."""
    return Unit.objects.visible_to(user).filter(in_groups=group).order_by("path")
