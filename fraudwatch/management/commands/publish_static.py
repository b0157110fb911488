"""``manage.py publish_static``: collect, fingerprint and compress static files that changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from whitenoise.storage import CompressedManifestStaticFilesStorage

LEFT_OUT = ("tabler-icons-*",)  # the pages carry their icons in them


class Command(collectstatic.Command):
    """Does nothing when the sources are those of the last time."""

    help = "Collect static files into DATA_DIR/static if any of them has changed."
    requires_system_checks = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Write fingerprinted copies, whatever the running site serves at this moment."""
        super().__init__(*args, **kwargs)
        self.storage = CompressedManifestStaticFilesStorage()

    def handle(self, **options: object) -> str | None:
        """Compare a digest of all sources with the one kept from the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".published"
        digest = digest_of_sources()
        if stamp.exists() and stamp.read_text() == digest:
            return None
        chosen = {"interactive": False, "clear": True, "verbosity": 0}
        super().handle(**options | chosen | {"ignore_patterns": [*LEFT_OUT]})
        stamp.write_text(digest)
        return "Static files are published."


def digest_of_sources() -> str:
    """One digest over names and contents of everything that would be published."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list(LEFT_OUT), key=lambda found: found[0]):
            digest.update(name.encode())
            digest.update(Path(storage.path(name)).read_bytes())
    return digest.hexdigest()
