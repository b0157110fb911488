"""Everything that changes a unit's part in a task (任务分派): sign, feed back, close, send back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.enums import OPEN_ASSIGNMENTS, FeedbackKind, IndicatorKind, Part
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Feedback, FeedbackFile
from campaigns.pictures import Picture
from campaigns.pictures import note as compare_pictures
from campaigns.privacy import refuse_private
from campaigns.queries.deliverables import deliverables_of
from fraudwatch.lib import clock
from fraudwatch.lib.uploads import check_attachment
from orgs.actions.files import store_file
from orgs.actions.quotas import check_room
from orgs.models import User

from .extensions import end_extensions
from .moves import check_children_over, check_speaks_for, move, note, trail
from .part_telling import tell_all_below_done
from .telling import tell_asked_close, tell_closed, tell_returned, tell_withdrawn

MOST_FILES = 9
SPOKE_FOR_THE_UNIT = (FeedbackKind.PROGRESS, FeedbackKind.ASKED_CLOSE)
Files = Sequence[tuple[str, bytes]]


@transaction.atomic
def sign(assignment: Assignment, *, by: User) -> Assignment:
    """Acknowledge the task (签收): the office sees that the unit has it."""
    check_speaks_for(assignment, by)
    move(assignment, "sign", signed_at=clock.now(), signed_by=by)
    note(assignment, FeedbackKind.SIGNED, "", by)
    trail("signed", assignment, by)
    return assignment


def give_feedback(
    assignment: Assignment,
    *,
    text: str,
    by: User,
    files: Files = (),
    figure: Decimal | None = None,
) -> Feedback:
    """Say how far the unit is (反馈), with up to nine files and the figure the task wants.

    UploadRefused for a file that is not what it says; CampaignError when there is
    neither text nor file nor figure, or nothing is being worked on.
    """
    entry = HandedIn(FeedbackKind.PROGRESS, text, files, figure)
    return _hand_in(assignment, "give_feedback", entry, by)


def ask_close(
    assignment: Assignment,
    *,
    text: str,
    by: User,
    files: Files = (),
    figure: Decimal | None = None,
) -> Feedback:
    """Ask for completion (申请办结): the unit's clock stops until the office has looked.

    CampaignError while something the task wants is missing (photos, a file, the figure;
    what was handed in before counts), or a unit that the part was passed on to has not finished.
    """
    entry = HandedIn(FeedbackKind.ASKED_CLOSE, text, files, figure)
    return _hand_in(assignment, "ask_close", entry, by)


@transaction.atomic
def close_assignment(assignment: Assignment, *, by: User, text: str = "") -> Assignment:
    """Confirm completion (办结). Done counts from the request that is accepted here.

    CampaignError when ``by`` handed in the unit's work: nobody confirms their own.
    """
    refuse_private(text)
    mine = assignment.history.filter(by=by, kind__in=SPOKE_FOR_THE_UNIT)
    if mine.exists():
        raise CampaignError(
            _("You handed this in for %(unit)s yourself; somebody else has to confirm it.")
            % {"unit": assignment.unit}
        )
    move(assignment, "close", done_at=F("asked_close_at"))
    check_children_over(assignment)
    note(assignment, FeedbackKind.CLOSED, text, by)
    end_extensions([assignment], by=by)
    tell_closed(assignment, by=by)
    tell_all_below_done(assignment, by=by)
    trail("closed", assignment, by, note=text)
    return assignment


@transaction.atomic
def send_back(assignment: Assignment, *, reason: str, by: User) -> Assignment:
    """Send the work back (退回) with what is missing; the due moment stays as it was."""
    if not reason.strip():
        raise CampaignError(_("Say what is missing, so that the unit knows what to do."))
    refuse_private(reason)
    move(assignment, "return")
    note(assignment, FeedbackKind.RETURNED, reason, by)
    tell_returned(assignment, reason=reason, by=by)
    trail("returned", assignment, by, note=reason)
    return assignment


@transaction.atomic
def withdraw_assignment(assignment: Assignment, *, reason: str, by: User) -> Assignment:
    """Take a unit out of an issued task; what it handed in stays in the history.

    The units that it passed its part on to are taken out with it. A part that was passed
    on is waived by the same step; its parent no longer waits for it.
    """
    if not reason.strip():
        raise CampaignError(_("Say in a sentence why the unit is taken out."))
    refuse_private(reason)
    if assignment.part == Part.LEAD:
        raise CampaignError(
            _("%(unit)s leads this task. Withdraw the task, or make a new one with another lead.")
            % {"unit": assignment.unit}
        )
    gone = _withdraw(assignment, reason, by)
    end_extensions(gone, by=by)
    tell_withdrawn(assignment.task, gone, reason=reason, by=by)
    tell_all_below_done(assignment, by=by)
    trail("withdrawn", assignment, by, note=reason, changes={"units": [len(gone), 0]})
    return assignment


def _withdraw(assignment: Assignment, reason: str, by: User) -> list[Assignment]:
    """Withdraw the part and, below it, every part still open."""
    move(assignment, "withdraw")
    note(assignment, FeedbackKind.WITHDRAWN, reason, by)
    gone = [assignment]
    for child in assignment.children.filter(state__in=OPEN_ASSIGNMENTS).select_related("unit"):
        child.task = assignment.task
        gone += _withdraw(child, reason, by)
    return gone


@dataclass(frozen=True)
class HandedIn:
    """What a unit sends at once."""

    kind: FeedbackKind
    text: str
    files: Files = ()
    figure: Decimal | None = None


def _hand_in(assignment: Assignment, step: str, sent: HandedIn, by: User) -> Feedback:
    kind, text = sent.kind, sent.text
    if len(sent.files) > MOST_FILES:
        raise CampaignError(_("At most %(n)d files at a time.") % {"n": MOST_FILES})
    clean = [check_attachment(name, content) for name, content in sent.files]
    if not text.strip() and not clean and sent.figure is None:
        raise CampaignError(_("Write a sentence, or attach a file."))
    refuse_private(text)
    _check_figure(assignment, sent.figure)
    if clean:
        check_room(assignment.unit, sum(len(file.content) for file in clean))
    shown: list[Picture] = []
    with transaction.atomic():
        check_speaks_for(assignment, by)
        asks = kind == FeedbackKind.ASKED_CLOSE
        move(assignment, step, **({"asked_close_at": clock.now()} if asks else {}))
        if asks:
            check_children_over(assignment)
        entry = note(assignment, kind, text.strip(), by, figure=sent.figure)
        for file in clean:
            stored = store_file(
                file.content, name=file.name, kind=file.media_type,
                owner=f"campaigns.feedback:{entry.pk}", by=by,
            )  # fmt: skip
            row = FeedbackFile.objects.create(feedback=entry, file=stored)
            if file.original:
                shown.append(Picture(row, file.original, file.look))
        if asks:
            _check_complete(assignment)
            tell_asked_close(assignment, by=by)
        word = "asked_close" if asks else "feedback"
        trail(word, assignment, by, note=text, changes={"files": [0, len(clean)]})
    compare_pictures(shown)
    return entry


def _check_complete(assignment: Assignment) -> None:
    """CampaignError naming what the task wants and nobody has handed in yet."""
    lacking = [one for one in deliverables_of(assignment) if not one.is_there]
    if lacking:
        raise CampaignError(
            _("Still missing: %(what)s. Add it here, then ask for completion.")
            % {"what": "、".join(one.lacking for one in lacking)}
        )


def _check_figure(assignment: Assignment, figure: Decimal | None) -> None:
    """CampaignError for a figure the task does not ask for, or one its indicator cannot be."""
    if figure is None:
        return
    indicator = assignment.task.indicator
    if indicator is None:
        raise CampaignError(_("This task asks for no figure. Leave it empty."))
    if figure < 0:
        raise CampaignError(_("Enter a figure of zero or more."))
    if indicator.kind == IndicatorKind.WHOLE and figure != figure.to_integral_value():
        raise CampaignError(
            _("“%(name)s” is counted in whole numbers: enter one without a decimal point.")
            % {"name": indicator.shown_name}
        )
