"""A template's own checks: written, tried on the past, switched on (校验规则).

Every change goes into the version that the next period opens with; periods that are open keep
the checks they opened with.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.actions.audit import record
from reports.actions.template_content import open_version
from reports.enums import Severity
from reports.errors import ReportError
from reports.expressions import parse
from reports.figures import split_key
from reports.models import ReportTemplate, TemplateCheck, TemplateVersion
from reports.queries.content import items_of, known_keys

MOST = 40


@transaction.atomic
def add_check(
    template: ReportTemplate,
    *,
    expression: str,
    message: str,
    by: object,
    message_en: str = "",
    severity: str = Severity.WARNING,
    about: str = "",
) -> TemplateCheck:
    """A new check, switched off. It is said at the figure ``about``, else at the first it names.

    ExpressionProblem names the character that goes wrong; ReportError without words to say.
    """
    version, checks = open_version(template)
    if len(checks) >= MOST:
        raise ReportError(_("A report has at most %(n)d checks.") % {"n": MOST})
    made = TemplateCheck(template_version=version, position=len(checks))
    _write(made, version, expression, message, message_en, severity, about)
    made.save(force_insert=True)
    _note(template, made, by, added=True)
    return made


@transaction.atomic
def change_check(
    check: TemplateCheck,
    *,
    expression: str,
    message: str,
    by: object,
    message_en: str = "",
    severity: str = Severity.WARNING,
    about: str = "",
) -> TemplateCheck:
    """Change a check. With another condition it is off again, until it is tried or switched on."""
    template = check.template_version.template
    version, row = _row(check)
    if row.expression != expression.strip():
        row.is_on, row.tried_at, row.tried_found, row.tried_of = False, None, 0, 0
    _write(row, version, expression, message, message_en, severity, about)
    row.save()
    _note(template, row, by)
    return row


@transaction.atomic
def switch_check(check: TemplateCheck, *, is_on: bool, by: object) -> TemplateCheck:
    """Let a check count from the next period on, or no longer."""
    _version, row = _row(check)
    if row.is_on != is_on:
        row.is_on = is_on
        row.save(update_fields=["is_on"])
        _note(check.template_version.template, row, by)
    return row


@transaction.atomic
def remove_check(check: TemplateCheck, *, by: object) -> None:
    """Take a check out of the template; versions that were used keep it."""
    _version, row = _row(check)
    _note(check.template_version.template, row, by, removed=True)
    row.delete()


def note_trial(check: TemplateCheck, *, found: int, of: int) -> None:
    """Keep when a check was last tried and what came of it; the check itself does not change."""
    TemplateCheck.objects.filter(pk=check.pk).update(
        tried_at=clock.now(), tried_found=found, tried_of=of
    )


def _row(check: TemplateCheck) -> tuple[TemplateVersion, TemplateCheck]:
    """The row to change; ReportError when somebody removed or replaced the check meanwhile."""
    version, checks = open_version(check.template_version.template)
    if check.pk not in checks:
        raise ReportError(_("This check was changed by somebody else; look at the list again."))
    return version, checks[check.pk]


def _write(
    row: TemplateCheck,
    version: TemplateVersion,
    expression: str,
    message: str,
    message_en: str,
    severity: str,
    about: str,
) -> None:
    items = items_of(version)
    read = parse(expression.strip(), known_keys(items))
    codes = [item.indicator.code for item in items]
    if not read.keys:
        raise ReportError(_("The condition names no figure; a check is about a figure."))
    about = about or split_key(read.keys[0])[0]
    if about not in codes:
        raise ReportError(_("This report does not ask for “%(name)s”.") % {"name": about})
    if not message.strip():
        raise ReportError(_("Write what the unit is told when the condition is not met."))
    row.expression, row.about, row.severity = expression.strip(), about, severity
    row.message, row.message_en = message.strip(), message_en.strip()


def _note(
    template: ReportTemplate,
    check: TemplateCheck,
    by: object,
    *,
    added: bool = False,
    removed: bool = False,
) -> None:
    now = [check.expression, check.severity, "on" if check.is_on else "off"]
    record(
        "template.checks_changed",
        template,
        by=by,
        path=template.campaign.owner.path,
        changes={"check": [None if added else check.pk, None if removed else now]},
    )
