"""The frame around a page: whose shell, whose navigation, and at what price."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext, Template
from django.utils import translation

from campaigns.enums import CampaignState
from campaigns.queries.current import SESSION_KEY, current_campaign
from fraudwatch.context import Shell, shell
from fraudwatch.lib import navigation
from fraudwatch.lib.navigation import NavItem
from orgs.models import Notice

PAGE = Template(
    "{% extends base_shell %}{% block title %}T{% endblock %}{% block main %}B{% endblock %}"
)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def three_entries(monkeypatch):
    monkeypatch.setattr(navigation, "_items", [])
    navigation.register(
        NavItem("healthz", "Workbench", "home", group="home"),
        NavItem("orgs:notice-list", "Fill in", "edit", group="unit", short="Fill"),
        NavItem("healthz", "", "user", group="unit", short="Me"),
    )


@pytest.fixture
def asking(rf):
    def request(user):
        made = rf.get("/here/?a=1")
        made.user, made.session, made.resolver_match = user, {}, None
        return made

    return request


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("coordinator", "shell.html"),
        ("leader", "shell.html"),
        ("auditor", "shell.html"),
        ("town", "shell.html"),
        ("reporter", "shell_unit.html"),
        ("nobody", "shell_unit.html"),
    ],
)
def test_the_office_and_the_units_have_their_own_shells(cast, asking, who, expected):
    assert shell(asking(cast[who]))["base_shell"] == expected


def test_signed_out_people_see_the_plain_shell(asking):
    html = PAGE.render(RequestContext(asking(AnonymousUser())))

    assert shell(asking(AnonymousUser()))["base_shell"] == "shell_plain.html"
    assert "Main navigation" not in html


def test_a_page_shows_the_unit_its_campaign_and_the_unread_notices(cast, campaign, asking):
    for word in ("first", "second"):
        Notice.objects.create(recipient=cast["coordinator"], kind="test", title=word, occasion=word)

    html = PAGE.render(RequestContext(asking(cast["coordinator"])))

    assert "<small>青澜县</small>" in html
    assert '<span class="ell">全民反诈·平安青澜</span>' in html
    assert '<span class="fw-dot-n">2</span>' in html
    assert '<input type="hidden" name="next" value="/here/?a=1">' in html


def test_a_reporter_in_the_office_finds_the_pages_of_the_unit_too(cast, asking):
    groups = Shell(asking(cast["town"])).groups

    assert [(group.title, [entry.item.label for entry in group.entries]) for group in groups] == [
        ("", ["Workbench"]),
        ("My unit", ["Fill in"]),
    ]


def test_a_page_of_the_office_and_of_the_unit_stands_in_the_navigation_once(cast, asking):
    navigation.register(NavItem("healthz", "Start", "home", group="unit"))

    groups = Shell(asking(cast["town"])).groups

    assert [[entry.item.label for entry in group.entries] for group in groups] == [
        ["Workbench"], ["Fill in"],
    ]  # fmt: skip


def test_the_tab_bar_of_a_phone_has_the_short_words(cast, asking):
    frame = Shell(asking(cast["reporter"]))

    assert [entry.item.short for entry in frame.phone_entries] == ["Fill", "Me"]
    assert [entry.item.label for entry in frame.unit_entries] == ["Fill in"]


def test_the_frame_costs_three_queries_and_a_fragment_none(
    cast, campaign, asking, django_assert_num_queries
):
    user = type(cast["coordinator"]).objects.select_related("home_unit").get(username="coordinator")

    with django_assert_num_queries(3):  # grants, campaigns, unread notices
        PAGE.render(RequestContext(asking(user)))
    with django_assert_num_queries(0):  # the gate has read the grants already
        Template("{{ user }}").render(RequestContext(asking(user)))


def test_the_chosen_campaign_is_kept_while_it_is_in_sight(cast, campaign):
    older = type(campaign).objects.create(
        title="Older",
        kind=campaign.kind,
        owner=campaign.owner,
        starts_on=campaign.starts_on.replace(year=2025),
        ends_on=campaign.ends_on.replace(year=2025),
        state=CampaignState.ARCHIVED,
    )
    user = cast["coordinator"]

    assert current_campaign(user, {}) == campaign
    assert current_campaign(user, {SESSION_KEY: older.pk}) == older
    assert current_campaign(user, {SESSION_KEY: 0}) == campaign
    assert current_campaign(cast["far_coordinator"], {SESSION_KEY: older.pk}) is None
