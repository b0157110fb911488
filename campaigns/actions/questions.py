"""A unit's questions to the office about its part (请示) and the answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.enums import OPEN_ASSIGNMENTS, FeedbackKind
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Question
from campaigns.privacy import refuse_private
from fraudwatch.lib import clock
from orgs.models import User

from .guards import check_under_way
from .moves import check_speaks_for, note, touch, trail
from .part_telling import tell_answer, tell_question


@transaction.atomic
def ask_question(assignment: Assignment, *, text: str, by: User) -> Question:
    """Ask whoever gave the part; the question waits there until it is answered.

    CampaignError for an empty question or a part that is finished.
    """
    text = text.strip()
    if not text:
        raise CampaignError(_("Write your question first."))
    refuse_private(text)
    check_speaks_for(assignment, by)
    touch(assignment, OPEN_ASSIGNMENTS)
    question = Question.objects.create(
        assignment=assignment, text=text, asked_by=by, asked_at=clock.now()
    )
    note(assignment, FeedbackKind.QUESTION, text, by)
    tell_question(question, by=by)
    trail("question_asked", assignment, by, note=text)
    return question


@transaction.atomic
def answer_question(question: Question, *, answer: str, by: User) -> Question:
    """Answer a question once; the unit is told. Possible also after the part is finished."""
    answer = answer.strip()
    if not answer:
        raise CampaignError(_("Write the answer first."))
    refuse_private(answer)
    part = Assignment.objects.select_related("unit", "task__campaign__owner", "parent__unit").get(
        pk=question.assignment_id
    )
    question.assignment = part
    check_under_way(part.task.campaign)
    answered = Question.objects.filter(pk=question.pk, answered_at=None).update(
        answer=answer, answered_by=by, answered_at=clock.now()
    )
    question.refresh_from_db(fields=["answer", "answered_by", "answered_at"])
    if not answered:
        raise CampaignError(
            _("%(person)s has answered this already. Look at the answer.")
            % {"person": question.answered_by}
        )
    note(part, FeedbackKind.ANSWER, answer, by)
    tell_answer(question, by=by)
    trail("question_answered", part, by, note=answer)
    return question
