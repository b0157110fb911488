"""The township's collecting page: filling in for, forwarding, its own report from the sums."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fraudwatch.tests.cast import NOON
from orgs.models import Notice
from reports.actions.drafts import save_draft
from reports.actions.forwarding import forward_report
from reports.actions.reviews import approve_report, exempt_report
from reports.actions.submissions import submit_report
from reports.actions.town import forward_unremarkable, gather_sums
from reports.actions.town_filling import let_fill_from_above
from reports.errors import ReportError
from reports.models import Period, Report, ReportDraft, ReportTemplate, Revision
from reports.queries.chosen import Chosen
from reports.queries.town import own_report, town_page

VALUES = {"visits": "12", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}
ADDRESS = reverse("reports:town")


@pytest.fixture
def rows(noon, period, units):
    """This week's reports by the short name of their unit."""
    names = {unit.pk: name for name, unit in units.items()}
    return {names[report.unit_id]: report for report in period.reports.select_related("unit")}


@pytest.fixture
def by_town(template):
    """Reports go level by level."""
    ReportTemplate.objects.filter(pk=template.pk).update(review_by_town=True)
    template.refresh_from_db()
    return template


@pytest.fixture
def summary(rows, template, units):
    """A report of its own that the town owes for the same week, of two of the figures."""
    mine = ReportTemplate.objects.create(
        campaign=template.campaign, name="镇汇总周报", first_on=template.first_on, is_active=True
    )
    version = mine.versions.create(number=1)
    for item in template.versions.get(number=1).items.all()[:1]:
        version.items.create(indicator=item.indicator, section="汇总")
    version.items.create(
        indicator=template.versions.get(number=1).items.get(indicator__code="awareness").indicator,
        section="汇总",
    )
    week = template.periods.get()
    period = Period.objects.create(
        template=mine, template_version=version, starts_on=week.starts_on, ends_on=week.ends_on,
        opened_at=week.opened_at, due_at=week.due_at, closes_at=week.closes_at,
    )  # fmt: skip
    town = units["town"]
    return Report.objects.create(
        period=period, unit=town, path=town.path, due_at=week.due_at, closes_at=week.closes_at
    )


def hand_in(report, by, **values):
    submit_report(
        report, submission_id=uuid.uuid4(), values=VALUES | values, reasons={},
        texts={"work": "赶集宣传"}, by=by,
    )  # fmt: skip


def page_of(cast, who, period, unit=None):
    shown = Chosen(period.template.campaign, period.template, (period,), period)
    return town_page(cast[who], shown, str(unit.pk) if unit else None, NOON)


def test_sums_say_of_how_many_units_and_leave_out_what_was_not_reported(rows, period, cast):
    hand_in(rows["village"], cast["reporter"])
    hand_in(rows["sibling"], cast["sibling"], visits="30")
    page = page_of(cast, "town", period)
    visits = page.columns[0]

    assert (page.reported, page.owed, page.still_owing) == (2, 3, 1)
    assert (visits.code, visits.total, visits.given) == ("visits", 42, 2)
    awareness = next(column for column in page.columns if column.code == "awareness")
    assert awareness.total == 90


def test_an_exempt_unit_leaves_the_denominator(rows, period, cast):
    exempt_report(rows["school"], reason="放假", by=cast["town"])

    assert page_of(cast, "town", period).owed == 2


def test_the_page_shows_the_towns_own_units_and_costs_the_same_for_many(
    rows, period, units, cast, sign_in
):
    town = sign_in("town")
    town.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        text = town.get(ADDRESS).content.decode()
    for name in ("village", "sibling", "school"):
        hand_in(rows[name], cast["two_hats" if name != "village" else "reporter"])
    with CaptureQueriesContext(connection) as many:
        town.get(ADDRESS)

    assert ("桃源村" in text, "石桥村" in text) == (True, False)
    assert (len(few) <= 15, len(many) - len(few)) == (True, 0)


def test_the_county_chooses_the_town(rows, period, units, cast):
    page = page_of(cast, "coordinator", period, units["other_town"])

    assert [line.report.unit for line in page.lines] == [units["other_village"]]
    assert page_of(cast, "town", period, units["other_town"]) is None


def test_filled_in_for_a_village_the_report_says_so_and_the_village_is_told(rows, cast, sign_in):
    report = rows["village"]
    form = {
        "v.visits": "12", "v.app_users": "300", "v.losses": "0", "v.awareness.n": "90",
        "v.awareness.d": "100", "t.work": "赶集宣传",
    }  # fmt: skip
    client = sign_in("town")
    text = client.get(reverse("reports:report-edit", args=[report.pk])).content.decode()
    client.post(reverse("reports:report-submit", args=[report.pk]), form)
    report.refresh_from_db()

    assert "桃源村" in text
    assert (report.submitted_by, report.revisions.get().source) == (cast["town"], "on_behalf")
    told = Notice.objects.filter(about=f"report:{report.pk}", kind="review")
    assert [notice.recipient for notice in told] == [cast["reporter"]]
    assert told.get().params["who"] == "town先生"


