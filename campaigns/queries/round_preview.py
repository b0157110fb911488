"""What a rhythm comes to: one sentence, and the next days on which the task would be due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Task
from campaigns.recurrence import WEEKDAYS, rhythm_words
from fraudwatch.lib.weeks import ZONE, moment_label, working_days

from .rounds import dues_of, rhythm_of, task_rhythm

NEXT = 5


@dataclass(frozen=True)
class RoundPreview:
    """``sentence`` is the rhythm in words, ``days`` the next five, ``note`` what is unsure."""

    sentence: str
    days: list[str]
    more: int
    note: str = ""


def round_preview(
    campaign: Campaign, facts: Mapping[str, object], now: datetime
) -> RoundPreview | None:
    """The preview of a rhythm that was found to fit; None for a task done once."""
    rhythm = rhythm_of(campaign, facts)
    if rhythm is None:
        return None
    site = working_days()
    found = dues_of(rhythm, site)
    ahead = [due for due in found if due > now]
    years = range(rhythm.first.year, rhythm.last.year + 1)
    unknown = [year for year in years if not site.is_known(year)]
    note = _("The holidays of %(year)d are not known yet; only weekends count as days off.")
    return RoundPreview(
        sentence=rhythm_words(rhythm, len(found)),
        days=[f"{moment_label(due)} · {weekday(due)}" for due in ahead[:NEXT]],
        more=max(len(ahead) - NEXT, 0),
        note=note % {"year": unknown[0]} if unknown else "",
    )


def sentence_of(task: Task) -> str:
    """The rhythm of a task in one sentence; empty for one done once."""
    rhythm = task_rhythm(task)
    return rhythm_words(rhythm, len(dues_of(rhythm))) if rhythm else ""


def weekday(moment: datetime) -> str:
    """The day of the week in words."""
    return WEEKDAYS[moment.astimezone(ZONE).weekday()]()
