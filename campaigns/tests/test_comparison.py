"""Two contents of a plan are compared sentence by sentence, fact by fact and task by task."""

import copy

import pytest

from campaigns.comparison import compare_facts, compare_texts
from campaigns.contents import canonical, digest, is_blank
from campaigns.task_changes import changes_of_units, compare_tasks


def clause(key, text, level=0):
    return {"key": key, "kind": "text", "level": level, "text": text}


def unit(key, name, part="responsible", **more):
    return {
        "unit": key, "name": name, "part": part, "due_at": None, "requirement": "", **more,
    }  # fmt: skip


def task(key, title, units, **more):
    return {
        "id": key, "number": key, "title": title, "requirement": "", "deliverable": "",
        "clause": None, "phase": 1, "starts_on": None, "due_at": "2026-06-30T10:00:00+00:00",
        "repeat": "once", "every": 1, "until": None, "shift": "keep", "state": "issued",
        "units": units, **more,
    }  # fmt: skip


CONTENT = {
    "title": "专项行动", "theme": "", "starts_on": "2026-05-01", "ends_on": "2026-10-31",
    "owner": "青澜县",
    "sections": [
        {"id": 1, "kind": "measures", "heading": "工作措施", "clauses": [
            clause("a", "入户宣传", 1), clause("b", "5月31日前入户率不低于90%。"),
            clause("c", "校园宣传", 1), clause("d", "召开班会。"),
        ]},
        {"id": 2, "kind": "requirements", "heading": "工作要求", "clauses": [
            clause("e", "按月报送。"),
        ]},
    ],
    "phases": [{"id": 1, "name": "攻坚", "starts_on": "2026-06-01", "ends_on": "2026-07-31",
                "clause": None}],
    "targets": [], "duties": [], "attachments": [],
    "tasks": [
        task(1, "入户宣传", [unit(11, "甲村"), unit(12, "乙村")]),
        task(2, "召开班会", [unit(21, "学校")]),
    ],
}  # fmt: skip


@pytest.fixture
def new():
    return copy.deepcopy(CONTENT)


def test_the_same_words_have_the_same_digest_whatever_the_order_of_keys(new):
    turned = dict(reversed(new.items()))

    assert (canonical(turned), digest(turned)) == (canonical(CONTENT), digest(CONTENT))
    new["title"] = "专项行动。"
    assert digest(new) != digest(CONTENT)


def test_a_plan_without_words_is_blank(new):
    for section in new["sections"]:
        section["clauses"] = [clause("x", " ")]

    assert (is_blank(CONTENT), is_blank(new)) == (False, True)


def kinds(comparison):
    return {
        row.key: row.kind
        for block in comparison.blocks
        for row in block.rows
        if row.is_change
    }  # fmt: skip


def test_rewording_adding_and_taking_out_are_told_apart(new):
    new["sections"][0]["clauses"][1]["text"] = "6月30日前入户率不低于95%。"
    new["sections"][0]["clauses"].append(clause("f", "发放告知书。"))
    new["sections"][1]["clauses"] = []

    found = compare_texts(CONTENT, new)

    assert kinds(found) == {"b": "changed", "f": "added", "e": "gone"}
    assert (found.added, found.gone, found.changed, found.total) == (1, 1, 1, 3)
    first = found.changed_blocks[0]
    assert [(row.key, row.new_label) for row in first.changes] == [
        ("a", "（一）"), ("b", ""), ("c", "（二）"), ("f", ""),
    ]  # fmt: skip


def test_a_sentence_that_moved_says_from_where(new):
    moved = new["sections"][0]["clauses"].pop()
    new["sections"][1]["clauses"].append(moved)

    found = compare_texts(CONTENT, new)

    rows = [(r.key, r.kind, r.place) for b in found.blocks for r in b.rows if r.is_change]
    assert rows == [("d", "moved_away", "二、工作要求"), ("d", "moved", "一、工作措施")]
    assert found.total == 1


def test_a_section_taken_out_takes_its_sentences_with_it(new):
    new["sections"].pop()
    new["sections"].insert(0, {"id": 3, "kind": "other", "heading": "目的", "clauses": []})

    found = compare_texts(CONTENT, new)

    assert [(b.kind, b.old_label, b.new_label) for b in found.changed_blocks] == [
        ("added", "", "一、"), ("gone", "二、", ""),
    ]  # fmt: skip


def test_facts_beside_the_text_are_listed_with_what_they_said_before(new):
    new["ends_on"] = "2026-11-30"
    new["phases"][0]["ends_on"] = "2026-08-31"
    new["attachments"].append({"number": 1, "title": "承诺书", "sha256": None})

    found = [(f.kind, f.what, f.name, f.fields) for f in compare_facts(CONTENT, new)]

    assert found == [
        ("changed", "campaign", "专项行动", (("ends_on", "2026-10-31", "2026-11-30"),)),
        ("changed", "phase", "攻坚", (("ends_on", "2026-07-31", "2026-08-31"),)),
        ("added", "attachment", "承诺书", ()),
    ]


def test_tasks_added_changed_and_withdrawn_reach_exactly_their_units(new):
    first, second = new["tasks"]
    first["due_at"] = "2026-07-31T10:00:00+00:00"
    first["units"] = [unit(11, "甲村"), unit(13, "丙村")]
    second["state"] = "withdrawn"
    new["tasks"].append(task(3, "暑期提醒", [unit(21, "学校")], state="draft"))

    found = changes_of_units(compare_tasks(CONTENT, new))

    moved = [["due_at", "2026-06-30T10:00:00+00:00", "2026-07-31T10:00:00+00:00"]]
    assert {key: [(c["kind"], c["number"], c["fields"]) for c in rows] for key, rows in
            found.items()} == {
        11: [("changed", 1, moved)],
        12: [("withdrawn", 1, [])],
        13: [("added", 1, [])],
        21: [("withdrawn", 2, []), ("added", 3, [])],
    }  # fmt: skip


def test_what_changes_for_one_unit_alone_asks_no_other(new):
    new["tasks"][0]["units"][1]["requirement"] = "逢集必讲"

    found = changes_of_units(compare_tasks(CONTENT, new))

    assert list(found) == [12]
    assert found[12][0]["fields"] == [["own_requirement", "", "逢集必讲"]]


def test_issuing_a_task_is_no_change_of_the_plan(new):
    new["tasks"][0]["state"] = "draft"

    assert compare_tasks(new, CONTENT) == []
