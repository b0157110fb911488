"""Whoever had a hand in the plan, also by taking something out of it, does not approve it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from campaigns.actions.attachments import add_attachment, remove_attachment
from campaigns.actions.clauses import save_text
from campaigns.actions.due_dates import move_task_due
from campaigns.actions.duties import delete_duty, save_duty
from campaigns.actions.parts import Parts
from campaigns.actions.phases import delete_phase, save_phase
from campaigns.actions.plan import delete_section, save_section
from campaigns.actions.targets import delete_target, save_target
from campaigns.actions.task_edits import edit_task
from campaigns.actions.tasks import delete_task
from campaigns.actions.versions import sign_off
from campaigns.edits import Block, Edit
from campaigns.errors import CampaignError
from campaigns.queries.reviewers import authors_of
from campaigns.tests.conftest import DUE
from campaigns.tests.papers import sent, write
from orgs.models import AuditEntry

pytestmark = pytest.mark.usefixtures("noon", "english")


@pytest.fixture
def take_out(campaign, section, cast, units, indicators, make_task):
    """Let the coordinator make a thing of the plan and the second one take it out."""
    by, second = cast["coordinator"], cast["second_coordinator"]

    def go(what):
        if what == "section":
            made = write(campaign, "一句话。", by)
            delete_section(made, version=made.version, by=second)
        elif what == "phase":
            days = {"starts_on": campaign.starts_on, "ends_on": campaign.ends_on}
            delete_phase(save_phase(campaign, name="甲阶段", by=by, **days), by=second)
        elif what == "target":
            facts = {"indicator": next(iter(indicators.values())), "op": "ge", "value": Decimal(5)}
            delete_target(save_target(campaign, by=by, **facts), by=second)
        elif what == "duty":
            delete_duty(save_duty(campaign, unit=units["town"], text="做", by=by), by=second)
        elif what == "attachment":
            remove_attachment(add_attachment(campaign, title="名单", by=by), by=second)
        else:
            delete_task(make_task(), by=second)

    return go


@pytest.mark.parametrize("what", ["section", "phase", "target", "duty", "attachment", "task"])
def test_whoever_took_something_out_is_an_author(what, take_out, campaign, cast):
    take_out(what)

    assert cast["second_coordinator"].pk in authors_of(campaign)
    with pytest.raises(CampaignError, match="You wrote in this version"):
        sign_off(sent(campaign, cast), by=cast["second_coordinator"])


def test_whoever_moved_a_drafts_due_date_is_an_author(campaign, section, make_task, cast):
    task, second = make_task(), cast["second_coordinator"]

    move_task_due(task, version=1, due_at=DUE - timedelta(days=1), reason="", by=second)

    assert second.pk in authors_of(campaign)


def test_whoever_gave_a_draft_to_other_units_is_an_author_and_the_trail_names_them(
    campaign, section, make_task, cast, units
):
    task, second = make_task(), cast["second_coordinator"]

    edit_task(
        task, version=1, by=second, title=task.title,
        parts=Parts(units["town"], [units["school"]], [units["village"]]),
    )  # fmt: skip

    entry = AuditEntry.objects.get(action="task.edited")
    assert second.pk in authors_of(campaign)
    assert "units" in entry.changes


def test_whoever_put_sentences_in_another_order_is_an_author(campaign, section, cast):
    by, second = cast["coordinator"], cast["second_coordinator"]
    first, last = section.clauses.first(), section.clauses.last()
    moved = Block(last.key, section.pk, 1, last.kind, last.level, last.text, True, None)
    save_text(campaign, edit=Edit(second.pk, (moved,)), by=second)
    section.refresh_from_db()

    save_section(
        section, version=section.version, heading="改过的", kind="tasks",
        text="\n".join([last.text, first.text]), by=by,
    )  # fmt: skip

    assert second.pk in authors_of(campaign)
