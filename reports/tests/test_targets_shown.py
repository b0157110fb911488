"""Targets in words: what is reached, what is still to go, what is over a limit."""

import pytest
from django.urls import reverse

from campaigns.enums import TargetOp
from campaigns.models import Target
from fraudwatch.lib import clock
from reports.actions.screens import make_screen
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.models import Report

EN = {"accept-language": "en"}


@pytest.fixture
def over(campaign, period, indicators, units):
    """Nobody is to lose anything, and somebody lost 60 yuan."""
    Target.objects.create(
        campaign=campaign, indicator=indicators["losses"], op=TargetOp.AT_MOST, value=0
    )
    Report.objects.filter(period=period, unit=units["village"]).update(
        state=S.APPROVED, values={"losses": "60"}
    )
    rebuild_totals()
    return period


def test_a_limit_of_nothing_that_is_broken_says_by_how_much(sign_in, noon, over):
    page = sign_in("leader").get(reverse("reports:dashboard"), headers=EN)
    html = page.content.decode()
    shown = page.context["board"].page.attainments[0]

    assert (shown.share, shown.is_over, shown.tone, shown.bar) == (None, True, "bad", 100)
    assert html.count("over by 60 yuan") == 2  # on its card and among the targets
    assert "60 yuan so far" in html


def test_the_big_screen_says_it_too(client, noon, over, campaign, units, cast):
    made = make_screen(campaign, units["county"], name="会议室", days=7, by=cast["coordinator"])

    html = client.get(reverse("reports:screen", args=[made.token]), headers=EN).content.decode()

    assert ("60 yuan so far" in html, "over by 60 yuan" in html) == (True, True)


def test_a_limit_of_nothing_that_holds_draws_no_bar(sign_in, noon, over):
    with clock.at(noon):
        Report.objects.filter(values={"losses": "60"}).update(values={"losses": "0"})
        rebuild_totals()

    page = sign_in("leader").get(reverse("reports:dashboard"), headers=EN)
    shown = page.context["board"].page.attainments[0]

    assert (shown.is_over, shown.tone, shown.bar) == (False, "good", None)
