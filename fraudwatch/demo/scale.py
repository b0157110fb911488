"""Many units and weeks for measuring: same tables, same figures, written in bulk."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from django.db import transaction

from campaigns.actions.indicators import create_indicator, edit_indicator
from campaigns.enums import CampaignKind, CampaignState, IndicatorKind, Measure
from campaigns.models import Campaign, Indicator, Member
from fraudwatch.lib import clock
from fraudwatch.lib.paths import step
from fraudwatch.lib.weeks import monday_of, shift_weeks
from orgs.actions.accounts import create_account
from orgs.actions.audit import record
from orgs.enums import BaseKind, Role, UnitKind
from orgs.models import HeadcountBase, Unit
from orgs.tasks import silence
from reports.actions.template_content import ItemSpec, revise_template
from reports.actions.templates import (
    create_template,
    set_reporting_units,
    switch_on,
)
from reports.actions.totals import rebuild_totals
from reports.enums import PeriodState, ReportState, Timeliness
from reports.models import Period, Report, ReportTemplate
from reports.moments import moments_of, span_at

from .campaign import make_indicators
from .copies import add_revisions, copy_reports
from .figures import figures
from .indicators import INDICATORS
from .play import PASSWORD

FIGURES, MOST_FIGURES = 30, 80  # what a report asks for: the demo's own and as many more
ADULTS = 520
TOWN_SIZE, COUNTY_SIZE = 20, 25  # villages in a town, towns in a county
BATCH = 1000
CYCLE = 10  # so many weeks are made up; they come again in this order


def extra_codes(figures: int) -> list[str]:
    """The indicators beside the demo's own for a report of so many figures."""
    return [f"scale_{number:02}" for number in range(1, figures - len(INDICATORS) + 1)]


EXTRA = extra_codes(FIGURES)


@transaction.atomic
def make_scale(
    count: int,
    weeks: int,
    *,
    extra: Sequence[str] = EXTRA,
    tell: Callable[[str], object] = lambda _line: None,
) -> ReportTemplate:
    """``count`` villages in towns of twenty, with ``weeks`` approved weeks of figures.

    Up to 25 towns are a county; more are several counties under a city. Rows are written in
    bulk with the same columns as the actions write; the totals are rebuilt from the reports at
    the end, so every figure on the pages is true to them.
    """
    with silence():
        return _make(count, weeks, extra, tell)


def _make(
    count: int, weeks: int, extra: Sequence[str], tell: Callable[[str], object]
) -> ReportTemplate:
    county, villages = _tree(count)
    tell(f"{len(villages)} units")
    by, _password = create_account(
        username="coordinator", name="统筹员", home_unit=county, password=PASSWORD, by=None,
        grants=[(Role.COORDINATOR, county)],
    )  # fmt: skip
    reporter, _password = create_account(
        username="village", name="填报员", home_unit=villages[0], password=PASSWORD, by=None,
        grants=[(Role.REPORTER, villages[0])],
    )  # fmt: skip
    template = _template(county, villages, weeks, extra, by)
    made: list[Period] = []
    for number, start in enumerate(_starts(template, weeks), start=1):
        period = _period(template, start)
        if number > CYCLE:
            copy_reports(made[-CYCLE], period)
        else:
            reports = [_report(period, unit, number, extra, reporter) for unit in villages]
            Report.objects.bulk_create(reports, batch_size=BATCH)
        add_revisions(period)
        made.append(period)
        if number % 10 == 0:
            tell(f"{number} weeks")
    rebuild_totals()
    record("demo.loaded", county, by=None, path=county.path, note=f"scale {count}")
    return template