def test_a_towns_reporter_fills_in_only_where_the_template_lets_it(rows, template, cast, sign_in):
    report = rows["village"]
    address = reverse("reports:report-edit", args=[report.pk])
    client = sign_in("town_reporter")
    before = client.get(address).status_code
    let_fill_from_above(template, True, by=cast["coordinator"])
    after = client.get(address).status_code
    other = client.get(reverse("reports:report-edit", args=[rows["other_village"].pk])).status_code
    listed = client.get(ADDRESS).content.decode()

    assert (before, after, other) == (404, 200, 404)
    assert ("桃源村" in listed, "石桥村" in listed) == (True, False)
    assert Report.objects.visible_to(cast["reporter"]).count() == 1


def test_unremarkable_reports_are_forwarded_together_and_others_are_named(
    rows, by_town, period, units, cast
):
    hand_in(rows["village"], cast["reporter"])
    hand_in(rows["sibling"], cast["sibling"])
    Report.objects.filter(pk=rows["sibling"].pk).update(risk=40, risks=[["reused", 1]])
    period.template.refresh_from_db()
    done, left = forward_unremarkable(period, units["town"], by=cast["town"])

    assert (done, left) == (1, ["柳溪村"])
    rows["village"].refresh_from_db()
    assert (rows["village"].stage, rows["village"].forwarded_by) == ("office", cast["town"])
    assert forward_unremarkable(period, units["town"], by=cast["town"]) == (0, ["柳溪村"])


def test_what_one_filled_in_oneself_is_left_for_somebody_else(rows, by_town, period, units, cast):
    hand_in(rows["village"], cast["town"])

    assert forward_unremarkable(period, units["town"], by=cast["town"]) == (0, ["桃源村"])


def test_another_town_forwards_nothing_here(rows, by_town, period, units, cast):
    hand_in(rows["village"], cast["reporter"])

    assert forward_unremarkable(period, units["town"], by=cast["other_town"]) == (0, [])


def test_the_towns_form_is_filled_from_checked_reports_and_names_who_is_missing(
    rows, by_town, period, summary, units, cast, sign_in
):
    hand_in(rows["village"], cast["reporter"], awareness={"n": "50", "d": "100"})
    hand_in(rows["sibling"], cast["sibling"], visits="30")
    hand_in(rows["school"], cast["school"], visits="1000")
    forward_report(rows["village"], version=rows["village"].version, by=cast["town"])
    forward_report(rows["sibling"], version=rows["sibling"].version, by=cast["town"])
    rows["sibling"].refresh_from_db()
    approve_report(rows["sibling"], version=rows["sibling"].version, by=cast["coordinator"])
    period.template.refresh_from_db()
    client = sign_in("town")
    listed = client.get(ADDRESS, {"period": period.pk}).content.decode()
    form = {"period": period.pk, "draft_version": "0"}
    answer = client.post(reverse("reports:town-gather", args=[summary.pk]), form, follow=True)
    summary.refresh_from_db()

    assert "镇汇总周报" in listed
    assert summary.draft.values == {"visits": "42", "awareness": {"n": "140", "d": "200"}}
    assert "河湾镇中心小学" in answer.content.decode()
    assert own_report(cast["town"], period, units["town"]) == summary


def test_sums_are_not_gathered_before_anything_is_checked_nor_into_the_same_report(
    rows, period, summary, cast
):
    hand_in(rows["village"], cast["reporter"])
    with pytest.raises(ReportError):
        gather_sums(summary, period, version=0, by=cast["town"])
    with pytest.raises(ReportError):
        gather_sums(rows["village"], period, version=0, by=cast["town"])
    assert not hasattr(summary, "draft")


def test_what_the_town_wrote_itself_stays(rows, period, summary, cast):
    hand_in(rows["village"], cast["reporter"])
    approve_report(rows["village"], version=rows["village"].version, by=cast["town"])
    texts = {"work": "本镇做法"}
    save_draft(summary, values={}, texts=texts, reasons={}, version=0, by=cast["town"])
    found = gather_sums(summary, period, version=1, by=cast["town"])

    assert (found.counted, found.owed, found.missing) == (1, 3, ["柳溪村", "河湾镇中心小学"])
    draft = ReportDraft.objects.get(report=summary)
    assert (draft.texts, draft.values["visits"]) == (texts, "12")


def test_the_setting_of_the_template_is_the_offices(noon, template, cast, sign_in):
    address = reverse("reports:template-behalf", args=[template.pk])
    sign_in("town").post(address, {"to": "reporters"})
    template.refresh_from_db()
    refused = template.fill_from_above
    sign_in("coordinator").post(address, {"to": "reporters"})
    template.refresh_from_db()

    assert (refused, template.fill_from_above) == (False, True)
    assert Revision.objects.count() == 0
