"""Units stand in their official order until the office says why they have to be ranked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import NOON
from fraudwatch.lib import clock, same_rows
from orgs.models import AuditEntry
from reports.actions.rankings import switch_ranking
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.enums import Timeliness
from reports.errors import ReportError
from reports.models import Ranking, Report

SETTLED = NOON + timedelta(days=6)
EN = {"accept-language": "en"}
REASON = "县委督查要求按周通报及时率"


@pytest.fixture
def bank_first(period, units):
    """The bank was on time, a village of the town was; the other town handed nothing in."""
    for key in ("bank", "village"):
        Report.objects.filter(period=period, unit=units[key]).update(
            state=S.APPROVED, values={"visits": "3"}, timeliness=Timeliness.ON_TIME
        )
    rebuild_totals()


def rows(client, order="timeliness"):
    same_rows.shelf.forget()
    with clock.at(SETTLED):
        page = client.get("/dashboard/", {"order": order}, headers=EN)
    return [(rank, row.unit.name) for rank, row in page.context["board"].order.rows]


def test_without_the_switch_no_address_ranks(sign_in, bank_first):
    assert rows(sign_in("leader")) == [(0, "河湾镇"), (0, "沙溪镇"), (0, "青澜农商银行")]


def test_switched_on_units_are_ranked_and_the_reason_stands_beside(
    sign_in, campaign, cast, bank_first
):
    switch_ranking(campaign, is_on=True, reason=REASON, by=cast["coordinator"])
    client = sign_in("leader")
    with clock.at(SETTLED):
        text = client.get("/dashboard/", {"order": "timeliness"}, headers=EN).content.decode()

    assert rows(client) == [(1, "青澜农商银行"), (2, "河湾镇"), (3, "沙溪镇")]
    assert rows(client, "") == [(0, "河湾镇"), (0, "沙溪镇"), (0, "青澜农商银行")]
    assert f"Ranked because: {REASON}" in text


@pytest.mark.parametrize("reason", ["", "  ", "排名"])
def test_it_takes_a_reason(campaign, cast, reason):
    with pytest.raises(ReportError):
        switch_ranking(campaign, is_on=True, reason=reason, by=cast["coordinator"])
    assert Ranking.objects.count() == 0


def test_the_office_switches_it_on_and_off_and_the_trail_knows(sign_in, campaign):
    client, address = sign_in("coordinator"), reverse("reports:ranking", args=[campaign.pk])
    client.post(address, {"to": "on", "reason": REASON})
    shown = client.get(address, headers=EN).content.decode()
    client.post(address, {"to": "off"})
    entries = AuditEntry.objects.filter(action__startswith="ranking.").order_by("pk")

    assert (REASON in shown, "Rankings are on" in shown) == (True, True)
    assert list(entries.values_list("action", "note")) == [
        ("ranking.switched_on", REASON), ("ranking.switched_off", ""),
    ]  # fmt: skip
    assert Ranking.objects.get().is_on is False


def test_twice_the_same_is_written_once(campaign, cast):
    for _ in range(2):
        switch_ranking(campaign, is_on=True, reason=REASON, by=cast["coordinator"])

    assert AuditEntry.objects.filter(action="ranking.switched_on").count() == 1
