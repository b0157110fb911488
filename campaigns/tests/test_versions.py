"""A plan is sent, recalled, returned, signed off and published; what was pinned never moves."""

from datetime import date, datetime

import pytest

from campaigns.actions.campaigns import create_campaign, enrol_units
from campaigns.actions.parts import Parts
from campaigns.actions.plan import add_section, save_section
from campaigns.actions.publishing import publish_version, sign_until
from campaigns.actions.task_edits import edit_task
from campaigns.actions.tasks import create_task
from campaigns.actions.versions import (
    recall_version,
    return_version,
    send_for_review,
    sign_off,
)
from campaigns.contents import digest
from campaigns.enums import CampaignState, TaskState, VersionState
from campaigns.errors import CampaignError
from campaigns.models import PlanVersion, Receipt
from campaigns.queries.reviewers import authors_of, reviewers_of
from campaigns.queries.snapshots import plan_content
from campaigns.tests.conftest import DUE
from campaigns.tests.papers import ISSUED, PAPER, published, sent, signed, write
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Notice, User

pytestmark = pytest.mark.usefixtures("noon", "english")


@pytest.fixture
def plan(campaign, section):
    """A running campaign with a section of four clauses."""
    return campaign


def test_sending_pins_the_text_and_locks_it(plan, section, cast):
    version = sent(plan, cast, message="第一稿")

    assert (version.number, version.round, version.state) == (1, 1, VersionState.IN_REVIEW)
    assert version.content == plan_content(plan)
    assert version.digest == digest(version.content)
    assert version.authors == [cast["coordinator"].pk]
    with pytest.raises(CampaignError, match="with the reviewers and cannot be changed"):
        write(plan, "新的一句。", cast["coordinator"])


def test_an_empty_plan_is_not_sent(campaign, cast):
    with pytest.raises(CampaignError, match="no text yet"):
        sent(campaign, cast)


def test_a_plan_is_with_the_reviewers_once(plan, cast):
    sent(plan, cast)

    with pytest.raises(CampaignError, match="since 8 June 09:00. Recall it first"):
        sent(plan, cast)


def test_those_who_may_sign_off_are_told_and_the_others_not(plan, cast):
    version = sent(plan, cast)

    told = Notice.objects.filter(kind="plan.sent").values_list("recipient__username", flat=True)
    assert set(told) == {"leader", "second_coordinator"}
    assert reviewers_of(plan, version.authors) == [cast["leader"], cast["second_coordinator"]]


def test_whoever_touched_text_parts_or_draft_tasks_is_an_author(plan, section, cast, make_task):
    second = cast["second_coordinator"]
    save_section(section, version=1, heading="分工", kind="tasks", text="（一）入户宣传", by=second)
    save_section(
        section, version=2, heading="分工", kind="tasks", text="（一）宣传", by=cast["coordinator"]
    )

    assert authors_of(plan) == sorted([cast["coordinator"].pk, second.pk])


@pytest.mark.parametrize("name", ["coordinator", "root"])
def test_nobody_signs_off_what_they_wrote_administrators_neither(plan, cast, name):
    root = User.objects.create_superuser("root", "x", name="root")
    people = cast | {"root": root}
    if name == "root":
        write(plan, "系统管理员写的一句。", root)
    version = sent(plan, cast)

    with pytest.raises(CampaignError, match="You wrote in this version"):
        sign_off(version, by=people[name])
    with pytest.raises(CampaignError, match="You wrote in this version"):
        return_version(version, remarks="改", by=people[name])


def test_a_plan_is_returned_only_with_remarks(plan, cast):
    version = sent(plan, cast)

    with pytest.raises(CampaignError, match="Say what has to be changed"):
        return_version(version, remarks=" ", by=cast["leader"])
    return_version(version, remarks="补上时限。", by=cast["leader"])

    assert (version.state, version.remarks, version.reviewed_by) == (
        VersionState.RETURNED, "补上时限。", cast["leader"],
    )  # fmt: skip
    told = Notice.objects.filter(kind="plan.returned").values_list("recipient__username", flat=True)
    assert set(told) == {"coordinator", "second_coordinator"}
    again = sent(plan, cast)
    assert (again.number, again.round) == (1, 2)


