"""The same weeks a year before, as they were imported (同比基数)."""

from datetime import date

from django.db.models import OuterRef

from fraudwatch.lib.nested import Nested
from orgs.models import Unit
from reports.figures import Value
from reports.models import Baseline, Period
from reports.moments import year_before
from reports.queries.chosen import Chosen

WEEKS = 12


def periods_up_to(shown: Chosen) -> list[Period]:
    """The periods up to the one shown, oldest first."""
    return list(shown.periods[shown.periods.index(shown.period) :])[::-1]


def last_year_column(shown: Chosen) -> Nested:
    """What ``last_year_from`` reads, as a column beside a node."""
    rows = Baseline.objects.filter(
        template=shown.template,
        unit=OuterRef("pk"),
        starts_on__in=_year_before(shown),
        is_subtree=True,
    )
    return Nested(rows.values("starts_on", "values"))


def last_year_from(shown: Chosen, rows: list[dict]) -> dict[int, dict[str, Value]]:
    """Last year's values by the key of this year's period, read with the node."""
    keys = {f"{day:%Y-%m-%d}": key for day, key in _year_before(shown).items()}
    return {keys[row["starts_on"]]: row["values"] for row in rows}


def _year_before(shown: Chosen) -> dict[date, int]:
    """The keys of the periods shown by the first day of the same span a year before."""
    cadence = shown.template.cadence
    recent = periods_up_to(shown)[-WEEKS:]
    return {year_before(cadence, period.starts_on): period.pk for period in recent}


def last_year_of(shown: Chosen, unit: Unit) -> dict[int, dict[str, Value]]:
    """Last year's values of the node by the key of this year's period. One query."""
    read = Unit.objects.filter(pk=unit.pk).values_list(last_year_column(shown), flat=True)
    return last_year_from(shown, read[0])
