"""Who looks at a report next, and how far a request to correct one has come (pure)."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Stage(TextChoices):
    """At whose desk a submitted report lies (逐级汇总): the town's first, or the office's."""

    TOWN = "town", pgettext_lazy("level of review", "Township")
    OFFICE = "office", pgettext_lazy("level of review", "Office")


class CorrectionState(TextChoices):
    """How far a request to correct approved figures (更正申请) has come."""

    ASKED = "asked", pgettext_lazy("correction", "asked for")
    GRANTED = "granted", pgettext_lazy("correction", "under way")
    REFUSED = "refused", pgettext_lazy("correction", "refused")
    DONE = "done", pgettext_lazy("correction", "done")
    DROPPED = "dropped", pgettext_lazy("correction", "taken back")


UNDER_WAY = frozenset({CorrectionState.ASKED, CorrectionState.GRANTED})