def test_signing_off_twice_says_who_did_it_first(plan, cast):
    version = sent(plan, cast)
    same = PlanVersion.objects.get(pk=version.pk)
    sign_off(version, by=cast["leader"])

    with pytest.raises(CampaignError, match="leader先生 signed version 1 off on 10 June 12:00"):
        sign_off(same, by=cast["second_coordinator"])


@pytest.mark.parametrize("state", ["in_review", "signed_off"])
def test_a_version_is_recalled_until_it_is_published(plan, cast, state):
    version = sent(plan, cast) if state == "in_review" else signed(plan, cast)

    recall_version(version, by=cast["coordinator"])

    assert version.state == VersionState.RECALLED
    write(plan, "可以再改。", cast["coordinator"])


def test_publishing_issues_the_draft_tasks_and_opens_receipts(plan, cast, draft, units):
    version = published(plan, cast)

    draft.refresh_from_db()
    assert (version.state, version.document_number) == (
        VersionState.PUBLISHED, "青反诈办〔2026〕3号",
    )  # fmt: skip
    assert version.sign_by == datetime.fromisoformat("2026-06-11T18:00:00+08:00")
    assert draft.state == TaskState.ISSUED
    asked = set(version.receipts.values_list("unit__name", flat=True))
    assert asked == {member.unit.name for member in plan.members.select_related("unit")}
    told = Notice.objects.filter(kind="plan.published", recipient=cast["reporter"]).get()
    assert told.url == f"/receipts/{version.receipts.get(unit=units['village']).pk}/"
    assert Notice.objects.filter(recipient=cast["reporter"]).count() == 1  # not one for each task


def test_the_first_edition_launches_a_draft_campaign(cast, units):
    office = cast["coordinator"]
    campaign = create_campaign(
        units["county"], title="暑期行动", kind="telecom_fraud", by=office,
        starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31),
    )  # fmt: skip
    write(campaign, "各村入户。", office)
    version = signed(campaign, cast)
    with pytest.raises(CampaignError, match="Enrol at least one member unit"):
        publish_version(version, by=office, **PAPER)
    enrol_units(campaign, [units["village"]], by=office)

    publish_version(version, by=office, **PAPER)

    campaign.refresh_from_db()
    assert (campaign.state, version.state) == (CampaignState.RUNNING, VersionState.PUBLISHED)


def test_publishing_twice_changes_nothing(plan, cast):
    version = published(plan, cast)

    with pytest.raises(CampaignError, match="published on 9 June 10:00 and stays as it is"):
        publish_version(version, by=cast["coordinator"], **PAPER)

    assert AuditEntry.objects.filter(action="version.published").count() == 1


def test_what_was_not_signed_off_is_not_published(plan, cast):
    version = sent(plan, cast)

    with pytest.raises(CampaignError, match="has not been signed off yet"):
        publish_version(version, by=cast["coordinator"], **PAPER)


def test_a_blocking_finding_keeps_the_plan_back_with_its_name(plan, cast):
    create_task(plan, title="没有单位", by=cast["coordinator"], due_at=DUE)
    version = signed(plan, cast)

    with pytest.raises(CampaignError, match="has to be mended before publishing"):
        publish_version(version, by=cast["coordinator"], **PAPER)

    version.refresh_from_db()
    assert (version.state, Receipt.objects.count()) == (VersionState.SIGNED_OFF, 0)


