"""Whatever happens in whatever order, stored totals are what a plain recount of it all gives."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from conftest import NOON
from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from orgs.actions.unit_merges import merge_units
from orgs.actions.units import move_unit
from orgs.models import Unit
from reports.actions.activities import add_activity
from reports.actions.corrections import drop_correction, open_correction
from reports.actions.reviews import approve_report, exempt_report, return_report
from reports.actions.submissions import submit_report, submit_zero
from reports.actions.totals import fold_totals, rebuild_totals
from reports.actions.undoing import undo_decision
from reports.enums import COUNTED, ReportState
from reports.models import DirtyReport, JointActivity, Period, Report, Total
from reports.queries.activities import joint_of

OWING = ("village", "sibling", "school", "other_village", "bank")
PLACES = ("town", "other_town", "county")
WHICH = {"unit": st.sampled_from(OWING), "week": st.sampled_from([0, 1])}
LATER = NOON + timedelta(days=3)


class Stage:
    """What every example starts from; set by the test, rolled back after each example."""


class Weeks(RuleBasedStateMachine):
    """Two weeks of five units; ``held`` is what was approved, ``met`` who led how many people."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.time = clock.at(NOON)
        self.time.__enter__()
        self.held: dict[int, dict] = {}
        self.met: dict[int, list[tuple[str, int]]] = {0: [], 1: []}
        self.is_counted = False  # whether nothing was met or moved since activities were counted

    def teardown(self) -> None:
        fold_totals()
        self.totals_are_the_plain_sums()
        self.is_counted = False
        self.an_activity_counts_once_for_its_lead()
        assert rebuild_totals(check=True) == []
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def row(self, unit: str, week: int) -> Report:
        return Report.objects.get(unit=Stage.units[unit], period=Stage.weeks[week])

    def one(self, unit: str, week: int, *states: str) -> Report:
        """A report in one of the states, where there is any: that something comes of it."""
        rows = list(Report.objects.filter(state__in=states).order_by("pk"))
        return rows[(2 * OWING.index(unit) + week) % len(rows)] if rows else self.row(unit, week)

    def tried(self, act: object, *args: object, **given: object) -> bool:
        """Whether the action took place; what is refused changes nothing."""
        try:
            with transaction.atomic():
                act(*args, **given)
        except DomainError:
            return False
        return True

    @rule(**WHICH, visits=st.integers(0, 999), stock=st.integers(0, 99), good=st.booleans())
    def submit(self, unit: str, week: int, visits: int, stock: int, good: bool) -> None:
        lost = visits % 7
        values = {"visits": str(visits), "app_users": str(stock), "losses": str(lost)}
        values["awareness"] = {"n": str(stock), "d": str(stock + lost + 1)}
        self.tried(
            submit_report, self.row(unit, week), submission_id=uuid.uuid4(), values=values,
            texts={}, reasons=dict.fromkeys(values, "核对无误"), by=Stage.cast["reporter"],
        )  # fmt: skip
        if good:
            self.approve(self.row(unit, week))

    @rule(**WHICH)
    def report_nothing(self, unit: str, week: int) -> None:
        self.tried(
            submit_zero, self.row(unit, week), submission_id=uuid.uuid4(), reason="放假",
            by=Stage.cast["reporter"],
        )  # fmt: skip

    @rule(**WHICH)
    def decide(self, unit: str, week: int) -> None:
        self.approve(self.one(unit, week, ReportState.SUBMITTED))

    def approve(self, row: Report) -> None:
        if self.tried(approve_report, row, version=row.version, by=Stage.cast["coordinator"]):
            self.held[row.pk] = row.values

    @rule(**WHICH)
    def undo(self, unit: str, week: int) -> None:
        row = self.one(unit, week, ReportState.APPROVED, ReportState.RETURNED)
        if self.tried(undo_decision, row, version=row.version, by=Stage.cast["coordinator"]):
            self.held.pop(row.pk, None)

    @rule(**WHICH)
    def send_back(self, unit: str, week: int) -> None:
        row = self.one(unit, week, ReportState.SUBMITTED)
        self.tried(
            return_report, row, version=row.version, reason="请核对", marks={"visits": ""},
            correct_by=LATER, by=Stage.cast["coordinator"],
        )  # fmt: skip

    @rule(**WHICH)
    def correct(self, unit: str, week: int) -> None:
        self.tried(
            open_correction, self.one(unit, week, ReportState.APPROVED), fields=["visits"],
            reason="数字有误", correct_by=LATER, by=Stage.cast["coordinator"],
        )  # fmt: skip

    @rule(**WHICH)
    def take_correction_back(self, unit: str, week: int) -> None:
        row = self.one(unit, week, ReportState.RETURNED)
        self.tried(drop_correction, row, reason="原数无误", by=Stage.cast["coordinator"])

    @rule(**WHICH)
    def exempt(self, unit: str, week: int) -> None:
        by = Stage.cast["coordinator"]
        self.tried(exempt_report, self.row(unit, week), reason="停电", by=by)

    @rule(unit=st.sampled_from(OWING), to=st.sampled_from(PLACES))
    def move(self, unit: str, to: str) -> None:
        row = Unit.objects.get(pk=Stage.units[unit].pk)
        by = Stage.cast["coordinator"]
        self.is_counted = False
        self.tried(move_unit, row, to=Stage.units[to], version=row.version, by=by)

    @rule(unit=st.sampled_from(OWING), into=st.sampled_from(OWING))
    def merge(self, unit: str, into: str) -> None:
        row = Unit.objects.get(pk=Stage.units[unit].pk)
        by = Stage.cast["coordinator"]
        self.is_counted = False
        self.tried(merge_units, row, into=Stage.units[into], version=row.version, by=by)

    @rule(**WHICH, reach=st.integers(1, 500), with_=st.sets(st.sampled_from(OWING), max_size=3))
    def meet(self, unit: str, week: int, reach: int, with_: set[str]) -> None:
        row, before = self.row(unit, week), JointActivity.objects.count()
        done = self.tried(
            add_activity, row, name=f"第{before}场", kind="lecture", state="held",
            held_on=Stage.weeks[week].starts_on, venue="广场", reach=reach,
            co_units=[Stage.units[name] for name in with_], by=Stage.cast["reporter"], again=True,
        )  # fmt: skip
        if done:
            self.is_counted = False
            self.met[week].append((row.path, reach))

    @rule()
    def fold(self) -> None:
        fold_totals()

    @invariant()
    def totals_are_the_plain_sums(self) -> None:
        if DirtyReport.objects.exists():
            return
        rows = {
            number: list(Report.objects.filter(period=period))
            for number, period in Stage.weeks.items()
        }
        keys = {(row.unit_id, number): row.pk for number in rows for row in rows[number]}
        for total in Total.objects.filter(period__in=Stage.weeks.values()):
            number = next(key for key, one in Stage.weeks.items() if one.pk == total.period_id)
            below = [row for row in rows[number] if row.path.startswith(total.path)]
            assert seen(total) == self.recount(below, number, keys)

    def recount(self, rows: list[Report], week: int, keys: dict) -> dict:
        """Counts, flows, stocks of some rows out of what happened, added one by one."""
        owed = [row for row in rows if row.state != ReportState.EXEMPT]
        held = [self.held[row.pk] for row in owed if row.pk in self.held]
        last = [self.last_of(row, week, keys) for row in owed]
        approved = [row for row in owed if row.pk in self.held]
        waiting = [row for row in owed if row.pk not in self.held and row.state in COUNTED]
        return {
            "owed": len(owed), "exempt": len(rows) - len(owed), "approved": len(approved),
            "reported": len(approved) + len(waiting),
            "visits": plain_sum(held, "visits"), "losses": plain_sum(held, "losses"),
            "app_users": plain_sum(last, "app_users"), "awareness": plain_pair(last, "awareness"),
        }  # fmt: skip

    def last_of(self, row: Report, week: int, keys: dict) -> dict:
        """The unit's stocks as last approved up to the week (week 1 is the earlier one)."""
        found: dict = {}
        for earlier in [one for one in (1, 0) if one >= week]:
            found |= self.held.get(keys[row.unit_id, earlier], {})
        return found

    @invariant()
    def an_activity_counts_once_for_its_lead(self) -> None:
        if self.is_counted:
            return
        self.is_counted = True
        for number, period in Stage.weeks.items():
            for name in ("town", "other_town", "county"):
                node = Unit.objects.get(pk=Stage.units[name].pk)
                led = [reach for path, reach in self.met[number] if path.startswith(node.path)]
                joint = joint_of(node, period)
                assert (joint.held, joint.reach) == (len(led), sum(led))


