"""A campaign with several reports: every page lets a person choose, and says which is shown."""

from datetime import date, datetime, time
from uuid import uuid4

import pytest

from conftest import NOON, ZONE
from fraudwatch.lib import clock
from reports.actions.periods import open_due_periods
from reports.actions.submissions import submit_report
from reports.actions.templates import create_template, set_reporting_units, switch_on
from reports.models import Report, ReportTemplate

EN = {"accept-language": "en"}
PICKED = '<option value="{}" selected>{} · {}</option>'


@pytest.fixture
def daily(template, campaign, cast, units):
    """A daily report of the village, its first periods open beside the weekly ones."""
    with clock.at(datetime(2026, 6, 8, 8, tzinfo=ZONE)):
        made = create_template(
            campaign, name="反诈日报", cadence="daily", first_on=date(2026, 6, 1), due_day=0,
            due_time=time(20), close_day=1, close_time=time(12), shift_holidays=False,
            by=cast["coordinator"],
        )  # fmt: skip
        made.versions.get().blocks.create(key="work", label="当日情况")
        set_reporting_units(made, [units["village"]], by=cast["coordinator"])
        switch_on(made, by=cast["coordinator"])
    with clock.at(NOON):
        open_due_periods()
    return made


def page(client, url, **params):
    with clock.at(NOON):
        return client.get(url, params, headers=EN)


@pytest.mark.parametrize(
    ("role", "url"),
    [
        ("coordinator", "/reports/ledger/"),
        ("coordinator", "/workbench/"),
        ("coordinator", "/dashboard/"),
        ("coordinator", "/figures/"),
        ("town", "/reports/town/"),
        ("coordinator", "/reports/links/"),
    ],
)
def test_the_report_is_chosen_on_every_board(daily, template, sign_in, role, url):
    client = sign_in(role)
    first = page(client, url).content.decode()
    other = page(client, url, template=daily.pk)
    stale = page(client, url, template=daily.pk, period=template.periods.first().pk)

    words = other.content.decode()
    assert PICKED.format(template.pk, "反诈周报", "weekly") in first
    assert PICKED.format(daily.pk, "反诈日报", "daily") in words
    assert "autosubmit.js" in words
    assert {one.template for one in (other.context["shown"], stale.context["shown"])} == {daily}


def test_the_page_of_a_unit_lets_one_choose_too(daily, sign_in, units):
    url = f"/dashboard/unit/{units['village'].pk}/"
    words = page(sign_in("coordinator"), url, template=daily.pk).content.decode()
    assert PICKED.format(daily.pk, "反诈日报", "daily") in words


def test_a_switched_off_report_can_still_be_read(daily, template, sign_in):
    ReportTemplate.objects.filter(pk=template.pk).update(is_active=False)
    client = sign_in("coordinator")
    shown = page(client, "/dashboard/").context["shown"]
    old = page(client, "/dashboard/", template=template.pk).content.decode()

    assert (shown.template, shown.reports) == (daily, (daily, template))
    assert PICKED.format(template.pk, "反诈周报", "weekly · switched off") in old


@pytest.mark.parametrize("asked", ["abc", "0", "999999", "99999999999999999999"])
def test_a_report_that_is_none_is_not_found(daily, sign_in, asked):
    assert page(sign_in("coordinator"), "/dashboard/", template=asked).status_code == 404


def test_the_home_of_a_unit_names_each_report(daily, sign_in):
    words = page(sign_in("reporter"), "/").content.decode()
    assert words.count('<div class="t2">反诈周报</div>') == 1
    assert '<div class="t2">反诈日报</div>' in words


def test_the_list_of_reports_is_narrowed_to_one(daily, template, sign_in):
    client = sign_in("reporter")
    everything = page(client, "/reports/")
    narrowed = page(client, "/reports/", template=daily.pk)

    assert {row.period.template for row in everything.context["page"].rows} == {daily, template}
    assert {row.period.template for row in narrowed.context["page"].rows} == {daily}
    assert PICKED.format(daily.pk, "反诈日报", "daily") in narrowed.content.decode()


def test_the_queue_is_narrowed_to_one_report(daily, template, sign_in, cast, units):
    with clock.at(NOON):
        for one in (daily, template):
            report = Report.objects.filter(period__template=one, unit=units["village"]).latest("pk")
            values = {"visits": "12", "app_users": "30", "losses": "0"}
            values["awareness"] = {"n": "9", "d": "10"}
            submit_report(
                report, submission_id=uuid4(), values=values, texts={"work": "做了"}, reasons={},
                by=cast["reporter"],
            )  # fmt: skip
    client = sign_in("coordinator")
    queue = page(client, "/reports/review/").context["queue"]
    narrowed = page(client, "/reports/review/", template=daily.pk)
    bulk = page(client, "/reports/review/bulk/", template=daily.pk).context["preview"]

    assert [(one.label, one.count) for one in queue.reports] == [("反诈周报", 1), ("反诈日报", 1)]
    waiting = narrowed.context["queue"].waiting
    assert [row.report.period.template for row in waiting] == [daily]
    assert f'<option value="{daily.pk}" selected>反诈日报 (1)</option>' in narrowed.content.decode()
    assert {r.period.template for r in [*bulk.ready, *(s.report for s in bulk.skipped)]} == {daily}
