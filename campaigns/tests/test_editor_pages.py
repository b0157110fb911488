"""The editor's page and the messages of its script."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from campaigns.actions.plan import add_section
from campaigns.models import Clause, PlanPresence, PlanVersion
from fraudwatch.lib import clock

OFFICE = 2  # session with its account, numbers
SCRIPT = 2  # session with its account, the campaign itself
EDITOR, SAVE, BEAT, QUIET = OFFICE + 13, SCRIPT + 13, SCRIPT + 6, SCRIPT + 3
KEY = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def post(sign_in, campaign):
    """Send a message of the editor's script."""

    def go(name, data, who="coordinator"):
        address = reverse(f"campaigns:{name}", args=[campaign.pk])
        return sign_in(who).post(
            address, data, content_type="application/json", headers={"Accept": "application/json"}
        )

    return go


def typed(by, section, text="新的一句。", **more):
    block = {
        "key": KEY, "section": section.pk, "version": 0, "kind": "text", "level": 0, "text": text,
        "after": None,
    }  # fmt: skip
    return {"user": by.pk, "blocks": [block | more]}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_editor_asks_the_same_for_any_length(
    rows, campaign, make_task, cast, sign_in, django_assert_num_queries
):
    for number in range(rows):
        text = "（一）甲\n" + "一句话。\n" * 5 * rows
        made = add_section(
            campaign, kind="tasks", heading=f"第{number}节", text=text, by=cast["coordinator"]
        )
        make_task(f"任务甲{number}", clause=made.clauses.first())
    client, address = sign_in("coordinator"), reverse("campaigns:plan-edit", args=[campaign.pk])
    client.get(address)

    with django_assert_num_queries(EDITOR):
        page = client.get(address).content.decode()

    assert page.count("任务甲") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_message_costs_the_same_in_a_long_plan(
    rows, campaign, section, post, cast, client, django_assert_num_queries
):
    for number in range(rows):
        add_section(
            campaign, kind="other", heading=f"第{number}节", text="一句。\n" * 20,
            by=cast["coordinator"],
        )  # fmt: skip
    post("plan-beat", {"step": 0})
    clause = section.clauses.get(position=1)
    data = typed(cast["coordinator"], section, key=str(clause.key), version=1)
    del data["blocks"][0]["after"]

    def again(name, sent):
        address = reverse(f"campaigns:{name}", args=[campaign.pk])
        return client.post(address, sent, content_type="application/json").json()

    with django_assert_num_queries(SAVE + (connection.vendor == "postgresql")):  # a lock
        assert again("plan-save", data)["conflicts"] == []
    with django_assert_num_queries(BEAT):
        assert again("plan-beat", {"step": 0})["blocks"] != []
    campaign.refresh_from_db()
    with django_assert_num_queries(QUIET):
        assert "blocks" not in again("plan-beat", {"step": campaign.plan_step})


def test_a_plan_with_the_reviewers_is_only_read(campaign, section, sign_in, post, cast):
    PlanVersion.objects.create(
        campaign=campaign, owner=campaign.owner, number=1, content={}, digest="x",
        sent_by=cast["coordinator"],
    )  # fmt: skip

    page = sign_in("coordinator").get(reverse("campaigns:plan-edit", args=[campaign.pk]))
    answer = post("plan-save", typed(cast["coordinator"], section))

    assert page.status_code == 200
    assert "data-plan-editor" not in page.content.decode()
    assert (answer.status_code, answer.json()["locked"]) == (409, True)
    assert post("plan-beat", {"step": 0}).json()["locked"] is True


def test_what_another_person_typed_is_never_saved_in_my_name(section, post, cast):
    answer = post("plan-save", typed(cast["second_coordinator"], section))

    assert (answer.status_code, answer.json()["other"]) == (409, True)
    assert Clause.objects.count() == 4


def test_signed_out_the_script_is_told_where_to_sign_in(client, campaign):
    address = reverse("campaigns:plan-save", args=[campaign.pk])

    answer = client.post(
        address, {}, content_type="application/json", headers={"Accept": "application/json"}
    )

    assert answer.status_code == 401


@pytest.mark.parametrize(
    "data",
    [
        [], "text", {"user": "1"}, {"user": 10**30}, {"user": -1}, {"user": True},
        {"user": 1, "blocks": [{}]},
        {"user": 1, "blocks": [{"key": "no uuid"}]},
        {"user": 1, "gone": [{"key": KEY, "version": "1"}]},
        {"user": 1, "headings": [{"section": 1, "text": "长" * 121, "was": ""}]},
        {"user": 1, "headings": [{"section": 1, "text": "  ", "was": ""}]},
    ],
)  # fmt: skip
def test_a_message_that_makes_no_sense_changes_nothing(data, post, section):
    assert post("plan-save", data).status_code == 400
    assert Clause.objects.count() == 4


@pytest.mark.parametrize(
    "more",
    [{"level": 4}, {"kind": "heading"}, {"version": 2**40}, {"text": None}, {"after": "x"}],
)
def test_a_paragraph_that_makes_no_sense_is_not_read(more, post, section, cast):
    assert post("plan-save", typed(cast["coordinator"], section, **more)).status_code == 400


def test_control_characters_and_halves_of_characters_are_not_kept(post, section, cast):
    answer = post("plan-save", typed(cast["coordinator"], section, text="甲\x00乙\ud800\n丙"))

    assert (answer.status_code, Clause.objects.get(key=KEY).text) == (200, "甲乙 丙")


def test_each_sees_who_else_is_there_and_what_changed(post, campaign, section, cast):
    post("plan-beat", {"step": 0, "section": section.pk})
    campaign.refresh_from_db()
    known = campaign.plan_step
    post("plan-save", typed(cast["coordinator"], section))

    heard = post("plan-beat", {"step": known, "section": 0}, who="second_coordinator").json()

    assert heard["people"] == [{"name": str(cast["coordinator"]), "section": section.pk}]
    assert [one["text"] for one in heard["blocks"]] == ["新的一句。"]
    assert heard["sections"][0]["keys"][0] == KEY
    assert heard["step"] == known + 1


def test_whoever_left_is_forgotten_after_half_a_minute(post, section, cast):
    post("plan-beat", {"step": 0, "section": section.pk})
    PlanPresence.objects.update(seen_at=clock.now() - timedelta(seconds=31))

    assert post("plan-beat", {"step": 0}, who="second_coordinator").json()["people"] == []


def test_a_sentence_is_released_by_the_dialog(post, section, make_task):
    clauses = list(section.clauses.all())
    task = make_task(clause=clauses[1])
    gone = {"clause": clauses[1].pk, "version": 1, "to": clauses[3].pk}

    assert post("clause-release", gone).status_code == 200

    task.refresh_from_db()
    assert (task.clause_id, section.clauses.count()) == (clauses[3].pk, 3)
    assert post("clause-release", gone).status_code == 404


def test_a_sentence_changed_meanwhile_is_not_released(post, section):
    clause = section.clauses.first()
    answer = post("clause-release", {"clause": clause.pk, "version": 7, "to": 0})

    assert (answer.status_code, "刚被别人改过" in answer.json()["sentence"]) == (409, True)
