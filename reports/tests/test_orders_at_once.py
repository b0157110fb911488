"""Everybody locks period, report and what hangs on it in one order: nobody ends in a deadlock."""

import itertools
import uuid
from datetime import timedelta
from functools import partial

import pytest

from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from fraudwatch.tests.cast import MONDAY, NOON
from fraudwatch.tests.faults.at_once import at_once
from orgs.models import Unit
from reports.actions.activities import SeemsEntered, add_activity
from reports.actions.corrections import ask_correction, grant_correction, open_correction
from reports.actions.drafts import save_draft
from reports.actions.exceptions import exempt_units, extend_report
from reports.actions.links import enter_link, hand_in_through, make_links
from reports.actions.period_steps import close_period, lock_period, reopen_period
from reports.actions.photos import add_photo, remove_photo
from reports.actions.reviews import approve_report, exempt_report, reopen_report, return_report
from reports.actions.submissions import submit_report
from reports.actions.totals import fold_totals
from reports.actions.town import forward_unremarkable
from reports.enums import PeriodState, ReportState
from reports.models import Correction, JointActivity, Period, Report, ReportDraft, Revision
from reports.queries.links import link_behind
from reports.signers import Signer

pytestmark = pytest.mark.django_db(transaction=True)

VALUES = {"visits": "12", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}
ROUNDS = 3


@pytest.fixture
def rows(noon, period, units):
    """This week's reports by the short name of their unit."""
    names = {unit.pk: name for name, unit in units.items()}
    return {names[report.unit_id]: report for report in period.reports.select_related("unit")}


def read(key):
    """A report as a request reads it."""
    return Report.objects.select_related("unit", "period__template__campaign__owner").get(pk=key)


def hand_in(key, by, form=None, **more):
    return submit_report(
        read(key), submission_id=form or uuid.uuid4(), values=VALUES, texts={},
        reasons=dict.fromkeys(VALUES, "属实"), by=by, **more,
    )  # fmt: skip


def unexpected(outcomes):
    """What nobody may ever meet: anything but an answer or a sentence."""
    return [
        one for one in outcomes if isinstance(one, Exception) and not isinstance(one, DomainError)
    ]


def moment(hours):
    return clock.now() + timedelta(hours=hours)


def test_a_submission_and_an_exemption_at_once(rows, cast):
    for name in ("village", "sibling", "school"):
        key = rows[name].pk
        outcomes = at_once(
            partial(hand_in, key, cast["coordinator"]),
            lambda key=key: exempt_report(read(key), reason="停业", by=cast["coordinator"]),
            fold_totals,
        )
        assert unexpected(outcomes) == []
        assert read(key).state in (ReportState.SUBMITTED, ReportState.EXEMPT)


def test_a_draft_saved_while_the_report_is_handed_in_does_not_outlive_it(rows, cast):
    key = rows["village"].pk
    for turn in range(ROUNDS):
        Report.objects.filter(pk=key).update(state=ReportState.DUE)
        outcomes = at_once(
            partial(hand_in, key, cast["reporter"]),
            lambda: save_draft(
                read(key), values={"visits": "7"}, texts={}, reasons={}, version=0,
                by=cast["reporter"],
            ),
        )  # fmt: skip
        assert unexpected(outcomes) == []
        assert isinstance(outcomes[0], Revision), turn
        assert not ReportDraft.objects.filter(report=key).exists()


def test_drafts_of_a_report_opened_again_and_its_submission_at_once(rows, cast):
    key = rows["village"].pk
    for _turn in range(ROUNDS):
        draft = save_draft(
            read(key), values={"visits": "5"}, texts={}, reasons={}, version=0, by=cast["reporter"]
        )
        Report.objects.filter(pk=key).update(state=ReportState.DUE)  # missed, and opened late
        outcomes = at_once(
            partial(hand_in, key, cast["reporter"]),
            lambda version=draft.version: save_draft(
                read(key), values={"visits": "7"}, texts={}, reasons={}, version=version,
                by=cast["reporter"],
            ),
        )  # fmt: skip
        assert unexpected(outcomes) == []
        assert not ReportDraft.objects.filter(report=key).exists()
        Report.objects.filter(pk=key).update(state=ReportState.DUE)


def test_the_office_closes_a_period_while_units_hand_in(rows, period, cast):
    Period.objects.filter(pk=period.pk).update(due_at=NOON - timedelta(hours=1))
    Report.objects.filter(period=period).update(due_at=NOON - timedelta(hours=1))
    keys, office = [row.pk for row in rows.values()], cast["coordinator"]

    outcomes = at_once(
        lambda: close_period(Period.objects.get(pk=period.pk), reason="汇总", by=office),
        *(partial(hand_in, key, office) for key in reversed(keys)),
        lambda: exempt_units(
            Period.objects.get(pk=period.pk), [rows["bank"].unit_id, rows["village"].unit_id],
            reason="停业", by=office,
        ),
        fold_totals,
    )  # fmt: skip

    assert unexpected(outcomes) == []
    left = set(Report.objects.filter(period=period).values_list("state", flat=True))
    assert left <= {ReportState.SUBMITTED, ReportState.MISSING, ReportState.EXEMPT}