def test_a_used_document_number_is_refused_with_where(plan, cast, units):
    published(plan, cast)
    other = create_campaign(
        units["county"], title="另一行动", kind="telecom_fraud", by=cast["coordinator"],
        starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31),
    )  # fmt: skip
    enrol_units(other, [units["village"]], by=cast["coordinator"])
    write(other, "各村入户。", cast["coordinator"])
    version = signed(other, cast)

    with pytest.raises(CampaignError, match="used by “全民反诈·平安青澜, version 1”"):
        publish_version(version, by=cast["coordinator"], **PAPER)
    with pytest.raises(CampaignError, match="“三号文” is not a document number"):
        publish_version(version, by=cast["coordinator"], **PAPER | {"document_number": "三号文"})


@pytest.mark.parametrize(
    ("days", "until"),
    [(None, None), (1, "2026-06-11T18:00:00+08:00"), (3, "2026-06-15T18:00:00+08:00"),
     (7, "2026-06-22T18:00:00+08:00")],
)  # fmt: skip
def test_days_to_sign_are_working_days(db, noon, days, until):
    assert sign_until(noon, days) == (datetime.fromisoformat(until) if until else None)


def test_an_unchanged_text_is_not_sent_again(plan, cast, draft):
    published(plan, cast)

    with pytest.raises(CampaignError, match="Nothing has changed since version 1"):
        sent(plan, cast)


def revise(plan, cast, **paper):
    with clock.at(ISSUED):
        version = send_for_review(plan, by=cast["coordinator"])
        sign_off(version, by=cast["leader"])
        number = {"document_number": "青反诈办〔2026〕4号"}
        return publish_version(version, by=cast["coordinator"], **PAPER | number | paper)


def test_a_revision_asks_only_units_whose_tasks_changed(plan, cast, draft, units, make_task):
    first = published(plan, cast)
    make_task("暑期提醒", parts=Parts(units["school"]))
    task = draft.__class__.objects.get(pk=draft.pk)
    edit_task(task, version=task.version, title="逐户宣传", by=cast["coordinator"])

    second = revise(plan, cast)

    first.refresh_from_db()
    assert (first.state, first.replaced_at, second.number) == (VersionState.REPLACED, ISSUED, 2)
    changes = {
        receipt.unit.name: [(c["kind"], c["title"]) for c in receipt.changes]
        for receipt in second.receipts.select_related("unit")
    }
    assert changes == {
        "河湾镇": [("changed", "逐户宣传")],
        "桃源村": [("changed", "逐户宣传")],
        "河湾镇中心小学": [("changed", "逐户宣传"), ("added", "暑期提醒")],
    }


def test_a_unit_that_joined_later_signs_for_the_whole_plan(plan, cast, draft, units):
    published(plan, cast)
    enrol_units(plan, [units["county"]], by=cast["coordinator"])
    write(plan, "新的一节。", cast["coordinator"])

    second = revise(plan, cast)

    assert [(r.unit, r.changes) for r in second.receipts.all()] == [(units["county"], [])]


def test_the_pinned_words_stay_when_the_plan_goes_on(plan, section, cast):
    version = published(plan, cast)
    before = (version.content, version.digest)

    add_section(
        plan, kind="other", heading="附则", text="自发布之日起施行。", by=cast["coordinator"]
    )

    version.refresh_from_db()
    assert (version.content, version.digest) == before
    assert digest(version.content) == version.digest


def test_every_step_leaves_its_trace(plan, cast):
    version = sent(plan, cast)
    return_version(version, remarks="改", by=cast["leader"])
    recall_version(sent(plan, cast), by=cast["coordinator"])
    published(plan, cast)

    trail = AuditEntry.objects.filter(action__startswith="version.").order_by("pk")
    assert list(trail.values_list("action", flat=True)) == [
        "version.sent", "version.returned", "version.sent", "version.recalled",
        "version.sent", "version.signed_off", "version.published",
    ]  # fmt: skip


def test_a_content_takes_eight_queries_however_long_the_plan(
    plan, section, cast, make_task, django_assert_num_queries
):
    def read():
        with django_assert_num_queries(8):
            plan_content(plan)

    make_task("一")
    read()
    make_task("二")
    make_task("三")
    write(plan, "一句。", cast["coordinator"])
    read()
