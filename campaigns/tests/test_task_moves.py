"""Moving a card on the board, a bar on the Gantt chart, and asking a cell of the wall chart."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from campaigns.actions.task_edits import edit_task
from campaigns.actions.tasks import issue_task, withdraw_task
from campaigns.enums import AssignmentState as A
from campaigns.models import Feedback
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Notice

from .conftest import DUE, LONG_AGO

JULY = {"due_on": "2026-07-03", "due_time": "18:00"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sign_in(sign_in):
    """Pages in English."""

    def enter(name: str):
        client = sign_in(name)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return enter


@pytest.fixture
def post(sign_in):
    """Post as somebody."""

    def send(name: str, about: object, data: dict, who: str = "coordinator", **headers: str):
        path = reverse(f"campaigns:{name}", args=[about.pk])
        return sign_in(who).post(path, data, headers=headers)

    return send


def test_a_draft_moved_to_not_started_is_issued(draft, post, noon):
    answer = post("task-move-card", draft, {"to": "todo"})

    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == (302, "issued")
    assert answer.url.endswith("?view=board")


def test_the_card_goes_back_to_the_address_it_was_moved_on(draft, post, noon):
    board = reverse("campaigns:task-list", args=[draft.campaign_id]) + "?view=board&unit=3"

    answer = post("task-move-card", draft, {"to": "todo", "next": board})
    elsewhere = post("task-move-card", draft, {"to": "todo", "next": "https://evil.example/"})

    assert (answer.url, "evil" in elsewhere.url) == (board, False)


@pytest.mark.parametrize(
    ("state", "to", "words"),
    [
        ("draft", "closed", "is a draft"),
        (A.TO_SIGN, "working", "moves on by itself"),
        (A.WORKING, "draft", "was issued"),
        (A.TO_VERIFY, "closed", "unit by unit"),
        (A.CLOSED, "todo", "is completed"),
        (A.CLOSED, "working", "is completed"),
    ],
)
def test_a_card_that_cannot_go_there_says_why(
    state, to, words, draft, units, cast, bring, post, noon
):
    if state != "draft":
        draft.assignments.exclude(unit=units["village"]).delete()
        draft.assignments.update(part="lead")
        task = issue_task(draft, by=cast["coordinator"])
        bring(task.assignments.get(), state)
    before = list(draft.assignments.values_list("state", "version"))

    answer = post("task-move-card", draft, {"to": to}, Accept="application/json")

    assert answer.status_code == 409
    assert words in json.loads(answer.content)["text"]
    assert list(draft.assignments.values_list("state", "version")) == before


def test_a_draft_moves_at_once_and_can_be_put_back(draft, post, noon):
    answer = post("task-move-due", draft, JULY | {"version": draft.version}, **HTMX)

    draft.refresh_from_db()
    assert (answer.headers["HX-Redirect"].endswith("view=gantt"), answer.status_code) == (True, 200)
    assert draft.due_at.astimezone(DUE.tzinfo).date() == date(2026, 7, 3)
    back = {"due_on": "2026-06-30", "due_time": "18:00", "version": draft.version, "undo": "1"}
    post("task-move-due", draft, back, **HTMX)
    draft.refresh_from_db()
    assert (draft.due_at, Notice.objects.count()) == (DUE, 0)


def test_the_way_back_stands_in_the_message(draft, post, client, noon):
    post("task-move-due", draft, JULY | {"version": draft.version})

    page = client.get(reverse("campaigns:task-list", args=[draft.campaign_id])).content.decode()

    assert "hx-vals=" in page
    assert "2026-06-30" in page


def test_an_issued_task_asks_for_a_reason_and_tells_its_units(task, part, post, noon):
    refused = post("task-move-due", task, JULY | {"version": task.version}, **HTMX)

    task.refresh_from_db()
    assert (refused.status_code, task.due_at) == (422, DUE)
    assert 'value="2026-07-03"' in refused.content.decode()
    given = JULY | {"version": task.version, "reason": "汛期值守"}
    post("task-move-due", task, given, **HTMX)
    part.refresh_from_db()
    assert (part.due_at - DUE, part.first_due_at) == (timedelta(days=3), DUE)
    assert Feedback.objects.filter(kind="due_moved", text__endswith="汛期值守").count() == 3


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-12-01", "after the campaign ends"), ("2026-06-09", "has passed")],
)
def test_a_bar_dragged_too_far_is_refused_and_nothing_is_lost(day, words, task, post, noon):
    data = {"due_on": day, "due_time": "18:00", "version": task.version, "reason": "汛期"}

    answer = post("task-move-due", task, data, **HTMX)

    task.refresh_from_db()
    page = answer.content.decode()
    assert (answer.status_code, task.due_at) == (422, DUE)
    assert (words in page, day in page, "汛期" in page) == (True, True, True)


@pytest.mark.parametrize("how", ["closed", "withdrawn", "repeats"])
def test_a_task_whose_due_moment_stays_says_so_before_anything_is_asked(
    how, task, cast, post, sign_in, noon
):
    words = {"closed": "is finished", "withdrawn": "has been withdrawn", "repeats": "repeats"}
    if how == "closed":
        task.assignments.update(state=A.CLOSED, done_at=LONG_AGO)
    elif how == "withdrawn":
        withdraw_task(task, reason="并入别项", by=cast["coordinator"])
    else:
        type(task).objects.filter(pk=task.pk).update(repeat="weeks")

    path = reverse("campaigns:task-move-due", args=[task.pk]) + "?due_on=2026-07-03"
    page = sign_in("coordinator").get(path, headers=HTMX).content.decode()
    sent = post("task-move-due", task, JULY | {"version": task.version, "reason": "x"})

    task.refresh_from_db()
    assert (words[how] in page, "<form" in page) == (True, False)
    assert (sent.status_code, task.due_at) == (422, DUE)


def test_who_came_too_late_reads_who_was_first_and_may_send_it_again(task, cast, post, noon):
    known = task.version
    with clock.at(noon - timedelta(minutes=2)):
        edit_task(task, version=known, title="入户宣传并签订承诺书", by=cast["second_coordinator"])

    answer = post("task-move-due", task, JULY | {"version": known, "reason": "汛期"}, **HTMX)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(cast["second_coordinator"]) in page
    assert f'name="version" value="{known + 1}"' in page


def test_nobody_but_the_office_moves_anything(task, draft, post, noon):
    for who in ("leader", "town", "reporter"):
        assert post("task-move-due", task, JULY, who).status_code == 403
        assert post("task-move-card", task, {"to": "closed"}, who).status_code == 403


def test_a_cell_shows_the_part_and_its_history(task, part, bring, sign_in, noon):
    bring(part, A.RETURNED)
    path = reverse("campaigns:task-cell", args=[task.campaign_id])

    page = sign_in("coordinator").get(path, {"c": f"{part.unit_id}.{task.pk}"}, headers=HTMX)

    words = page.content.decode()
    assert ("桃源村" in words, "缺照片" in words, "<html" in words) == (True, True, False)


def test_a_cell_without_a_script_is_a_page(task, part, sign_in, noon):
    path = reverse("campaigns:task-cell", args=[task.campaign_id])

    page = sign_in("coordinator").get(path, {"c": f"{part.unit_id}.{task.pk}"})

    assert page.templates[0].name == "campaigns/task_cell.html"


@pytest.mark.parametrize("key", ["", "1", "x.y", "999999.1", "1.1.1", "٣.١"])
def test_a_cell_that_is_none_is_not_found(key, task, sign_in):
    path = reverse("campaigns:task-cell", args=[task.campaign_id])

    assert sign_in("coordinator").get(path, {"c": key}).status_code == 404


def test_reminding_from_a_cell_tells_the_unit_once(task, part, post, noon):
    data = {"c": f"{part.unit_id}.{task.pk}"}

    first = post("task-cell-remind", task.campaign, data, **HTMX).content.decode()
    second = post("task-cell-remind", task.campaign, data, **HTMX).content.decode()

    assert ("was reminded." in first, "a short while ago" in second) == (True, True)
    assert AuditEntry.objects.filter(action="task.units_reminded").count() == 1
