"""Which units a part can be passed on to, and what an expression means among them."""

from django.db.models import QuerySet

from campaigns.models import Assignment
from orgs.models import Unit
from orgs.queries.expressions import Resolved, resolve_units

from .units import member_units


def units_below(part: Assignment) -> QuerySet[Unit]:
    """Member units in service strictly below the part's unit that have no part in its round."""
    taken = Assignment.objects.filter(task=part.task_id, occurrence=part.occurrence)
    return (
        member_units(part.task.campaign)
        .under(part.unit)
        .exclude(pk=part.unit_id)
        .exclude(pk__in=taken.order_by().values("unit"))
    )


def units_meant(part: Assignment, text: str) -> Resolved:
    """The units below that ``text`` means, with a sentence for each term that means none."""
    return resolve_units(text, within=units_below(part), root=part.unit)
