"""Autosave of the plan: paragraph by paragraph, nothing overwritten, nothing twice."""

import uuid

import pytest

from campaigns.actions.clauses import save_text
from campaigns.actions.duties import save_duty
from campaigns.actions.plan import save_section, section_text
from campaigns.actions.sources import release_clause
from campaigns.edits import Block, Edit, Gone, Heading
from campaigns.enums import CampaignState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, PlanVersion, Section
from fraudwatch.lib.errors import StaleVersion
from fraudwatch.tests.faults.at_once import at_once
from orgs.models import AuditEntry

KEY = uuid.UUID("11111111-1111-4111-8111-111111111111")
OTHER = uuid.UUID("22222222-2222-4222-8222-222222222222")


@pytest.fixture
def clauses(section):
    """The four sentences of the section."""
    return list(section.clauses.all())


@pytest.fixture
def send(campaign, cast):
    """Send paragraphs as an editor does."""

    def go(*blocks, who="coordinator", gone=(), headings=()):
        by = cast[who]
        edit = Edit(by.pk, tuple(blocks), tuple(gone), tuple(headings))
        return save_text(Campaign.objects.get(pk=campaign.pk), edit=edit, by=by)

    return go


def block(clause, text=None, **more):
    fields = {
        "key": clause.key, "section": clause.section_id, "version": clause.version,
        "kind": clause.kind, "level": clause.level, "text": clause.text if text is None else text,
    }  # fmt: skip
    return Block(**fields | more)


def new(section, text, key=KEY, after=None, **more):
    fields = {"version": 0, "kind": "text", "level": 0, "is_placed": True, "after": after}
    return Block(key=key, section=section.pk, text=text, **fields | more)


def texts(section):
    return list(section.clauses.values_list("text", flat=True))


def test_a_reworded_sentence_keeps_its_key_and_counts_on(send, clauses, cast, section):
    answer = send(block(clauses[1], "各村每天入户。"))

    row = Clause.objects.get(pk=clauses[1].pk)
    assert (row.text, row.version, row.key, row.edited_by) == (
        "各村每天入户。", 2, clauses[1].key, cast["coordinator"],
    )  # fmt: skip
    assert answer.saved == [{"key": str(row.key), "id": row.pk, "version": 2}]
    assert (row.step, answer.step) == (answer.step, Campaign.objects.get().plan_step)
    assert Section.objects.get().version == section.version + 1


def test_of_two_saves_of_one_sentence_the_second_sees_both_texts(send, clauses):
    send(block(clauses[1], "第一个人的。"))

    answer = send(block(clauses[1], "第二个人的。"), who="second_coordinator")

    assert answer.saved == []
    [clash] = answer.conflicts
    assert (clash["key"], clash["text"], clash["version"]) == (
        str(clauses[1].key), "第一个人的。", 2,
    )  # fmt: skip
    assert Clause.objects.get(pk=clauses[1].pk).text == "第一个人的。"


def test_a_conflict_stops_no_other_paragraph(send, clauses):
    send(block(clauses[1], "第一个人的。"))

    answer = send(
        block(clauses[1], "第二个人的。"), block(clauses[3], "家长会。"), who="second_coordinator"
    )

    assert [one["key"] for one in answer.saved] == [str(clauses[3].key)]
    assert Clause.objects.get(pk=clauses[3].pk).text == "家长会。"


def test_the_same_words_from_two_people_are_no_conflict(send, clauses):
    send(block(clauses[1], "一样的。"))

    answer = send(block(clauses[1], "一样的。"), who="second_coordinator")

    assert (answer.conflicts, answer.saved[0]["version"]) == ([], 2)


def test_new_sentences_stand_where_they_were_written(send, section, clauses):
    send(
        new(section, "开头。"),
        new(section, "中间。", key=OTHER, after=clauses[1].key),
    )

    assert texts(section) == [
        "开头。", "入户宣传", clauses[1].text, "中间。", "校园宣传", "学校召开主题班会。",
    ]  # fmt: skip


def test_sending_the_same_message_again_has_one_effect(send, section):
    first = send(new(section, "新的一句。"))
    again = send(new(section, "新的一句。"))

    assert (first.saved, again.conflicts) == (again.saved, [])
    assert texts(section).count("新的一句。") == 1


