"""The list of receipts: reminding one unit leaves the others alone."""

import pytest
from django.urls import reverse

from campaigns.models import Receipt
from campaigns.tests.papers import published, write
from orgs.models import Notice

pytestmark = pytest.mark.usefixtures("noon", "english")


@pytest.fixture
def version(campaign, cast):
    """A plan in force that nobody has signed for."""
    write(campaign, "（一）入户宣传", cast["coordinator"])
    return published(campaign, cast)


def units_to_remind(page) -> list[str]:
    """The units that have a button of their own."""
    return [part.split('"')[0] for part in page.content.decode().split('name="unit" value="')[1:]]


@pytest.mark.parametrize("name", ["receipt-list", "receipt-strip"])
def test_one_unit_is_reminded_and_then_left_in_peace(name, version, units, sign_in):
    office = sign_in("coordinator")
    about = version.pk if name == "receipt-list" else version.campaign_id
    address = reverse(f"campaigns:{name}", args=[about])
    asked = [str(row.unit_id) for row in Receipt.objects.filter(version=version)]
    village = str(units["village"].pk)
    assert sorted(units_to_remind(office.get(address))) == sorted(asked)
    before = Notice.objects.count()

    office.post(reverse("campaigns:receipt-remind", args=[version.pk]), {"unit": village})

    told = Notice.objects.all()[before:] if before else Notice.objects.all()
    reminded = Receipt.objects.exclude(reminded_at=None)
    assert [row.unit_id for row in reminded] == [units["village"].pk]
    assert len(told) == 1
    assert sorted(units_to_remind(office.get(address))) == sorted(set(asked) - {village})


def test_who_only_reads_reminds_nobody(version, sign_in):
    page = sign_in("leader").get(reverse("campaigns:receipt-list", args=[version.pk]))

    assert (page.status_code, units_to_remind(page)) == (200, [])
