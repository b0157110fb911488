"""Who was told what: reminders sent, over which channel, with which result (发送记录)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import QueryDict

from campaigns.models import Campaign
from fraudwatch.lib.pages import Page, keyset_page
from orgs.enums import WorkState
from orgs.models import Delivery, Notice, User
from orgs.phrases import notice_title
from reports.enums import REMINDER, WAITING_FOR_UNIT
from reports.models import Period, Report
from reports.reminding import ASKED, occasion_words

PER_PAGE = 30
RECENT = 12  # periods looked back
WARNED_FOR = timedelta(days=7)
RESULTS = {
    "failed": [WorkState.FAILED],
    "waiting": [WorkState.QUEUED, WorkState.RUNNING],
    "sent": [WorkState.DONE],
    "withdrawn": [WorkState.CANCELLED],
}


@dataclass(frozen=True)
class Line:
    """A reminder to one person, with what became of it."""

    notice: Notice
    title: str
    why: str
    deliveries: list[Delivery]

    @property
    def failed(self) -> list[Delivery]:
        """Those that were given up."""
        return [one for one in self.deliveries if one.state == WorkState.FAILED]


@dataclass
class SendLog:
    """A page of the log and what narrows it."""

    page: Page
    lines: list[Line]
    periods: list[tuple[str, str]]
    chosen: dict[str, str]


def send_log(user: User, campaign: Campaign, params: QueryDict) -> SendLog:
    """Reminders about reports that ``user`` sees, latest first. Three queries.

    ``?period=``, ``?how=rule|hand``, ``?result=`` and ``?q=`` (a person's or unit's name)
    narrow them; what makes no sense is ignored.
    """
    periods = list(
        Period.objects.filter(template__campaign=campaign).select_related("template__campaign")
        .order_by("-starts_on")[:RECENT]
    )  # fmt: skip
    chosen = _chosen(params, periods)
    keys = [chosen["period"]] if chosen["period"] else [period.pk for period in periods]
    rows = _narrowed(_about(user, Q(period__in=keys)), chosen)
    page = keyset_page(
        rows.select_related("recipient__home_unit").prefetch_related("deliveries"),
        params, keys=("-at", "-pk"), per=PER_PAGE,
    )  # fmt: skip
    lines = [
        Line(
            one,
            notice_title(one),
            occasion_words(one.occasion, one.params),
            list(one.deliveries.all()),
        )
        for one in page.rows
    ]
    labels = [(str(one.pk), one.label) for one in periods]
    return SendLog(page, lines, labels, chosen)


def failed_lately(user: User, campaign: Campaign, now: datetime) -> int:
    """How many reminders of the last week could not be sent by mail."""
    since = now - WARNED_FOR
    mine = Q(period__template__campaign=campaign, closes_at__gt=since - WARNED_FOR)
    failed = {"deliveries__state": WorkState.FAILED, "deliveries__created_at__gt": since}
    return _about(user, mine).filter(**failed).count()


def _about(user: User, which: Q) -> QuerySet[Notice]:
    """Reminders about those of the reports that ``user`` looks after."""
    about = Concat(Value("report:"), Cast("pk", CharField()))
    reports = Report.objects.handled_by(user).filter(which).order_by()
    return Notice.objects.filter(
        kind=REMINDER, about__in=reports.annotate(about=about).values("about")
    )


def _chosen(params: Mapping, periods: list[Period]) -> dict[str, str]:
    known = {str(period.pk) for period in periods}
    chosen = {name: params.get(name, "") for name in ("period", "how", "result", "q")}
    if chosen["period"] not in known:
        chosen["period"] = ""
    if chosen["how"] not in ("rule", "hand"):
        chosen["how"] = ""
    if chosen["result"] not in RESULTS:
        chosen["result"] = ""
    chosen["q"] = chosen["q"].replace("\x00", "").strip()[:40]
    return chosen


def _narrowed(rows: QuerySet[Notice], chosen: dict[str, str]) -> QuerySet[Notice]:
    if chosen["how"]:
        by_hand = Q(occasion__contains=f":{ASKED}:")
        rows = rows.filter(by_hand if chosen["how"] == "hand" else ~by_hand)
    if chosen["result"]:
        sent = Delivery.objects.filter(notice=OuterRef("pk"), state__in=RESULTS[chosen["result"]])
        rows = rows.filter(Exists(sent))
    if chosen["q"]:
        rows = rows.filter(
            Q(recipient__name__icontains=chosen["q"])
            | Q(recipient__home_unit__name__icontains=chosen["q"])
            | Q(params__unit__icontains=chosen["q"])
        )
    return rows


def is_wanted(about: str) -> bool:
    """Whether a report that somebody is reminded of still waits for its unit."""
    key = about.partition(":")[2]
    return key.isdecimal() and Report.objects.filter(pk=key, state__in=WAITING_FOR_UNIT).exists()