def plain_sum(rows: list[dict], code: str) -> Decimal | None:
    """The sum of the rows that have it; None when none does."""
    there = [Decimal(row[code]) for row in rows if code in row]
    return sum(there) if there else None


def plain_pair(rows: list[dict], code: str) -> tuple | None:
    """Sum over sum."""
    there = [row[code] for row in rows if code in row]
    sums = (sum(Decimal(one["n"]) for one in there), sum(Decimal(one["d"]) for one in there))
    return sums if there else None


def seen(total: Total) -> dict:
    """The same out of the stored row."""
    told = {name: getattr(total, name) for name in ("owed", "exempt", "approved", "reported")}
    for code, column in [("visits", "sums"), ("losses", "sums"), ("app_users", "stocks")]:
        value = getattr(total, column).get(code)
        told[code] = None if value is None else Decimal(value)
    pair = total.stocks.get("awareness")
    return told | {"awareness": pair and (Decimal(pair["n"]), Decimal(pair["d"]))}


@pytest.fixture
def stage(cast, units, make_period):
    """Two weeks that are both open."""
    weeks = {1: make_period(1), 0: make_period(0)}
    open_until = {"due_at": LATER, "closes_at": LATER + timedelta(days=1)}
    Period.objects.update(**open_until)
    Report.objects.update(**open_until)
    Stage.units, Stage.cast = units, cast
    Stage.weeks = {number: Period.objects.get(pk=week.pk) for number, week in weeks.items()}
    with clock.at(NOON):
        rebuild_totals()


@pytest.mark.usefixtures("stage")
def test_whatever_happens_the_totals_are_what_a_recount_gives():
    run_state_machine_as_test(Weeks, settings=settings(max_examples=12, stateful_step_count=40))
