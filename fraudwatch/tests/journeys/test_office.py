"""The coordinator from the ledger to a reminder to a review; the leader from totals to a photo."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from campaigns.enums import REMINDER
from fraudwatch.demo.play import PASSWORD
from fraudwatch.lib import clock
from fraudwatch.tests.browser import DESK, PHONE
from orgs.models import AuditEntry, Notice, User
from reports.actions.submissions import submit_report
from reports.enums import PeriodState, ReportState
from reports.models import Period, Report

pytestmark = pytest.mark.browser

VILLAGE = "QL01-04"


@pytest.fixture
def pending(county):
    """The village of the demo has handed in this week's report: last week's figures again."""
    rows = Report.objects.filter(unit__code=VILLAGE).order_by("period__starts_on")
    last, report = list(rows)[-2:]
    submit_report(
        report, submission_id=uuid.uuid4(), values=last.values, texts=last.texts,
        reasons=dict.fromkeys(last.values, "赶集日多"), by=User.objects.get(username="village"),
    )  # fmt: skip
    return report


def test_from_the_ledger_to_a_reminder_to_a_review(pending, sit_down):
    owing = Report.objects.filter(period=pending.period).still_owed()
    units = set(owing.values_list("unit_id", flat=True))
    told = Notice.objects.filter(kind=REMINDER, url__isnull=False)
    told.update(at=clock.now() - timedelta(days=1))  # the demo's own reminder may be minutes old
    before = set(told.values_list("pk", flat=True))
    page = sit_down("coordinator", PASSWORD, on=DESK)

    page.get_by_role("link", name="Ledger", exact=True).first.click()
    remind = page.get_by_role("button", name=f"Remind {len(units)} units")
    remind.first.click()
    page.get_by_role("dialog").get_by_role("button", name=f"Remind {len(units)} units").click()
    expect(page.get_by_text(f"{len(units)} units were reminded.")).to_be_visible()

    new = told.exclude(pk__in=before)
    reminded = {f"report:{key}" for key in owing.values_list("pk", flat=True)}
    assert set(new.values_list("about", flat=True)) == reminded

    page.get_by_role("link", name="Review").first.click()
    expect(page.locator("[data-review-head]")).to_contain_text("柳溪村")
    seen = page.locator("[data-seen]")
    if seen.count():
        seen.check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Nothing needs you here")).to_be_visible()

    pending.refresh_from_db()
    approved = AuditEntry.objects.filter(action="report.approved", object_id=pending.pk)
    assert (pending.state, approved.count(), page.wrong) == (ReportState.APPROVED, 1, [])


def open_photo(page: Page) -> None:
    """Open the first photo of the report; it is really drawn."""
    link = page.locator("[data-photo-show] a").first
    link.scroll_into_view_if_needed()
    link.click()
    shown = page.locator("[data-photo-dialog] img")
    expect(shown).to_be_visible()
    page.wait_for_function(
        "() => document.querySelector('[data-photo-dialog] img').naturalWidth > 0"
    )


def test_from_totals_to_a_photo_at_a_desk_and_on_a_phone(county, sit_down):
    last = Period.objects.filter(state=PeriodState.CLOSED).order_by("-starts_on").first()
    owed = Report.objects.filter(period=last).count()
    report = Report.objects.get(period=last, unit__code=VILLAGE)
    for where in (DESK, PHONE):
        page = sit_down("leader", PASSWORD, on=where)
        expect(page.get_by_role("heading", level=1)).to_have_text("青澜县")
        page.goto(f"/dashboard/?period={last.pk}")
        expect(page.get_by_text(f"submitted {owed}/{owed}")).to_be_visible()
        page.locator(".db-units").get_by_role("link", name="河湾镇").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("河湾镇")
        page.locator(".db-units").get_by_role("link", name="柳溪村").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("柳溪村")
        page.locator(f"td a[href='/reports/{report.pk}/']").first.click()
        expect(page.get_by_role("heading", name="柳溪村").first).to_be_visible()
        open_photo(page)

        assert page.wrong == []
