"""Units sign for the plan on one tap; who has not is reminded, but not too often."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from campaigns.actions.receipts import remind_receipts, sign_receipt
from campaigns.actions.task_edits import edit_task
from campaigns.errors import CampaignError
from campaigns.models import Receipt
from campaigns.queries.receipts import own_receipts, receipt_book
from campaigns.tests.papers import published, write
from campaigns.tests.test_version_pages import url, words
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Notice, User
from orgs.phrases import notice_text

pytestmark = pytest.mark.usefixtures("noon", "english")


@pytest.fixture
def version(campaign, section, cast):
    """A plan in force that seven units have to sign for."""
    return published(campaign, cast)


@pytest.fixture
def receipt(version, units):
    """The village's receipt."""
    return version.receipts.get(unit=units["village"])


def test_one_tap_signs_and_is_on_record(receipt, cast, noon):
    assert sign_receipt(receipt, by=cast["reporter"]) is True

    assert (receipt.signed_at, receipt.signed_by) == (noon, cast["reporter"])
    assert AuditEntry.objects.filter(action="receipt.signed", path=receipt.unit.path).count() == 1


def test_a_second_tap_changes_nothing(receipt, cast, noon):
    sign_receipt(receipt, by=cast["reporter"])

    with clock.at(noon + timedelta(hours=1)):
        assert sign_receipt(receipt, by=cast["reporter"]) is False
    assert receipt.signed_at == noon


@pytest.mark.parametrize("name", ["sibling", "town", "coordinator", "leader", "root"])
def test_nobody_signs_for_another_unit(receipt, cast, name):
    people = cast | {"root": User.objects.create_superuser("root", "x", name="root")}

    with pytest.raises(CampaignError, match="Only 桃源村 itself acknowledges for 桃源村"):
        sign_receipt(receipt, by=people[name])
    receipt.refresh_from_db()
    assert receipt.signed_at is None


def test_a_replaced_version_is_signed_no_more(receipt, campaign, cast):
    write(campaign, "新的一节。", cast["coordinator"])
    published(campaign, cast, document_number="青反诈办〔2026〕4号")

    with pytest.raises(CampaignError, match="Version 1 is no longer in force"):
        sign_receipt(receipt, by=cast["reporter"])


def numbers(asked):
    """How many were told, were left alone, have nobody."""
    return len(asked.told), len(asked.cooling), len(asked.unreachable)


def test_only_those_who_have_not_signed_are_reminded_and_not_twice_in_two_hours(
    version, receipt, cast, noon
):
    sign_receipt(receipt, by=cast["reporter"])
    mail.outbox.clear()

    first = remind_receipts(version, by=cast["coordinator"])
    with clock.at(noon + timedelta(hours=1)):
        second = remind_receipts(version, by=cast["second_coordinator"])
    with clock.at(noon + timedelta(hours=3)):
        third = remind_receipts(version, by=cast["coordinator"])

    told = set(Notice.objects.filter(kind="reminder").values_list("recipient__username", flat=True))
    assert [numbers(one) for one in (first, second, third)] == [(5, 0, 1), (0, 5, 1), (5, 0, 1)]
    assert "reporter" not in told
    assert {"sibling", "school", "bank", "town"} <= told


def test_one_unit_can_be_reminded_alone(version, units, cast):
    asked = remind_receipts(version, unit=units["bank"].pk, by=cast["coordinator"])
    assert numbers(asked) == (1, 0, 0)
    assert Receipt.objects.exclude(reminded_at=None).get().unit == units["bank"]


def test_the_list_counts_signed_and_the_mean_hours(version, cast, noon, units):
    for name, unit, hours in (("reporter", "village", 2), ("sibling", "sibling", 5)):
        receipt = version.receipts.get(unit=units[unit])
        with clock.at(receipt.asked_at + timedelta(hours=hours)):
            sign_receipt(receipt, by=cast[name])

    book = receipt_book(cast["coordinator"], version, noon + timedelta(days=9))
    town = receipt_book(cast["town"], version, noon)

    assert (book.signed, book.total, f"{book.hours}", book.late, book.to_remind) == (
        2, 7, "3.5", 5, 5,
    )  # fmt: skip
    assert [row.unit.name for row in town.rows] == [
        "河湾镇", "桃源村", "柳溪村", "河湾镇中心小学",
    ]  # fmt: skip


def test_what_waits_stands_on_the_units_home_and_on_its_plan(version, receipt, sign_in):
    village = sign_in("reporter")
    home = words(village.get("/"))
    assert "A plan to acknowledge: 全民反诈·平安青澜" in home

    answer = village.post(url("receipt-sign", receipt.pk), {"next": "/"})

    assert answer.url == "/"
    assert "A plan to acknowledge" not in words(village.get("/"))


def test_a_revision_shows_the_unit_exactly_what_changed_before_it_signs(
    campaign, section, draft, cast, units, sign_in
):
    published(campaign, cast)
    draft.refresh_from_db()
    edit_task(draft, version=draft.version, title="逐户宣传", by=cast["coordinator"])
    second = published(campaign, cast, document_number="青反诈办〔2026〕4号", note="请看新任务名")
    receipt = second.receipts.get(unit=units["village"])

    village = sign_in("reporter")
    home = words(village.get("/"))
    page = words(village.get(url("receipt-detail", receipt.pk)))

    assert "1 task of yours changes" in home
    assert "See what changes" in home
    assert "Task 1: 逐户宣传" in page
    assert "title: 入户宣传 → 逐户宣传" in page
    assert "请看新任务名" in page


def test_a_link_in_the_notice_leads_to_the_receipt(receipt, cast, client, sign_in):
    notice = Notice.objects.get(kind="plan.published", recipient=cast["reporter"])

    assert sign_in("reporter").get(notice.url).status_code == 200
    assert notice.url == reverse("campaigns:receipt-detail", args=[receipt.pk])


def test_a_reporter_of_two_units_signs_for_each(version, cast):
    assert {one.unit.name for one in own_receipts(cast["two_hats"])} == {"柳溪村", "河湾镇中心小学"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "青反诈办〔2026〕4号. Tasks of yours that it changes: 1. 请抓紧。"),
        ("zh-hans", "青反诈办〔2026〕4号，涉及你单位任务 1 项。请抓紧。"),
    ],
)
def test_the_notice_of_a_revision_says_how_many_tasks_of_the_unit_it_changes(
    language, said, campaign, section, draft, cast
):
    published(campaign, cast)
    draft.refresh_from_db()
    edit_task(draft, version=draft.version, title="逐户宣传", by=cast["coordinator"])
    published(campaign, cast, document_number="青反诈办〔2026〕4号", note="请抓紧。")

    notices = Notice.objects.filter(kind="plan.published", recipient=cast["reporter"])
    with translation.override(language):
        assert notice_text(notices.latest("pk")) == said
