"""The whole report, as doctor prints it and the health page shows it."""

from django.utils.translation import gettext_lazy as _

from . import inside, outside
from .findings import FAIL, Finding, examine

FIRST = [(_("database"), outside.database), (_("migrations"), outside.migrations)]
REST = [
    (_("queue"), outside.queue),
    (_("beat"), inside.beat),
    (_("worker"), inside.worker),
    (_("due work"), inside.lag),
    (_("failed in 7 days"), inside.failures),
    (_("channel"), inside.channels),
    (_("files"), outside.storage),
    (_("free space"), outside.free_space),
    (_("fonts"), outside.fonts),
    (_("static files"), outside.static_files),
    (_("clock"), outside.clock_skew),
    (_("keys"), inside.keys),
    (_("backup"), inside.backup),
    (_("restore"), inside.restore),
]
WITHOUT_DATABASE = [
    entry for entry in REST
    if entry[1] in (outside.queue, outside.storage, outside.free_space, outside.fonts,
                    outside.static_files)
]  # fmt: skip


def report() -> list[Finding]:
    """Every line; what needs the database is left out while that does not answer or fit."""
    found = examine(FIRST[:1])
    if found[0].state == FAIL:
        return found + examine(WITHOUT_DATABASE)
    found += examine(FIRST[1:])
    return found + examine(WITHOUT_DATABASE if found[-1].state == FAIL else REST)
