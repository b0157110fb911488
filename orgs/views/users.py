"""Accounts and roles, as administrators and coordinators look after them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.pages import numbered_page
from orgs.actions.accounts import (
    check_may_manage,
    create_account,
    disable_account,
    edit_account,
    enable_account,
    reset_password,
)
from orgs.actions.grants import end_grant, grant_role
from orgs.actions.lockout import unlock_account
from orgs.forms.accounts import AccountFilter, AccountForm, GrantForm, NewAccountForm
from orgs.models import Grant, User
from orgs.queries.accounts import found_accounts, kept_accounts
from orgs.queries.user_page import new_account_start, user_page


@needs("orgs.list_users")
def user_list(request: HttpRequest) -> HttpResponse:
    """The accounts one looks after, by unit; searched and filtered in the address."""
    filters = AccountFilter(request.user, request.GET)
    found = found_accounts(kept_accounts(request.user), **filters.wanted())
    context = {"filters": filters, "page": numbered_page(found, request.GET)}
    return render(request, "orgs/user_list.html", context)


@needs("orgs.list_users", methods="GET POST")
def user_create(request: HttpRequest) -> HttpResponse:
    """Make an account; the answer shows its one-time password, this once."""
    by = request.user
    start = new_account_start(by, request.GET)
    form = NewAccountForm(by, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        role = data.pop("role")
        grants = [(role, data["home_unit"])] if role else []
        try:
            user, password = create_account(**data, grants=grants, by=by)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _handed_over(request, user, password)
    return render(request, "orgs/user_create.html", {"form": form})


@needs("orgs.edit_user", User, methods="GET POST", related="home_unit")
def user_edit(request: HttpRequest, user: User) -> HttpResponse:
    """One account: its particulars, roles, sessions and what was done to it."""
    start = {"name": user.name, "email": user.email, "home_unit": user.home_unit_id}
    form = AccountForm(request.user, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            edit_account(user, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:user-edit", user.pk)
    return _user_page(request, user, form, GrantForm(request.user))


@needs("orgs.edit_user", User, methods="POST", related="home_unit")
def user_disable(request: HttpRequest, user: User) -> HttpResponse:
    """Close an account."""
    said = _("%(user)s can no longer sign in.") % {"user": user}
    return _done(request, user, said, lambda: disable_account(user, by=request.user))


@needs("orgs.edit_user", User, methods="POST", related="home_unit")
def user_enable(request: HttpRequest, user: User) -> HttpResponse:
    """Open an account again."""
    said = _("%(user)s can sign in again.") % {"user": user}
    return _done(request, user, said, lambda: enable_account(user, by=request.user))


@needs("orgs.edit_user", User, methods="POST", related="home_unit")
def user_unlock(request: HttpRequest, user: User) -> HttpResponse:
    """Forget wrong passwords, so that the person may try again at once."""

    def unlock() -> None:
        check_may_manage(user, request.user)
        unlock_account(user, by=request.user)

    return _done(request, user, _("%(user)s may try again.") % {"user": user}, unlock)


@needs("orgs.edit_user", User, methods="POST", related="home_unit")
def password_reset(request: HttpRequest, user: User) -> HttpResponse:
    """Give a new one-time password; the answer shows it, this once."""
    try:
        password = reset_password(user, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("orgs:user-edit", user.pk)
    return _handed_over(request, user, password)


@needs("orgs.edit_user", User, methods="POST", related="home_unit")
def grant_add(request: HttpRequest, user: User) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.user, request.POST)
    if not form.is_valid():
        return _user_page(request, user, None, form)
    data = form.cleaned_data
    return _done(
        request,
        user,
        _("The role counts from the next page %(user)s opens.") % {"user": user},
        lambda: grant_role(
            user,
            role=data["role"],
            unit=data["unit"],
            campaign_id=data["campaign"],
            by=request.user,
        ),
    )


@needs("orgs.end_grant", Grant, methods="POST", related="user unit")
def grant_end(request: HttpRequest, grant: Grant) -> HttpResponse:
    """End a role."""
    said = _("The role has ended.")
    return _done(request, grant.user, said, lambda: end_grant(grant, by=request.user))


def _done(request: HttpRequest, user: User, said: str, act: Callable) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("orgs:user-edit", user.pk)


def _handed_over(request: HttpRequest, user: User, password: str) -> HttpResponse:
    return render(request, "orgs/user_password.html", {"person": user, "password": password})


def _user_page(
    request: HttpRequest, user: User, form: AccountForm | None, grant_form: GrantForm
) -> HttpResponse:
    start = {"name": user.name, "email": user.email, "home_unit": user.home_unit_id}
    context = user_page(user, request.user) | {
        "form": form or AccountForm(request.user, initial=start),
        "grant_form": grant_form,
    }
    return render(request, "orgs/user_edit.html", context)
