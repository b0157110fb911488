"""The pages of a unit's part: phone page, own list, requests, passing on, and their sentences."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.actions.assignments import sign
from campaigns.actions.extensions import ask_extension
from campaigns.actions.parts import Parts
from campaigns.actions.passing_on import pass_on
from campaigns.actions.questions import ask_question
from campaigns.actions.tasks import issue_task
from campaigns.enums import AssignmentState, ExtensionState
from campaigns.models import Assignment, Extension, Question
from campaigns.queries.assignments import own_assignments
from campaigns.queries.requests import waiting_for_office
from campaigns.queries.task_page import task_page
from fraudwatch.lib import clock
from orgs.actions.people import add_person

from .conftest import DUE, LONG_AGO

A = AssignmentState


def at(name: str, row: object) -> str:
    return reverse(f"campaigns:{name}", args=[row.pk])


def waiting(user: object) -> int:
    """How many requests wait for them."""
    return sum(rows.count() for rows in waiting_for_office(user))


@pytest.fixture
def town_part(task, units, cast, noon) -> Assignment:
    """The town's part, being worked on."""
    return sign(task.assignments.get(unit=units["town"]), by=cast["town"])


@pytest.fixture
def child(town_part, units, cast) -> Assignment:
    """What the town passed on to its second village."""
    (made,) = pass_on(town_part, units=[units["sibling"]], due_at=None, by=cast["town"])
    return made


def test_a_unit_asks_for_more_time_and_the_office_grants_it(part, sign_in, noon):
    client = sign_in("reporter")
    wanted = {"due_on": "2026-07-07", "due_time": "18:00", "reason": "连日降雨"}
    assert client.post(at("assignment-extend", part), wanted).status_code == 302
    extension = Extension.objects.get()

    page = sign_in("coordinator").get(reverse("campaigns:request-list")).content.decode()
    assert "连日降雨" in page
    data = {"decision": "grant", "due_on": "2026-07-05", "due_time": "18:00", "from": "requests"}
    answer = sign_in("coordinator").post(at("extension-decide", extension), data)

    assert answer.url == reverse("campaigns:request-list")
    part.refresh_from_db()
    assert part.due_at == DUE + timedelta(days=5)
    shown = sign_in("reporter").get(at("assignment-detail", part)).content.decode()
    assert "6月30日 18:00" in shown


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("assignment-extend", {"due_on": "2026-06-20", "reason": "连日降雨"}, "连日降雨"),
        ("assignment-extend", {"due_on": "2026-07-20", "reason": ""}, "2026-07-20"),
        ("assignment-ask", {"text": "受害人 110105199003071239 怎么填"}, "怎么填"),
    ],
)
def test_a_form_refused_keeps_what_was_typed(name, data, kept, part, sign_in, noon):
    answer = sign_in("reporter").post(at(name, part), data)

    assert (answer.status_code, kept in answer.content.decode()) == (422, True)
    assert (Extension.objects.count(), Question.objects.count()) == (0, 0)


def test_a_refusal_without_words_comes_back_with_the_date_kept(part, cast, sign_in, noon):
    extension = ask_extension(
        part, wanted_at=DUE + timedelta(days=3), reason="降雨", by=cast["reporter"]
    )

    data = {"decision": "refuse", "due_on": "2026-07-04", "answer": ""}
    answer = sign_in("coordinator").post(at("extension-decide", extension), data)

    assert (answer.status_code, "2026-07-04" in answer.content.decode()) == (422, True)
    extension.refresh_from_db()
    assert extension.state == ExtensionState.ASKED


def test_questions_wait_for_whoever_gave_the_part(part, child, cast, sign_in):
    ask_question(part, text="县里发海报吗", by=cast["reporter"])
    ask_question(child, text="镇上发海报吗", by=cast["sibling"])

    pages = {
        name: sign_in(name).get(reverse("campaigns:request-list")).content.decode()
        for name in ("coordinator", "town", "other_town")
    }
    shown = {name: ("县里" in page, "镇上" in page) for name, page in pages.items()}
    assert shown == {
        "coordinator": (True, False), "town": (False, True), "other_town": (False, False),
    }  # fmt: skip
    assert [waiting(cast[name]) for name in pages] == [1, 1, 0]


def test_the_county_answers_when_the_town_has_no_coordinator(child, cast):
    ask_question(child, text="镇上发海报吗", by=cast["sibling"])
    cast["town"].grants.filter(role="coordinator").update(ended_at=clock.now())

    assert waiting(cast["coordinator"]) == 1


