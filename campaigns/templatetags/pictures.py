"""What is said under the pictures of feedback: where one stood before."""

from collections.abc import Iterable

from django import template

from campaigns.models import Feedback
from campaigns.pictures import remarks

register = template.Library()
JPEG = "image/jpeg"


@register.simple_tag(takes_context=True)
def mark_pictures(context: dict, history: Iterable[Feedback]) -> str:
    """Put ``remarks`` on each picture of the history that follows; no query without pictures."""
    files = [file for entry in history for file in entry.files.all() if file.file.kind == JPEG]
    found = remarks(files, context["request"].user) if files else {}
    for file in files:
        file.remarks = found.get(file.pk, [])
    return ""
