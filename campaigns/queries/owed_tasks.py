"""Parts in tasks, and plans to sign for, as something people are reminded of."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from campaigns.enums import UNDER_WAY, AssignmentState, TaskState
from campaigns.models import Assignment, Campaign, Receipt
from campaigns.queries.coming_rounds import coming_rounds, round_title
from campaigns.reminding import Scope, Subject, Thing, keys_of
from orgs.models import User

OWING = (AssignmentState.TO_SIGN, AssignmentState.WORKING, AssignmentState.RETURNED)
BEFORE = gettext_noop("%(unit)s: the task “%(task)s” is due %(due_at)s")
AT_DUE = gettext_noop("%(unit)s: the task “%(task)s” is due now")
AFTER = gettext_noop("%(unit)s: the task “%(task)s” is overdue")
NOT_YET = gettext_noop("It is not finished yet. When it is done, ask for completion.")
PAST = gettext_noop("It was due %(due_at)s. Finish it, or ask for more time and say why.")
REMIND = gettext_noop("A reminder for %(unit)s: %(task)s")
STILL_OWED = gettext_noop("%(by)s asks for it. Due %(due_at)s. It is not finished yet.")
TASK_MISSING = gettext_noop("%(n)s units have not finished the task “%(task)s”")
SIGN_MISSING = gettext_noop("%(n)s units have not acknowledged the plan: %(campaign)s")
MISSING_TEXT = gettext_noop("It is due %(due_at)s. Still missing: %(units)s.")
TO_SIGN = gettext_noop("%(unit)s has not acknowledged the plan yet: %(campaign)s")
SIGN_BY = gettext_noop("Acknowledge version %(number)s by %(due_at)s. One tap is enough.")
SIGN_NOW = gettext_noop(
    "Version %(number)s was to be acknowledged by %(due_at)s. One tap is enough."
)
ASK_SIGN = gettext_noop("%(by)s asks you to acknowledge version %(number)s. One tap is enough.")


class TaskSubject(Subject):
    """A unit's open parts in tasks, by their due moments."""

    key = "task"
    name = pgettext_lazy("reminders", "Tasks")
    one = gettext_lazy("task")
    texts = {
        "before": (BEFORE, NOT_YET),
        "at_due": (AT_DUE, NOT_YET),
        "after": (AFTER, PAST),
        "asked": (REMIND, STILL_OWED),
        "group": (TASK_MISSING, MISSING_TEXT),
    }

    def objects(self, campaign: Campaign) -> list[tuple[int, str]]:
        """The tasks that were issued."""
        rows = campaign.tasks.filter(state=TaskState.ISSUED).order_by("number")
        return [(task.pk, f"{task.number} {task.title}") for task in rows.only("number", "title")]

    def moments(
        self, scope: Scope, after: datetime, until: datetime, now: datetime
    ) -> list[datetime]:
        """Due moments of parts that are their unit's to do."""
        rows = parts_in(scope).filter(due_at__gt=after, due_at__lte=until).order_by()
        return sorted(rows.values_list("due_at", flat=True).distinct())

    def owed(self, scope: Scope, moments: Iterable[datetime], now: datetime) -> Iterator[Thing]:
        """Those parts, with their units."""
        rows = parts_in(scope).filter(due_at__in=list(moments))
        return (part_thing(part) for part in parts_with_words(rows))

    def coming(self, user: User, scope: Scope, until: datetime, now: datetime) -> Iterator[Thing]:
        """Parts under way, then the rounds that have yet to open."""
        rows = Assignment.objects.handled_by(user).filter(
            pk__in=parts_in(scope).exclude(due_at=None)
        )
        yield from (part_thing(part) for part in parts_with_words(rows))
        yield from coming_rounds(user, scope, until)

    def still(self, abouts: Iterable[str]) -> dict[str, str]:
        """Those that neither wait for the office nor are over."""
        rows = Assignment.objects.filter(pk__in=keys_of(abouts, "assignment"), **_ours())
        found = rows.order_by().only("pk", "due_at", "first_due_at")
        return {f"assignment:{part.pk}": _key(part) for part in found}


