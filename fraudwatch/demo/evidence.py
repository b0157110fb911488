"""What the demo's evidence ledger tells: two photos used again, one of them explained."""

import uuid
from datetime import datetime, timedelta

from reports.actions.photos import add_photo
from reports.actions.reuse import decide_reuse
from reports.models import PhotoReuse, ReportTemplate

from .calendar import Story
from .scenes import scene
from .stage import Stage
from .weekly import Week

Events = list[tuple[datetime, object]]
EARLY = timedelta(hours=5)
FIRST = ("visit", "QL01-02/2/0")  # the photo as it came in, in week 2
AGAIN = [(3, "QL01-02"), (4, "QL01-05")]
TOGETHER = "与上周是同一场连续开展的入户活动，可以再用。"


def evidence_events(stage: Stage, story: Story, template: ReportTemplate) -> Events:
    """The same unit shows its photo again in week 3, and may; another unit does in week 4."""
    events: Events = []
    for week, code in AGAIN:
        moment = story.week(week).due_at - EARLY
        events.append(
            (moment, lambda week=week, code=code: _show(stage, story, template, week, code))
        )
    return [*events, (story.week(3).due_at + timedelta(minutes=20), lambda: _allow(stage))]


def _show(stage: Stage, story: Story, template: ReportTemplate, week: int, code: str) -> None:
    report = Week(stage, template, story, week).report(code)
    add_photo(report, scene(*FIRST), upload_id=uuid.uuid4(), by=stage.reporters[code])


def _allow(stage: Stage) -> None:
    for row in PhotoReuse.objects.filter(photo__report__unit__code=AGAIN[0][1], is_same_file=True):
        decide_reuse(
            row, verdict="allowed", reason=TOGETHER, version=row.version, by=stage.users["reviewer"]
        )
