"""What every page's frame shows: shell, navigation, unread notices, current campaign."""

from collections.abc import Iterable
from dataclasses import dataclass

import rules
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _

from campaigns.models import Campaign, PlanVersion
from campaigns.queries.current import current_campaign, open_campaigns
from fraudwatch import VERSION
from fraudwatch.lib import navigation
from fraudwatch.lib.counting import count_again
from orgs.enums import Role
from orgs.models import ChannelSetup, Notice, User
from orgs.models.alike import asker
from orgs.views.unchanged import places

OFFICE_ROLES = frozenset(Role) - {Role.REPORTER}


@dataclass(frozen=True)
class Group:
    """A headed part of the side navigation; an empty title stands at the top without one."""

    title: str
    entries: list[navigation.Entry]


class Shell:
    """The frame of one page. Every part is read when the template asks, and only once."""

    version = VERSION

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def is_signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def is_office(self) -> bool:
        """Whether the person works in the office's shell rather than in a unit's."""
        user = self.request.user
        return user.is_superuser or bool(OFFICE_ROLES & user.roles)

    @cached_property
    def template(self) -> str:
        """The template a page extends."""
        if not self.is_signed_in:
            return "shell_plain.html"
        return "shell.html" if self.is_office else "shell_unit.html"

    @cached_property
    def unit_name(self) -> str:
        unit = self.request.user.home_unit if self.is_signed_in else None
        return unit.name if unit else ""

    @cached_property
    def role_names(self) -> str:
        held = self.request.user.roles
        return ", ".join(str(role.label) for role in Role if role in held)

    @cached_property
    def unread(self) -> int:
        """Unread notices of the person asking."""
        return self.numbers["unread"] if self.is_signed_in else 0

    @cached_property
    def failing_channels(self) -> int:
        """Channels that fail, for those who can mend them."""
        return self.numbers.get("failing", 0) if self.is_signed_in else 0

    @cached_property
    def numbers(self) -> dict:
        """All numbers of the frame in one read: unread notices, those of the navigation, and
        whether any plan is in review at all (pages that ask for a sign-off look no further).
        """
        user = self.request.user
        counted = navigation.counted(self.request, campaign_id=self.campaign_id)
        # The rules alone are asked: no other backend has a word here.
        mends = user.is_superuser or rules.has_perm("orgs.add_channel", user)
        who = asker(user)
        return count_again(
            (who.key, counted, mends),
            lambda **own: _numbers(who.standing(own), counted, mends),
            **who.values,
        )

    @cached_property
    def campaigns(self) -> list[Campaign]:
        """The campaigns to switch between."""
        return open_campaigns(self.request.user) if self.is_signed_in else []

    @cached_property
    def campaign(self) -> Campaign | None:
        """The campaign worked in, as every page finds it."""
        if not self.is_signed_in:
            return None
        return current_campaign(self.request.user, self.request.session)

    @property
    def campaign_id(self) -> int | None:
        """The key of the campaign worked in."""
        return self.campaign.pk if self.campaign else None

    @cached_property
    def groups(self) -> list[Group]:
        """The side navigation, empty groups left out.

        Who works in the office and reports for a unit as well finds the unit's pages below,
        each once.
        """
        drawn = [
            Group("", self._entries("home")),
            Group(_("This campaign"), self._entries("campaign")),
            Group(_("Everything"), self._entries("global")),
        ]
        if Role.REPORTER in self.request.user.roles:
            above = {"/"} | {entry.url for group in drawn for entry in group.entries}
            own = [entry for entry in self.unit_entries if entry.url not in above]
            drawn.append(Group(_("My unit"), own))
        return [group for group in drawn if group.entries]

    @cached_property
    def unit_entries(self) -> list[navigation.Entry]:
        """The unit's navigation in the top bar; items with no long label are for phones only."""
        return [entry for entry in self._entries("unit") if entry.item.label]

    @cached_property
    def phone_entries(self) -> Iterable[navigation.Entry]:
        """The four of the tab bar on a phone."""
        return [entry for entry in self._entries("unit") if entry.item.short][:4]

    def _entries(self, group: str) -> list[navigation.Entry]:
        cached = self.__dict__.setdefault("_drawn", {})
        if group not in cached:
            cached[group] = navigation.entries(
                self.request, group, campaign_id=self.campaign_id, numbers=self.numbers
            )
        return cached[group]


def _numbers(user: User, counted: Iterable[navigation.Counted], mends: bool) -> tuple:
    """What is counted for the frame, and the row it is read beside."""
    rows = {count: list(count(user)) for count in counted}
    rows["unread"] = [Notice.objects.visible_to(user).unread()]
    if mends:
        rows["failing"] = [ChannelSetup.objects.visible_to(user).failing()]
    rows["in_review"] = [PlanVersion.objects.in_review()]
    return User.objects.filter(pk=user.pk), rows


def shell(request: HttpRequest) -> dict:
    """``base_shell`` names the template to extend; ``shell`` fills it. Navigation, notices and
    campaigns are read only if the page shows them.
    """
    frame = Shell(request)
    return {
        "shell": frame,
        "base_shell": frame.template,
        "current_campaign": SimpleLazyObject(lambda: frame.campaign),
        **places(request),
    }
