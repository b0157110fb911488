"""What the browser may not do on our pages, whatever a script asks (Permissions-Policy)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Photos come through a file field, which needs none of these.
SWITCHED_OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
POLICY = ", ".join(f"{feature}=()" for feature in SWITCHED_OFF)


class PermissionsPolicyMiddleware:
    """Send the policy with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the policy set unless a view set its own."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response
