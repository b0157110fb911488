"""Work on many units' parts at once: each act is one transaction, and says what it left alone."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Assignment
from orgs.actions.audit import gathered
from orgs.models import Person, User

from .assignments import withdraw_assignment
from .due_dates import Outcome, Skipped, move_due
from .handlers import hand_over_parts
from .moves import not_now
from .task_reminders import remind_parts

MOST = 500  # parts in one go


@transaction.atomic
def remind_many(parts: Iterable[Assignment], *, by: User) -> Outcome:
    """Remind the units of those parts that still owe; the others are named in the outcome."""
    given = _checked(parts)
    with gathered():
        told = remind_parts(given, by=by)
    cooling = _("%(unit)s was reminded a short while ago.")
    skipped = [Skipped(part, cooling % {"unit": part.unit}) for part in told.cooling]
    nobody = _("%(unit)s has no reporter with an account: telephone it.")
    skipped += [Skipped(part, nobody % {"unit": part.unit}) for part in told.unreachable]
    skipped += [Skipped(part, not_now(part)) for part in told.done]
    return Outcome(told.told, skipped)


@transaction.atomic
def extend_many(parts: Iterable[Assignment], *, due_at: datetime, reason: str, by: User) -> Outcome:
    """Move the due moment of the parts that are open to ``due_at`` (aware), with one reason."""
    given = _checked(parts)
    with gathered():
        return move_due(given, due_at=due_at, reason=reason, by=by)


@transaction.atomic
def withdraw_many(parts: Iterable[Assignment], *, reason: str, by: User) -> Outcome:
    """Take the units out of their tasks; leading units and what is over are left alone.

    A part that went with the part above it counts as done. CampaignError when none goes.
    """
    given = _checked(parts)
    act = _alone(lambda part: withdraw_assignment(part, reason=reason, by=by))
    before = {part.pk: part.state for part in given}
    outcome = Outcome()
    for part in given:
        why = act(part)
        gone_with_parent = why and before[part.pk] != part.state == "withdrawn"
        if why and not gone_with_parent:
            outcome.skipped.append(Skipped(part, why))
        else:
            outcome.done.append(part)
    if not outcome.done:
        raise CampaignError(outcome.skipped[0].why)
    return outcome


@transaction.atomic
def hand_over_many(
    parts: Iterable[Assignment], *, person: Person, note: str = "", by: User
) -> Outcome:
    """Let ``person`` look after those of the parts that belong to units they work for."""
    given = _checked(parts)
    with gathered():
        return hand_over_parts(given, person=person, note=note, by=by)


def _checked(parts: Iterable[Assignment]) -> list[Assignment]:
    """CampaignError for nothing at all, or more than one act takes."""
    given = list(parts)
    if not given:
        raise CampaignError(_("Tick at least one row; those you ticked are no longer there."))
    if len(given) > MOST:
        raise CampaignError(
            _("%(n)d rows are chosen; one act takes %(most)d at most. Narrow the filters.")
            % {"n": len(given), "most": MOST}
        )
    return given


def _alone(act: Callable[[Assignment], object]) -> Callable[[Assignment], str]:
    """``act`` on one part in its own savepoint; the sentence of a refusal, else nothing."""

    def on(part: Assignment) -> str:
        try:
            with transaction.atomic():
                act(part)
        except CampaignError as refusal:
            return str(refusal)
        return ""

    return on
