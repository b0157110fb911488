"""Who is told on the way of a plan from review to receipt; always inside the action."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_noop

from campaigns.models import PlanComment, PlanVersion, Receipt
from orgs.actions.notices import Message, tell, tell_many
from orgs.models import User
from orgs.queries.recipients import coordinators_over, reporters_of

SENT = gettext_noop("Plan to sign off: %(campaign)s")
SENT_TEXT = gettext_noop("%(who)s sent version %(number)d for review. %(message)s")
RECALLED = gettext_noop("Recalled: version %(number)d of %(campaign)s")
RETURNED = gettext_noop("Plan returned: %(campaign)s")
RETURNED_TEXT = gettext_noop("%(who)s: %(remarks)s")
SIGNED_OFF = gettext_noop("Plan signed off, ready to publish: %(campaign)s")
COMMENTED = gettext_noop("%(who)s commented on the plan: %(campaign)s")
ANSWERED = gettext_noop("%(who)s answered your comment on the plan: %(campaign)s")
PUBLISHED = gettext_noop("New plan to acknowledge: %(campaign)s")
REVISED = gettext_noop("Revised plan to acknowledge: %(campaign)s")
PUBLISHED_TEXT = gettext_noop("%(document)s. %(note)s")
NOTE_TEXT = gettext_noop("%(note)s")
REVISED_TEXT = gettext_noop("%(document)s. Tasks of yours that it changes: %(n)s. %(note)s")


def _say(
    people: Iterable[User],
    version: PlanVersion,
    what: str,
    title: str,
    text: str = "",
    *,
    by: User,
    **params: object,
) -> None:
    tell(
        [person for person in people if person != by],
        kind=f"plan.{what.partition(':')[0]}",
        occasion=f"version:{version.pk}:{what}",
        title=title,
        text=text,
        params={
            "campaign": version.campaign.title, "number": version.number, "who": str(by), **params
        },
        url=reverse("campaigns:version-detail", args=[version.pk]),
        about=f"version:{version.pk}",
    )  # fmt: skip


def tell_sent(version: PlanVersion, reviewers: Iterable[User], *, by: User) -> None:
    """Everybody who may sign it off learns that it waits."""
    _say(reviewers, version, "sent", SENT, SENT_TEXT, by=by, message=version.message)


def tell_recalled(version: PlanVersion, reviewers: Iterable[User], *, by: User) -> None:
    """Those who were asked learn that nothing waits for them any more."""
    _say(reviewers, version, "recalled", RECALLED, by=by)


def tell_decided(version: PlanVersion, *, by: User) -> None:
    """The office learns that its plan came back, or may be published."""
    owner = version.campaign.owner
    people = [version.sent_by, *coordinators_over(owner, campaign_id=version.campaign_id)]
    if version.remarks and version.state == "returned":
        _say(people, version, "returned", RETURNED, RETURNED_TEXT, by=by, remarks=version.remarks)
    else:
        _say(people, version, "signed_off", SIGNED_OFF, by=by)


def tell_commented(version: PlanVersion, *, by: User) -> None:
    """The sender learns once for each reviewer that there are comments."""
    tell(
        [person for person in [version.sent_by] if person != by],
        kind="plan.commented",
        occasion=f"version:{version.pk}:comments:{by.pk}",
        title=COMMENTED,
        params={"campaign": version.campaign.title, "who": str(by)},
        url=reverse("campaigns:version-detail", args=[version.pk]),
        about=f"version:{version.pk}",
        channels=(),
    )


def tell_answered(answer: PlanComment, *, by: User) -> None:
    """Who made the comment learns of the answer."""
    version = answer.version
    tell(
        [person for person in [answer.answers.by] if person != by],
        kind="plan.answered",
        occasion=f"comment:{answer.pk}",
        title=ANSWERED,
        params={"campaign": version.campaign.title, "who": str(by)},
        url=reverse("campaigns:version-detail", args=[version.pk]) + f"#comment-{answer.pk}",
        about=f"version:{version.pk}",
        channels=(),
    )


def tell_published(version: PlanVersion, receipts: Iterable[Receipt], *, by: User) -> None:
    """The reporters of each unit learn that there is something to sign for."""
    receipts = list(receipts)
    people = reporters_of([one.unit for one in receipts], campaign_id=version.campaign_id)
    params = {
        "campaign": version.campaign.title, "document": version.document_number,
        "note": version.note,
    }  # fmt: skip
    tell_many(
        Message(
            person,
            kind="plan.published",
            occasion=f"receipt:{receipt.pk}:asked",
            title=REVISED if receipt.changes else PUBLISHED,
            text=_published_text(version, receipt),
            params=params | {"n": str(len(receipt.changes))},
            url=reverse("campaigns:receipt-detail", args=[receipt.pk]),
            about=f"receipt:{receipt.pk}",
        )
        for receipt in receipts
        for person in people[receipt.unit_id]
        if person != by
    )


def _published_text(version: PlanVersion, receipt: Receipt) -> str:
    if not version.document_number:
        return NOTE_TEXT if version.note else ""
    return REVISED_TEXT if receipt.changes else PUBLISHED_TEXT
