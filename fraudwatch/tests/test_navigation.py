"""Who sees which entries, and which one is the current one."""

from types import SimpleNamespace

import pytest
from django.urls import ResolverMatch

from fraudwatch.lib import navigation
from fraudwatch.lib.navigation import NavItem

HOME = NavItem("healthz", "Workbench", "home", group="home", order=10)


@pytest.fixture(autouse=True)
def empty_register(monkeypatch):
    monkeypatch.setattr(navigation, "_items", [])


@pytest.fixture
def asking(rf):
    def request(view: str = "healthz", roles=("coordinator",), may=(), superuser=False):
        made = rf.get("/")
        made.user = SimpleNamespace(
            roles=frozenset(roles),
            is_superuser=superuser,
            has_perm=lambda permission: permission in may,
        )
        made.resolver_match = ResolverMatch(lambda: None, (), {}, url_name=view)
        return made

    return request


def labels(request, group="home"):
    return [entry.item.label for entry in navigation.entries(request, group)]


def test_entries_stand_in_their_order(asking):
    navigation.register(
        NavItem("healthz", "Second", "flag", group="home", order=20),
        NavItem("healthz", "First", "flag", group="home", order=10),
    )

    assert labels(asking()) == ["First", "Second"]


def test_an_entry_shows_to_its_roles_only(asking):
    navigation.register(
        NavItem("healthz", "Settings", "settings", "home", roles=frozenset({"administrator"}))
    )

    assert labels(asking(roles=["coordinator"])) == []
    assert labels(asking(roles=["coordinator", "administrator"])) == ["Settings"]
    assert labels(asking(roles=[], superuser=True)) == ["Settings"]


def test_an_entry_with_a_permission_asks_for_it(asking):
    navigation.register(NavItem("healthz", "Log", "list", "home", permission="orgs.read_audit"))

    assert labels(asking()) == []
    assert labels(asking(may=["orgs.read_audit"])) == ["Log"]


def test_an_entry_of_a_campaign_hides_while_there_is_none(asking):
    navigation.register(NavItem("healthz", "Plan", "flag", "campaign", in_campaign=True))

    assert labels(asking(), "campaign") == []


@pytest.mark.parametrize(
    ("view", "current"), [("healthz", True), ("weekly-review", True), ("weeks", False)]
)
def test_the_current_entry_is_known_by_its_view_or_prefix(asking, view, current):
    navigation.register(NavItem("healthz", "Reports", "flag", "home", active_prefixes=("weekly-",)))

    (entry,) = navigation.entries(asking(view), "home")

    assert entry.is_current is current


def test_the_rows_behind_a_number_are_named_once_to_those_who_see_it(asking):
    def own(user):
        return ("own rows",)

    def secret(user):
        return ("secret rows",)

    navigation.register(
        NavItem("healthz", "Tasks", "flag", "home", count=own),
        NavItem("healthz", "Own tasks", "flag", "unit", count=own),
        NavItem("healthz", "Log", "flag", "home", roles=frozenset({"auditor"}), count=secret),
    )

    assert navigation.counted(asking()) == (own,)
    (entry,) = navigation.entries(asking(), "home", numbers={own: 3})
    assert (entry.url, entry.count) == ("/healthz", 3)


def test_registering_twice_shows_once(asking):
    navigation.register(HOME)
    navigation.register(HOME)

    assert labels(asking()) == ["Workbench"]


def test_an_unknown_group_is_refused():
    with pytest.raises(ValueError, match="we have: home, campaign, global, unit"):
        navigation.register(NavItem("healthz", "Lost", "flag", group="elsewhere"))
