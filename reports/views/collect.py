"""Filling in through a collection link: the code, the form, its drafts, the receipt."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from fraudwatch.lib import clock
from fraudwatch.lib.access import public
from fraudwatch.lib.errors import DomainError, StaleVersion
from reports.actions.drafts import save_draft
from reports.actions.links import (
    WrongCode,
    enter_link,
    hand_in_through,
    note_opening,
    token_digest,
)
from reports.actions.submissions import submit_report, submit_zero
from reports.enums import LinkState, Source
from reports.errors import FieldProblems, ReportError
from reports.forms.links import EnterForm
from reports.forms.typed import (
    Typed,
    read_awaiting,
    read_submission_id,
    read_typed,
    read_version,
)
from reports.models import CollectLink, Revision
from reports.queries.form_states import conflict_of, state_of
from reports.queries.forms import FormPage, form_page
from reports.queries.links import link_behind, why_shut
from reports.queries.report_pages import receipt_of
from reports.views.collect_gate import REFERRERS, Entry, behind_link, kept_under, let_in, shut
from reports.views.collect_photos import link_tiles
from reports.views.handing_in import to_mend, turned_away, wants_json
from reports.views.report_form import form_words


@sensitive_post_parameters("code")
@never_cache
@public(methods="GET POST")
def collect(request: HttpRequest, token: str) -> HttpResponse:
    """Where the QR code leads: the six digits and the filler's name, then on to the form."""
    link = link_behind(token_hash=token_digest(token))
    if link is None:
        return shut(request, "unknown", status=404)
    owner = kept_under(link)
    state = link.state_at(clock.now())
    note_opening(link)
    if state != LinkState.VALID:
        return shut(request, state, owner=owner)
    form = EnterForm(request.POST or None)
    answer = _enter(request, link, form) if request.method == "POST" else None
    if answer is None:
        status = 422 if request.method == "POST" else 200
        answer = render(request, "reports/collect_enter.html", {"form": form}, status=status)
    answer["Referrer-Policy"] = REFERRERS
    return answer


def _enter(request: HttpRequest, link: CollectLink, form: EnterForm) -> HttpResponse | None:
    """Try the code that was typed; None when the form has to be shown again."""
    if not form.is_valid():
        return None
    try:
        secret = enter_link(link, **form.cleaned_data)
    except WrongCode as wrong:
        form.add_error("code", str(wrong))
        return None
    except ReportError as refused:
        link.refresh_from_db()
        state = link.state_at(clock.now())
        return shut(request, state, sentence=str(refused), owner=kept_under(link))
    return let_in(redirect("reports:collect-form", link.pk), link, secret)


@behind_link("GET POST")
def collect_form(request: HttpRequest, entry: Entry) -> HttpResponse:
    """The form; posted to, it keeps what was typed for those whose browser runs no scripts."""
    if not entry.is_open:
        return _not_open(request, entry)
    if request.method != "POST":
        return _form(request, entry, form_page(entry.report))
    typed = read_typed(request.POST)
    try:
        _save(entry, typed, read_version(request.POST))
    except DomainError as error:
        messages.error(request, str(error))
        return _form(request, entry, form_page(entry.report, typed=asdict(typed)))
    messages.success(request, _("Saved. You can go on later."))
    return redirect("reports:collect-form", entry.link.pk)


