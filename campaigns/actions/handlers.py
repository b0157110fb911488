"""Who in a unit looks after its part (经办人), and handing that over (移交)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.enums import OPEN_ASSIGNMENTS, FeedbackKind
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Feedback
from campaigns.privacy import refuse_private
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.handover import PersonItems
from orgs.models import Liaison, Person, Unit, User

from .due_dates import Outcome, Skipped
from .guards import check_under_way
from .moves import not_now
from .part_telling import tell_handed_over


@transaction.atomic
def hand_over_parts(
    parts: Iterable[Assignment], *, person: Person, by: User, note: str = ""
) -> Outcome:
    """Let ``person`` look after the parts from now on; the unit stays responsible.

    The person works in the unit or is its liaison. Parts that are finished, of another
    unit or looked after by the person already are left and named in the outcome.
    CampaignError when the person has left, or nothing at all can be handed over.
    """
    refuse_private(note)
    if person.left_on is not None:
        raise CampaignError(
            _("%(person)s has left. Choose somebody who works here now.") % {"person": person}
        )
    homes = _units_of(person)
    moved, skipped = [], []
    for part in parts:
        why = _why_not(part, person, homes)
        if why is None and _write(part, person):
            moved.append(part)
        else:
            skipped.append(Skipped(part, why or not_now(part)))
    if not moved:
        raise CampaignError(skipped[0].why if skipped else _("Choose at least one unit."))
    _note_all(moved, person, note, by)
    tell_handed_over(moved, person=person, by=by)
    return Outcome(moved, skipped)


def _units_of(person: Person) -> set[int]:
    """The units the person can look after parts of."""
    terms = Liaison.objects.current().filter(person=person)
    return {person.unit_id, *terms.values_list("unit_id", flat=True)}


def _why_not(part: Assignment, person: Person, homes: set[int]) -> str | None:
    if part.state not in OPEN_ASSIGNMENTS:
        return not_now(part)
    words = {"person": person, "unit": part.unit}
    if part.unit_id not in homes:
        return _("%(person)s does not work for %(unit)s and is not its liaison.") % words
    if part.handler_id == person.pk:
        return _("%(person)s looks after the part of %(unit)s already.") % words
    try:
        check_under_way(part.task.campaign)
    except CampaignError as refusal:
        return str(refusal)
    return None


def _write(part: Assignment, person: Person) -> bool:
    part.was_handler = part.handler
    moved = Assignment.objects.filter(pk=part.pk, state__in=OPEN_ASSIGNMENTS).update(
        handler=person, version=F("version") + 1
    )
    part.refresh_from_db(fields=["state", "version", "handler"])
    return bool(moved)


def _note_all(parts: list[Assignment], person: Person, note: str, by: User | None) -> None:
    if by is not None:
        Feedback.objects.bulk_create(
            Feedback(
                assignment=part, kind=FeedbackKind.HANDED_OVER, by=by, at=clock.now(),
                text=_change(part, person, note.strip()),
            )
            for part in parts
        )  # fmt: skip
    for part in parts:
        before = part.was_handler.name if part.was_handler else None
        record(
            "assignment.handed_over", part, by=by, path=part.unit.path, note=note,
            changes={"handler": [before, person.name]},
        )  # fmt: skip


def _change(part: Assignment, person: Person, note: str) -> str:
    arrow = f"{part.was_handler.name} → {person.name}" if part.was_handler else person.name
    return f"{arrow}\n{note}" if note else arrow


def open_parts_of(person: Person, unit: Unit) -> "Assignment.objects":
    """The open parts of ``unit`` that ``person`` looks after, in campaigns under way."""
    rows = Assignment.objects.open().filter(handler=person, unit=unit)
    return rows.select_related("unit", "handler", "task__campaign__owner")


def count_handled(person: Person, unit: Unit) -> int:
    """How many open parts of the unit the person looks after."""
    return open_parts_of(person, unit).count()


def move_handled(person: Person, unit: Unit, *, to: Person, by: User | None) -> int:
    """Give the person's open parts to ``to`` when the liaison changes."""
    moved = [part for part in open_parts_of(person, unit) if _write(part, to)]
    _note_all(moved, to, "", by)
    if by is not None:
        tell_handed_over(moved, person=to, by=by)
    return len(moved)


def titles_handled(person: Person, unit: Unit, user: User) -> list[str]:
    """The tasks of those parts that ``user`` sees, the most urgent first."""
    seen = Assignment.objects.visible_to(user).values("pk")
    parts = open_parts_of(person, unit).filter(pk__in=seen)
    ordered = parts.order_by("due_at", "task__number", "pk")
    return list(ordered.values_list("task__title", flat=True))


HANDLED_TASKS = PersonItems(
    gettext_lazy("open tasks looked after"), count_handled, move_handled, titles_handled
)
