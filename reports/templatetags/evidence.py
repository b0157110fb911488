"""What stands under the photos of a report: captions, and where one was used before."""

from collections.abc import Sequence

from django import template

from reports.models import Photo, Report
from reports.queries.evidence_page import Tile
from reports.queries.reuse import earlier_uses
from reports.queries.task_pictures import uses_in_tasks

register = template.Library()


@register.inclusion_tag("reports/_photo_notes.html", takes_context=True)
def photo_notes(context: dict, photos: Sequence[Photo], report: Report) -> dict:
    """Captions of the photos and their earlier uses; two queries, none without photos."""
    request = context["request"]
    uses = earlier_uses([photo.pk for photo in photos], request.user) if photos else {}
    tasks = uses_in_tasks([photo.pk for photo in photos], request.user) if photos else {}
    return {
        "request": request,
        "in_tasks": [(photo, tasks[photo.pk]) for photo in photos if photo.pk in tasks],
        "csrf_token": context.get("csrf_token"),
        "tiles": [Tile(photo, uses.get(photo.pk, [])) for photo in photos],
        "report": report,
        "may_judge": bool(uses) and request.user.has_perm("reports.judge_reuse", report),
    }
