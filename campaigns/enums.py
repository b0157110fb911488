"""Words of campaign, plan and task that code chooses from (pure)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CampaignKind(TextChoices):
    """What the campaign is against (专项行动类别)."""

    TELECOM_FRAUD = "telecom_fraud", _("telecom and online fraud")
    MEDICAL_INSURANCE = "medical_insurance", _("medical insurance fraud")
    ELDERLY_FRAUD = "elderly_fraud", _("fraud against the elderly")
    ILLEGAL_FUNDRAISING = "illegal_fundraising", _("illegal fundraising")
    OTHER = "other", _("other")


class CampaignState(TextChoices):
    """Where a campaign stands."""

    DRAFT = "draft", _("draft")
    RUNNING = "running", _("running")
    SUMMING_UP = "summing_up", _("summing up")
    ARCHIVED = "archived", _("archived")
    STOPPED = "stopped", _("stopped")


class SectionKind(TextChoices):
    """Kinds of sections of a plan (章节)."""

    PREAMBLE = "preamble", _("preamble")
    PRINCIPLES = "principles", _("guiding principles")
    OBJECTIVES = "objectives", _("objectives")
    ORGANISATION = "organisation", _("organisation")
    DUTIES = "duties", _("unit duties")
    PHASES = "phases", _("phases")
    TASKS = "tasks", _("division of tasks")
    MEASURES = "measures", _("measures")
    REQUIREMENTS = "requirements", _("requirements")
    ATTACHMENTS = "attachments", _("attachments")
    OTHER = "other", _("other")


class ClauseKind(TextChoices):
    """What a paragraph of the plan is."""

    TEXT = "text", _("paragraph")
    ITEM = "item", _("list item")
    TABLE = "table", _("table")


class VersionState(TextChoices):
    """Where a version of the plan stands (送审、签发、发布)."""

    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    RECALLED = "recalled", _("recalled")
    SIGNED_OFF = "signed_off", _("signed off")
    PUBLISHED = "published", _("published")
    REPLACED = "replaced", _("replaced")


class IndicatorKind(TextChoices):
    """What an indicator's value looks like."""

    WHOLE = "whole", _("whole number")
    DECIMAL = "decimal", _("decimal number")
    MONEY = "money", _("money (yuan)")
    RATE = "rate", _("rate (two numbers)")
    YES_NO = "yesno", _("yes or no (1 or 0)")


class Measure(TextChoices):
    """Whether figures of several periods add up (本期数) or the last one counts (期末数)."""

    FLOW = "flow", _("flow: adds up over periods")
    STOCK = "stock", _("stock: the last figure counts")


class Direction(TextChoices):
    """Which way an indicator ought to move."""

    UP = "up", _("up is good")
    DOWN = "down", _("down is good")
    NEUTRAL = "neutral", _("neither")


class TargetOp(TextChoices):
    """How a figure is held against its target."""

    AT_LEAST = "ge", "≥"
    AT_MOST = "le", "≤"


class PieceKind(TextChoices):
    """What a piece of an imported plan becomes (导入方案)."""

    SEAT = "seat", _("seat of the leading group")
    TARGET = "target", _("target")
    PHASE = "phase", _("phase")
    DUTY = "duty", _("unit duty")
    TASK = "task", _("task")
    REPORTING = "reporting", _("report to hand in")
    SECTION = "section", _("section")
    ATTACHMENT = "attachment", _("attachment")


class PieceState(TextChoices):
    """Whether somebody has looked at a piece of an imported plan."""

    OPEN = "open", _("to confirm")
    CONFIRMED = "confirmed", pgettext_lazy("piece", "confirmed")
    DROPPED = "dropped", pgettext_lazy("piece", "left out")


class TaskState(TextChoices):
    """Where a task stands; done and late follow from its assignments."""

    DRAFT = "draft", _("draft")
    ISSUED = "issued", _("issued")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Repeat(TextChoices):
    """How often a task comes back (周期); each occurrence is owed on its own."""

    ONCE = "once", _("once")
    DAILY = "daily", _("every day")
    DAYS = "days", _("every N days")
    WEEKS = "weeks", _("every N weeks")
    MONTHLY = "monthly", _("every month")
    PHASES = "phases", _("once in each phase")


