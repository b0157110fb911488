"""The way in and the way out."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs, public
from fraudwatch.lib.request_context import origin
from fraudwatch.lib.way_back import asked_for
from orgs.actions.sessions import SignInRefused, note_sign_out, prove_password
from orgs.forms.accounts import SignInForm
from orgs.models import User
from orgs.models.sessions import ADDRESS, DEVICE, SEEN, STARTED
from orgs.queries.site import site_owner

BACKEND = "orgs.queries.backend.AccountBackend"


@sensitive_post_parameters("password")
@never_cache
@public(methods="GET POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for account and password; afterwards go back to where the person wanted to be."""
    if request.user.is_authenticated:
        return redirect(asked_for(request))
    form = SignInForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            user = prove_password(form.cleaned_data["username"], form.cleaned_data["password"])
        except SignInRefused as error:
            refusal = error
        else:
            begin_session(request, user)
            return redirect(asked_for(request))
    context = {"form": form, "refusal": refusal, "site_owner": site_owner()}
    return render(request, "orgs/sign_in.html", context)


def begin_session(request: HttpRequest, user: User) -> None:
    """Sign the browser in under a new session key, and note where it stands."""
    request.session.cycle_key()
    login(request, user, backend=BACKEND)
    now = int(clock.now().timestamp())
    request.session[STARTED] = request.session[SEEN] = now
    request.session[ADDRESS] = origin().address
    request.session[DEVICE] = request.headers.get("User-Agent", "")[:200]


@needs("orgs.use_account", methods="POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out here."""
    note_sign_out(request.user)
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("orgs:sign-in")
