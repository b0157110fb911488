"""What a unit owes in campaigns: open tasks, plans to acknowledge, questions under way."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.enums import ExtensionState
from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Extension, Question, Receipt
from orgs.models import Unit, User
from orgs.owing import Owed


def owed_in_campaigns(user: User, unit: Unit, now: datetime) -> Iterator[Owed]:
    """The unit's open business in the campaigns under way that ``user`` sees; four queries."""
    yield from _tasks(user, unit, now)
    yield from _receipts(user, unit)
    yield from _questions(user, unit)
    yield from _extensions(user, unit)


def _tasks(user: User, unit: Unit, now: datetime) -> Iterator[Owed]:
    parts = Assignment.objects.visible_to(user).open().filter(unit=unit)
    for part in parts.select_related("task__campaign__owner", "handler"):
        lamp = part_lamp(part, now)
        yield Owed(
            kind=_("task"),
            title=_numbered(part),
            address=reverse("campaigns:assignment-detail", args=[part.pk]),
            status="overdue" if lamp == Lamp.RED else part.state,
            about=_whose(part),
            lamp=lamp,
            due_at=part.due_at,
            elsewhere=part.state == "to_verify",
        )


def _whose(part: Assignment) -> str:
    """Whose campaign asks for it, and who in the unit looks after it."""
    owner = str(part.task.campaign.owner)
    return f"{owner} · {part.handler.name}" if part.handler else owner


def _numbered(part: Assignment) -> str:
    if not part.occurrence:
        return part.task.title
    return _("%(task)s, round %(n)d") % {"task": part.task.title, "n": part.occurrence}


def _receipts(user: User, unit: Unit) -> Iterator[Owed]:
    for receipt in Receipt.objects.visible_to(user).waiting().filter(unit=unit):
        yield Owed(
            kind=_("receipt"),
            title=str(receipt.version),
            address=reverse("campaigns:receipt-detail", args=[receipt.pk]),
            status="to_sign",
            due_at=receipt.version.sign_by,
        )


def _questions(user: User, unit: Unit) -> Iterator[Owed]:
    asked = Question.objects.visible_to(user).filter(assignment__unit=unit, answered_at=None)
    for question in asked:
        yield Owed(
            kind=_("question"),
            title=question.text,
            address=reverse("campaigns:assignment-detail", args=[question.assignment_id]),
            status="pending",
            state=_("waits for the office"),
            about=question.assignment.task.title,
            elsewhere=True,
        )


def _extensions(user: User, unit: Unit) -> Iterator[Owed]:
    asked = Extension.objects.visible_to(user).filter(
        assignment__unit=unit, state=ExtensionState.ASKED
    )
    for extension in asked:
        yield Owed(
            kind=_("extension"),
            title=extension.assignment.task.title,
            address=reverse("campaigns:assignment-detail", args=[extension.assignment_id]),
            status="pending",
            state=_("waits for the office"),
            about=extension.reason[:60],
            elsewhere=True,
        )
