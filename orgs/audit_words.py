"""Words for the actions in the audit trail; each app registers its own (pure registry)."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

_words: dict[str, str] = {}
_sensitive: set[str] = set()

WORDS = {
    "session.opened": _("signed in"),
    "session.refused": _("sign-in failed"),
    "session.locked": _("sign-in failed five times, locked"),
    "session.closed": _("signed out"),
    "session.timed_out": _("signed out after a long pause"),
    "session.ended": _("sessions ended"),
    "access.denied": _("access denied"),
    "account.created": _("account created"),
    "account.changed": _("account changed"),
    "account.disabled": _("account disabled"),
    "account.enabled": _("account enabled"),
    "account.unlocked": _("account unlocked"),
    "password.changed": _("password changed"),
    "password.reset": _("password reset"),
    "grant.added": _("role granted"),
    "grant.ended": _("role ended"),
    "audit.exported": _("audit log exported"),
    "audit.verified": _("audit log verified"),
    "file.downloaded": _("file downloaded"),
    "demo.loaded": _("demo loaded"),
    "job.ordered": _("export ordered"),
    "job.done": _("export finished"),
    "job.failed": _("export failed"),
    "job.cancelled": _("export cancelled"),
    "schedule.created": _("scheduled export set up"),
    "schedule.edited": _("scheduled export changed"),
    "schedule.paused": _("scheduled export paused"),
    "schedule.resumed": _("scheduled export resumed"),
    "schedule.deleted": _("scheduled export taken away"),
    "schedule.ran": _("scheduled export ordered"),
    "job.rerun": _("export run again"),
    "export.downloaded": _("export downloaded"),
    "backup.made": _("backup made"),
    "backup.restored": _("backup restored"),
    "package.loaded": _("data package taken in"),
}
SENSITIVE = (
    "session.locked", "access.denied", "account.created", "account.disabled", "password.reset",
    "grant.added", "grant.ended", "audit.exported", "person.phone_shown",
)  # fmt: skip


def register(words: Mapping[str, str], sensitive: Collection[str] = ()) -> None:
    """Add words for action codes, and say which of them deserve a second look."""
    _words.update(words)
    _sensitive.update(sensitive)


def word(code: str) -> str:
    """The word for an action; the code itself when nobody registered one."""
    return str(_words.get(code, code))


def choices() -> list[tuple[str, str]]:
    """All actions with their words, in the order of the words."""
    return sorted(((code, str(label)) for code, label in _words.items()), key=lambda row: row[1])


def sensitive() -> frozenset[str]:
    """The actions that deserve a second look."""
    return frozenset(_sensitive)


register(WORDS, SENSITIVE)
