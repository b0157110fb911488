"""The look of every status: colour, icon and word always go together (pure)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """``colour`` is one of the eight ``st-`` classes."""

    colour: str
    icon: str
    word: str


# The eight looks of a report come first; other things that have states borrow them.
LOOKS = {
    "ontime": Look("ontime", "circle-check", _("On time")),
    "approved": Look("ontime", "circle-check", _("Approved")),
    "late": Look("late", "clock-check", _("Submitted late")),
    "pending": Look("pending", "clock", _("Pending")),
    "returned": Look("returned", "arrow-back-up", _("Returned")),
    "overdue": Look("overdue", "alert-triangle", _("Overdue")),
    "missing": Look("missing", "circle-dashed", _("Not submitted")),
    "draft": Look("draft", "pencil", _("Filling in")),
    "exempt": Look("exempt", "minus", _("Exempt")),
    # tasks and assignments
    "todo": Look("missing", "circle-dashed", _("Not started")),
    "to_sign": Look("missing", "circle-dashed", _("To acknowledge")),
    "working": Look("pending", "progress", _("In progress")),
    "to_verify": Look("returned", "clock-hour-4", _("To verify")),
    "closed": Look("ontime", "circle-check", _("Completed")),
    "withdrawn": Look("exempt", "minus", _("Withdrawn")),
    # campaigns
    "running": Look("pending", "progress", _("Running")),
    "summing_up": Look("returned", "clock-hour-4", _("Summing up")),
    "archived": Look("exempt", "archive", _("Archived")),
    "stopped": Look("exempt", "ban", _("Stopped")),
    # versions of a plan
    "in_review": Look("pending", "clock", _("In review")),
    "signed_off": Look("returned", "signature", _("Signed off")),
    "published": Look("ontime", "circle-check", _("In force")),
    "replaced": Look("exempt", "minus", _("Replaced")),
    "recalled": Look("exempt", "arrow-back-up", _("Recalled")),
    # long work
    "queued": Look("missing", "hourglass", _("Queued")),
    "done": Look("ontime", "circle-check", _("Done")),
    "failed": Look("overdue", "circle-x", _("Failed")),
    "cancelled": Look("exempt", "minus", _("Cancelled")),
    "unreachable": Look("late", "user-off", _("No address")),
    "expired": Look("exempt", "clock", _("Expired")),
}
LAMPS = {
    "green": ("lamp-g", _("green lamp")),
    "yellow": ("lamp-y", _("yellow lamp")),
    "red": ("lamp-r", _("red lamp")),
    "none": ("lamp-n", _("not assessed")),
}


def look(code: str) -> Look:
    """The look of a status; ValueError names the accepted codes."""
    try:
        return LOOKS[str(code)]
    except KeyError:
        raise ValueError(f"no status {code!r}; we have: {', '.join(LOOKS)}") from None


def lamp(code: str) -> tuple[str, str]:
    """Class and name of a lamp; ValueError names the accepted colours."""
    try:
        return LAMPS[str(code)]
    except KeyError:
        raise ValueError(f"no lamp {code!r}; we have: {', '.join(LAMPS)}") from None
