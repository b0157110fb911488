"""Words of reporting that code chooses from (pure)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportState(TextChoices):
    """Where a report stands; the row is the obligation itself (应报)."""

    DUE = "due", _("not submitted")
    DRAFT = "draft", _("being filled in")
    SUBMITTED = "submitted", _("pending")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    EXEMPT = "exempt", _("exempt")
    MISSING = "missing", _("missing")


class Timeliness(TextChoices):
    """Decided once, by the first valid submission (按时 / 迟报)."""

    UNDECIDED = "", _("not submitted")
    ON_TIME = "on_time", _("on time")
    LATE = "late", _("submitted late")


class PeriodState(TextChoices):
    """Where a reporting period stands (报告期)."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    LOCKED = "locked", _("locked")


class Cadence(TextChoices):
    """How often a template is reported (报送周期)."""

    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")
    TEN_DAYS = "ten_days", _("every ten days")
    HALF_MONTH = "half_month", _("twice a month")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    PHASE = "phase", _("each phase of the campaign")
    ONCE = "once", _("once")


class CountsFrom(TextChoices):
    """From which day of a period its due and closing days are counted."""

    START = "start", _("from the first day of the period")
    END = "end", _("from the last day of the period")


class Allowance(TextChoices):
    """What the office allows one unit in one period (例外)."""

    EXTENDED = "extended", _("more time before it is due")
    LATE = "late", _("opened late")
    EXEMPTED = "exempted", _("unit exempted")
    DUE_AGAIN = "due_again", _("exemption taken back")


class Source(TextChoices):
    """Which way a submission came in."""

    WEB = "web", _("web")
    PHONE = "phone", _("phone")
    ON_BEHALF = "on_behalf", _("filled in on behalf")
    EXCEL = "excel", _("workbook")
    EXCEL_FOR = "excel_for", _("workbook, on behalf")
    LINK = "link", _("collection link")


BEHALF = (Source.ON_BEHALF, Source.EXCEL_FOR)  # somebody else's account than the unit's own


class LinkState(TextChoices):
    """Where a collection link stands (填报链接)."""

    VALID = "valid", _("valid")
    USED = "used", _("used")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("taken back")
    LOCKED = "locked", _("locked")


class ActivityKind(TextChoices):
    """What kind of activity (活动)."""

    STREET = "street", _("street campaign")
    LECTURE = "lecture", _("lecture")
    HOUSEHOLD = "household", _("household visits")
    CLASS = "class", _("class meeting")
    DRILL = "drill", _("drill")
    CONTEST = "contest", _("contest")
    TRAINING = "training", _("training")
    OTHER = "other", _("other activity")


class ActivityState(TextChoices):
    """Where an activity stands."""

    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class Decision(TextChoices):
    """What a reviewer decided."""

    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")
    REOPENED = "reopened", _("opened for correction")


class ImportState(TextChoices):
    """Where an uploaded workbook stands (导入)."""

    WAITING = "waiting", _("waiting for your confirmation")
    REFUSED = "refused", _("to be corrected")
    QUEUED = "queued", _("being taken over")
    DONE = "done", _("taken over")
    EXPIRED = "expired", _("expired")


class Severity(TextChoices):
    """What a check does that is not met."""

    ERROR = "error", _("blocks the submission")
    WARNING = "warning", _("asks for a reason")


class ReuseVerdict(TextChoices):
    """What a reviewer makes of a photo that was used before."""

    OPEN = "", _("not decided")
    ALLOWED = "allowed", _("may be used again")
    REFUSED = "refused", _("may not be used again")


COUNTED = frozenset({ReportState.SUBMITTED, ReportState.APPROVED})
WAITING_FOR_UNIT = frozenset({ReportState.DUE, ReportState.DRAFT, ReportState.RETURNED})