@pytest.mark.parametrize("act", ["return", "open_correction", "grant", "reopen", "extend"])
def test_a_locked_period_holds_no_report_that_waits_for_its_unit(rows, period, cast, act):
    key, office = rows["village"].pk, cast["coordinator"]
    Period.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    if act in ("reopen", "extend"):
        state = ReportState.MISSING if act == "reopen" else ReportState.DUE
        Report.objects.filter(pk=key).update(state=state, due_at=moment(1), closes_at=moment(2))
    else:
        hand_in(key, cast["reporter"])
    if act in ("open_correction", "grant"):
        approve_report(read(key), version=read(key).version, by=office)
    asked = None
    if act == "grant":
        asked = ask_correction(
            read(key), values={"visits": "9"}, fields=[], reason="多写", by=cast["reporter"]
        )
    more = {"correct_by": moment(5), "by": office}
    deeds = {
        "return": lambda: return_report(
            read(key), version=read(key).version, reason="核对", marks={}, **more
        ),
        "open_correction": lambda: open_correction(
            read(key), fields=["visits"], reason="核对", **more
        ),
        "grant": lambda: grant_correction(
            Correction.objects.select_related("report").get(pk=asked.pk), answer="", **more
        ),
        "reopen": lambda: reopen_report(read(key), reason="停电", until=moment(5), by=office),
        "extend": lambda: extend_report(read(key), until=moment(5), reason="停电", by=office),
    }

    outcomes = at_once(
        deeds[act],
        lambda: lock_period(
            Period.objects.get(pk=period.pk), reason="归档", by=cast["second_coordinator"]
        ),
    )

    period.refresh_from_db()
    waits = Report.objects.filter(pk=key, state__in=[ReportState.RETURNED, ReportState.DUE])
    assert unexpected(outcomes) == []
    assert not (period.state == PeriodState.LOCKED and waits.exists())


def test_a_period_opened_again_while_the_office_decides(rows, period, cast):
    keys = [row.pk for row in rows.values()]
    Report.objects.filter(period=period).update(state=ReportState.MISSING)
    Period.objects.filter(pk=period.pk).update(
        state=PeriodState.CLOSED, due_at=NOON - timedelta(hours=2)
    )
    office = cast["coordinator"]

    outcomes = at_once(
        lambda: reopen_period(
            Period.objects.get(pk=period.pk), until=moment(9), reason="停电", by=office
        ),
        lambda: exempt_report(read(keys[-1]), reason="停业", by=office),
        lambda: reopen_report(read(keys[0]), reason="停电", until=moment(5), by=office),
        *(partial(hand_in, key, office) for key in keys),
    )

    assert unexpected(outcomes) == []


def test_the_township_forwards_all_while_its_units_hand_in_again(rows, template, units, cast):
    type(template).objects.filter(pk=template.pk).update(review_by_town=True)
    keys = [rows[name].pk for name in ("village", "sibling")]
    for key in keys:
        hand_in(key, cast["reporter"])
    office, period = cast["coordinator"], rows["village"].period

    outcomes = at_once(
        lambda: forward_unremarkable(period, units["town"], by=cast["town"]),
        lambda: forward_unremarkable(period, units["town"], by=cast["town"]),
        *(
            lambda key=key: return_report(
                read(key), version=read(key).version, reason="核对", marks={},
                correct_by=moment(5), by=office,
            )
            for key in reversed(keys)
        ),
    )  # fmt: skip

    assert unexpected(outcomes) == []


def test_the_same_form_sent_twice_through_a_link_is_one_submission(rows, period, units, cast):
    made = make_links(period, [units["village"].pk], by=cast["town"])[0]
    secret = enter_link(link_behind(pk=made.link.pk), code=made.code, name="张建国")
    form, key = uuid.uuid4(), rows["village"].pk

    def send():
        link = link_behind(pk=made.link.pk)
        act = partial(hand_in, key, Signer("张建国"), form, source="link")
        return hand_in_through(link, secret, form, act)

    outcomes = at_once(send, send, send)

    assert [one.submission_id for one in outcomes] == [form] * 3
    assert Revision.objects.filter(report=key).count() == 1


def test_two_leads_enter_one_activity_at_once_and_it_counts_once(rows, units, cast):
    def enter(lead):
        return add_activity(
            read(rows[lead].pk), name="集市反诈宣传", kind="street", state="held",
            held_on=MONDAY + timedelta(days=2), venue="河湾集市", reach=120,
            co_units=list(Unit.objects.filter(pk=units["school"].pk)), by=cast["coordinator"],
        )  # fmt: skip

    outcomes = at_once(partial(enter, "village"), partial(enter, "sibling"))

    assert sorted(type(one) for one in outcomes if isinstance(one, SeemsEntered)) == [SeemsEntered]
    assert JointActivity.objects.count() == 1


def test_a_photo_taken_back_while_the_report_is_handed_in(rows, cast, photos):
    key = rows["village"].pk
    photo = add_photo(
        read(key), photos[0].read_bytes(), upload_id=uuid.uuid4(), by=cast["reporter"]
    )

    sent, gone = at_once(
        partial(hand_in, key, cast["reporter"]), partial(remove_photo, photo, by=cast["reporter"])
    )

    photo.refresh_from_db()
    assert unexpected([sent, gone]) == []
    assert sent.photos == ([] if photo.removed_at else [str(photo.pk)])


def test_the_same_picture_comes_in_for_several_units_at_once(rows, cast, photos):
    names = ("village", "sibling", "school", "bank")
    content = photos[0].read_bytes()
    for pair in itertools.pairwise(names):
        outcomes = at_once(
            *(
                lambda name=name: add_photo(
                    read(rows[name].pk), content, upload_id=uuid.uuid4(), by=cast["coordinator"]
                )
                for name in pair
            ),
            *(partial(hand_in, rows[name].pk, cast["coordinator"]) for name in pair),
        )
        assert unexpected(outcomes) == []
        Report.objects.update(state=ReportState.DUE)
