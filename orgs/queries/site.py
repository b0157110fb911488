"""What everybody may know about this site."""

from orgs.models import Unit


def site_owner() -> str:
    """The name of the only top unit, shown before anybody signed in; else nothing."""
    names = list(Unit.objects.filter(parent=None).values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""
