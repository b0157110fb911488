"""Who may decide on a report at its present step, as a sentence when not (pure)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from orgs.enums import Role

from .enums import ReportState
from .stages import Stage

UNDO_WITHIN = timedelta(minutes=10)


def is_same_hand(first: object | None, second: object | None) -> bool:
    """Whether two accounts are one human: the same account, e-mail, or phone number."""
    if first is None or second is None:
        return False
    if first.pk == second.pk:
        return True
    if first.email and first.email.strip().lower() == second.email.strip().lower():
        return True
    phones = [user.person.phone_digest for user in (first, second) if user.person_id]
    return len(phones) == 2 and bool(phones[0]) and phones[0] == phones[1]


def is_office(user: object, report: object) -> bool:
    """Whether ``user`` decides for the office: over the unit that leads the campaign."""
    campaign = report.period.template.campaign
    return user.is_superuser or user.reaches(
        {Role.COORDINATOR}, campaign.owner.path, campaign_id=campaign.pk
    )


def own_obstacle(report: object, user: object) -> str:
    """Nobody decides on what the same human handed in: the sentence, or nothing."""
    if is_same_hand(report.submitted_by, user):
        return _("You submitted this report yourself; somebody else has to review it.")
    return ""


def maker_obstacle(report: object, user: object) -> str:
    """Whoever made the collection link has seen its code and could have typed the report.

    Forwarding and returning are open to that person, approving is not: somebody else looks.
    """
    if is_same_hand(report.let_in_by, user):
        return _(
            "It came in by a collection link of yours, whose code you know. Another coordinator,"
            " the level above or an administrator approves it."
        )
    return ""


def level_obstacle(report: object, user: object) -> str:
    """Why a report that goes level by level is not ``user``'s to approve now, or nothing."""
    if not report.period.template.review_by_town:
        return ""
    if report.stage == Stage.TOWN:
        return _("The township has to check and forward this report first.")
    if not is_office(user, report):
        return _("The office of the campaign decides on this report.")
    if is_same_hand(report.forwarded_by, user):
        return _("You forwarded this report yourself; somebody else has to decide.")
    return ""


def approving_obstacle(report: object, user: object) -> str:
    """Why ``user`` may not approve what others handed in: its level, or whose link it was."""
    return level_obstacle(report, user) or maker_obstacle(report, user)


def correction_obstacle(report: object, user: object) -> str:
    """Why opening approved figures for correction is not ``user``'s to decide, or nothing.

    What the office approved only the office opens again; straight, whoever reviews it.
    """
    if report.period.template.review_by_town and not is_office(user, report):
        return _("The office of the campaign approved this report; it decides on corrections.")
    return ""


def obstacle(report: object, user: object) -> str:
    """Why ``user`` cannot approve a submitted report, or nothing."""
    return own_obstacle(report, user) or approving_obstacle(report, user)


def may_undo(report: object, user: object, now: datetime) -> bool:
    """Whether ``user`` decided on it less than ten minutes ago."""
    return (
        report.state in (ReportState.APPROVED, ReportState.RETURNED)
        and report.decided_by_id == user.pk
        and report.decided_at is not None
        and now - report.decided_at <= UNDO_WITHIN
    )
