"""One line a thing: ok, worth a look, or broken; the fact, and how to mend it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
OK, WARN, FAIL = "ok", "warn", "FAIL"
Check = Callable[[], "Finding | list[Finding]"]


@dataclass(frozen=True)
class Finding:
    """What a check found; ``cure`` is empty when nothing is to be done."""

    state: str
    name: str
    fact: str
    cure: str = ""

    def __str__(self) -> str:
        tail = f" — {self.cure}" if self.cure else ""
        return f"{self.state:<4} {self.name}: {self.fact}{tail}"

    @property
    def tag(self) -> str:
        """The word of the status tag on the page."""
        return {OK: "done", WARN: "late", FAIL: "failed"}[self.state]


def examine(checks: list[tuple[str, Check]]) -> list[Finding]:
    """What all checks found, in order; one that breaks is a finding itself."""
    found: list[Finding] = []
    for name, check in checks:
        try:
            result = check()
        except Exception as trouble:
            log.exception("the check %s broke", name)
            reason = (str(trouble).strip() or type(trouble).__name__).splitlines()[0]
            result = Finding(FAIL, str(name), reason, _("See the log of this process."))
        found += result if isinstance(result, list) else [result]
    return found
