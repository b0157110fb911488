"""What the inbox page shows."""

from dataclasses import dataclass

from django.http import QueryDict

from fraudwatch.lib.pages import Page, keyset_page
from orgs.models import Notice, User
from orgs.phrases import notice_text, notice_title


@dataclass(frozen=True)
class Letter:
    """A notice in the reader's language."""

    notice: Notice
    title: str
    text: str


def inbox_page(user: User, params: QueryDict) -> dict:
    """A page of ``user``'s notices, newest first; ``?unread=1`` leaves out what was seen."""
    only_unread = params.get("unread") == "1"
    notices = Notice.objects.visible_to(user)
    page: Page = keyset_page(
        notices.unread() if only_unread else notices, params, keys=("-at", "-pk"), per=30
    )
    letters = [Letter(row, notice_title(row), notice_text(row)) for row in page.rows]
    return {"page": page, "letters": letters, "only_unread": only_unread}