def test_an_answer_goes_to_the_unit(part, cast, sign_in, noon):
    question = ask_question(part, text="县里发海报吗", by=cast["reporter"])

    data = {"answer": "周五前发到镇", "from": "task"}
    answer = sign_in("coordinator").post(at("question-answer", question), data)

    assert answer.url == at("task-detail", part.task)
    shown = sign_in("reporter").get(at("assignment-detail", part)).content.decode()
    assert "周五前发到镇" in shown


def test_names_become_ticks_before_anything_is_passed_on(town_part, units, sign_in):
    client = sign_in("town")
    data = {"names": "各村", "due_on": "2026-06-28", "due_time": "18:00"}

    answer = client.post(at("assignment-pass-on", town_part), data)

    assert answer.status_code == 200
    assert f'value="{units["sibling"].pk}" ' in answer.content.decode()
    assert "checked" in answer.content.decode()
    assert not Assignment.objects.filter(parent=town_part).exists()

    ticked = data | {"names": "", "units": [units["sibling"].pk], "requirement": "逐户登记"}
    assert client.post(at("assignment-pass-on", town_part), ticked).status_code == 302
    made = Assignment.objects.get(parent=town_part)
    assert (made.unit, made.requirement) == (units["sibling"], "逐户登记")
    assert made.due_at == DUE - timedelta(days=2)


@pytest.mark.parametrize("names", ["石桥村", "没有的村"])
def test_a_name_that_means_no_unit_below_stays_to_be_mended(names, town_part, sign_in):
    data = {"names": names, "due_on": "2026-06-28", "due_time": "18:00"}

    answer = sign_in("town").post(at("assignment-pass-on", town_part), data)

    assert (answer.status_code, names in answer.content.decode()) == (422, True)


def test_the_town_sees_its_villages_on_its_part_and_confirms_there(child, town_part, cast, sign_in):
    sign(child, by=cast["sibling"])
    client = sign_in("sibling")
    client.post(at("assignment-feedback", child), {"text": "做完了", "move": "ask_close"})

    page = sign_in("town").get(at("assignment-detail", town_part)).content.decode()
    assert at("assignment-close", child) in page
    answer = sign_in("town").post(at("assignment-close", child), {"from": "parent"})

    assert answer.url == at("assignment-detail", town_part)
    child.refresh_from_db()
    assert child.state == A.CLOSED


def test_a_reporter_of_the_town_sees_how_far_the_villages_are(child, town_part, sign_in):
    page = sign_in("town_reporter").get(at("assignment-detail", town_part)).content.decode()

    assert "柳溪村" in page
    assert at("assignment-detail", child) not in page


def test_handing_over_offers_people_of_the_unit_only(part, units, cast, sign_in, noon):
    clerk = add_person(units["village"], name="陈会计", by=cast["coordinator"])
    add_person(units["other_village"], name="外村人", by=cast["coordinator"])
    client = sign_in("reporter")

    page = client.get(at("assignment-hand-over", part)).content.decode()
    assert ("陈会计" in page, "外村人" in page) == (True, False)

    client.post(at("assignment-hand-over", part), {"person": clerk.pk})
    part.refresh_from_db()
    assert part.handler == clerk


def test_reminding_says_who_was_reminded_and_leaves_the_rest_alone(part, sign_in, noon, english):
    client = sign_in("coordinator")

    first = client.post(at("task-remind", part.task), follow=True).content.decode()
    again = client.post(at("assignment-remind", part), {"from": "task"}, follow=True)

    assert "3 units were reminded." in first
    assert "1 unit was reminded a short while ago" in again.content.decode()


def test_the_own_list_goes_by_urgency(make_task, units, cast, noon):
    dues = {"逾期": -1, "今天": 0, "后天": 2, "以后": 9}
    with clock.at(LONG_AGO):
        for title, days in dues.items():
            due_at = noon.replace(hour=18) + timedelta(days=days)
            issue_task(
                make_task(title, parts=Parts(units["village"]), due_at=due_at),
                by=cast["coordinator"],
            )

    own = own_assignments(cast["reporter"], "open", noon)

    assert {name: [row.part.task.title for row in rows] for name, rows in own.groups} == {
        "overdue": ["逾期"], "soon": ["今天", "后天"], "later": ["以后"], "waiting": [],
    }  # fmt: skip


