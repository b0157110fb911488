"""Who was reminded of what, over which channel, with which result (发送记录)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from campaigns.enums import ReminderState
from campaigns.models import Campaign, Reminder
from campaigns.reminder_words import why_words
from campaigns.reminding import subjects
from fraudwatch.lib.pages import Page, keyset_page
from orgs.enums import Channel, WorkState
from orgs.models import Delivery, User
from orgs.phrases import notice_title

PER_PAGE = 30
LATEST = 6
WARNED_FOR = timedelta(days=7)
RESULTS = {
    "failed": [WorkState.FAILED],
    "waiting": [WorkState.QUEUED, WorkState.RUNNING],
    "sent": [WorkState.DONE],
    "withdrawn": [WorkState.CANCELLED],
}
STATES = {
    "left": [ReminderState.DONE, ReminderState.STALE],
    "coming": [ReminderState.WAITING],
}
NAMES = ("subject", "how", "result", "q")


@dataclass(frozen=True)
class Line:
    """A reminder to one person, with what became of it on each channel."""

    reminder: Reminder
    title: str
    why: str
    deliveries: list[Delivery]
    lacks_address: bool

    @property
    def failed(self) -> list[Delivery]:
        """Those that were given up."""
        return [one for one in self.deliveries if one.state == WorkState.FAILED]


@dataclass
class SendLog:
    """A page of the log and what narrows it."""

    page: Page
    lines: list[Line]
    subjects: list[tuple[str, str]]
    chosen: dict[str, str]


def send_log(user: User, campaign: Campaign, params: QueryDict) -> SendLog:
    """Reminders to units that ``user`` looks after, latest first. Two queries.

    ``?subject=``, ``?how=rule|hand``, ``?result=`` and ``?q=`` (a person's or unit's name)
    narrow them; what makes no sense is ignored.
    """
    chosen = _chosen(params)
    page = keyset_page(
        _with_words(_narrowed(_handled(user, campaign), chosen)),
        params, keys=("-send_at", "-pk"), per=PER_PAGE,
    )  # fmt: skip
    words = [(one.key, str(one.name)) for one in subjects()]
    return SendLog(page, [_line(row) for row in page.rows], words, chosen)


def latest(user: User, campaign: Campaign) -> list[Line]:
    """The last few of the log."""
    rows = _with_words(_handled(user, campaign).filter(state=ReminderState.SENT))
    return [_line(row) for row in rows.order_by("-send_at", "-pk")[:LATEST]]


def failed_lately(user: User, campaign: Campaign, now: datetime) -> int:
    """How many people a channel could not reach in the last week."""
    failed = {
        "notice__deliveries__state": WorkState.FAILED,
        "notice__deliveries__created_at__gt": now - WARNED_FOR,
    }
    rows = _handled(user, campaign).filter(**failed).order_by()
    return rows.values("notice__deliveries").distinct().count()


def _handled(user: User, campaign: Campaign) -> QuerySet[Reminder]:
    return Reminder.objects.handled_by(user).filter(campaign=campaign)


def _with_words(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    return rows.select_related("recipient__home_unit", "notice", "by", "unit").prefetch_related(
        "notice__deliveries"
    )


def _line(row: Reminder) -> Line:
    deliveries = list(row.notice.deliveries.all()) if row.notice else []
    reached = {one.channel for one in deliveries}
    lacks = row.state == ReminderState.SENT and Channel.EMAIL in row.channels
    return Line(
        row, notice_title(row), why_words(row), deliveries, lacks and Channel.EMAIL not in reached
    )


def _chosen(params: Mapping) -> dict[str, str]:
    chosen = {name: params.get(name, "") for name in NAMES}
    if chosen["subject"] not in {one.key for one in subjects()}:
        chosen["subject"] = ""
    if chosen["how"] not in ("rule", "hand"):
        chosen["how"] = ""
    if chosen["result"] not in {*RESULTS, *STATES, "unreached"}:
        chosen["result"] = ""
    chosen["q"] = chosen["q"].replace("\x00", "").strip()[:40]
    return chosen


def _narrowed(rows: QuerySet[Reminder], chosen: dict[str, str]) -> QuerySet[Reminder]:
    if chosen["subject"]:
        rows = rows.filter(subject=chosen["subject"])
    if chosen["how"]:
        rows = rows.filter(minutes__isnull=chosen["how"] == "hand")
    result = chosen["result"]
    if result in STATES:
        rows = rows.filter(state__in=STATES[result])
    elif result:
        sent = Delivery.objects.filter(notice=OuterRef("notice"))
        if result == "unreached":
            rows = rows.filter(~Exists(sent), state=ReminderState.SENT).exclude(channels=[])
        else:
            rows = rows.filter(Exists(sent.filter(state__in=RESULTS[result])))
    if chosen["q"]:
        rows = rows.filter(
            Q(recipient__name__icontains=chosen["q"])
            | Q(recipient__home_unit__name__icontains=chosen["q"])
            | Q(unit__name__icontains=chosen["q"])
        )
    return rows
