"""Who may read the files of this app (see orgs.readers)."""

import uuid

from reports.models import Photo


def may_read_photo(user: object, key: str) -> bool:
    """A photo is read by those who see its report, taken back ones too: they may be put back."""
    try:
        return Photo.objects.visible_to(user).filter(pk=uuid.UUID(key)).exists()
    except ValueError:
        return False