def test_the_own_list_is_narrowed_by_words_and_keeps_its_counts(part, sign_in, noon):
    client = sign_in("reporter")

    found = client.get(reverse("campaigns:assignment-list"), {"q": "宣传"}).content.decode()
    nothing = client.get(reverse("campaigns:assignment-list"), {"q": "考试"}).content.decode()

    assert ("入户宣传" in found, "入户宣传" in nothing) == (True, False)


@pytest.mark.parametrize("others", [0, 2])
def test_the_own_list_asks_the_database_a_steady_number_of_times(
    others, part, make_task, units, cast, sign_in, noon, django_assert_num_queries
):
    with clock.at(LONG_AGO):
        for n in range(others):
            issue_task(make_task(f"任务{n}", parts=Parts(units["village"])), by=cast["coordinator"])
    client = sign_in("reporter")
    client.get("/")
    with django_assert_num_queries(6):
        client.get(reverse("campaigns:assignment-list"))


@pytest.mark.parametrize("villages", [1, 3])
def test_the_page_of_a_part_asks_the_database_a_steady_number_of_times(
    villages, town_part, units, cast, sign_in, django_assert_num_queries
):
    Assignment.objects.filter(task=town_part.task).exclude(unit=units["town"]).delete()
    below = [units["sibling"], units["village"], units["school"]][:villages]
    pass_on(town_part, units=below, due_at=None, by=cast["town"])
    client = sign_in("town")
    client.get("/")
    with django_assert_num_queries(14):
        client.get(at("assignment-detail", town_part))


@pytest.mark.parametrize("questions", [1, 3])
def test_the_requests_ask_the_database_a_steady_number_of_times(
    questions, part, cast, sign_in, noon, django_assert_num_queries
):
    for n in range(questions):
        ask_question(part, text=f"第{n}问", by=cast["reporter"])
    client = sign_in("coordinator")
    client.get("/")
    with django_assert_num_queries(6):
        client.get(reverse("campaigns:request-list"))


def test_the_task_page_folds_the_villages_under_their_town(child, town_part, cast, sign_in):
    page = task_page(cast["coordinator"], town_part.task, clock.now())

    rows = {row.part.unit.name: [one.part.unit.name for one in row.below] for row in page.rows}
    assert rows == {"河湾镇": ["柳溪村"], "桃源村": [], "河湾镇中心小学": []}
    shown = sign_in("coordinator").get(at("task-detail", town_part.task)).content.decode()
    assert at("assignment-detail", child) in shown


def test_requests_are_decided_on_the_task_page_by_whoever_gave_the_part(part, child, cast, sign_in):
    ask_extension(part, wanted_at=DUE + timedelta(days=3), reason="降雨", by=cast["reporter"])
    ask_question(child, text="镇上发海报吗", by=cast["sibling"])

    found = {
        name: task_page(cast[name], part.task, clock.now()) for name in ("town", "leader", "school")
    }
    assert {name: (len(page.extensions), len(page.questions)) for name, page in found.items()} == {
        "town": (0, 1),
        "leader": (0, 0),
        "school": (0, 0),
    }


def test_a_task_that_repeats_shows_its_latest_round_and_any_other_on_demand(
    task, cast, sign_in, noon
):
    task.assignments.update(occurrence=1, state=A.CLOSED)
    for part in list(task.assignments.all()):
        Assignment.objects.create(
            task=task, unit=part.unit, part=part.part, occurrence=2, due_at=DUE
        )

    latest = task_page(cast["coordinator"], task, noon)
    first = task_page(cast["coordinator"], task, noon, 1)

    assert [(one.number, one.done, one.units, one.is_shown) for one in latest.rounds] == [
        (1, 3, 3, False), (2, 0, 3, True),
    ]  # fmt: skip
    assert {row.part.occurrence for row in first.rows} == {1}
    page = sign_in("coordinator").get(at("task-detail", task), {"round": "1"})
    assert page.status_code == 200


@pytest.mark.parametrize("villages", [1, 3])
def test_the_task_page_asks_the_database_a_steady_number_of_times(
    villages, town_part, units, cast, sign_in, django_assert_num_queries
):
    task = town_part.task
    task.assignments.exclude(unit=units["town"]).delete()
    below = [units["sibling"], units["village"], units["school"]][:villages]
    pass_on(town_part, units=below, due_at=None, by=cast["town"])
    client = sign_in("coordinator")
    client.get("/")
    with django_assert_num_queries(12):
        client.get(at("task-detail", task))
