"""The room that one unit's photos and files may take (单位配额)."""

from django.conf import settings
from django.utils.translation import gettext as _

from fraudwatch.lib.uploads import MB
from orgs.errors import OrgError
from orgs.models import Unit
from orgs.quotas import used_by


def quota() -> int:
    """How many bytes of evidence one unit may keep; set as ``UNIT_QUOTA_MB``."""
    return settings.UNIT_QUOTA_MB * MB


def check_room(unit: Unit, size: int) -> None:
    """OrgError when ``size`` more bytes do not fit into what the unit may keep.

    Two files that come in at one moment may pass the line by one file; the next is refused.
    """
    used = used_by(unit)
    if used + size > quota():
        raise OrgError(
            _(
                "%(unit)s keeps %(used)d of %(most)d MB of photos and files, so this one does not "
                "fit. Open “Evidence” and empty the bin, or take back photos of reports that are "
                "not submitted yet."
            )
            % {"unit": unit, "used": used // MB, "most": quota() // MB}
        )
