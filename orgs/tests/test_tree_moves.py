"""Moves: the tree stays a tree, whole subtrees go along, what was frozen stays frozen."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from fraudwatch.lib import paths
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.units import create_unit, move_unit
from orgs.enums import UnitKind
from orgs.errors import OrgError
from orgs.models import AuditEntry, Unit
from orgs.queries.tree import tree_faults


@pytest.mark.django_db
def test_a_town_moves_with_its_villages(units, cast):
    moved = move_unit(units["town"], to=units["bank"], version=1, by=cast["coordinator"])

    village = Unit.objects.get(pk=units["village"].pk)
    assert moved.path == units["bank"].path + paths.step(moved.pk)
    assert village.path == moved.path + paths.step(village.pk)
    assert (moved.depth, village.depth, moved.version) == (3, 4, 2)
    assert tree_faults() == []
    entry = AuditEntry.objects.get()
    assert entry.changes["parent"] == ["青澜县", "青澜农商银行"]


@pytest.mark.django_db
def test_a_move_rewrites_the_subtree_in_one_statement(units, cast):
    def writes(queries):
        return [
            q["sql"] for q in queries if q["sql"].startswith("UPDATE") and '"path" =' in q["sql"]
        ]

    with CaptureQueriesContext(connection) as caught:
        move_unit(units["town"], to=units["bank"], version=1, by=cast["coordinator"])

    assert len(writes(caught.captured_queries)) == 1


@pytest.mark.django_db
def test_reports_keep_the_path_they_were_owed_under(report, units, cast):
    before = report.path

    move_unit(units["village"], to=units["other_town"], version=1, by=cast["coordinator"])

    report.refresh_from_db()
    assert report.path == before


@pytest.mark.django_db
@pytest.mark.parametrize("below", ["town", "village"])
def test_a_unit_does_not_go_below_itself(units, cast, below):
    with pytest.raises(OrgError, match="which is itself or below it"):
        move_unit(units["town"], to=units[below], version=1, by=cast["coordinator"])
    assert tree_faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unit", "to", "who"),
    [
        ("village", "far_county", "coordinator"),
        ("far_village", "town", "coordinator"),
        ("village", "other_town", "town"),
        ("town", "other_town", "town"),
        ("village", "other_town", "reporter"),
        ("village", "other_town", "leader"),
    ],
)
def test_nobody_moves_units_in_or_out_of_what_they_look_after(units, cast, unit, to, who):
    with pytest.raises(OrgError, match="not among the units you look after"):
        move_unit(units[unit], to=units[to], version=1, by=cast[who])


@pytest.mark.django_db
def test_a_name_taken_under_the_new_parent_is_said(units, cast):
    twin = create_unit(
        units["other_town"], code="X1", name="桃源村", kind=UnitKind.VILLAGE, by=None
    )

    with pytest.raises(OrgError, match="already a “桃源村” under 河湾镇"):
        move_unit(twin, to=units["town"], version=1, by=cast["coordinator"])


@pytest.mark.django_db
def test_a_move_decided_on_an_old_page_is_refused(units, cast):
    move_unit(units["village"], to=units["other_town"], version=1, by=cast["coordinator"])

    with pytest.raises(StaleVersion):
        move_unit(units["village"], to=units["bank"], version=1, by=cast["coordinator"])


@pytest.mark.django_db
def test_the_tree_has_a_bottom(units):
    parent = units["village"]
    for number in range(27):
        parent = create_unit(parent, code=f"D{number}", name="深", kind=UnitKind.GRID, by=None)

    with pytest.raises(OrgError, match="more than 30 levels"):
        create_unit(parent, code="DX", name="深", kind=UnitKind.GRID, by=None)
    with pytest.raises(OrgError, match="more than 30 levels"):
        move_unit(units["county"], to=units["far_village"], version=1, by=None)


@pytest.mark.django_db
def test_a_path_written_wrong_is_found_and_repaired(units, capsys):
    village, sibling = units["village"], units["sibling"]
    Unit.objects.filter(pk=village.pk).update(path="?")
    Unit.objects.filter(pk=sibling.pk).update(path=village.path)

    with pytest.raises(CommandError, match="2 units stand wrong"):
        call_command("check_tree")
    call_command("check_tree", "--repair")

    assert tree_faults() == []
    assert Unit.objects.get(pk=sibling.pk).path == sibling.path
    assert "2 repaired" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_loop_is_named_and_left_to_a_person(units):
    Unit.objects.filter(pk=units["town"].pk).update(parent=units["village"])

    with pytest.raises(CommandError, match="4 units stand wrong"):
        call_command("check_tree", "--repair")


class RandomTrees(TestCase):
    """Random trees and random moves against a dictionary of parents."""

    @given(
        parents=st.lists(st.integers(0, 30), min_size=1, max_size=10),
        moves=st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=12),
    )
    def test_paths_always_follow_from_parents(self, parents, moves):
        units: list[int] = []
        model: dict[int, int | None] = {}
        for number, choice in enumerate(parents):
            above = units[choice % len(units)] if units and choice % 5 else None
            made = create_unit(
                Unit.objects.get(pk=above) if above else None,
                code=f"R{number}", name=f"单位{number}", kind=UnitKind.OTHER, by=None,
            )  # fmt: skip
            units.append(made.pk)
            model[made.pk] = above
        for first, second in moves:
            unit, to = units[first % len(units)], units[second % len(units)]
            is_loop = unit in ancestry(model, to)
            try:
                row = Unit.objects.get(pk=unit)
                move_unit(row, to=Unit.objects.get(pk=to), version=row.version, by=None)
            except OrgError:
                assert is_loop
            else:
                assert not is_loop
                model[unit] = to
        assert dict(Unit.objects.values_list("pk", "parent_id")) == model
        for pk, path, depth in Unit.objects.values_list("pk", "path", "depth"):
            line = ancestry(model, pk)
            assert path == "".join(paths.step(key) for key in reversed(line))
            assert depth == len(line)
        assert tree_faults() == []


def ancestry(model: dict[int, int | None], key: int) -> list[int]:
    """The unit and all above it."""
    line = []
    here: int | None = key
    while here is not None:
        line.append(here)
        here = model[here]
    return line


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_leave_a_tree(units):
    """A under B and B under A, asked for in the same moment: one of them wins."""
    results = []
    start = threading.Barrier(2)

    def run(unit, to):
        try:
            start.wait()
            move_unit(units[unit], to=units[to], version=1, by=None)
            results.append("moved")
        except OrgError:
            results.append("refused")
        finally:
            connections.close_all()

    pairs = [("town", "other_town"), ("other_town", "town")]
    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["moved", "refused"]
    assert tree_faults() == []
