"""The cast: two counties, their units and people, one campaign with a weekly report.

Plain functions, so that a test module can set the stage once as well as for each test
(conftest.py).
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaigns.enums import CampaignKind, CampaignState, Direction, IndicatorKind, Measure
from campaigns.models import Campaign, Indicator, Member
from fraudwatch.lib import paths
from orgs.enums import Role, UnitKind
from orgs.models import Grant, Unit, User
from orgs.spelling import unit_spelling
from reports.models import (
    Period,
    Report,
    ReportingUnit,
    ReportTemplate,
    TemplateItem,
    TemplateVersion,
    TextBlock,
)

PASSWORD = "Cast-password-2026"
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 6, 8)
NOON = datetime(2026, 6, 10, 12, 0, tzinfo=ZONE)

UNITS = {
    "county": ("青澜县", UnitKind.COUNTY, None),
    "town": ("河湾镇", UnitKind.TOWN, "county"),
    "village": ("桃源村", UnitKind.VILLAGE, "town"),
    "sibling": ("柳溪村", UnitKind.VILLAGE, "town"),
    "school": ("河湾镇中心小学", UnitKind.SCHOOL, "town"),
    "other_town": ("沙溪镇", UnitKind.TOWN, "county"),
    "other_village": ("石桥村", UnitKind.VILLAGE, "other_town"),
    "bank": ("青澜农商银行", UnitKind.BANK, "county"),
    "far_county": ("白鹭县", UnitKind.COUNTY, None),
    "far_village": ("渡口村", UnitKind.VILLAGE, "far_county"),
}

# name -> [(role, unit)]; the home unit is that of the first grant
PEOPLE = {
    "administrator": [(Role.ADMINISTRATOR, "county")],
    "coordinator": [(Role.COORDINATOR, "county")],
    "second_coordinator": [(Role.COORDINATOR, "county")],
    "town": [(Role.COORDINATOR, "town"), (Role.REPORTER, "town")],
    "reporter": [(Role.REPORTER, "village")],
    "sibling": [(Role.REPORTER, "sibling")],
    "school": [(Role.REPORTER, "school")],
    "bank": [(Role.REPORTER, "bank")],
    "town_reporter": [(Role.REPORTER, "town")],
    "other_town": [(Role.COORDINATOR, "other_town")],
    "other_reporter": [(Role.REPORTER, "other_village")],
    "leader": [(Role.LEADER, "county")],
    "inspector": [(Role.INSPECTOR, "county")],
    "auditor": [(Role.AUDITOR, "county")],
    "far_coordinator": [(Role.COORDINATOR, "far_county")],
    "far_reporter": [(Role.REPORTER, "far_village")],
    "two_hats": [(Role.REPORTER, "sibling"), (Role.REPORTER, "school")],
    "disabled": [(Role.COORDINATOR, "county")],
    "nobody": [],
}


def make_units() -> dict[str, Unit]:
    """The units by their short English names."""
    made: dict[str, Unit] = {}
    for number, (key, (name, kind, parent)) in enumerate(UNITS.items(), start=1):
        above = made.get(parent)
        unit = Unit(
            code=f"U{number:03}", name=name, kind=kind, parent=above, position=number,
            path=f"?{number}", depth=(above.depth if above else 0) + 1,
            active_from=date(2020, 1, 1), spelling=unit_spelling(name),
        )  # fmt: skip
        unit.save()
        unit.path = (above.path if above else "") + paths.step(unit.pk)
        unit.save(update_fields=["path"])
        made[key] = unit
    return made


def make_cast(units: dict[str, Unit]) -> dict[str, User]:
    """The people by role; all have the password ``PASSWORD``."""
    people: dict[str, User] = {}
    for name, grants in PEOPLE.items():
        user = User.objects.create_user(
            name,
            PASSWORD,
            name=f"{name}先生",
            email=f"{name}@example.cn",
            home_unit=units[grants[0][1]] if grants else None,
            is_active=name != "disabled",
        )
        for role, unit in grants:
            Grant.objects.create(user=user, role=role, unit=units[unit])
        people[name] = user
    return people


def make_campaign(units: dict[str, Unit]) -> Campaign:
    """A running campaign of the county with its towns, villages, school and bank."""
    made = Campaign.objects.create(
        title="全民反诈·平安青澜",
        kind=CampaignKind.TELECOM_FRAUD,
        owner=units["county"],
        starts_on=date(2026, 5, 4),
        ends_on=date(2026, 10, 31),
        state=CampaignState.RUNNING,
    )
    enrolled = ["town", "village", "sibling", "school", "other_town", "other_village", "bank"]
    Member.objects.bulk_create(Member(campaign=made, unit=units[key]) for key in enrolled)
    return made


def make_indicators() -> dict[str, Indicator]:
    """A flow, a stock, a sum of money and a rate."""
    rows = [
        ("visits", "入户宣传", "户", IndicatorKind.WHOLE, Measure.FLOW, Direction.UP),
        ("app_users", "反诈应用注册", "人", IndicatorKind.WHOLE, Measure.STOCK, Direction.UP),
        ("losses", "群众损失", "元", IndicatorKind.MONEY, Measure.FLOW, Direction.DOWN),
        ("awareness", "知晓率", "%", IndicatorKind.RATE, Measure.STOCK, Direction.UP),
    ]
    return {
        code: Indicator.objects.create(
            code=code, name=name, unit_of_measure=unit, kind=kind, measure=measure,
            direction=direction,
        )
        for code, name, unit, kind, measure, direction in rows
    }  # fmt: skip


def make_template(
    campaign: Campaign, indicators: dict[str, Indicator], units: dict[str, Unit]
) -> ReportTemplate:
    """A weekly report due Monday noon, closing Tuesday 18:00, owed by five units."""
    made = ReportTemplate.objects.create(
        campaign=campaign, name="反诈周报", first_on=date(2026, 5, 4), is_active=True
    )
    version = TemplateVersion.objects.create(template=made, number=1)
    for position, indicator in enumerate(indicators.values()):
        TemplateItem.objects.create(
            template_version=version, indicator=indicator, section="宣传防范", position=position
        )
    TextBlock.objects.create(template_version=version, key="work", label="主要做法")
    for key in ["village", "sibling", "school", "other_village", "bank"]:
        ReportingUnit.objects.create(template=made, unit=units[key], from_on=date(2026, 5, 4))
    return made


def open_period(template: ReportTemplate, back: int = 0) -> Period:
    """A period with its rows, as opening makes it; ``back`` weeks before this one."""
    monday = MONDAY - timedelta(weeks=back)
    start = datetime.combine(monday, time(0), ZONE)
    period = Period.objects.create(
        template=template,
        template_version=template.versions.get(number=1),
        starts_on=monday,
        ends_on=monday + timedelta(days=6),
        opened_at=start,
        due_at=start + timedelta(days=7, hours=12),
        closes_at=start + timedelta(days=8, hours=18),
    )
    owing = template.reporting_units.select_related("unit")
    Report.objects.bulk_create(
        Report(
            period=period, unit=row.unit, path=row.unit.path,
            due_at=period.due_at, closes_at=period.closes_at,
        )
        for row in owing
    )  # fmt: skip
    return period
