"""What people see and change of their own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from fraudwatch.lib.access import needs
from fraudwatch.lib.way_back import asked_for
from orgs.actions.accounts import change_password, edit_own_email
from orgs.actions.sessions import end_sessions
from orgs.forms.accounts import PasswordForm, ProfileForm
from orgs.middleware import must_change
from orgs.queries.audit import own_activity
from orgs.queries.profile import held_roles, own_sessions


@needs("orgs.use_account", methods="GET POST")
def profile(request: HttpRequest) -> HttpResponse:
    """Own account: e-mail, roles, how the pages look, where one is signed in."""
    user = request.user
    form = ProfileForm(request.POST or None, initial={"email": user.email})
    if request.method == "POST" and form.is_valid():
        edit_own_email(user, email=form.cleaned_data["email"], by=user)
        messages.success(request, _("Saved."))
        return redirect("orgs:profile")
    context = {
        "form": form,
        "grants": held_roles(user),
        "sessions": own_sessions(user, request.session.session_key),
        "activity": own_activity(user),
    }
    return render(request, "orgs/profile.html", context)


@needs("orgs.use_account", methods="POST")
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    ended = end_sessions(request.user, by=request.user, except_key=request.session.session_key)
    text = ngettext("%(n)d other session ended.", "%(n)d other sessions ended.", ended)
    messages.success(request, text % {"n": ended})
    return redirect("orgs:profile")


@sensitive_post_parameters()
@needs("orgs.use_account", methods="GET POST")
def password_change(request: HttpRequest) -> HttpResponse:
    """Choose a new password; forced when the old one was handed over or is too old."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, key = request.user, request.session.session_key
        change_password(user, new=form.cleaned_data["new"], by=user, session_key=key)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed."))
        return redirect(asked_for(request))
    context = {
        "form": form,
        "is_forced": must_change(request.user),
        "next": asked_for(request, otherwise=""),
    }
    return render(request, "orgs/password.html", context)
