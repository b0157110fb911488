"""The administrator's home."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fraudwatch.lib.access import needs
from orgs.queries.engine import engine_state


@needs("orgs.enter_admin_tools")
def admin_home(request: HttpRequest) -> HttpResponse:
    """How the engine is doing, and the ways to everything an administrator looks after.

    Coordinators and auditors are led to the part that is theirs.
    """
    user = request.user
    if not user.has_perm("orgs.view_engine"):
        is_keeper = user.has_perm("orgs.list_users")
        return redirect("orgs:user-list" if is_keeper else "orgs:audit-list")
    context = {
        "engine": engine_state(request.user),
        "is_plain_http": not (settings.HTTPS or settings.LOOPBACK_ONLY),
    }
    return render(request, "orgs/admin_home.html", context)
