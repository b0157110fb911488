"""The export centre: ordering documents, watching them being made, fetching them."""

import json
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.uploads import content_disposition
from orgs import documents
from orgs.actions.audit import record_alone
from orgs.actions.files import disk_path
from orgs.actions.jobs import cancel_job, order_document, rerun_job
from orgs.errors import OrgError
from orgs.models import Job, User
from orgs.queries.accounts import home_path
from orgs.queries.jobs import job_list, just_made
from orgs.queries.offers import catalogue
from orgs.queries.shared_jobs import shared_job, shared_jobs
from orgs.views.files import sealed

QUICK, QUICKLY, SLOWLY = 15, 2, 5  # so many looks every 2 seconds, then every 5


@needs("orgs.view_job")
def export_list(request: HttpRequest) -> HttpResponse:
    """One's own exports, and the form to order another."""
    context = {
        "catalogue": catalogue(request.user, request.session, request.GET),
        "jobs": job_list(request.user, request.GET),
        "seconds": QUICKLY,
        "look": 1,
    }
    return render(request, "orgs/export_list.html", context)


@needs("orgs.view_job")
def export_jobs(request: HttpRequest) -> HttpResponse:
    """The list alone, fetched again and again while something in it is being made."""
    text = request.GET.get("look", "")
    look = int(text) if text.isdecimal() and len(text) < 6 else 1
    context = {
        "jobs": job_list(request.user, request.GET),
        "seconds": QUICKLY if look < QUICK else SLOWLY,
        "look": look + 1,
    }
    response = render(request, "orgs/_jobs.html", context)
    made = just_made(request.user, request.GET.getlist("seen"))
    if made:
        text = _("“%(title)s” is ready to download") % {"title": made[0].title}
        response["HX-Trigger"] = json.dumps({"fw:toast": {"text": text}})
    return response


@needs("orgs.view_job", methods="POST")
def export_order(request: HttpRequest) -> HttpResponse:
    """Order a document; its parameters stand in the form by their names."""
    name, asked = request.POST.get("document", ""), QueryDict(mutable=True)
    asked["document"] = name
    try:
        document = {one.name: one for one in documents.registered()}[name]
        asked.update(document.read(request.POST))
        order_document(name, document.read(request.POST), by=request.user)
    except (KeyError, ValueError):
        messages.error(request, _("Choose what to export."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is being made. You may leave this page meanwhile."))
    return redirect(f"{reverse('orgs:export-list')}?{asked.urlencode()}")


@needs("orgs.view_job", Job, methods="POST")
def export_cancel(request: HttpRequest, job: Job) -> HttpResponse:
    """Call an export off."""
    try:
        cancel_job(job, by=request.user)
    except OrgError as refusal:
        messages.error(request, str(refusal))
    return redirect("orgs:export-list")


@needs("orgs.view_job", Job, methods="POST")
def export_again(request: HttpRequest, job: Job) -> HttpResponse:
    """Make an export afresh that failed, was called off or has expired."""
    try:
        rerun_job(job, by=request.user)
    except OrgError as refusal:
        messages.error(request, str(refusal))
    return redirect("orgs:export-list")


@needs("orgs.view_job")
def export_colleagues(request: HttpRequest) -> HttpResponse:
    """Files that colleagues had made and one may have as well."""
    return render(request, "orgs/export_colleagues.html", {"rows": shared_jobs(request.user)})


@needs("orgs.view_job")
def export_download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file, to the one who ordered it or a colleague, while they may have the document."""
    job = _fetched(request.user, pk)
    try:
        if job.file is None:
            raise FileNotFoundError
        content = disk_path(job.file).open("rb")
    except FileNotFoundError:
        messages.error(request, _("This file is no longer there. Run the export again."))
        return redirect("orgs:export-list")
    note = "" if job.asked_by_id == request.user.pk else str(job.asked_by)
    path = home_path(request.user)
    record_alone("export.downloaded", about=job, by=request.user, path=path, note=note)
    response = FileResponse(content, content_type=job.file.kind)
    response["Content-Disposition"] = content_disposition(job.file.name)
    return sealed(response)


def _fetched(user: User, key: UUID) -> Job:
    """One's own job, or a colleague's that is shared; Http404 for any other."""
    job = Job.objects.visible_to(user).select_related("file").filter(pk=key).first()
    if job and documents.may_have(user, job.kind, job.parameters) is None:
        raise PermissionDenied
    job = job or shared_job(user, key)
    if job is None:
        raise Http404
    return job