def _tree(count: int) -> tuple[Unit, list[Unit]]:
    wanted = -(-count // TOWN_SIZE)
    top = _units([("S", "量程县" if wanted <= COUNTY_SIZE else "量程市", UnitKind.COUNTY, None)])[0]
    counties = [top] if wanted <= COUNTY_SIZE else _units(
        (f"C{n:04}", f"第{n}县", UnitKind.COUNTY, top)
        for n in range(1, -(-wanted // COUNTY_SIZE) + 1)
    )  # fmt: skip
    towns = _units(
        (f"S{n:04}", f"第{n}镇", UnitKind.TOWN, counties[(n - 1) // COUNTY_SIZE])
        for n in range(1, wanted + 1)
    )
    villages = _units(
        (f"V{n:06}", f"第{n}村", UnitKind.VILLAGE, towns[(n - 1) // TOWN_SIZE])
        for n in range(1, count + 1)
    )
    return top, villages


def _units(rows: object) -> list[Unit]:
    made = [
        Unit(
            code=code, name=name, kind=kind, parent=parent, path=f"?{code}", position=position,
            depth=parent.depth + 1 if parent else 1,
        )
        for position, (code, name, kind, parent) in enumerate(rows)
    ]  # fmt: skip
    made = Unit.objects.bulk_create(made, batch_size=BATCH)
    for unit in made:
        unit.path = (unit.parent.path if unit.parent else "") + step(unit.pk)
    Unit.objects.bulk_update(made, ["path"], batch_size=BATCH)
    return made


def _template(
    county: Unit, villages: list[Unit], weeks: int, extra: Sequence[str], by: object
) -> ReportTemplate:
    first = shift_weeks(monday_of(clock.now()), -weeks)
    campaign = Campaign.objects.create(
        title="量程测试行动", kind=CampaignKind.TELECOM_FRAUD, owner=county, starts_on=first,
        ends_on=first + timedelta(weeks=weeks + 52), state=CampaignState.RUNNING,
    )  # fmt: skip
    Member.objects.bulk_create(
        [Member(campaign=campaign, unit=unit) for unit in villages], batch_size=BATCH
    )
    indicators = make_indicators(by) | _extra(extra, by)
    edit_indicator(indicators["app_users"], base_kind=BaseKind.ADULTS, by=by)
    HeadcountBase.objects.bulk_create(
        [
            HeadcountBase(unit=unit, kind=BaseKind.ADULTS, count=ADULTS * 2, as_of=first)
            for unit in villages
        ],
        batch_size=BATCH,
    )
    template = create_template(campaign, name="周报", first_on=first, by=by)
    items = [
        ItemSpec(indicators[row[0]], section=row[10][0], section_en=row[10][1], is_required=row[11])
        for row in INDICATORS
    ]
    items += [ItemSpec(indicators[code], section="量程") for code in extra]
    revise_template(template, items=items, blocks=(), by=by)
    set_reporting_units(template, villages, from_on=first, by=by)
    switch_on(template, by=by)
    return template


def _extra(codes: Sequence[str], by: object) -> dict[str, Indicator]:
    """More whole numbers, so that a report carries as many figures as is measured."""
    return {
        code: create_indicator(
            code=code, name=f"量程指标{number}", kind=IndicatorKind.WHOLE, measure=Measure.FLOW,
            by=by,
        )
        for number, code in enumerate(codes, start=1)
    }  # fmt: skip


def _starts(template: ReportTemplate, weeks: int) -> Iterator:
    return (shift_weeks(template.first_on, number) for number in range(weeks))


def _period(template: ReportTemplate, start: object) -> Period:
    moments = moments_of(template, span_at(template.cadence, start))
    return Period.objects.create(
        template=template, template_version=template.versions.get(number=1),
        starts_on=moments.starts_on, ends_on=moments.ends_on, opened_at=moments.opens_at,
        due_at=moments.due_at, closes_at=moments.closes_at,
        state=PeriodState.CLOSED if moments.closes_at <= clock.now() else PeriodState.OPEN,
    )  # fmt: skip


def _report(period: Period, unit: Unit, number: int, extra: Sequence[str], by: object) -> Report:
    at = period.due_at - timedelta(minutes=unit.position % 300)
    report = Report(
        period=period, unit=unit, path=unit.path, due_at=period.due_at, closes_at=period.closes_at
    )
    if (unit.position + number) % 40 == 0:
        report.state = ReportState.MISSING
        return report
    is_late = (unit.position + number) % 25 == 0
    values = figures(unit.code, "village", 1 + number % 5)
    for place, code in enumerate(extra):
        values[code] = str((unit.position * 7 + number * 13 + place * 5) % 90)
    stocks = ("app_users", "pledges", "awareness")
    report.state = ReportState.APPROVED
    report.timeliness = Timeliness.LATE if is_late else Timeliness.ON_TIME
    report.first_submitted_at = report.submitted_at = at + timedelta(hours=6 * is_late)
    report.submitted_by, report.revision_number, report.values = by, 1, values
    report.carried = {code: values[code] for code in stocks}
    report.decided_at = report.submitted_at + timedelta(hours=2)
    return report
