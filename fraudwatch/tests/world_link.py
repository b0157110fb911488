"""The world's collection link, an activity of several units, and what stands around them."""

from types import SimpleNamespace

from fraudwatch.tests.cast import NOON
from reports.actions.activities import add_activity
from reports.actions.links import enter_link, make_links
from reports.actions.screens import make_screen, note_opening
from reports.models import Period, Report, ReportTemplate


def make_links_and_activities(world: SimpleNamespace) -> None:
    """Everything by the product's own actions; it is ``NOON``."""
    cast, units = world.cast, world.units
    world.activity = add_activity(
        world.report, name="集市宣传", kind="street", state="held", held_on=NOON.date(),
        venue="", reach=120, co_units=[units["sibling"]], by=cast["reporter"],
    )  # fmt: skip
    world.town_report = _town_report(world)
    (made,) = make_links(world.period, [units["school"].pk], by=cast["town"])
    world.link_pass = enter_link(made.link, code=made.code, name="校办王老师")
    screen = make_screen(
        world.campaign, units["county"], name="一楼会议室", days=31, by=cast["coordinator"]
    )
    note_opening(screen.link)
    world.screen, world.screen_token = screen.link, screen.token
    world.screen.refresh_from_db()
    world.link, world.link_token, world.link_code = made.link, made.token, made.code


def _town_report(world: SimpleNamespace) -> Report:
    """What the town reports itself over last week: the sum of its units."""
    week, town = world.last_period, world.units["town"]
    template = ReportTemplate.objects.create(
        campaign=world.campaign, name="镇汇总周报", first_on=week.starts_on
    )
    version = template.versions.create(number=1)
    version.items.create(indicator=world.indicator, section="汇总")
    period = Period.objects.create(
        template=template, template_version=version, starts_on=week.starts_on,
        ends_on=week.ends_on, opened_at=week.opened_at, due_at=world.period.due_at,
        closes_at=world.period.closes_at,
    )  # fmt: skip
    return Report.objects.create(
        period=period, unit=town, path=town.path, due_at=period.due_at, closes_at=period.closes_at
    )
