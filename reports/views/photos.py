"""Photos of a report: taken in one by one, taken back, put back."""

import uuid
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.weeks import moment_label
from orgs.errors import DiskFull
from reports.actions.photos import add_photo, remove_photo, restore_photo
from reports.models import Photo, Report
from reports.queries.reuse import earlier_uses, hint_of
from reports.views.gate import WITH_PHOTO, WITH_REPORT


@needs("reports.add_photo", Report, methods="GET POST", related=WITH_REPORT)
def photo_add(request: HttpRequest, report: Report) -> HttpResponse:
    """Take in the posted photos; a retried ``upload_id`` is one photo. By GET: on to the form."""
    photo = None
    try:
        for number, file in enumerate(request.FILES.getlist("photo")):
            facts = facts_sent(request, number)
            photo = add_photo(report, file.read(), **facts, by=request.user)
    except DiskFull as error:
        return _refused(request, report, str(error), status=507)
    except DomainError as error:
        return _refused(request, report, str(error))
    if not _wants_json(request):
        return redirect(_photos_of(report))
    if photo is None:
        return _refused(request, report, _("No photo arrived; choose one and try again."))
    return JsonResponse(tiles_of([photo], request.user)[0])


@needs("reports.add_photo", Photo, methods="GET POST", related=WITH_PHOTO)
def photo_remove(request: HttpRequest, photo: Photo) -> HttpResponse:
    """Take a photo back."""
    return _change(request, photo, remove_photo)


@needs("reports.add_photo", Photo, methods="GET POST", related=WITH_PHOTO)
def photo_restore(request: HttpRequest, photo: Photo) -> HttpResponse:
    """Undo taking a photo back."""
    return _change(request, photo, restore_photo)


def _change(request: HttpRequest, photo: Photo, action: Callable) -> HttpResponse:
    if request.method == "POST":
        try:
            action(photo, by=request.user)
        except DomainError as error:
            return _refused(request, photo.report, str(error))
    if _wants_json(request):
        return JsonResponse({})
    return redirect(_photos_of(photo.report))


def photo_facts(photo: Photo) -> dict:
    """What a tile shows of a photo."""
    taken = photo.taken_at
    return {
        "id": str(photo.pk),
        "thumbnail": reverse("orgs:file", args=[photo.thumbnail_id]),
        "picture": reverse("orgs:file", args=[photo.picture_id]),
        "taken": moment_label(taken) if taken else "",
        "remove": reverse("reports:photo-remove", args=[photo.pk]),
        "restore": reverse("reports:photo-restore", args=[photo.pk]),
    }


def tiles_of(photos: Sequence[Photo], user: object) -> list[dict]:
    """The tiles of the form: with each its caption, and a hint about an earlier use. One query."""
    uses = earlier_uses([photo.pk for photo in photos], user) if photos else {}
    return [
        photo_facts(photo)
        | {
            "page": reverse("reports:photo", args=[photo.pk]),
            "caption": photo.caption,
            "caption_url": reverse("reports:photo-caption", args=[photo.pk]),
            "hint": hint_of(photo, uses.get(photo.pk, [])),
        }
        for photo in photos
    ]


def facts_sent(request: HttpRequest, number: int) -> dict:
    """The number that the phone gave the photo (a new one without), and what it says of it."""
    captions = request.POST.getlist("caption")
    try:
        upload_id = uuid.UUID(request.POST.getlist("upload_id")[number])
    except (ValueError, IndexError):
        upload_id = uuid.uuid4()
    return {"upload_id": upload_id, "caption": captions[number] if number < len(captions) else ""}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _photos_of(report: Report) -> str:
    return reverse("reports:report-edit", args=[report.pk]) + "#photos"


def _refused(
    request: HttpRequest, report: Report, sentence: str, *, status: int = 422
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"sentence": sentence}, status=status)
    messages.error(request, sentence)
    return redirect(_photos_of(report))
