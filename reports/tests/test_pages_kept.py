"""A page drawn a moment ago is shown again only while every row it reads is as it was."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import Client
from django.test.signals import template_rendered

from conftest import NOON
from fraudwatch.lib import clock, same_rows
from orgs.actions.notices import tell
from orgs.models import Grant, Unit
from orgs.views.unchanged import TOKEN, drawn_when_changed
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report
from reports.actions.totals import fold_totals
from reports.tests.test_totals import values

PAGES = ("/dashboard/", "/figures/", "/analysis/", "/dashboard/today/")
EN = {"accept-language": "en"}
BACKEND = "orgs.queries.backend.AccountBackend"
MASKED = re.compile(rb"[A-Za-z0-9]{64}")


@pytest.fixture
def later():
    """Two days after noon; the week is not over."""
    with clock.at(NOON + timedelta(days=2)):
        yield


@pytest.fixture
def look(later, period, sign_in):
    """Ask for a page as somebody; says whether anything was drawn."""

    def act(path="/dashboard/", name="leader", **headers):
        drawn = []
        client = sign_in(name)
        template_rendered.connect(lambda **more: drawn.append(1), weak=False, dispatch_uid="look")
        try:
            response = client.get(path, headers=headers)
        finally:
            template_rendered.disconnect(dispatch_uid="look")
        response.was_drawn = bool(drawn)
        return response

    return act


def text(response) -> bytes:
    return MASKED.sub(b"", response.content)


def hand_in(report, by, visits=7) -> None:
    report.refresh_from_db()
    typed = values(visits, 3, 9, 10)
    submit_report(
        report, submission_id=uuid.uuid4(), values=typed, texts={},
        reasons=dict.fromkeys(typed, "属实"), by=by,
    )  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_the_same_page_again_is_not_drawn_again(path, look):
    first, second = look(path), look(path)

    assert (first.status_code, first.was_drawn, second.was_drawn) == (200, True, False)
    assert text(second) == text(first)
    own = {name: first.headers[name] for name in first.headers if name != "X-Request-ID"}
    assert own.items() <= dict(second.headers).items()
    assert second.headers["Cache-Control"] == "no-store, private"


def submitted(report, cast) -> None:
    hand_in(report, cast["reporter"])


def returned(report, cast) -> None:
    return_report(
        report, version=report.version, reason="请核对", marks={"visits": "偏高"},
        correct_by=clock.now() + timedelta(hours=6), by=cast["coordinator"],
    )  # fmt: skip


def approved(report, cast) -> None:
    approve_report(report, version=report.version, by=cast["coordinator"])


def added_up(_report, _cast) -> None:
    fold_totals()


def renamed(report, _cast) -> None:
    Unit.objects.filter(pk=report.unit.parent_id).update(name="新河湾镇")


STEPS = [submitted, returned, submitted, renamed, approved, added_up]


def test_after_every_step_the_page_is_the_one_drawn_anew(look, report, cast):
    asked = [(path, name) for path in PAGES for name in ("leader", "coordinator")]
    changed = 0
    before = [text(look(path, name)) for path, name in asked]
    for step in STEPS:
        report.refresh_from_db()
        step(report, cast)
        kept = [text(look(path, name)) for path, name in asked]
        same_rows.shelf.forget()
        assert kept == [text(look(path, name)) for path, name in asked], step
        changed += kept != before
        before = kept

    assert changed >= 4


def test_every_person_and_language_has_its_own(look):
    pages = {
        "leader": look(), "coordinator": look(name="coordinator"), "en": look(**EN),
    }  # fmt: skip

    assert all(page.was_drawn for page in pages.values())
    assert len({text(page) for page in pages.values()}) == 3
    assert not look(**EN).was_drawn


def test_a_right_taken_away_bites_on_the_next_request(look, cast):
    assert look(name="inspector").status_code == look(name="inspector").status_code
    before = look()
    Grant.objects.filter(user=cast["leader"]).delete()

    refused = look()

    assert (before.status_code, refused.status_code) == (200, 403)
    assert TOKEN.encode() not in refused.content


def test_a_new_notice_is_counted_at_once(look, cast):
    look()
    tell([cast["leader"]], kind="report_returned", occasion="once", title="Look", url="/inbox/")

    assert look().was_drawn


def test_at_the_moment_of_a_deadline_it_is_drawn_anew(look, period):
    with clock.at(period.due_at - timedelta(seconds=1)):
        before = [look(), look()]
    with clock.at(period.due_at):
        after = look()

    assert [page.was_drawn for page in (*before, after)] == [True, False, True]


def test_everybody_gets_their_own_token(look, cast, period):
    def token() -> bytes:
        strict.get("/dashboard/")
        page = strict.get("/dashboard/").content
        assert TOKEN.encode() not in page
        return re.search(rb'X-CSRFToken": "([A-Za-z0-9]{64})"', page)[1]

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast["leader"], backend=BACKEND)
    found = token()
    assert found != token()
    sent = strict.post("/theme-unknown/", headers={"X-CSRFToken": found.decode()})
    assert sent.status_code == 404  # not 403: the token of a kept page is good


def test_who_has_the_page_is_told_so(look):
    first = look()
    again = look(**{"if-none-match": first.headers["ETag"]})
    other = look(name="coordinator", **{"if-none-match": first.headers["ETag"]})

    assert (again.status_code, again.content, again.was_drawn) == (304, b"", False)
    assert again.headers["Cache-Control"] == "no-store, private"
    assert other.status_code == 200


def test_who_signed_out_is_told_nothing(look, client):
    first = look()
    client.logout()
    answer = client.get("/dashboard/", headers={"if-none-match": first.headers["ETag"]})

    assert answer.status_code == 302
    assert "/login/" in answer.headers["Location"]


class Asked:
    """Requests to a view of the test itself, as the leader."""

    def __init__(self, rf, cast) -> None:
        self.rf, self.user = rf, cast["leader"]

    def __call__(self, view, path="/x/", **more):
        request = self.rf.get(path)
        request.user, request.session, request._messages = self.user, more.get("session", {}), []
        return drawn_when_changed(view)(request)


@pytest.fixture
def asked(rf, cast, later):
    """Ask a view by hand."""
    return Asked(rf, cast)


def counting(answer):
    """A view that notes each time it runs."""

    def view(request):
        view.ran += 1
        return answer(request)

    view.ran = 0
    return view


def writes(request):
    Unit.objects.filter(pk=0).update(name="x")
    return HttpResponse("x")


def sets_a_cookie(request):
    response = HttpResponse("x")
    response.set_cookie("seen", "1")
    return response


def remembers(request):
    request.session["place"] = 7
    return HttpResponse("x")


@pytest.mark.parametrize(
    "answer", [writes, sets_a_cookie, remembers, lambda _request: HttpResponse("x", status=404)]
)
def test_what_does_more_than_show_runs_each_time(answer, asked):
    view = counting(answer)
    asked(view)
    asked(view)

    assert view.ran == 2


def test_what_only_shows_runs_once(asked):
    view = counting(lambda request: HttpResponse(Unit.objects.count()))

    assert [asked(view).content for _n in range(2)] == [b"10", b"10"]
    assert view.ran == 1
    assert asked(view, session={"campaign": 2}).content == b"10"
    assert view.ran == 2


def test_a_message_is_shown_once(look, client):
    first = look()
    waiting = HttpResponse()
    storage = CookieStorage(first.wsgi_request)
    storage.add(20, "已经办好。")
    storage.update(waiting)
    client.cookies["messages"] = waiting.cookies["messages"].value

    pages = [look(), look(), look()]

    assert ["已经办好。" in page.content.decode() for page in pages] == [True, False, False]
    assert [page.was_drawn for page in pages] == [True, False, False]
