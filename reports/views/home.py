"""The first page after signing in: each role has its own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.enums import Role
from reports.queries.unit_home import unit_home
from reports.views.board import workbench_page


@needs("reports.open_home")
def home(request: HttpRequest) -> HttpResponse:
    """What needs me: the page of the first role held, in the order of ``HOMES``."""
    held = request.user.roles
    page = next((page for role, page in HOMES if role in held), no_role_page)
    return page(request)


def unit_home_page(request: HttpRequest) -> HttpResponse:
    """The unit's week: its report, what was returned, its tasks."""
    context = {"home": unit_home(request.user, clock.now()), "today": clock.today()}
    return render(request, "reports/unit_home.html", context)


def no_role_page(request: HttpRequest) -> HttpResponse:
    """An account without any role is told whom to ask."""
    return render(request, "reports/no_role.html")


def goes_to(url_name: str) -> Callable[[HttpRequest], HttpResponse]:
    """A home that is another page."""
    return lambda request: redirect(url_name)


HOMES = (
    (Role.COORDINATOR, workbench_page),
    (Role.LEADER, goes_to("reports:dashboard")),
    (Role.INSPECTOR, goes_to("reports:dashboard")),
    (Role.REPORTER, unit_home_page),
    (Role.AUDITOR, goes_to("orgs:audit-list")),
    (Role.ADMINISTRATOR, goes_to("orgs:admin-home")),
)
