"""Who is told when a part is passed on, moved, asked about or handed over."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_noop

from campaigns.enums import OPEN_ASSIGNMENTS
from campaigns.models import Assignment, Extension, Question
from orgs.actions.notices import tell
from orgs.models import Person, User

from .telling import REASON, tell_office, tell_units

PASSED_ON = gettext_noop("%(unit)s has a task passed on to it: %(task)s")
PASSED_TEXT = gettext_noop("Due %(due_at)s. Acknowledge it, so that it is known to have arrived.")
ALL_BELOW_DONE = gettext_noop("All units below have finished: %(task)s")
ASK_NOW = gettext_noop("Look at it once more, then ask for completion.")
MOVED = gettext_noop("Due date moved to %(due_at)s: %(task)s")
WANTS_TIME = gettext_noop("%(unit)s asks for more time: %(task)s")
NO_TIME = gettext_noop("%(unit)s takes back its request for more time: %(task)s")
GRANTED = gettext_noop("More time granted, now due %(due_at)s: %(task)s")
REFUSED = gettext_noop("No more time: %(task)s")
STAYS = gettext_noop("It stays due %(due_at)s. %(reason)s")
ASKED = gettext_noop("%(unit)s has a question: %(task)s")
SAYS = gettext_noop("%(reason)s")
ANSWERED = gettext_noop("Your question is answered: %(task)s")
HANDED = gettext_noop("You now look after a task of %(unit)s: %(task)s")


def tell_passed_on(parts: Iterable[Assignment], *, by: User) -> None:
    """The units below learn of what was passed on to them."""
    parts = list(parts)
    tell_units(parts[0].task, parts, "passed_on", PASSED_ON, PASSED_TEXT, by=by)


def tell_all_below_done(child: Assignment, *, by: User) -> None:
    """The unit that passed its part on learns that nothing is open below it any more."""
    if child.parent_id is None or child.parent.state not in OPEN_ASSIGNMENTS:
        return
    if child.parent.children.filter(state__in=OPEN_ASSIGNMENTS).exists():
        return
    occasion = f"below_done:{child.pk}:{child.version}"
    tell_units(child.task, [child.parent], occasion, ALL_BELOW_DONE, ASK_NOW, by=by)


def tell_moved(parts: Iterable[Assignment], *, reason: str, by: User) -> None:
    """The units learn that their due moment is another one now, and why."""
    for task, given in _by_task(parts):
        occasion = f"due_moved:{given[0].due_at:%Y%m%d%H%M}:{max(one.version for one in given)}"
        tell_units(task, given, occasion, MOVED, REASON, by=by, reason=reason)


def tell_extension_asked(extension: Extension, *, by: User) -> None:
    """Those who decide learn that more time is wanted."""
    tell_office(
        extension.assignment, f"extension:{extension.pk}", WANTS_TIME, REASON, by=by,
        reason=extension.reason,
    )  # fmt: skip


def tell_extension_taken_back(extension: Extension, *, by: User) -> None:
    """Those who decide learn that there is nothing to decide any more."""
    tell_office(extension.assignment, f"ext_taken_back:{extension.pk}", NO_TIME, by=by)


def tell_extension_decided(extension: Extension, *, is_granted: bool, by: User) -> None:
    """The unit learns whether it has more time."""
    part, answer = extension.assignment, extension.answer
    title, text = (GRANTED, SAYS if answer else "") if is_granted else (REFUSED, STAYS)
    occasion = f"ext_decided:{extension.pk}"
    tell_units(part.task, [part], occasion, title, text, by=by, reason=answer)


def tell_question(question: Question, *, by: User) -> None:
    """Those who answer learn that a question waits."""
    tell_office(
        question.assignment, f"question:{question.pk}", ASKED, SAYS, by=by, reason=question.text
    )


def tell_answer(question: Question, *, by: User) -> None:
    """The unit learns the answer."""
    part = question.assignment
    occasion = f"answer:{question.pk}"
    tell_units(part.task, [part], occasion, ANSWERED, SAYS, by=by, reason=question.answer)


def tell_handed_over(parts: Iterable[Assignment], *, person: Person, by: User) -> None:
    """Whoever now looks after the parts learns of it, if the person has an account."""
    user = User.objects.filter(person=person, is_active=True).first()
    if user is None or user == by:
        return
    for part in parts:
        tell(
            [user],
            kind="assignment.handed_over",
            occasion=f"assignment:{part.pk}:handed:{part.version}",
            title=HANDED,
            params={"unit": str(part.unit), "task": part.task.title},
            url=reverse("campaigns:assignment-detail", args=[part.pk]),
            about=f"assignment:{part.pk}",
        )


def _by_task(parts: Iterable[Assignment]) -> list[tuple[object, list[Assignment]]]:
    tasks: dict[int, tuple[object, list[Assignment]]] = {}
    for part in parts:
        tasks.setdefault(part.task_id, (part.task, []))[1].append(part)
    return list(tasks.values())
