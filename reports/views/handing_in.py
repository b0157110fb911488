"""What a report that was handed in is answered with: a page, or words for the form's script.

The script (static/js/outbox.js) asks for JSON, because it holds the report on the device until
the answer says that it arrived: 200 with the receipt's address, 422 when the form has to be
mended, 409 when it cannot be handed in any more. Without scripts the same answers are pages.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, not a person's browser."""
    return request.headers.get("Accept", "").startswith("application/json")


def received(request: HttpRequest, revision: object) -> HttpResponse:
    """On to the receipt."""
    url = reverse("reports:report-receipt", args=[revision.report_id])
    url = f"{url}?number={revision.number}"
    return JsonResponse({"url": url}) if wants_json(request) else redirect(url)


def turned_away(request: HttpRequest, sentence: str, url: str) -> HttpResponse:
    """On to ``url``, whose page says the sentence."""
    messages.error(request, sentence)
    if wants_json(request):
        return JsonResponse({"sentence": sentence, "url": url}, status=409)
    return redirect(url)


def to_mend(sentence: str) -> JsonResponse:
    """The form has to be mended; its script sends it again plainly for the page that says how."""
    return JsonResponse({"sentence": sentence}, status=422)
