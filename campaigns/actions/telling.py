"""Who is told of what happens to a task; always inside the action's own transaction."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_noop

from campaigns.models import Assignment, Task
from orgs.actions.notices import Message, tell, tell_many
from orgs.models import User
from orgs.queries.recipients import coordinators_over, reporters_of

ISSUED = gettext_noop("New task for %(unit)s: %(task)s")
ISSUED_TEXT = gettext_noop("Due %(due_at)s. Acknowledge it, so the office knows it has arrived.")
ROUND = gettext_noop("The next round for %(unit)s: %(task)s")
RHYTHM = gettext_noop("The coming rounds are due at other times: %(task)s")
ASKED = gettext_noop("%(unit)s asks for completion: %(task)s")
CLOSED = gettext_noop("Completion confirmed: %(task)s")
RETURNED = gettext_noop("Sent back: %(task)s")
WITHDRAWN = gettext_noop("Withdrawn: %(task)s")
REASON = gettext_noop("Reason: %(reason)s")


def tell_issued(task: Task, given: Iterable[Assignment], *, by: User) -> None:
    """The reporters of each unit learn of their new assignment."""
    tell_units(task, given, "issued", ISSUED, ISSUED_TEXT, by=by)


def tell_round(task: Task, given: Iterable[Assignment]) -> None:
    """The reporters of each unit learn that the next round of a task that repeats has begun."""
    tell_units(task, given, "round", ROUND, ISSUED_TEXT, by=None)


def tell_rhythm(task: Task, given: Iterable[Assignment], *, reason: str, by: User) -> None:
    """The reporters of each unit learn that the task comes back in another rhythm, and why."""
    tell_units(task, given, f"rhythm:{task.version}", RHYTHM, REASON, by=by, reason=reason)


def tell_withdrawn(task: Task, given: Iterable[Assignment], *, reason: str, by: User) -> None:
    """The reporters of each unit learn that nothing is owed any more, and why."""
    tell_units(task, given, "withdrawn", WITHDRAWN, REASON, by=by, reason=reason)


def tell_closed(part: Assignment, *, by: User) -> None:
    """The unit learns that its work was accepted."""
    tell_units(part.task, [part], f"closed:{part.version}", CLOSED, "", by=by)


def tell_returned(part: Assignment, *, reason: str, by: User) -> None:
    """The unit learns what is missing."""
    occasion = f"returned:{part.version}"
    tell_units(part.task, [part], occasion, RETURNED, REASON, by=by, reason=reason)


def tell_asked_close(part: Assignment, *, by: User) -> None:
    """Those who verify the part learn that a unit's work waits for them."""
    tell_office(part, f"asked_close:{part.version}", ASKED, by=by)


def office_of(part: Assignment) -> list[User]:
    """Who verifies, decides and answers: whoever passed the part on, else the campaign's office."""
    campaign = part.task.campaign
    giver = part.parent.unit if part.parent_id else campaign.owner
    return coordinators_over(giver, campaign_id=campaign.pk)


def tell_office(
    part: Assignment, occasion: str, title: str, text: str = "", *, by: User, **params: str
) -> None:
    """The coordinators who look after the part learn of something that waits for them."""
    tell(
        [person for person in office_of(part) if person != by],
        kind=f"assignment.{occasion.partition(':')[0]}",
        occasion=f"assignment:{part.pk}:{occasion}",
        title=title,
        text=text,
        params={"unit": str(part.unit), "task": part.task.title, **params},
        url=reverse("campaigns:assignment-detail", args=[part.pk]),
        about=f"assignment:{part.pk}",
    )


def tell_units(
    task: Task,
    given: Iterable[Assignment],
    occasion: str,
    title: str,
    text: str,
    *,
    by: User | None,
    **params: str,
) -> None:
    """The reporters of each part's unit learn of something; ``params`` go into the words."""
    given = list(given)
    people = reporters_of([part.unit for part in given], campaign_id=task.campaign_id)
    messages = []
    for part in given:
        due_at = part.due_at or task.due_at
        words = {"due_at": due_at.isoformat() if due_at else "", "reason": "", **params}
        about = f"assignment:{part.pk}"
        messages += [
            Message(
                person, f"assignment.{occasion.partition(':')[0]}", f"{about}:{occasion}", title,
                text, {"unit": str(part.unit), "task": task.title, **words},
                reverse("campaigns:assignment-detail", args=[part.pk]), about,
            )
            for person in people[part.unit_id]
            if person != by
        ]  # fmt: skip
    tell_many(messages)
