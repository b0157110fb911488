"""Roles: nobody gives more than they hold, nobody gives to themselves, nobody is left alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from orgs import granting
from orgs.actions.accounts import disable_account
from orgs.actions.grants import end_grant, grant_role
from orgs.enums import Role
from orgs.errors import OrgError
from orgs.models import AuditEntry, Grant, Holding, User


def held(user) -> set[tuple[str, str]]:
    return {(grant.role, grant.unit.name) for grant in user.grants.in_force()}


def give(cast, units, by, to, role, unit, **more) -> Grant:
    return grant_role(cast[to], role=role, unit=units[unit], by=cast[by] if by else None, **more)


def test_an_administrator_gives_a_role_in_the_subtree(cast, units):
    give(cast, units, "administrator", "reporter", Role.LEADER, "town")

    assert held(cast["reporter"]) == {("reporter", "桃源村"), ("leader", "河湾镇")}
    entry = AuditEntry.objects.get(action="grant.added")
    assert (entry.actor, entry.technical, entry.path) == (
        cast["administrator"],
        True,
        units["town"].path,
    )
    assert entry.changes["role"] == ["", "leader"]


@pytest.mark.parametrize(
    ("by", "to", "role", "unit"),
    [
        ("administrator", "far_reporter", Role.REPORTER, "far_village"),  # outside the subtree
        ("administrator", "administrator", Role.COORDINATOR, "county"),  # to oneself
        ("administrator", "administrator", Role.REPORTER, "village"),
        ("coordinator", "reporter", Role.ADMINISTRATOR, "village"),  # more than one holds
        ("coordinator", "reporter", Role.LEADER, "county"),
        ("coordinator", "reporter", Role.COORDINATOR, "county"),  # one's own height
        ("coordinator", "reporter", Role.AUDITOR, "town"),
        ("town", "other_reporter", Role.REPORTER, "other_village"),  # next town
        ("town", "reporter", Role.REPORTER, "county"),  # above
        ("reporter", "sibling", Role.REPORTER, "village"),
        ("leader", "reporter", Role.REPORTER, "village"),
        ("auditor", "reporter", Role.AUDITOR, "village"),
        ("nobody", "reporter", Role.REPORTER, "village"),
    ],
)
def test_what_nobody_may_give(cast, units, by, to, role, unit):
    before = held(cast[to])

    with pytest.raises(OrgError):
        give(cast, units, by, to, role, unit)

    assert held(cast[to]) == before


@pytest.mark.parametrize(("role", "unit"), [(Role.REPORTER, "sibling"), (Role.COORDINATOR, "town")])
def test_a_coordinator_gives_what_lies_below(cast, units, role, unit):
    give(cast, units, "coordinator", "nobody", role, unit)

    assert held(cast["nobody"]) == {(role, units[unit].name)}


def test_a_coordinator_of_one_campaign_gives_roles_in_it_alone(cast, units):
    cast["nobody"].grants.create(role=Role.COORDINATOR, unit=units["county"], campaign_id=7)

    give(cast, units, "nobody", "reporter", Role.REPORTER, "sibling", campaign_id=7)

    for campaign_id in (None, 8):
        with pytest.raises(OrgError):
            give(
                cast, units, "nobody", "reporter", Role.REPORTER, "school", campaign_id=campaign_id
            )


@pytest.mark.parametrize(
    ("first", "first_at", "second", "second_at", "refused"),
    [
        (Role.ADMINISTRATOR, "county", Role.AUDITOR, "county", True),
        (Role.ADMINISTRATOR, "county", Role.AUDITOR, "village", True),
        (Role.AUDITOR, "town", Role.ADMINISTRATOR, "county", True),
        (Role.AUDITOR, "town", Role.ADMINISTRATOR, "other_town", False),
        (Role.AUDITOR, "town", Role.AUDITOR, "other_town", False),
        (Role.AUDITOR, "town", Role.LEADER, "town", False),
    ],
)
def test_administrator_and_auditor_stay_two_people(
    cast, units, first, first_at, second, second_at, refused
):
    give(cast, units, None, "nobody", first, first_at)

    if refused:
        with pytest.raises(OrgError):
            give(cast, units, None, "nobody", second, second_at)
    else:
        give(cast, units, None, "nobody", second, second_at)

    assert len(held(cast["nobody"])) == (1 if refused else 2)


def test_the_same_role_twice_is_refused(cast, units):
    with pytest.raises(OrgError):
        give(cast, units, "administrator", "reporter", Role.REPORTER, "village")


def test_an_ended_role_may_be_given_again(cast, units):
    end_grant(cast["reporter"].grants.get(), by=cast["administrator"])

    give(cast, units, "administrator", "reporter", Role.REPORTER, "village")

    assert held(cast["reporter"]) == {("reporter", "桃源村")}
    assert cast["reporter"].grants.count() == 2


def test_ending_a_role_twice_says_so(cast):
    grant = cast["reporter"].grants.get()
    end_grant(grant, by=cast["administrator"])

    with pytest.raises(OrgError):
        end_grant(grant, by=cast["administrator"])

    assert AuditEntry.objects.filter(action="grant.ended").count() == 1


def test_nobody_ends_a_role_that_they_could_not_give(cast):
    for by, of in [
        ("coordinator", "leader"),
        ("town", "other_reporter"),
        ("coordinator", "administrator"),
    ]:
        with pytest.raises(OrgError):
            end_grant(cast[of].grants.first(), by=cast[by])


def test_the_last_administrator_keeps_the_role(cast, units):
    grant = cast["administrator"].grants.get()

    with pytest.raises(OrgError):
        end_grant(grant, by=None)
    give(cast, units, None, "nobody", Role.ADMINISTRATOR, "county")
    end_grant(grant, by=None)

    assert held(cast["administrator"]) == set()


def test_the_last_administrator_is_not_disabled(cast, units):
    give(cast, units, None, "nobody", Role.ADMINISTRATOR, "town")

    with pytest.raises(OrgError):
        disable_account(cast["administrator"], by=None)
    disable_account(cast["nobody"], by=None)  # the county's administrator is above the town

    assert cast["administrator"].is_active
    assert not User.objects.get(username="nobody").is_active


def test_a_disabled_administrator_does_not_count(cast, units):
    give(cast, units, None, "disabled", Role.ADMINISTRATOR, "county")

    with pytest.raises(OrgError):
        disable_account(cast["administrator"], by=None)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_let_each_other_go_at_once(cast, units):
    give(cast, units, None, "nobody", Role.ADMINISTRATOR, "county")
    User.objects.filter(pk=cast["nobody"].pk).update(home_unit=units["county"])
    pair = ("administrator", "nobody")
    together = Barrier(2)

    def let_go(by: str, other: str) -> str:
        users = {name: User.objects.get(username=name) for name in pair}
        together.wait(10)
        try:
            disable_account(users[other], by=users[by])
        except OrgError:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(let_go, pair, pair[::-1]))

    assert sorted(answers) == ["done", "refused"]
    assert User.objects.filter(username__in=pair, is_active=True).count() == 1


def test_a_role_is_given_and_ended_on_the_page(cast, units, sign_in):
    client = sign_in("administrator")
    page = reverse("orgs:user-edit", args=[cast["reporter"].pk])

    added = client.post(
        reverse("orgs:grant-add", args=[cast["reporter"].pk]),
        {"role": "reporter", "unit": units["sibling"].pk},
    )
    grant = cast["reporter"].grants.get(unit=units["sibling"])
    ended = client.post(reverse("orgs:grant-end", args=[grant.pk]))

    assert (added["Location"], ended["Location"]) == (page, page)
    assert held(cast["reporter"]) == {("reporter", "桃源村")}
    assert grant.granted_by == cast["administrator"]


def test_a_unit_out_of_reach_cannot_be_posted(cast, units, sign_in):
    answer = sign_in("administrator").post(
        reverse("orgs:grant-add", args=[cast["reporter"].pk]),
        {"role": "reporter", "unit": units["far_village"].pk},
    )

    assert list(answer.context["grant_form"].errors) == ["unit"]
    assert held(cast["reporter"]) == {("reporter", "桃源村")}


COUNTY, TOWN, NEXT = "0001.", "0001.0002.", "0001.0003."


@pytest.mark.parametrize(
    ("role", "held_at", "given", "at", "may"),
    [
        (Role.ADMINISTRATOR, COUNTY, Role.AUDITOR, COUNTY, True),
        (Role.ADMINISTRATOR, TOWN, Role.REPORTER, COUNTY, False),
        (Role.ADMINISTRATOR, "0001.", Role.REPORTER, "00010.", False),
        (Role.COORDINATOR, COUNTY, Role.REPORTER, COUNTY, True),
        (Role.COORDINATOR, COUNTY, Role.COORDINATOR, COUNTY, False),
        (Role.COORDINATOR, COUNTY, Role.COORDINATOR, TOWN, True),
        (Role.COORDINATOR, COUNTY, Role.INSPECTOR, TOWN, True),
        (Role.COORDINATOR, COUNTY, Role.LEADER, TOWN, False),
        (Role.COORDINATOR, TOWN, Role.REPORTER, NEXT, False),
        (Role.LEADER, COUNTY, Role.REPORTER, TOWN, False),
    ],
)
def test_may_give(role, held_at, given, at, may):
    assert granting.may_give([Holding(role, 1, held_at, None)], given, at) is may


def test_a_role_is_bound_to_one_campaign_on_the_page(cast, units, campaign, sign_in):
    page = reverse("orgs:user-edit", args=[cast["nobody"].pk])
    User.objects.filter(pk=cast["nobody"].pk).update(home_unit=units["town"])
    client = sign_in("administrator")

    client.post(
        reverse("orgs:grant-add", args=[cast["nobody"].pk]),
        {"role": "inspector", "unit": units["town"].pk, "campaign": campaign.pk},
    )

    assert cast["nobody"].grants.get().campaign_id == campaign.pk
    assert [held.campaign for held in client.get(page).context["roles"]] == [campaign.title]


def test_only_campaigns_led_from_ones_own_units_are_offered(cast, campaign, sign_in):
    page = reverse("orgs:user-edit", args=[cast["reporter"].pk])
    mine = sign_in("administrator").get(page).context["grant_form"]
    towns = sign_in("town").get(page).context["grant_form"]

    assert [key for key, _title in mine.fields["campaign"].choices] == ["", campaign.pk]
    assert [key for key, _title in towns.fields["campaign"].choices] == [""]
