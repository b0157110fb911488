"""Around every request: where it comes from, whose session it is, and what may be cached."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import (
    AuthenticationMiddleware,
    LoginRequiredMiddleware,
    get_user,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from fraudwatch.lib import clock
from fraudwatch.lib.addresses import client_address
from fraudwatch.lib.request_context import Origin, coming_from
from fraudwatch.lib.way_back import page_behind, with_kept, with_next

from .actions.audit import record_alone
from .actions.sessions import note_sign_out
from .models.sessions import SEEN, STARTED
from .passwords import is_too_old
from .queries.backend import out_of

Next = Callable[[HttpRequest], HttpResponse]
WRITE_EVERY = 60  # seconds between two notes of when a session was last seen
OPEN_BEFORE_CHANGE = {"orgs:password-change", "orgs:sign-out"}


class AccountMiddleware(AuthenticationMiddleware):
    """Who is asking, checked as Django does and read together with the session."""

    def process_request(self, request: HttpRequest) -> None:
        """Find the person when somebody wants to know."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _asking(request))


def _asking(request: HttpRequest) -> object:
    with out_of(request.session):
        return get_user(request)


class OriginMiddleware:
    """Tell the trail where a request comes from, and write down what was refused."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the origin set; a refusal to somebody signed in goes on record."""
        address = client_address(request.META, proxies=settings.TRUSTED_PROXIES)
        with coming_from(Origin(address=address, via="web")):
            response = self.get_response(request)
            user = getattr(request, "user", None)
            if response.status_code == 403 and user is not None and user.is_authenticated:
                unit = user.home_unit
                record_alone(
                    "access.denied",
                    by=user,
                    path=unit.path if unit else "",
                    note=f"{request.method} {request.path}",
                    technical=True,
                )
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Signed out means the sign-in page, and from there back to where the person was.

    A form sent after the session ended leads back to the page that held it; the browser
    kept what was typed (static/js/keep.js) and puts it back.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        """Send the person to sign in."""
        back = page_behind(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in ("GET", "HEAD"):
            back = with_kept(back)
        return send_to(request, with_next(reverse(settings.LOGIN_URL), back))


class SessionLimitsMiddleware:
    """End sessions that pause too long or last too long; note at most once a minute that
    somebody is still there.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check the clock before the view sees the person."""
        if request.user.is_authenticated:
            session, now = request.session, int(clock.now().timestamp())
            started, seen = session.setdefault(STARTED, now), session.get(SEEN, 0) or now
            idle = now - seen > settings.SESSION_IDLE_SECONDS
            if idle or now - started > settings.SESSION_COOKIE_AGE:
                note_sign_out(request.user, timed_out=True)
                logout(request)
            elif now - session.get(SEEN, 0) >= WRITE_EVERY and not _looks_by_itself(request):
                session[SEEN] = now
        return self.get_response(request)


def _looks_by_itself(request: HttpRequest) -> bool:
    """Whether an open page asks if it has changed (static/js/changed.js): nobody need be there."""
    return "If-None-Match" in request.headers


class PasswordGateMiddleware(MiddlewareMixin):
    """A handed-out or outdated password is changed before anything else."""

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Send the person to the password page, and from there back."""
        user = request.user
        if not user.is_authenticated or not must_change(user):
            return None
        access = getattr(view, "access", None)
        if (access and access.public) or request.resolver_match.view_name in OPEN_BEFORE_CHANGE:
            return None
        back = page_behind(request)
        if request.method not in ("GET", "HEAD"):
            back = with_kept(back)
        return send_to(request, with_next(reverse("orgs:password-change"), back))


class NoStoreMiddleware(MiddlewareMixin):
    """What a signed-in person sees is kept by no browser and no proxy, unless the view says so."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Mark the answer."""
        if request.user.is_authenticated and "Cache-Control" not in response:
            patch_cache_control(response, no_store=True, private=True)
        return response


def must_change(user: object) -> bool:
    """Whether ``user`` has to choose a new password now."""
    return user.must_change_password or is_too_old(
        settings.PASSWORD_POLICY, user.password_changed_at, clock.now()
    )


def send_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser to ``address``, also when a fragment or a script asked."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"go_to": address}, status=401)
    return HttpResponseRedirect(address)
