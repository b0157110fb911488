"""Who may do what with campaigns, plans and tasks. *When* is the actions' business."""

import rules

from orgs.enums import CONTENT_READERS, Role
from orgs.rules import holds, over_unit, signed_in

C, R, L = Role.COORDINATOR, Role.REPORTER, Role.LEADER
N, U = Role.INSPECTOR, Role.AUDITOR


def leads(*roles: str) -> rules.Predicate:
    """One of the roles over the unit that leads the campaign at hand."""

    @rules.predicate(f"leads:{'|'.join(roles)}")
    def predicate(user: object, about: object = None) -> bool:
        if about is None:
            return not user.roles.isdisjoint(roles)
        campaign = campaign_of(about)
        return user.reaches(roles, campaign.owner.path, campaign_id=campaign.pk)

    return predicate


def over_part(*roles: str) -> rules.Predicate:
    """One of the roles over the unit of the assignment at hand (a reporter: exactly it)."""

    @rules.predicate(f"over_part:{'|'.join(roles)}")
    def predicate(user: object, about: object = None) -> bool:
        if about is None:
            return not user.roles.isdisjoint(roles)
        campaign = campaign_of(about)
        return user.reaches(roles, about.unit.path, campaign_id=campaign.pk, exact=about.unit_id)

    return predicate


def over_giver(*roles: str) -> rules.Predicate:
    """One of the roles over the unit that passed the assignment at hand on (再分解)."""

    @rules.predicate(f"over_giver:{'|'.join(roles)}")
    def predicate(user: object, about: object = None) -> bool:
        if about is None:
            return not user.roles.isdisjoint(roles)
        part = getattr(about, "assignment", about)
        if part.parent_id is None:
            return False
        campaign = campaign_of(about)
        return user.reaches(roles, part.parent.unit.path, campaign_id=campaign.pk)

    return predicate


def campaign_of(about: object) -> object:
    """The campaign that an object of this app belongs to."""
    if hasattr(about, "task"):
        return about.task.campaign
    return getattr(about, "campaign", about)


@rules.predicate
def coordinates_below(user: object, about: object = None) -> bool:
    """A coordinator of a unit below the one that leads the campaign at hand."""
    if about is None:
        return Role.COORDINATOR in user.roles
    above = campaign_of(about).owner.path
    return any(
        holding.role == Role.COORDINATOR
        and holding.path != above
        and holding.path.startswith(above)
        for holding in user.holdings
    )


rules.add_perm("campaigns.list_campaigns", signed_in & holds(*CONTENT_READERS, R))
rules.add_perm("campaigns.view_campaign", signed_in)
rules.add_perm("campaigns.add_campaign", holds(C))
rules.add_perm("campaigns.edit_campaign", leads(C))
rules.add_perm("campaigns.view_plan", signed_in)
rules.add_perm("campaigns.edit_plan", leads(C))
rules.add_perm("campaigns.list_indicators", holds(*CONTENT_READERS))
rules.add_perm("campaigns.edit_indicators", holds(C))
rules.add_perm("campaigns.view_task", signed_in)
rules.add_perm("campaigns.edit_task", leads(C))
rules.add_perm("campaigns.view_assignment", signed_in)
rules.add_perm("campaigns.answer_assignment", over_part(R))
rules.add_perm("campaigns.close_assignment", leads(C) | over_giver(C))
rules.add_perm("campaigns.list_own_assignments", holds(R, C))
rules.add_perm("campaigns.list_versions", signed_in)
rules.add_perm("campaigns.view_version", signed_in)
rules.add_perm("campaigns.comment_plan", leads(C, L, N))
rules.add_perm("campaigns.review_plan", leads(C, L))
rules.add_perm("campaigns.publish_plan", leads(C))
rules.add_perm("campaigns.sign_receipt", over_part(R))
rules.add_perm("campaigns.remind_receipts", leads(C))
rules.add_perm("campaigns.list_receipts", holds(*CONTENT_READERS))
rules.add_perm("campaigns.decide_extension", leads(C) | over_giver(C))
rules.add_perm("campaigns.answer_question", leads(C) | over_giver(C))
rules.add_perm("campaigns.pass_on_assignment", over_part(C))
rules.add_perm("campaigns.list_requests", holds(C))
rules.add_perm("campaigns.hand_over_assignment", leads(C) | over_part(C, R))
rules.add_perm("campaigns.keep_views", signed_in & holds(*CONTENT_READERS, R))
rules.add_perm("campaigns.keep_calendar", signed_in & holds(*CONTENT_READERS, R))
rules.add_perm("campaigns.implement_campaign", coordinates_below)
rules.add_perm("campaigns.view_reminders", holds(C))
rules.add_perm("campaigns.edit_reminders", leads(C))
rules.add_perm("campaigns.choose_reminders", signed_in)
rules.add_perm("campaigns.list_children", leads(C, L, N, U))
rules.add_perm("campaigns.edit_import", over_unit(C))
