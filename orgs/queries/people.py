"""Reading people: who is found by a name."""

from django.db.models import Q, QuerySet

from orgs.models import Person, User

from .naming import named_people


def found_people(user: User, words: str) -> QuerySet[Person]:
    """People in sight and still working whose name, or whose unit's name, answers ``words``."""
    name = words.partition("·")[0].strip() or words
    return (
        Person.objects.visible_to(user)
        .working()
        .filter(named_people(name) | Q(unit__name__icontains=name))
        .select_related("unit")
        .order_by("unit__path", "name", "pk")
    )
