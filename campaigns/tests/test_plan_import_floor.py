"""The invented plans of the folder ``plans`` are read at least this well."""

import json
import re
from pathlib import Path

import pytest

from campaigns.plan_import.as_json import as_json
from campaigns.plan_import.clean import evened
from campaigns.plan_import.reader import read_plan

PLANS = sorted(Path(__file__).with_name("plans").glob("*.txt"))
# Share of the annotated values that are found, and of the found ones that are annotated.
FLOORS = {
    "title": (1, 1),
    "theme": (1, 1),
    "period": (1, 1),
    "office": (1, 1),
    "sections": (1, 1),
    "phases": (1, 1),
    "members": (0.98, 0.98),
    "targets": (0.98, 0.98),
    "tasks": (0.97, 0.97),
    "owners": (0.98, 0.97),
    "reporting": (1, 1),
}


def plain(text):
    return re.sub(r"[\W_]", "", evened(text or ""))


def values(plan):
    """Every field as a list of plain values; arguable ones stand apart under ``False``."""
    group = plan.get("leading_group") or {}
    period = plan.get("period") or {}
    lists = {
        "title": [plan["title"]],
        "theme": [plan["theme"]],
        "period": [period.get("start"), period.get("end")],
        "office": [group.get("office_at")],
        "sections": [one["number"] + one["heading"] for one in plan["sections"]],
        "phases": [f"{one['name']} {one['start']} {one['end']}" for one in plan["phases"]],
        "members": [
            f"{one['role']} {one['person'] or ''}" for one in group.get("members", [])
        ],
        "targets": [f"{float(one['value'])} {one['unit']}" for one in plan["targets"]],
        "tasks": [plain(one["quote"])[:60] for one in plan["tasks"]],
        "owners": [unit for one in plan["tasks"] for unit in one["units"]],
        "reporting": [f"{one['frequency']} {one['to']}" for one in plan["reporting"]],
    }  # fmt: skip
    return {field: [plain(one) for one in found if one] for field, found in lists.items()}


def is_same(field, a, b):
    return a in b or b in a if field in ("title", "tasks", "sections", "reporting") else a == b


def shared(field, wanted, found):
    left, hits = list(found), 0
    for one in wanted:
        same = next((other for other in left if is_same(field, one, other)), None)
        if same is not None:
            left.remove(same)
            hits += 1
    return hits


def without_optional(plan):
    if isinstance(plan, dict):
        return {key: without_optional(value) for key, value in plan.items()}
    if isinstance(plan, list):
        kept = [one for one in plan if not (isinstance(one, dict) and one.get("optional"))]
        return [without_optional(one) for one in kept]
    return plan


@pytest.fixture(scope="module")
def counted():
    """By field how many values are annotated, found, right, and right or arguable."""
    counts = {field: [0, 0, 0, 0] for field in FLOORS}
    for path in PLANS:
        gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
        sure, all_of_it = values(without_optional(gold)), values(gold)
        source = path.read_text("utf-8")
        found = values(as_json(read_plan(source), source))
        for field, row in counts.items():
            row[0] += len(sure[field])
            row[1] += len(found[field])
            row[2] += shared(field, sure[field], found[field])
            row[3] += shared(field, all_of_it[field], found[field])
    return counts


@pytest.mark.parametrize("field", FLOORS)
def test_a_field_is_read_no_worse_than_before(counted, field):
    wanted, found, right, fitting = counted[field]
    floor, precision = FLOORS[field]

    assert right / wanted >= floor, f"{right} of {wanted}"
    assert fitting / found >= precision, f"{fitting} of {found}"
