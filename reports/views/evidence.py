"""The evidence ledger, one photo large, its caption, and what a reviewer makes of a second use."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.way_back import asked_for
from orgs.models import Unit
from reports.actions.photo_bin import empty_bin
from reports.actions.photos import CAPTIONED_WHILE, caption_photo
from reports.actions.reuse import decide_reuse
from reports.models import Photo, PhotoReuse
from reports.queries.evidence import MARKS, wanted
from reports.queries.evidence_page import evidence_page, photo_page
from reports.views.gate import WITH_PHOTO

WITH_REUSE = "photo__report__unit photo__report__period__template__campaign__owner"
SHOWN = f"{WITH_PHOTO} picture added_by"


@needs("reports.view_evidence")
def evidence(request: HttpRequest) -> HttpResponse:
    """The photos and files of a campaign, narrowed by the address, newest first."""
    asked = wanted(request.user, request.session, request.GET)
    if asked.campaign is None:
        return render(request, "reports/evidence.html", {"asked": asked})
    ledger = evidence_page(request.user, asked, request.GET)
    may_empty = bool(ledger.room and request.user.has_perm("reports.empty_bin", ledger.room.unit))
    context = {"asked": asked, "ledger": ledger, "marks": MARKS, "may_empty": may_empty}
    return render(request, "reports/evidence.html", context)


@needs("reports.view_report", Photo, related=SHOWN)
def photo(request: HttpRequest, photo: Photo) -> HttpResponse:
    """One photo large, with its neighbours, its caption and its other uses."""
    params = request.GET.copy()
    params["campaign"] = str(photo.report.period.template.campaign_id)
    asked = wanted(request.user, request.session, params)
    context = {
        "at": photo_page(request.user, photo, asked),
        "photo": photo,
        "asked": asked,
        "keep": urlencode(asked.query),
        "may_caption": _may_caption(request, photo),
        "may_judge": request.user.has_perm("reports.judge_reuse", photo),
    }
    return render(request, "reports/photo.html", context)


def _may_caption(request: HttpRequest, photo: Photo) -> bool:
    is_open = photo.report.state in CAPTIONED_WHILE and photo.removed_at is None
    return is_open and request.user.has_perm("reports.add_photo", photo)


@needs("reports.add_photo", Photo, methods="POST", related=WITH_PHOTO)
def photo_caption(request: HttpRequest, photo: Photo) -> HttpResponse:
    """Change what is said under a photo; asked for as JSON it answers with the words kept."""
    is_json = request.headers.get("Accept", "").startswith("application/json")
    try:
        caption_photo(photo, caption=request.POST.get("caption", ""), by=request.user)
    except DomainError as error:
        if is_json:
            return JsonResponse({"sentence": str(error)}, status=422)
        messages.error(request, str(error))
    else:
        if is_json:
            return JsonResponse({"caption": photo.caption})
        messages.success(request, _("Caption saved."))
    return redirect(asked_for(request, otherwise=reverse("reports:photo", args=[photo.pk])))


@needs("reports.judge_reuse", PhotoReuse, methods="POST", related=WITH_REUSE)
def reuse_decide(request: HttpRequest, reuse: PhotoReuse) -> HttpResponse:
    """Say whether a photo may be used again, with the reason."""
    data = {name: request.POST.get(name, "") for name in ("verdict", "reason")}
    try:
        version = posted_whole(request.POST.get("version"))
        decide_reuse(reuse, version=version, by=request.user, **data)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept: later reviewers see it beside the photo."))
    return redirect(asked_for(request, otherwise=reverse("reports:photo", args=[reuse.photo_id])))


@needs("reports.empty_bin", Unit, methods="POST")
def bin_empty(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Delete for good what the unit took back."""
    gone = empty_bin(unit, by=request.user)
    words = ngettext("%(n)d photo was deleted.", "%(n)d photos were deleted.", gone)
    messages.success(request, words % {"n": gone})
    return redirect(f"{reverse('reports:evidence')}?unit={unit.pk}")
