"""Changing the reminder rules of a report (提醒规则)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import wording
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from reports.errors import ReportError
from reports.models import ReminderRule, ReportTemplate
from reports.reminding import occasion_kind, room_after, room_before

FIELDS = ("minutes", "to_deputy", "by_email")


@transaction.atomic
def add_rule(
    template: ReportTemplate, *, minutes: int, to_deputy: bool, by_email: bool, by: object
) -> ReminderRule:
    """A further reminder, ``minutes`` from the due moment (before it when negative).

    ReportError when it could never be sent, or when there is one at that moment.
    """
    _guard(template, minutes)
    rule = ReminderRule(
        template=template, minutes=minutes, occasion=occasion_kind(minutes),
        to_deputy=to_deputy, by_email=by_email,
    )  # fmt: skip
    try:
        with transaction.atomic():
            rule.save(force_insert=True)
    except IntegrityError as error:
        raise _taken() from error
    changes = {name: [None, getattr(rule, name)] for name in FIELDS}
    record("reminder_rule.added", rule, by=by, path=_path(template), changes=changes)
    return rule


@transaction.atomic
def change_rule(
    rule: ReminderRule,
    *,
    version: int,
    minutes: int,
    to_deputy: bool,
    by_email: bool,
    by: object,
) -> None:
    """Change when a reminder is sent and to whom; what was sent stays sent.

    StaleVersion when somebody saved first; ReportError as in :func:`add_rule`.
    """
    _guard(rule.template, minutes)
    fields = {"minutes": minutes, "to_deputy": to_deputy, "by_email": by_email}
    try:
        with transaction.atomic():
            saved = ReminderRule.objects.filter(pk=rule.pk, version=version).update(
                **fields, occasion=occasion_kind(minutes), version=version + 1
            )
    except IntegrityError as error:
        raise _taken() from error
    if not saved:
        raise StaleVersion(_("Somebody else changed this reminder first; look again."))
    changes = {
        name: [getattr(rule, name), fields[name]]
        for name in FIELDS
        if getattr(rule, name) != fields[name]
    }
    record("reminder_rule.changed", rule, by=by, path=_path(rule.template), changes=changes)


@transaction.atomic
def switch_rule(rule: ReminderRule, *, is_active: bool, by: object) -> None:
    """Switch a reminder on or off; nothing happens when it already is."""
    switched = ReminderRule.objects.filter(pk=rule.pk, is_active=not is_active).update(
        is_active=is_active, version=rule.version + 1
    )
    if switched:
        action = "reminder_rule.switched_on" if is_active else "reminder_rule.switched_off"
        record(action, rule, by=by, path=_path(rule.template))


@transaction.atomic
def remove_rule(rule: ReminderRule, *, by: object) -> None:
    """Take a reminder away for good; what was sent stays in the log."""
    record(
        "reminder_rule.removed", rule, by=by, path=_path(rule.template),
        changes={"minutes": [rule.minutes, None]},
    )  # fmt: skip
    rule.delete()


def _guard(template: ReportTemplate, minutes: int) -> None:
    """Refuse moments at which nobody can owe the report."""
    if -minutes > room_before(template):
        raise ReportError(
            _("The report opens %(span)s before it is due; a reminder cannot come earlier.")
            % {"span": wording.span(room_before(template) * 60)}
        )
    if minutes >= room_after(template) and minutes > 0:
        raise ReportError(
            _("The report closes %(span)s after it was due; a reminder has to come earlier.")
            % {"span": wording.span(room_after(template) * 60)}
        )


def _taken() -> ReportError:
    return ReportError(_("There is a reminder at that moment already; change that one."))


def _path(template: ReportTemplate) -> str:
    return template.campaign.owner.path
