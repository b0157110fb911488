"""Filling in for a unit (代填): the unit hears of it."""

from django.utils.translation import gettext_noop

from reports.actions.deciding import tell_unit
from reports.models import Report, Revision

FILLED_IN = gettext_noop("The report of %(week)s was filled in for your unit by %(who)s")
LOOK_AT_IT = gettext_noop("Look at the figures; tell the office if something is not right.")


def tell_filled_in(row: Report, revision: Revision) -> None:
    """Tell the unit's own reporters who handed its report in, once per submission."""
    outcome = f"on_behalf:{revision.number}"
    tell_unit(row, FILLED_IN, LOOK_AT_IT, outcome, {"who": revision.who})
