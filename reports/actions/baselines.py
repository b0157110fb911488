"""Last year's figures, the base of every year-on-year change (同比基数)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from fraudwatch.lib.paths import ancestors, last_key
from orgs.actions.audit import record
from orgs.models import Unit
from reports.figures import Value, sum_values
from reports.models import Baseline, ReportTemplate


@transaction.atomic
def set_baselines(
    template: ReportTemplate,
    rows: Iterable[tuple[Unit, date, dict[str, Value]]],
    *,
    by: object,
) -> int:
    """Set units' figures of last year and the sums of every subtree; returns rows written.

    A row is a unit, the Monday of last year's week (52 weeks earlier) and its values.
    Setting the same unit and week again replaces them.
    """
    ReportTemplate.objects.select_for_update(no_key=True).get(pk=template.pk)  # one at a time
    weeks = set()
    units = []
    for unit, starts_on, values in rows:
        weeks.add(starts_on)
        units.append(
            Baseline(
                template=template, unit=unit, path=unit.path, starts_on=starts_on, values=values
            )
        )
    _put(units)
    subtrees = [one for week in weeks for one in _subtrees(template, week)]
    _put(subtrees)
    record(
        "baseline.set",
        template,
        by=by,
        path=template.campaign.owner.path,
        changes={"rows": [None, len(units)]},
    )
    return len(units)


def _subtrees(template: ReportTemplate, week: date) -> list[Baseline]:
    below: dict[str, list] = defaultdict(list)
    own = Baseline.objects.filter(template=template, starts_on=week, is_subtree=False)
    for row in own:
        for path in ancestors(row.path):
            below[path].append(row.values)
    return [
        Baseline(
            template=template,
            unit_id=last_key(path),
            path=path,
            starts_on=week,
            values=sum_values(parts)[0],
            is_subtree=True,
        )
        for path, parts in below.items()
    ]


def _put(rows: list[Baseline]) -> None:
    Baseline.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["template", "unit", "starts_on", "is_subtree"],
        update_fields=["values", "path"],
    )
