"""Private files: the only way by which their content leaves the house."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified

from fraudwatch.lib.access import needs
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.audit import record_alone
from orgs.actions.files import disk_path
from orgs.models import StoredFile
from orgs.queries.accounts import home_path
from orgs.readers import may_read

SHOWN_IN_PAGE = {"image/jpeg"}  # written by ourselves, pixel by pixel


@needs("orgs.download_file")
def file(request: HttpRequest, pk: object) -> HttpResponse:
    """The content, to those who may see its owner; for everybody else there is no such file.

    Our own JPEGs are shown, everything else is saved. The browser may keep a picture but
    asks each time whether the person may still see it.
    """
    stored = StoredFile.objects.filter(pk=pk).first()
    if stored is None or not may_read(request.user, stored.owner):
        raise Http404
    inline = stored.kind in SHOWN_IN_PAGE and "save" not in request.GET
    etag = f'"{stored.sha256}"'
    if inline and request.headers.get("If-None-Match") == etag:
        return sealed(HttpResponseNotModified(), etag)
    try:
        response = FileResponse(disk_path(stored).open("rb"), content_type=stored.kind)
    except FileNotFoundError as lost:
        raise Http404 from lost
    response["Content-Disposition"] = content_disposition(stored.name, inline=inline)
    response["Content-Length"] = stored.size
    if not inline:
        user = request.user
        record_alone("file.downloaded", about=stored, by=user, path=home_path(user))
    return sealed(response, etag if inline else "")


def sealed(response: HttpResponse, etag: str = "") -> HttpResponse:
    """Whatever the content is, the browser neither guesses its kind nor runs it."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-cache" if etag else "private, no-store"
    if etag:
        response["ETag"] = etag
    return response
