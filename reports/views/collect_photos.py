"""Photos taken in and shown behind a collection link."""

import uuid
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.weeks import moment_label
from orgs.actions.files import disk_path
from orgs.errors import DiskFull
from orgs.views.files import sealed
from reports.actions.photos import add_photo, caption_photo, remove_photo, restore_photo
from reports.errors import ReportError
from reports.models import Photo
from reports.queries.reuse import earlier_uses, hint_of
from reports.views.collect_gate import Entry, behind_link
from reports.views.handing_in import wants_json
from reports.views.photos import facts_sent


@behind_link("GET POST")
def collect_photo_add(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Take in the posted photos; a retried ``upload_id`` is one photo."""
    photo = None
    try:
        if not entry.has_handed_in:  # then the action knows which photos were on their way
            _ask_open(entry)
        for number, file in enumerate(request.FILES.getlist("photo")):
            facts = facts_sent(request, number)
            photo = add_photo(entry.report, file.read(), **facts, by=entry.signer)
    except DiskFull as error:
        return _refused(request, entry, str(error), status=507)
    except DomainError as error:
        return _refused(request, entry, str(error))
    if not wants_json(request):
        return _to_photos(entry)
    if photo is None:
        return _refused(request, entry, _("No photo arrived; choose one and try again."))
    return JsonResponse(link_tiles(entry, [photo])[0])


@behind_link("GET POST")
def collect_photo_remove(request: HttpRequest, entry: Entry, photo: uuid.UUID) -> HttpResponse:
    """Take a photo back."""
    return _change(request, entry, photo, remove_photo)


@behind_link("GET POST")
def collect_photo_restore(request: HttpRequest, entry: Entry, photo: uuid.UUID) -> HttpResponse:
    """Undo taking a photo back."""
    return _change(request, entry, photo, restore_photo)


@behind_link("POST")
def collect_photo_caption(request: HttpRequest, entry: Entry, photo: uuid.UUID) -> HttpResponse:
    """Say what a photo shows, before the report is handed in or right after by the same hand."""
    found = _photo_of(entry, photo)
    try:
        if not entry.has_handed_in:
            _ask_open(entry)
        caption_photo(found, caption=request.POST.get("caption", ""), by=entry.signer)
    except DomainError as error:
        return _refused(request, entry, str(error))
    return JsonResponse({"caption": found.caption}) if wants_json(request) else _to_photos(entry)


@behind_link()
def collect_photo(request: HttpRequest, entry: Entry, photo: uuid.UUID, size: str) -> HttpResponse:
    """A photo of the link's own report, large or small; another report's is not there."""
    found = _photo_of(entry, photo)
    stored = found.thumbnail if size == "small" else found.picture
    try:
        response = FileResponse(disk_path(stored).open("rb"), content_type=stored.kind)
    except FileNotFoundError as lost:
        raise Http404 from lost
    return sealed(response)


def _change(request: HttpRequest, entry: Entry, key: uuid.UUID, action: Callable) -> HttpResponse:
    photo = _photo_of(entry, key)
    if request.method == "POST":
        try:
            _ask_open(entry)
            action(photo, by=entry.signer)
        except DomainError as error:
            return _refused(request, entry, str(error))
    return JsonResponse({}) if wants_json(request) else _to_photos(entry)


def _photo_of(entry: Entry, key: uuid.UUID) -> Photo:
    rows = entry.report.photos.select_related("picture", "thumbnail", "report")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _ask_open(entry: Entry) -> None:
    if not entry.is_open:
        raise ReportError(_("The report is handed in; photos can no longer be changed."))


def link_tiles(entry: Entry, photos: Sequence[Photo]) -> list[dict]:
    """The tiles of the form, and a hint about an earlier use that names nobody. One query."""
    uses = earlier_uses([photo.pk for photo in photos]) if photos else {}
    return [
        link_photo_facts(entry, photo) | {"hint": hint_of(photo, uses.get(photo.pk, []))}
        for photo in photos
    ]


def link_photo_facts(entry: Entry, photo: Photo) -> dict:
    """What a tile shows of a photo, by the addresses of this link."""
    pk, taken = entry.link.pk, photo.taken_at

    def shown(size: str) -> str:
        return reverse("reports:collect-photo", args=[pk, photo.pk, size])

    return {
        "id": str(photo.pk),
        "thumbnail": shown("small"),
        "picture": shown("large"),
        "taken": moment_label(taken) if taken else "",
        "remove": reverse("reports:collect-photo-remove", args=[pk, photo.pk]),
        "restore": reverse("reports:collect-photo-restore", args=[pk, photo.pk]),
        "caption": photo.caption,
        "caption_url": reverse("reports:collect-photo-caption", args=[pk, photo.pk]),
    }


def _to_photos(entry: Entry) -> HttpResponse:
    return redirect(reverse("reports:collect-form", args=[entry.link.pk]) + "#photos")


def _refused(
    request: HttpRequest, entry: Entry, sentence: str, *, status: int = 422
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"sentence": sentence}, status=status)
    messages.error(request, sentence)
    return _to_photos(entry)
