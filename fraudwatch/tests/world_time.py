"""The world's periods to close, lock and open again, and an exemption to take back."""

from datetime import date
from types import SimpleNamespace

from fraudwatch.tests import cast as stage
from orgs.actions.calendar import DaySpec, set_days
from reports.enums import PeriodState, ReportState
from reports.models import Period


def make_periods(world: SimpleNamespace) -> None:
    """Four weeks ago one closed and empty, five weeks ago one open and due; a day of rest."""
    world.closed_period = stage.open_period(world.template, back=4)
    world.closed_period.reports.all().delete()
    Period.objects.filter(pk=world.closed_period.pk).update(state=PeriodState.CLOSED)
    world.due_period = stage.open_period(world.template, back=5)
    village = world.units["village"]
    world.due_period.reports.exclude(unit=village).delete()
    world.exempt = world.due_period.reports.get()
    world.due_period.reports.update(state=ReportState.EXEMPT, exempt_reason="整村搬迁")
    set_days([DaySpec(date(2026, 6, 19), False, "端午节")], by=world.cast["administrator"])
