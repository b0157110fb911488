"""What the trail keeps of the directory: files taken along, whole numbers looked up."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.secrets import mask_phone
from orgs.enums import Role
from orgs.models import User

from .audit import record

READERS = (Role.ADMINISTRATOR, Role.COORDINATOR, Role.LEADER, Role.INSPECTOR, Role.AUDITOR)


@transaction.atomic
def note_directory_export(*, units: int, phones: int, by: User) -> None:
    """Keep that somebody took the directory along, and how many whole phones stood in it."""
    note = ngettext("%(n)d unit", "%(n)d units", units) % {"n": units}
    if phones:
        told = ngettext("with %(n)d whole phone", "with %(n)d whole phones", phones)
        note = f"{note}, {told % {'n': phones}}"
    _note("directory.exported", note, by)


@transaction.atomic
def note_phone_search(number: str, *, found: int, by: User) -> None:
    """Keep that somebody looked up whose number it is: a hit tells as much as a shown phone."""
    told = {"number": mask_phone(number), "n": found}
    _note("directory.phone_searched", _("%(number)s, found: %(n)d") % told, by)


def _note(action: str, note: str, by: User) -> None:
    top = by.top_units(READERS).first()
    record(action, top, by=by, path=top.path if top else "", note=note)
