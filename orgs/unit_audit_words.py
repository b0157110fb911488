"""Words for what happens to units, people, liaisons and groups in the audit trail (pure)."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "unit.created": _("unit added"),
    "unit.edited": _("unit changed"),
    "unit.moved": _("unit moved"),
    "unit.merged": _("unit merged"),
    "unit.split": _("unit split"),
    "unit.deactivated": _("unit taken out of service"),
    "unit.reactivated": _("unit put back into service"),
    "unit.aliases_set": _("aliases changed"),
    "unit_group.created": _("unit group added"),
    "unit_group.edited": _("unit group changed"),
    "unit_group.removed": _("unit group removed"),
    "person.added": _("person added"),
    "person.edited": _("person changed"),
    "person.moved": _("person moved"),
    "person.left": _("person left"),
    "person.phone_shown": _("phone shown"),
    "liaison.appointed": _("liaison appointed"),
    "liaison.handed_over": _("liaison handed over"),
    "liaison.ended": _("liaison ended"),
    "group.created": _("leading group set up"),
    "group.edited": _("leading group changed"),
    "seat.taken": _("seat taken"),
    "seat.edited": _("seat changed"),
    "seat.ended": _("seat ended"),
    "roster.imported": _("roster imported"),
    "roster.exported": _("roster exported"),
    "headcount.added": _("headcount added"),
    "calendar.days_set": _("days of work and rest entered"),
    "calendar.day_removed": _("day taken out of the calendar"),
    "directory.exported": _("liaison directory exported"),
    "directory.phone_searched": _("looked up by phone number"),
}
SENSITIVE = (
    "unit.merged", "unit.moved", "unit.split", "person.phone_shown", "roster.imported",
    "directory.phone_searched",
)  # fmt: skip