class ReceiptSubject(Subject):
    """Units that have not signed for the plan in force, by the day it is to be signed."""

    key = "receipt"
    name = gettext_lazy("Plans to acknowledge")
    one = gettext_lazy("receipt")
    texts = {
        "before": (TO_SIGN, SIGN_BY),
        "at_due": (TO_SIGN, SIGN_BY),
        "after": (TO_SIGN, SIGN_NOW),
        "asked": (TO_SIGN, ASK_SIGN),
        "group": (SIGN_MISSING, MISSING_TEXT),
    }

    def moments(
        self, scope: Scope, after: datetime, until: datetime, now: datetime
    ) -> list[datetime]:
        """By when it is to be signed."""
        rows = receipts_in(scope).filter(version__sign_by__gt=after, version__sign_by__lte=until)
        return sorted(rows.order_by().values_list("version__sign_by", flat=True).distinct())

    def owed(self, scope: Scope, moments: Iterable[datetime], now: datetime) -> Iterator[Thing]:
        """Receipts not given yet."""
        rows = receipts_in(scope).filter(version__sign_by__in=list(moments))
        return (receipt_thing(row) for row in receipts_with_words(rows))

    def coming(self, user: User, scope: Scope, until: datetime, now: datetime) -> Iterator[Thing]:
        """Receipts not given yet in the part that ``user`` looks after."""
        rows = Receipt.objects.handled_by(user).filter(
            pk__in=receipts_in(scope).exclude(version__sign_by=None)
        )
        return (receipt_thing(row) for row in receipts_with_words(rows))

    def still(self, abouts: Iterable[str]) -> dict[str, str]:
        """Those not given, of plans in force."""
        rows = Receipt.objects.waiting().filter(pk__in=keys_of(abouts, "receipt"))
        found = rows.order_by().values_list("pk", flat=True)
        return {f"receipt:{pk}": f"receipt:{pk}" for pk in found}


def _ours() -> dict:
    return {
        "state__in": OWING,
        "task__state": TaskState.ISSUED,
        "task__campaign__state__in": UNDER_WAY,
    }


def parts_in(scope: Scope) -> QuerySet[Assignment]:
    """Parts that are their unit's to do, in the scope of a policy."""
    rows = Assignment.objects.filter(task__campaign_id=scope.campaign_id, **_ours())
    if scope.only:
        return rows.filter(task_id=scope.only)
    return rows.exclude(task_id__in=scope.but) if scope.but else rows


def parts_with_words(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With everything that :func:`part_thing` reads."""
    return rows.select_related("unit", "task", "handler__user").order_by("unit__path", "pk")


def part_thing(part: Assignment) -> Thing:
    """A unit's part in a task; whoever handles it is told beside the reporters."""
    user = getattr(part.handler, "user", None) if part.handler_id else None
    return Thing(
        about=f"assignment:{part.pk}",
        key=_key(part),
        unit=part.unit,
        due_at=part.due_at,
        url=reverse("campaigns:assignment-detail", args=[part.pk]),
        label=round_title(part.task, part.occurrence),
        params={
            "unit": part.unit.name,
            "task": part.task.title,
            "due_at": part.due_at.isoformat() if part.due_at else "",
        },
        also=(user.pk,) if user else (),
        group=f"task:{part.task_id}:{part.occurrence}",
    )


def _key(part: Assignment) -> str:
    """Another due moment makes other occasions."""
    about = f"assignment:{part.pk}"
    if part.due_at and part.first_due_at and part.first_due_at != part.due_at:
        return f"{about}:due{int(part.due_at.timestamp())}"
    return about


def receipts_in(scope: Scope) -> QuerySet[Receipt]:
    """Receipts that wait, of the campaign's plan in force."""
    return Receipt.objects.waiting().filter(version__campaign_id=scope.campaign_id)


def receipts_with_words(rows: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """With everything that :func:`receipt_thing` reads."""
    found = rows.select_related("unit", "version__campaign").defer("version__content")
    return found.order_by("unit__path", "pk")


def receipt_thing(receipt: Receipt) -> Thing:
    """A plan that a unit has yet to sign for."""
    version = receipt.version
    return Thing(
        about=f"receipt:{receipt.pk}",
        key=f"receipt:{receipt.pk}",
        unit=receipt.unit,
        due_at=version.sign_by,
        url=reverse("campaigns:receipt-detail", args=[receipt.pk]),
        label=str(version),
        params={
            "unit": receipt.unit.name,
            "campaign": version.campaign.title,
            "number": version.number,
            "due_at": version.sign_by.isoformat() if version.sign_by else "",
        },
        told_at=receipt.asked_at,
        group=f"version:{version.pk}",
    )
