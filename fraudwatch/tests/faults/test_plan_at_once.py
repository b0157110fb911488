"""Two people decide about one plan at the same moment: one decision stands, the other hears it."""

import pytest
from django.utils import translation

from campaigns.actions.plan import add_section
from campaigns.actions.publishing import publish_version
from campaigns.actions.receipts import remind_receipts, sign_receipt
from campaigns.actions.versions import recall_version, return_version, send_for_review, sign_off
from campaigns.contents import clauses_of
from campaigns.enums import REMINDER, VersionState
from campaigns.errors import CampaignError
from campaigns.models import PlanVersion, Receipt
from campaigns.tests.papers import PAPER, sent, signed
from fraudwatch.tests.faults.at_once import at_once
from orgs.actions.audit import broken_entries
from orgs.models import AuditEntry, Notice

pytestmark = [
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("noon"),
]
ROUNDS = 5


@pytest.fixture
def plan(campaign, cast):
    add_section(
        campaign, kind="measures", heading="措施", text="各村入户。", by=cast["coordinator"]
    )
    return campaign


def partial(deed, *args, **kwargs):
    """The deed in English, whichever thread it is done in."""

    def act():
        with translation.override("en"):
            return deed(*args, **kwargs)

    return act


def fresh(version):
    return PlanVersion.objects.select_related("campaign__owner", "owner").get(pk=version.pk)


def one_of(outcomes):
    """The winner and the refusal."""
    won, refused = sorted(outcomes, key=lambda one: isinstance(one, CampaignError))
    assert (isinstance(won, Exception), type(refused)) == (False, CampaignError), outcomes
    return won, str(refused)


def test_sent_twice_at_once_is_one_version(plan, cast):
    people = [cast["coordinator"], cast["second_coordinator"]]

    _won, why = one_of(at_once(*(partial(send_for_review, plan, by=by) for by in people)))

    assert "has been with the reviewers since" in why or "at this very moment" in why
    assert PlanVersion.objects.count() == 1


def test_signed_off_and_returned_at_once_one_decision_stands(plan, cast):
    for _round in range(ROUNDS):
        version = sent(plan, cast)

        won, why = one_of(
            at_once(
                partial(sign_off, fresh(version), by=cast["leader"]),
                partial(
                    return_version, fresh(version), remarks="改", by=cast["second_coordinator"]
                ),
            )
        )

        assert str(won.reviewed_by) in why
        version.refresh_from_db()
        assert version.state == won.state
        if won.state == VersionState.SIGNED_OFF:
            recall_version(version, by=cast["coordinator"])
    assert list(broken_entries()) == []


def test_published_and_recalled_at_once_one_of_them_happens(plan, cast):
    version = signed(plan, cast)

    won, why = one_of(
        at_once(
            partial(publish_version, fresh(version), by=cast["coordinator"], **PAPER),
            partial(recall_version, fresh(version), by=cast["second_coordinator"]),
        )
    )

    version.refresh_from_db()
    published = won.state == VersionState.PUBLISHED
    assert version.state == (VersionState.PUBLISHED if published else VersionState.RECALLED)
    assert ("stays as it is" if published else "was recalled") in why
    assert Receipt.objects.count() == (7 if published else 0)
    assert Notice.objects.filter(kind="plan.published").exists() == published


def test_published_twice_at_once_is_published_once(plan, cast):
    version = signed(plan, cast)
    people = [cast["coordinator"], cast["second_coordinator"]]

    one_of(at_once(*(partial(publish_version, fresh(version), by=by, **PAPER) for by in people)))

    assert AuditEntry.objects.filter(action="version.published").count() == 1
    assert Receipt.objects.count() == 7


def test_a_sentence_saved_while_the_plan_is_sent_is_in_it_or_refused(plan, cast):
    office, second = cast["coordinator"], cast["second_coordinator"]
    for number in range(ROUNDS):
        words = f"第{number}句。"
        add = partial(add_section, plan, kind="other", heading=f"节{number}", text=words, by=second)

        version, saved = at_once(partial(send_for_review, plan, by=office), add)

        texts = {clause["text"] for clause in clauses_of(version.content).values()}
        assert (words in texts) == (not isinstance(saved, CampaignError))
        recall_version(version, by=office)


def test_two_taps_at_once_sign_once_and_two_reminders_tell_once(plan, cast, units):
    version = signed(plan, cast)
    publish_version(version, by=cast["coordinator"], **PAPER)
    receipt = version.receipts.get(unit=units["village"])
    taps = [Receipt.objects.get(pk=receipt.pk) for _tap in range(3)]

    signed_by = at_once(*(partial(sign_receipt, tap, by=cast["reporter"]) for tap in taps))
    reminded = at_once(
        *(
            partial(remind_receipts, fresh(version), by=cast[name])
            for name in ("coordinator", "second_coordinator")
        )
    )

    assert sorted(signed_by) == [False, False, True]
    assert sum(len(one.told) for one in reminded) == 5
    assert Notice.objects.filter(kind=REMINDER, recipient=cast["bank"]).count() == 1
