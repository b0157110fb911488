"""The report as a workbook: download, upload, check, confirm."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.files import read_file
from orgs.documents import XLSX
from orgs.models import Unit
from reports.actions.imports import keep_book
from reports.actions.submissions import why_not
from reports.book_words import MOST_ROWS
from reports.enums import WAITING_FOR_UNIT, ImportState
from reports.errors import ReportError
from reports.exports.report_book import report_book
from reports.exports.report_book_marked import marked_book
from reports.forms.books import BookForm
from reports.imports.report_book_apply import AT_ONCE, Answers, queue_book, take_book
from reports.imports.report_book_mend import cells_in, mend_book, offered, plan_in_words
from reports.imports.report_book_page import answers_in, check_page
from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.models import ImportJob, Period, Report
from reports.queries.book import WITH_PERIOD, book_of_node, book_of_report
from reports.queries.imports import is_over, offers, own_imports
from reports.views.gate import WITH_REPORT

WITH_IMPORT = "period__template__campaign__owner period__template_version node file"


@needs("reports.fill_report", Report, related=WITH_REPORT)
def report_book_download(request: HttpRequest, report: Report) -> HttpResponse:
    """The workbook of one unit's report, with what is filled in so far."""
    if report.state not in WAITING_FOR_UNIT:
        messages.warning(request, why_not(report))
        return redirect(report)
    name = f"{report.unit.name}-{report.period.label}"
    return _sheet(report_book(book_of_report(report)), name)


@needs("reports.import_book", Period, related=WITH_PERIOD)
def town_book_download(request: HttpRequest, period: Period) -> HttpResponse:
    """One workbook for all units below a unit."""
    node = find_visible(Unit, request.user, pk=request.GET.get("unit") or 0)
    book = book_of_node(period, node, request.user)
    if not book.rows or len(book.rows) > MOST_ROWS:
        messages.warning(request, _("There is no report here that you fill in for a unit."))
        return redirect("reports:book-upload")
    return _sheet(report_book(book), f"{node.name}-{period.label}")


@needs("reports.import_book", methods="GET POST")
def book_upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook along, or send one in; it is read and checked at once."""
    form = BookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_check(request, form.cleaned_data["file"]))
        except DomainError as error:
            form.add_error("file", str(error))
    wanted = _wanted(request)
    context = {
        "form": form, "offers": offers(request.user, wanted), "jobs": own_imports(request.user),
        "wanted": wanted,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "reports/book_upload.html", context, status=status)


@needs("reports.import_book", ImportJob, methods="GET POST", related=WITH_IMPORT)
def book_check(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """What taking the workbook over would do, and everything that is wrong; confirming it."""
    refused, answers = None, answers_in(request.POST)
    is_part = request.headers.get("HX-Request") == "true"
    if request.method == "POST":
        try:
            done = _act(request, job, answers)
            if not is_part:
                return redirect(done)
        except DomainError as error:
            refused = error
    job.plan = plan_in_words(job, by=request.user)  # for this page, not to be kept
    page = check_page(job, refused, answers)
    name = "_book_body.html" if is_part else "book_check.html"
    status = 422 if refused else 200
    return render(request, f"reports/{name}", {"page": page, "job": job}, status=status)


@needs("reports.import_book", ImportJob, related=WITH_IMPORT)
def book_marked(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """The same workbook with its mistakes in red."""
    if job.file is None or is_over(job) or job.state == ImportState.DONE:
        raise Http404
    content = marked_book(read_file(job.file), job)
    return _sheet(content, job.file_name.removesuffix(".xlsx") + _(" (marked)"))


def _check(request: HttpRequest, file: object) -> ImportJob:
    content = file.read()
    sent = open_book(content)
    period, node = find_period(sent, by=request.user, wanted=_wanted(request))
    plan = plan_book(sent, period, node, by=request.user)
    return keep_book(
        content, name=file.name, period=period, node=node, plan=plan.as_json(), by=request.user
    )


def _act(request: HttpRequest, job: ImportJob, answers: Answers) -> ImportJob:
    """Check again with what was typed over; or take over what was checked."""
    how, offer = request.POST.get("as", "check"), request.POST.get("offer", "")
    typed = cells_in(request.POST) | offered(job, offer)
    is_check = bool(offer) or how == "check"
    is_new = mend_book(job, typed, again=is_check, by=request.user)
    if is_check:
        return job
    if is_new:
        raise ReportError(_("Your last changes were checked just now. Look once more, then send."))
    return _take(request, job, answers, as_draft=how == "draft")


def _take(request: HttpRequest, job: ImportJob, answers: Answers, *, as_draft: bool) -> ImportJob:
    """At once, or in the background when there are many units."""
    if len(job.plan.get("rows", [])) > AT_ONCE and job.state == ImportState.WAITING:
        return queue_book(job, answers=answers, as_draft=as_draft, by=request.user)
    done = take_book(job, answers=answers, as_draft=as_draft, by=request.user)
    _say_done(request, done)
    return done


def _wanted(request: HttpRequest) -> Period | None:
    """The period that the page was opened for, if any."""
    key = request.GET.get("period")
    return find_visible(Period, request.user, pk=key, related=WITH_PERIOD) if key else None


def _say_done(request: HttpRequest, job: ImportJob) -> None:
    if job.is_draft:
        words = ngettext(
            "%(n)d report kept as a draft.", "%(n)d reports kept as drafts.", job.taken
        )
    else:
        words = ngettext("%(n)d report submitted.", "%(n)d reports submitted.", job.taken)
    messages.success(request, words % {"n": job.taken})


def _sheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition(f"{name}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response
