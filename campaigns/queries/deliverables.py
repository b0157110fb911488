"""What a unit has to hand in with its part, and how much of it is there (成果)."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Assignment, Feedback

IMAGES = Q(files__file__kind__startswith="image/")


@dataclass(frozen=True)
class Deliverable:
    """``have`` of ``want`` of a kind: ``photos``, ``file`` or ``figure``."""

    kind: str
    label: str
    want: int
    have: int

    @property
    def is_there(self) -> bool:
        """Whether enough was handed in."""
        return self.have >= self.want

    @property
    def lacking(self) -> str:
        """What is still to come, in words: of several photos, how many."""
        if self.kind != "photos" or not self.have:
            return self.label
        left = self.want - self.have
        return ngettext("%(n)d more photo", "%(n)d more photos", left) % {"n": left}


def deliverables_of(part: Assignment) -> list[Deliverable]:
    """What the task wants besides words, with what this part's history holds of it."""
    task = part.task
    if not (task.wants_photos or task.wants_file or task.indicator_id):
        return []
    there = Feedback.objects.filter(assignment=part).aggregate(
        photos=Count("files", filter=IMAGES),
        file=Count("files", filter=~IMAGES & Q(files__isnull=False)),
        figure=Count("pk", filter=Q(figure__isnull=False), distinct=True),
    )
    wanted = []
    if task.wants_photos:
        words = ngettext("%(n)d photo", "%(n)d photos", task.wants_photos)
        words %= {"n": task.wants_photos}
        wanted.append(Deliverable("photos", words, task.wants_photos, there["photos"]))
    if task.wants_file:
        wanted.append(Deliverable("file", _("a file"), 1, there["file"]))
    if task.indicator_id:
        words = _("the figure “%(name)s”") % {"name": task.indicator.shown_name}
        wanted.append(Deliverable("figure", words, 1, there["figure"]))
    return wanted
