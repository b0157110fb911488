"""What a unit answers for, shown on the unit's own page (部门职责)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.queries.duties import duties_of
from fraudwatch.lib.access import needs
from orgs.models import Unit


@needs("orgs.view_unit", Unit)
def unit_duties(request: HttpRequest, unit: Unit) -> HttpResponse:
    """The unit's duties in the campaigns in sight; nothing at all where there are none."""
    return render(request, "campaigns/_unit_duties.html", {"duties": duties_of(unit, request.user)})
