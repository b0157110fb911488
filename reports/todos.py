"""What may stand on the workbench's list, and in which words (pure)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from fraudwatch.lib.weeks import moment_label

SHOWN_NAMES = 4


class TodoKind(TextChoices):
    """Why something waits for the office."""

    SIGN_OFF = "sign_off"
    PUBLISH = "publish"
    PLAN_RETURNED = "plan_returned"
    REVIEW = "review"
    OVERDUE_TASK = "overdue_task"
    VERIFY = "verify"
    EXTENSION = "extension"
    QUESTION = "question"
    RETURNED = "returned"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True)
class Wording:
    """The row's title, icon, the colour of its square, its button and how its age is put."""

    title: Promise
    icon: str
    tone: str
    button: Promise
    age: Promise
    is_overdue: bool = True


WORDING = {
    TodoKind.SIGN_OFF: Wording(
        ngettext_lazy("%(n)d plan to sign off", "%(n)d plans to sign off", "n"),
        "signature", "b", _("Read and decide"), _("since %(moment)s"), is_overdue=False,
    ),
    TodoKind.PUBLISH: Wording(
        ngettext_lazy("%(n)d plan to publish", "%(n)d plans to publish", "n"),
        "send", "b", _("Publish"), _("since %(moment)s"), is_overdue=False,
    ),
    TodoKind.PLAN_RETURNED: Wording(
        ngettext_lazy("%(n)d plan was returned", "%(n)d plans were returned", "n"),
        "arrow-back-up", "p", _("See the comments"), _("since %(moment)s"), is_overdue=False,
    ),
    TodoKind.REVIEW: Wording(
        ngettext_lazy("%(n)d report to review", "%(n)d reports to review", "n"),
        "clipboard-check", "b", _("Start reviewing"), _("since %(moment)s"), is_overdue=False,
    ),
    TodoKind.OVERDUE_TASK: Wording(
        ngettext_lazy("%(n)d task is overdue", "%(n)d tasks are overdue", "n"),
        "alert-triangle", "r", _("Chase"), _("due %(moment)s"),
    ),
    TodoKind.VERIFY: Wording(
        ngettext_lazy("%(n)d assignment to verify", "%(n)d assignments to verify", "n"),
        "eye-check", "p", _("Verify"), _("since %(moment)s"), is_overdue=False,
    ),
    TodoKind.EXTENSION: Wording(
        ngettext_lazy(
            "%(n)d unit asks for more time", "%(n)d requests for more time", "n"
        ),
        "hourglass", "y", _("Decide"), _("since %(moment)s"), is_overdue=False,
    ),
    TodoKind.QUESTION: Wording(
        ngettext_lazy("%(n)d question to answer", "%(n)d questions to answer", "n"),
        "message", "b", _("Answer it"), _("since %(moment)s"), is_overdue=False,
    ),
    TodoKind.RETURNED: Wording(
        ngettext_lazy(
            "%(n)d returned report is past its deadline",
            "%(n)d returned reports are past their deadline", "n",
        ),
        "arrow-back-up", "p", _("See the list"), _("due %(moment)s"),
    ),
    TodoKind.LATE: Wording(
        ngettext_lazy("%(n)d unit is late with its report",
                      "%(n)d units are late with their reports", "n"),
        "clock", "r", _("See the list"), _("due %(moment)s"),
    ),
    TodoKind.MISSING: Wording(
        ngettext_lazy("%(n)d unit submitted nothing last time",
                      "%(n)d units submitted nothing last time", "n"),
        "file-off", "y", _("See the list"), _("closed %(moment)s"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """So many things of one kind: the first names, the earliest moment, where to go."""

    kind: TodoKind
    count: int
    names: tuple[str, ...]
    since: datetime
    url: str

    @property
    def wording(self) -> Wording:
        """The words of the row."""
        return WORDING[self.kind]

    @property
    def title(self) -> str:
        """How many of what."""
        return str(self.wording.title % {"n": self.count})

    @property
    def age(self) -> str:
        """Since when it waits, or when it was due."""
        return str(self.wording.age % {"moment": moment_label(self.since)})

    @property
    def has_more(self) -> bool:
        """Whether more wait than are named."""
        return self.count > len(self.names)
