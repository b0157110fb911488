"""Who may do what with reports. *When* is the actions' business."""

import rules

from orgs.enums import CONTENT_READERS, Role
from orgs.rules import holds, keeps_site, over_unit, signed_in

C, R, L = Role.COORDINATOR, Role.REPORTER, Role.LEADER
N, U = Role.INSPECTOR, Role.AUDITOR


def over_report(*roles: str) -> rules.Predicate:
    """One of the roles over the report's unit, or over the unit that leads its campaign.

    A reporter's grant covers its own unit alone.
    """

    @rules.predicate(f"over_report:{'|'.join(roles)}")
    def predicate(user: object, report: object = None) -> bool:
        if report is None:
            return not user.roles.isdisjoint(roles)
        report = getattr(report, "report", report)  # a photo is its report's
        campaign = report.period.template.campaign
        return user.reaches(
            roles,
            report.unit.path,
            campaign.owner.path,
            campaign_id=campaign.pk,
            exact=report.unit_id,
        )

    return predicate


def leads_template(*roles: str) -> rules.Predicate:
    """One of the roles over the unit that leads the template's (or campaign's) campaign."""

    @rules.predicate(f"leads_template:{'|'.join(roles)}")
    def predicate(user: object, about: object = None) -> bool:
        if about is None:
            return not user.roles.isdisjoint(roles)
        template = getattr(about, "template", about)
        campaign = getattr(template, "campaign", template)
        return user.reaches(roles, campaign.owner.path, campaign_id=campaign.pk)

    return predicate


def over_node(*roles: str) -> rules.Predicate:
    """One of the roles over the node of a summary, or over the unit that leads the campaign."""

    @rules.predicate(f"over_node:{'|'.join(roles)}")
    def predicate(user: object, about: object = None) -> bool:
        if about is None:
            return not user.roles.isdisjoint(roles)
        campaign = about.campaign
        paths = (about.unit.path, campaign.owner.path)
        return user.is_superuser or user.reaches(roles, *paths, campaign_id=campaign.pk)

    return predicate


def over_evidence(*roles: str) -> rules.Predicate:
    """One of the roles over the unit that is asked for, or over the campaign's leader.

    A reporter may have what its own unit handed in. Without a unit it is what the person sees.
    """

    @rules.predicate(f"over_evidence:{'|'.join(roles)}")
    def predicate(user: object, about: object = None) -> bool:
        if about is None or about.unit is None:
            return not user.roles.isdisjoint({*roles, R})
        campaign, unit = about.campaign, about.unit
        paths = (campaign.owner.path, unit.path)
        return user.is_superuser or user.reaches(
            {*roles, R}, *paths, campaign_id=campaign.pk, exact=unit.pk
        )

    return predicate


@rules.predicate
def fills_from_above(user: object, report: object = None) -> bool:
    """A reporter of the unit right above, where the template lets it fill in (代填)."""
    if report is None:
        return R in user.roles
    report = getattr(report, "report", report)  # a photo is its report's
    template = report.period.template
    return template.fill_from_above and user.reaches(
        {R}, exact=report.unit.parent_id or 0, campaign_id=template.campaign_id
    )


rules.add_perm("reports.open_home", signed_in)
rules.add_perm("reports.list_own_reports", holds(R, C))
rules.add_perm("reports.view_report", signed_in)
rules.add_perm("reports.fill_report", over_report(R, C) | fills_from_above)
rules.add_perm("reports.submit_report", over_report(R, C) | fills_from_above)
rules.add_perm("reports.import_book", holds(R, C))
rules.add_perm("reports.add_photo", over_report(R, C) | fills_from_above)
rules.add_perm("reports.enter_activity", over_report(R, C))
rules.add_perm("reports.collect_town", holds(R, C))
rules.add_perm("reports.forward_town", holds(C))
rules.add_perm("reports.rebuild_totals", keeps_site)
rules.add_perm("reports.view_evidence", holds(R, *CONTENT_READERS))
rules.add_perm("reports.export_evidence", over_evidence(C, L, N, U))
rules.add_perm("reports.judge_reuse", over_report(C))
rules.add_perm("reports.empty_bin", over_unit(R, C))
rules.add_perm("reports.review_report", over_report(C))
rules.add_perm("reports.ask_correction", over_report(R, C))
rules.add_perm("reports.list_reviews", holds(C))
rules.add_perm("reports.manage_links", over_report(C))
rules.add_perm("reports.exempt_report", over_report(C))
rules.add_perm("reports.reopen_report", over_report(C))
rules.add_perm("reports.view_workbench", holds(C))
rules.add_perm("reports.view_ledger", holds(*CONTENT_READERS))
rules.add_perm("reports.remind_units", holds(C))
rules.add_perm("reports.view_dashboard", holds(*CONTENT_READERS))
rules.add_perm("reports.manage_screens", over_node(C))
rules.add_perm("reports.switch_ranking", leads_template(C))
rules.add_perm("reports.view_wall", holds(*CONTENT_READERS))
rules.add_perm("reports.view_figures", holds(*CONTENT_READERS))
rules.add_perm("reports.view_template", signed_in)
rules.add_perm("reports.edit_template", leads_template(C))
rules.add_perm("reports.view_period", holds(*CONTENT_READERS))
rules.add_perm("reports.steer_period", leads_template(C))
rules.add_perm("reports.exempt_in_period", holds(C))
rules.add_perm("reports.export_summary", over_node(C, L, N, U))
