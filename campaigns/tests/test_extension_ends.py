"""Requests for more time that nobody answers: taken back, or ended with the part."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.actions.assignments import ask_close, close_assignment, sign, withdraw_assignment
from campaigns.actions.extensions import (
    ask_extension,
    grant_extension,
    refuse_extension,
    take_back_extension,
)
from campaigns.actions.tasks import withdraw_task
from campaigns.enums import ExtensionState, FeedbackKind
from campaigns.errors import CampaignError
from campaigns.models import Extension
from orgs.models import AuditEntry, Notice

from .conftest import DUE

LATER = DUE + timedelta(days=7)


@pytest.fixture
def asked(part, cast, noon) -> Extension:
    """The village asks for a week more."""
    return ask_extension(part, wanted_at=LATER, reason="雨天", by=cast["reporter"])


def kinds(part):
    """The history of a part, oldest first."""
    return [entry.kind for entry in part.history.order_by("pk")]


def test_a_unit_takes_its_request_back(asked, part, cast):
    take_back_extension(part, by=cast["reporter"])

    asked.refresh_from_db()
    part.refresh_from_db()
    assert (asked.state, asked.decided_by) == (ExtensionState.RECALLED, cast["reporter"])
    assert part.due_at == DUE
    assert kinds(part) == [FeedbackKind.EXTENSION_ASKED, FeedbackKind.EXTENSION_RECALLED]
    told = Notice.objects.filter(kind="assignment.ext_taken_back")
    assert {one.recipient.username for one in told} == {"coordinator", "second_coordinator"}
    assert AuditEntry.objects.filter(action="assignment.extension_recalled").count() == 1


def test_what_was_taken_back_is_not_decided_and_may_be_asked_again(asked, part, cast):
    stale = Extension.objects.get(pk=asked.pk)
    take_back_extension(part, by=cast["reporter"])

    with pytest.raises(CampaignError):
        grant_extension(stale, by=cast["coordinator"])
    again = ask_extension(part, wanted_at=LATER, reason="又下雨", by=cast["reporter"])
    assert again.state == ExtensionState.ASKED


@pytest.mark.parametrize("name", ["coordinator", "sibling", "second_coordinator"])
def test_only_the_unit_takes_its_request_back(name, asked, part, cast):
    with pytest.raises(CampaignError, match="桃源村"):
        take_back_extension(part, by=cast[name])
    asked.refresh_from_db()
    assert asked.state == ExtensionState.ASKED


def test_a_request_that_was_answered_is_not_taken_back(asked, part, cast):
    refuse_extension(asked, answer="按期完成", by=cast["coordinator"])

    with pytest.raises(CampaignError, match="桃源村"):
        take_back_extension(part, by=cast["reporter"])
    assert kinds(part)[-1] == FeedbackKind.EXTENSION_REFUSED


def test_the_button_stands_with_the_request_and_goes_with_it(asked, part, sign_in):
    client = sign_in("reporter")
    page, button = (reverse(f"campaigns:{name}", args=[part.pk]) for name in (
        "assignment-detail", "extension-take-back",
    ))  # fmt: skip
    assert button in client.get(page).content.decode()

    assert client.post(button).url == page

    assert button not in client.get(page).content.decode()
    assert part.extensions.get().state == ExtensionState.RECALLED


def close(part, cast):
    sign(part, by=cast["reporter"])
    ask_close(part, text="做完了", by=cast["reporter"])
    close_assignment(part, by=cast["coordinator"])


ENDS = {
    "closed": close,
    "taken out": lambda part, cast: withdraw_assignment(
        part, reason="重复", by=cast["coordinator"]
    ),
    "task withdrawn": lambda part, cast: withdraw_task(
        part.task, reason="重复", by=cast["coordinator"]
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_a_request_ends_with_its_part_and_the_history_says_so(how, asked, part, cast):
    ENDS[how](part, cast)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (ExtensionState.LAPSED, cast["coordinator"])
    assert kinds(part)[-1] == FeedbackKind.EXTENSION_LAPSED