def test_an_answer_that_got_lost_costs_no_conflict_with_oneself(send, section, clauses):
    send(block(clauses[1], "先写的。"))
    lost = send(block(clauses[1], "先写的，又写的。", tried="先写的。"))
    send(new(section, "新的。"))
    typed_on = send(new(section, "新的一句。", tried="新的。"))

    assert (lost.conflicts, typed_on.conflicts) == ([], [])
    assert Clause.objects.get(pk=clauses[1].pk).text == "先写的，又写的。"
    assert Clause.objects.get(key=KEY).text == "新的一句。"


def test_another_tab_of_mine_is_asked_too(send, clauses):
    send(block(clauses[1], "这个窗口的。"))

    answer = send(block(clauses[1], "那个窗口的。", tried="没送到的。"))

    assert len(answer.conflicts) == 1


def test_a_sentence_moves_with_its_task_to_another_section(
    send, campaign, clauses, make_task, cast
):
    office = cast["coordinator"]
    task = make_task(clause=clauses[1])
    other = Section.objects.create(campaign=campaign, kind="other", heading="其他", position=9)

    send(block(clauses[1], section=other.pk, is_placed=True))

    task.refresh_from_db()
    assert (task.clause_id, texts(other)) == (clauses[1].pk, [clauses[1].text])
    assert Clause.objects.get(pk=clauses[1].pk).edited_by == office


def test_a_sentence_deleted_by_somebody_else_is_asked_about(send, clauses):
    send(gone=[Gone(clauses[3].key, 1)])

    answer = send(block(clauses[3], "改一改。"), who="second_coordinator")

    assert answer.conflicts == [{"key": str(clauses[3].key), "gone": True}]


def test_a_sentence_reworded_by_somebody_else_is_not_deleted_unseen(send, clauses):
    send(block(clauses[3], "改过的。"))

    answer = send(gone=[Gone(clauses[3].key, 1)], who="second_coordinator")

    assert [one["text"] for one in answer.conflicts] == ["改过的。"]
    assert Clause.objects.filter(pk=clauses[3].pk).exists()


def test_deleting_twice_is_deleting_once(send, clauses):
    first, again = send(gone=[Gone(clauses[3].key, 1)]), send(gone=[Gone(clauses[3].key, 1)])

    assert first.gone == again.gone == [str(clauses[3].key)]


def test_a_sentence_with_a_task_and_a_duty_stays_and_names_both(
    send, campaign, clauses, make_task, units, cast
):
    task = make_task("入户", clause=clauses[1])
    duty = save_duty(
        campaign, unit=units["bank"], text="把关。", clause=clauses[1], by=cast["coordinator"]
    )

    answer = send(gone=[Gone(clauses[1].key, 1)])

    [refused] = answer.refused
    assert refused["holds"] == [
        {"kind": "task", "pk": task.pk, "name": "任务 1 入户"},
        {"kind": "duty", "pk": duty.pk, "name": "青澜农商银行职责"},
    ]
    assert (refused["text"], Clause.objects.filter(pk=clauses[1].pk).exists()) == (
        clauses[1].text, True,
    )  # fmt: skip


def test_joining_hands_the_task_to_the_sentence_that_took_the_words(send, clauses, make_task):
    task = make_task(clause=clauses[1])
    joined = clauses[0].text + clauses[1].text

    answer = send(block(clauses[0], joined), gone=[Gone(clauses[1].key, 1, into=clauses[0].key)])

    task.refresh_from_db()
    assert (answer.refused, task.clause_id) == ([], clauses[0].pk)


@pytest.mark.parametrize("place", [0, None])
def test_what_came_from_a_deleted_sentence_goes_where_it_was_told(place, clauses, make_task, cast):
    task = make_task(clause=clauses[1])
    to = None if place is None else clauses[place]

    release_clause(clauses[1], version=1, to=to, by=cast["coordinator"])

    task.refresh_from_db()
    assert (task.clause, Clause.objects.filter(pk=clauses[1].pk).exists()) == (to, False)
    assert AuditEntry.objects.get(action="plan.sentence_deleted").changes["text"] == [
        clauses[1].text, "",
    ]  # fmt: skip


def test_a_sentence_changed_meanwhile_is_not_released(send, clauses, make_task, cast):
    task = make_task(clause=clauses[1])
    send(block(clauses[1], "改过。"), who="second_coordinator")

    with pytest.raises(StaleVersion):
        release_clause(clauses[1], version=1, to=None, by=cast["coordinator"])

    task.refresh_from_db()
    assert task.clause_id == clauses[1].pk


