"""The audit log (审计日志)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.csv_rows import csv_lines
from fraudwatch.lib.pages import keyset_page
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.audit import record_alone
from orgs.actions.verification import verify_trail
from orgs.forms.audit import AuditFilter
from orgs.queries.accounts import home_path
from orgs.queries.audit import LISTED, audit_entries, audit_page, export_header, export_rows

ROWS = 40  # of a page: the list stands beside the chosen entry


@needs("orgs.view_audit")
def audit_list(request: HttpRequest) -> HttpResponse:
    """Who did what, when, from where; the chosen entry with before and after beside the list."""
    filters = AuditFilter(request.GET, clock.today())
    entries = audit_entries(request.user, **filters.wanted())
    page = keyset_page(entries.values(*LISTED), request.GET, keys=("-at", "-pk"), per=ROWS)
    context = audit_page(request.user, page, request.GET.get("entry", "")) | {"filters": filters}
    return render(request, "orgs/audit_list.html", context)


@needs("orgs.export_audit")
def audit_export(request: HttpRequest) -> HttpResponse:
    """The entries of the list as a CSV file; that it was taken out is itself an entry."""
    wanted = AuditFilter(request.GET, clock.today()).wanted()
    user = request.user
    asked = {name: ["", str(value)] for name, value in wanted.items() if value}
    record_alone("audit.exported", by=user, path=home_path(user), changes=asked, technical=True)
    lines = csv_lines(export_header(), export_rows(audit_entries(user, **wanted)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{_('Audit log')} {clock.today():%Y-%m-%d}.csv"
    response["Content-Disposition"] = content_disposition(name)
    return response


@needs("orgs.export_audit", methods="POST")
def audit_verify(request: HttpRequest) -> HttpResponse:
    """Check the chains of the last three months, and say where they break."""
    broken = verify_trail(by=request.user)
    if not broken:
        messages.success(request, _("The log is whole: nothing is missing or changed."))
    else:
        numbers = ", ".join(f"{entry.chain}#{entry.number}" for entry in broken)
        text = ngettext(
            "The log was changed at %(n)d place: %(numbers)s. Tell the server's operator.",
            "The log was changed at %(n)d places: %(numbers)s. Tell the server's operator.",
            len(broken),
        )
        messages.error(request, text % {"n": len(broken), "numbers": numbers})
    return redirect("orgs:audit-list")