class Shift(TextChoices):
    """What becomes of an occurrence that falls on a day off (节假日顺延)."""

    KEEP = "keep", _("keep the day")
    BEFORE = "before", _("working day before")
    AFTER = "after", _("working day after")
    SKIP = "skip", _("leave it out")


class Part(TextChoices):
    """A unit's part in a task (牵头 / 责任 / 配合)."""

    LEAD = "lead", _("lead unit")
    RESPONSIBLE = "responsible", _("responsible unit")
    SUPPORT = "support", _("supporting unit")


class AssignmentState(TextChoices):
    """Where a unit's assignment stands; overdue is a flag, not a state."""

    TO_SIGN = "to_sign", _("to be acknowledged")
    WORKING = "working", _("in progress")
    TO_VERIFY = "to_verify", _("to verify")
    RETURNED = "returned", _("returned")
    CLOSED = "closed", _("completed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FeedbackKind(TextChoices):
    """What an entry in an assignment's history is."""

    SIGNED = "signed", _("acknowledged")
    PROGRESS = "progress", _("feedback")
    ASKED_CLOSE = "asked_close", _("asked for completion")
    CLOSED = "closed", _("completion confirmed")
    RETURNED = "returned", _("sent back")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXTENSION_ASKED = "ext_asked", _("extension asked for")
    EXTENSION_GRANTED = "ext_granted", _("extension granted")
    EXTENSION_REFUSED = "ext_refused", _("extension refused")
    EXTENSION_RECALLED = "ext_recalled", _("extension request taken back")
    EXTENSION_LAPSED = "ext_lapsed", _("extension request ended with the part")
    DUE_MOVED = "due_moved", _("due date moved")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    DECOMPOSED = "decomposed", _("passed on to units below")
    HANDED_OVER = "handed_over", _("handed over")
    REMINDED = "reminded", _("reminded")


class ExtensionState(TextChoices):
    """Where a request for more time stands (延期申请)."""

    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    RECALLED = "recalled", _("taken back")
    LAPSED = "lapsed", _("ended with the part, unanswered")


class Occasion(TextChoices):
    """When a reminder goes out, seen from the due moment (提醒时机)."""

    BEFORE = "before", _("before it is due")
    AT_DUE = "at_due", _("when it is due")
    AFTER = "after", _("after it was due")


class Audience(TextChoices):
    """Whom a reminder reaches, from the unit upwards (逐级提醒)."""

    LIAISON = "liaison", pgettext_lazy("audience", "reporters")
    DEPUTY = "deputy", pgettext_lazy("audience", "backup liaisons")
    HEAD = "head", pgettext_lazy("audience", "unit leaders")
    TOWN = "town", pgettext_lazy("audience", "town coordinators")
    OFFICE = "office", pgettext_lazy("audience", "the campaign office")


class ReminderState(TextChoices):
    """Where one reminder to one person stands."""

    WAITING = "waiting", _("waits for its moment")
    SENT = "sent", _("sent")
    DONE = "done", _("left out: done meanwhile")
    STALE = "stale", _("left out: too late to help")


REMINDER = "reminder"  # the kind of every notice that asks for something owed
OPEN_ASSIGNMENTS = frozenset(
    {
        AssignmentState.TO_SIGN,
        AssignmentState.WORKING,
        AssignmentState.TO_VERIFY,
        AssignmentState.RETURNED,
    }
)
PUBLIC_CAMPAIGNS = frozenset(
    {CampaignState.RUNNING, CampaignState.SUMMING_UP, CampaignState.ARCHIVED}
)
UNDER_WAY = frozenset({CampaignState.RUNNING, CampaignState.SUMMING_UP})
LOCKING_VERSIONS = frozenset({VersionState.IN_REVIEW, VersionState.SIGNED_OFF})
PUBLIC_VERSIONS = frozenset({VersionState.PUBLISHED, VersionState.REPLACED})
EDITABLE_CAMPAIGNS = frozenset({CampaignState.DRAFT}) | UNDER_WAY
