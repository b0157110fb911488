"""What comes from which sentence of a plan: tasks, targets, duties and phases."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from campaigns.models import Clause, Duty, Phase, Target, Task


@dataclass(frozen=True)
class Source:
    """Something that points to a sentence; ``kind`` is task, target, duty or phase."""

    kind: str
    pk: int
    name: str

    def as_json(self) -> dict:
        """For a browser."""
        return asdict(self)


def hanging(clauses: Iterable[int]) -> dict[int, list[Source]]:
    """What comes from each of the sentences ``clauses`` (keys); nothing for free ones."""
    found: dict[int, list[Source]] = {}
    keys = list(clauses)
    if not keys:
        return found
    for task in Task.objects.filter(clause__in=keys):
        name = _("Task %(number)d %(title)s") % {"number": task.number, "title": task.title}
        found.setdefault(task.clause_id, []).append(Source("task", task.pk, name))
    for target in Target.objects.filter(clause__in=keys).select_related("indicator"):
        name = _("Target: %(name)s") % {"name": target.indicator.shown_name}
        found.setdefault(target.clause_id, []).append(Source("target", target.pk, name))
    for duty in Duty.objects.filter(clause__in=keys).select_related("unit"):
        name = _("Duty of %(unit)s") % {"unit": duty.unit}
        found.setdefault(duty.clause_id, []).append(Source("duty", duty.pk, name))
    for phase in Phase.objects.filter(clause__in=keys):
        name = _("Phase: %(name)s") % {"name": phase.name}
        found.setdefault(phase.clause_id, []).append(Source("phase", phase.pk, name))
    return found


def orphan_sentence(clause: Clause, sources: Iterable[Source]) -> str:
    """Why the sentence does not vanish, naming up to three things that come from it."""
    return _(
        "“%(sentence)s” is the source of %(names)s. Keep the sentence, or choose "
        "another source there first."
    ) % {
        "sentence": clause.text[:30],
        "names": "、".join(source.name for source in list(sources)[:3]),
    }
