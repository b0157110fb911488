"""The inbox (站内通知)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.access import needs
from fraudwatch.lib.way_back import is_own
from orgs.actions.notices import mark_all_read, mark_read
from orgs.models import Notice
from orgs.queries.inbox import inbox_page


@needs("orgs.use_account")
def notice_list(request: HttpRequest) -> HttpResponse:
    """One's own notices, newest first."""
    return render(request, "orgs/notice_list.html", inbox_page(request.user, request.GET))


@needs("orgs.view_notice", Notice, methods="POST")
def notice_open(request: HttpRequest, notice: Notice) -> HttpResponse:
    """Note that a notice was seen, and go where it points."""
    mark_read(notice, by=request.user)
    if notice.url and is_own(request, notice.url):
        return redirect(notice.url)
    return redirect("orgs:notice-list")


@needs("orgs.use_account", methods="POST")
def notice_read_all(request: HttpRequest) -> HttpResponse:
    """Note that all notices were seen."""
    read = mark_all_read(by=request.user)
    text = ngettext("%(n)d notice marked as read.", "%(n)d notices marked as read.", read)
    messages.success(request, text % {"n": read} if read else _("There was nothing unread."))
    return redirect("orgs:notice-list")
