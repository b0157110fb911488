"""More time for a unit's part (延期): asked for by the unit, decided by whoever gave the part."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, ExtensionState, FeedbackKind
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Extension, Feedback
from campaigns.privacy import refuse_private
from campaigns.workflow import EXTENSION_MOVES
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label
from orgs.models import User

from .due_dates import arrow, check_within
from .moves import check_speaks_for, note, touch, trail
from .part_telling import (
    tell_extension_asked,
    tell_extension_decided,
    tell_extension_taken_back,
)

ASKS_FROM = (AssignmentState.TO_SIGN, AssignmentState.WORKING, AssignmentState.RETURNED)


@transaction.atomic
def ask_extension(
    assignment: Assignment, *, wanted_at: datetime, reason: str, by: User
) -> Extension:
    """Ask for more time until ``wanted_at`` (aware); the lamp stays as it is meanwhile.

    CampaignError when there is no reason, a request waits already, the part is finished or
    being verified, or the moment is not later than now and than the due moment, lies
    outside the campaign, or after the due moment of the unit that passed the part on.
    """
    if not reason.strip():
        raise CampaignError(_("Say in a sentence why more time is needed."))
    refuse_private(reason)
    check_speaks_for(assignment, by)
    _check_later(assignment, wanted_at)
    touch(assignment, ASKS_FROM)
    try:
        with transaction.atomic():
            extension = Extension.objects.create(
                assignment=assignment, wanted_at=wanted_at, reason=reason.strip(),
                asked_by=by, asked_at=clock.now(),
            )  # fmt: skip
    except IntegrityError as twice:
        raise CampaignError(
            _("%(unit)s has asked for more time already; the answer is on its way.")
            % {"unit": assignment.unit}
        ) from twice
    text = _said(assignment.due_at, wanted_at, reason)
    note(assignment, FeedbackKind.EXTENSION_ASKED, text, by)
    tell_extension_asked(extension, by=by)
    trail("extension_asked", assignment, by, note=reason, changes=_days(assignment, wanted_at))
    return extension


@transaction.atomic
def grant_extension(
    extension: Extension, *, by: User, answer: str = "", due_at: datetime | None = None
) -> Extension:
    """Give more time: until the moment asked for, or another one (``due_at``).

    The due moment moves; the first one is remembered. Units that the part was passed on to
    keep theirs. CampaignError when somebody decided before, the part is finished, ``by``
    asked for it, or the moment is not later than now and than the due moment.
    """
    refuse_private(answer)
    part = _decided_by(extension, by)
    due_at = due_at or extension.wanted_at
    _check_later(part, due_at)
    _decide(extension, "grant", answer, by)
    was = part.due_at
    touch(part, OPEN_ASSIGNMENTS, first_due_at=Coalesce("first_due_at", "due_at"), due_at=due_at)
    note(part, FeedbackKind.EXTENSION_GRANTED, _said(was, due_at, answer), by)
    tell_extension_decided(extension, is_granted=True, by=by)
    trail("extension_granted", part, by, note=answer, changes={"due_at": [was, due_at]})
    return extension


@transaction.atomic
def refuse_extension(extension: Extension, *, by: User, answer: str) -> Extension:
    """Give no more time, with a reason; the due moment stays."""
    if not answer.strip():
        raise CampaignError(_("Say in a sentence why there is no more time."))
    refuse_private(answer)
    part = _decided_by(extension, by)
    _decide(extension, "refuse", answer, by)
    touch(part, OPEN_ASSIGNMENTS)
    note(part, FeedbackKind.EXTENSION_REFUSED, answer.strip(), by)
    tell_extension_decided(extension, is_granted=False, by=by)
    trail("extension_refused", part, by, note=answer)
    return extension


@transaction.atomic
def take_back_extension(assignment: Assignment, *, by: User) -> Extension:
    """The unit wants no more time after all; its request ends and those who decide learn it.

    CampaignError when no request waits, or ``by`` does not report for the unit.
    """
    check_speaks_for(assignment, by)
    extension = assignment.extensions.filter(state=ExtensionState.ASKED).first()
    if extension is None:
        raise CampaignError(
            _("No request of %(unit)s for more time waits for an answer.")
            % {"unit": assignment.unit}
        )
    extension.assignment = assignment
    touch(assignment, OPEN_ASSIGNMENTS)
    _decide(extension, "take_back", "", by)
    note(assignment, FeedbackKind.EXTENSION_RECALLED, "", by)
    tell_extension_taken_back(extension, by=by)
    trail("extension_recalled", assignment, by, changes=_days(assignment, extension.wanted_at))
    return extension


def end_extensions(parts: Iterable[Assignment], *, by: User) -> None:
    """Requests that still wait end with their parts, and the history says so.

    For steps that finish parts, in their transaction: nothing is left to decide.
    """
    now = clock.now()
    for extension in Extension.objects.filter(assignment__in=parts, state=ExtensionState.ASKED):
        allowed_from, to = EXTENSION_MOVES["lapse"]
        still = Extension.objects.filter(pk=extension.pk, state__in=allowed_from)
        if still.update(state=to, decided_by=by, decided_at=now):
            Feedback.objects.create(
                assignment_id=extension.assignment_id, kind=FeedbackKind.EXTENSION_LAPSED,
                text=_said(None, extension.wanted_at, ""), by=by, at=now,
            )  # fmt: skip


def _decided_by(extension: Extension, by: User) -> Assignment:
    """The part as it stands now; nobody decides what they asked for themselves.

    The part is locked before its request, in the order of every step that finishes parts:
    the other way round, two people who close and grant at once would wait for each other.
    """
    if extension.asked_by_id == by.pk:
        raise CampaignError(_("You asked for this yourself; somebody else has to decide."))
    parts = Assignment.objects.select_related("unit", "task__campaign__owner", "parent__unit")
    part = parts.select_for_update(of=("self",), no_key=True).get(pk=extension.assignment_id)
    extension.assignment = part
    return part


def _decide(extension: Extension, step: str, answer: str, by: User) -> None:
    allowed_from, to = EXTENSION_MOVES[step]
    decided = Extension.objects.filter(pk=extension.pk, state__in=allowed_from).update(
        state=to, answer=answer.strip(), decided_by=by, decided_at=clock.now()
    )
    extension.refresh_from_db(fields=["state", "answer", "decided_by", "decided_at"])
    if not decided:
        raise CampaignError(
            _("%(person)s has decided this already: %(state)s.")
            % {
                "person": extension.decided_by,
                "state": ExtensionState(extension.state).label,
            }
        )


def _check_later(part: Assignment, moment: datetime) -> None:
    if moment <= clock.now():
        raise CampaignError(
            _("%(moment)s has passed. Choose a moment still to come.")
            % {"moment": moment_label(moment)}
        )
    if part.due_at and moment <= part.due_at:
        raise CampaignError(
            _("It is due on %(moment)s anyway. Choose a later moment.")
            % {"moment": moment_label(part.due_at)}
        )
    check_within(part, moment)


def _said(was: datetime | None, to: datetime, words: str) -> str:
    return f"{arrow(was, to)}\n{words.strip()}".strip()


def _days(part: Assignment, wanted_at: datetime) -> dict[str, list]:
    return {"wanted_at": [part.due_at, wanted_at]}