def test_a_renamed_section_and_one_renamed_by_two(send, section):
    first = send(headings=[Heading(section.pk, "一、任务清单", "任务分工")])
    second = send(headings=[Heading(section.pk, "别的名字", "任务分工")], who="second_coordinator")

    assert (first.headings, Section.objects.get().heading) == ([section.pk], "任务清单")
    assert second.conflicts == [
        {"section": section.pk, "heading": "任务清单", "by": str(Section.objects.get().edited_by)}
    ]


@pytest.mark.parametrize("text", ["", "长" * 5001])
def test_what_cannot_be_kept_is_refused_and_the_rest_saved(text, send, clauses):
    answer = send(block(clauses[1], text), block(clauses[3], "好的。"))

    assert [one["key"] for one in answer.refused] == [str(clauses[1].key)]
    assert [one["key"] for one in answer.saved] == [str(clauses[3].key)]


def test_a_sentence_of_another_plan_is_not_touched(send, section, clauses, cast, units):
    far = Campaign.objects.create(
        title="别处", kind="other", owner=units["far_county"], starts_on="2026-05-04",
        ends_on="2026-10-31",
    )  # fmt: skip
    there = Section.objects.create(campaign=far, kind="other", heading="别处的")
    foreign = Clause.objects.create(section=there, text="别处的话。")

    answer = send(block(foreign, "改掉。", section=section.pk), gone=[Gone(foreign.key, 1)])

    foreign.refresh_from_db()
    assert (foreign.text, len(answer.refused)) == ("别处的话。", 1)


def test_a_plan_with_the_reviewers_takes_nothing(send, clauses, campaign, cast):
    PlanVersion.objects.create(
        campaign=campaign, owner=campaign.owner, number=1, content={}, digest="x",
        sent_by=cast["coordinator"],
    )  # fmt: skip

    with pytest.raises(CampaignError, match="审签"):
        send(block(clauses[1], "改。"))

    assert Campaign.objects.get(pk=campaign.pk).plan_step == campaign.plan_step + 1


def test_an_ended_campaign_takes_nothing(send, clauses):
    Campaign.objects.update(state=CampaignState.ARCHIVED)

    with pytest.raises(CampaignError):
        send(block(clauses[1], "改。"))


def test_the_whole_section_form_sees_what_an_editor_saved(send, section, clauses, cast):
    send(block(clauses[1], "编辑器里写的。"))

    with pytest.raises(StaleVersion):
        save_section(
            section, version=section.version, heading="任务分工", kind="tasks", text="整段。",
            by=cast["second_coordinator"],
        )  # fmt: skip


def test_an_editor_sees_what_the_whole_section_form_saved(send, section, clauses, cast):
    text = section_text(section).replace("主题班会", "家长会")
    save_section(
        section, version=section.version, heading="任务分工", kind="tasks", text=text,
        by=cast["coordinator"],
    )  # fmt: skip

    answer = send(block(clauses[3], "开学第一课。"), who="second_coordinator")

    assert [one["text"] for one in answer.conflicts] == ["学校召开家长会。"]


def test_a_long_paste_stands_in_order(send, section, clauses):
    keys = [uuid.uuid4() for _n in range(120)]
    after = [clauses[-1].key, *keys]
    send(*(new(section, f"第{n}句。", key=key, after=after[n]) for n, key in enumerate(keys)))

    assert texts(section)[4:] == [f"第{n}句。" for n in range(120)]


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_the_same_moment_one_wins_and_one_is_asked(send, clauses):
    outcomes = at_once(
        lambda: send(block(clauses[1], "甲的话。")),
        lambda: send(block(clauses[1], "乙的话。"), who="second_coordinator"),
    )

    assert sorted((len(one.saved), len(one.conflicts)) for one in outcomes) == [(0, 1), (1, 0)]
    winner = next(one for one in outcomes if one.saved)
    loser = next(one for one in outcomes if one.conflicts)
    row = Clause.objects.get(pk=clauses[1].pk)
    assert (row.version, loser.conflicts[0]["text"]) == (2, row.text)
    assert winner.step != loser.step


@pytest.mark.django_db(transaction=True)
def test_two_people_writing_different_sentences_at_once_both_keep_theirs(send, section, clauses):
    at_once(
        lambda: send(block(clauses[1], "甲的话。"), new(section, "甲加的。", after=clauses[1].key)),
        lambda: send(
            block(clauses[3], "乙的话。"),
            new(section, "乙加的。", key=OTHER, after=clauses[3].key),
            who="second_coordinator",
        ),
    )

    assert texts(section) == [
        "入户宣传", "甲的话。", "甲加的。", "校园宣传", "乙的话。", "乙加的。",
    ]  # fmt: skip