@behind_link("POST")
def collect_autosave(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Keep the fields sent; answers as the form of those with accounts does."""
    try:
        sent = json.loads(request.body)
        typed, version = read_typed(sent["fields"]), read_version(sent)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"sentence": _("The form could not be read.")}, status=400)
    try:
        if not entry.is_open:
            raise ReportError(
                why_shut(entry.link.state_at(clock.now()))
                or _("This report no longer waits for input.")
            )
        draft = _save(entry, typed, version)
    except StaleVersion as stale:
        return JsonResponse(conflict_of(stale), status=409)
    except ReportError as error:
        return JsonResponse({"sentence": str(error), "closed": True}, status=409)
    return JsonResponse(state_of(form_page(entry.report), draft))


@behind_link("GET POST")
def collect_submit(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Hand the report in; with errors the form comes back with everything that was typed."""
    if request.method != "POST":
        return redirect("reports:collect-form", entry.link.pk)
    typed, awaiting = read_typed(request.POST), read_awaiting(request.POST)
    try:
        revision = _hand_in(request, entry, submit_report, **asdict(typed), awaiting=awaiting)
    except FieldProblems as refused:
        return _form_again(request, entry, typed, refused)
    except DomainError as error:
        return shut(request, "", sentence=str(error), owner=kept_under(entry.link))
    return _received(request, entry, revision)


@behind_link("GET POST")
def collect_zero(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Hand in a zero report with its reason."""
    if request.method != "POST":
        return redirect("reports:collect-form", entry.link.pk)
    try:
        reason = request.POST.get("reason", "")
        revision = _hand_in(request, entry, submit_zero, reason=reason)
    except DomainError as error:
        return turned_away(
            request, str(error), reverse("reports:collect-form", args=[entry.link.pk])
        )
    return _received(request, entry, revision)


def _hand_in(request: HttpRequest, entry: Entry, action: Callable, **typed: object) -> Revision:
    form_id = read_submission_id(request.POST)
    told = {"submission_id": form_id, "by": entry.signer, "source": Source.LINK}
    return hand_in_through(
        entry.link, entry.secret, form_id, lambda: action(entry.report, **typed, **told)
    )


def _form_again(
    request: HttpRequest, entry: Entry, typed: Typed, refused: FieldProblems
) -> HttpResponse:
    with suppress(DomainError):
        _save(entry, typed, read_version(request.POST))
    if wants_json(request):
        return to_mend(str(refused))
    page = form_page(entry.report, typed=asdict(typed), problems=refused.problems)
    return _form(request, entry, page, refused, zero_open=not typed.has_words)


@behind_link()
def collect_receipt(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What was handed in and when; the pass still opens this page after the submission."""
    revision = receipt_of(entry.report, request.GET.get("number"))
    owner = kept_under(entry.link)
    context = {"report": entry.report, "revision": revision, "outbox_owner": owner}
    return render(request, "reports/collect_receipt.html", context)


def _not_open(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Handed in with this pass: its receipt. Anything else says what to do."""
    state = entry.link.state_at(clock.now())
    if state == LinkState.USED and entry.has_handed_in:
        return redirect("reports:collect-receipt", entry.link.pk)
    if state == LinkState.VALID:  # returned since: the code is asked for again
        return shut(request, "", status=403, owner=kept_under(entry.link))
    return shut(request, state, owner=kept_under(entry.link))


def _form(
    request: HttpRequest,
    entry: Entry,
    page: FormPage,
    refused: FieldProblems | None = None,
    *,
    zero_open: bool = False,
) -> HttpResponse:
    context = {
        **form_words(page, refused),
        **_doors(entry),
        "zero_open": zero_open,
        "tiles": link_tiles(entry, page.photos),
        "by_link": True,
        "signer": entry.signer,
    }
    return render(request, "reports/collect_form.html", context, status=422 if refused else 200)


def _doors(entry: Entry) -> dict[str, str]:
    """Where the form sends what: to the pages of this link alone. What the device keeps lies
    under the report, so that a newer link of the same report finds it again."""
    names = {"edit_url": "form", "save_url": "autosave", "submit_url": "submit"}
    names |= {"zero_url": "zero", "photo_url": "photo-add"}
    doors = {
        key: reverse(f"reports:collect-{name}", args=[entry.link.pk]) for key, name in names.items()
    }
    key = f"fw-draft:{kept_under(entry.link)}:{entry.report.pk}"
    return {"store_key": key, "letter_key": key, "worker_url": reverse("worker"), **doors}


def _save(entry: Entry, typed: Typed, version: int) -> object:
    entry.report.draft = save_draft(entry.report, **asdict(typed), version=version, by=entry.signer)
    return entry.report.draft


def _received(request: HttpRequest, entry: Entry, revision: Revision) -> HttpResponse:
    url = reverse("reports:collect-receipt", args=[entry.link.pk])
    url = f"{url}?number={revision.number}"
    return JsonResponse({"url": url}) if wants_json(request) else redirect(url)
