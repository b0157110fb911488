"""What the form pages of this app share: one template, one way to show a refusal."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.errors import DomainError, StaleVersion
from fraudwatch.lib.way_back import refused_at


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    back: str,
    submit: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """A page with one form; 422 when it was refused, 409 when somebody else saved first."""
    context = {"form": form, "title": title, "back": back, "submit": submit or _("Save"), **more}
    return render(request, "campaigns/form_page.html", context, status=status)


def run_form(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[dict], object],
    *,
    done: str,
    title: str,
    back: str,
    **more: object,
) -> HttpResponse:
    """Show the form, or hand what it says to ``save`` and go back with the word ``done``."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save(form.cleaned_data)
            except StaleVersion as stale:
                form.add_error(None, str(stale))
                status = 409
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return redirect(back)
    return form_page(request, form, title=title, back=back, status=status, **more)


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do ``act`` for a button: say ``done``, or why not. True when it was done."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def attempt_at(
    request: HttpRequest, address: str, act: Callable[[], object], done: str
) -> HttpResponseRedirect:
    """Do ``act`` for a small form on the page ``address``; if refused, its words are back there."""
    return redirect(address if attempt(request, act, done) else refused_at(address))
