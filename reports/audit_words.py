"""Words for this app's actions in the audit trail."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "report.submitted": _("report submitted"),
    "report.approved": _("report approved"),
    "report.returned": _("report returned"),
    "report.exempted": _("unit exempted"),
    "report.reopened": _("report opened late"),
    "report.reminded": _("units reminded"),
    "reminder_rule.added": _("reminder rule added"),
    "reminder_rule.changed": _("reminder rule changed"),
    "reminder_rule.switched_on": _("reminder rule switched on"),
    "reminder_rule.switched_off": _("reminder rule switched off"),
    "reminder_rule.removed": _("reminder rule removed"),
    "photo.added": _("photo added"),
    "photo.removed": _("photo removed"),
    "photo.restored": _("photo put back"),
    "period.opened": _("period opened"),
    "period.closed": _("period closed"),
    "template.created": _("report template created"),
    "template.changed": _("report schedule changed"),
    "template.revised": _("report template revised"),
    "template.units_set": _("reporting units set"),
    "template.switched_on": _("report template switched on"),
    "template.switched_off": _("report template switched off"),
    "baseline.set": _("last year's figures entered"),
}
