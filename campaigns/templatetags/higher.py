"""What stands above and below a campaign or a task, for their pages (层层落实)."""

from collections.abc import Iterable

from django import template

from campaigns.enums import EDITABLE_CAMPAIGNS, UNDER_WAY
from campaigns.models import Campaign, Member, Task
from campaigns.queries.children import child_rows, rollup, task_children
from campaigns.queries.higher_plans import units_to_implement
from fraudwatch.lib import clock

register = template.Library()


@register.inclusion_tag("campaigns/_higher_card.html", takes_context=True)
def higher_card(context: dict, campaign: Campaign, members: Iterable[Member]) -> dict:
    """The campaign above, and how many of its ``members`` below have a plan of their own."""
    user = context["request"].user
    leads = user.has_perm("campaigns.list_children", campaign)
    rows = child_rows(user, campaign, clock.now(), members) if leads else []
    may_edit = user.has_perm("campaigns.edit_plan", campaign)
    may_start = user.has_perm("campaigns.implement_campaign", campaign)
    units = units_to_implement(user, campaign) if may_start else []
    made = Campaign.objects.visible_to(user).filter(parent=campaign, owner__in=units)
    own = list(made) if units else []
    return {
        "campaign": campaign,
        "above": campaign.parent if campaign.parent_id else None,
        "rows": rows,
        "missing": sum(row.campaign is None for row in rows),
        "sum": rollup(rows),
        "may_edit": may_edit,
        "may_check": may_edit and campaign.state in EDITABLE_CAMPAIGNS,
        "may_start": bool(units) and not own and campaign.state in UNDER_WAY,
        "own": own,
    }


@register.inclusion_tag("campaigns/_task_children.html", takes_context=True)
def lower_tasks(context: dict, task: Task) -> dict:
    """The task that this one carries out, and those that carry it out."""
    user = context["request"].user
    above = Task.objects.visible_to(user).filter(pk=task.parent_id) if task.parent_id else None
    return {
        "above": above.select_related("campaign__owner").first() if above is not None else None,
        "rows": task_children(user, task, clock.now()),
    }
