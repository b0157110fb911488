"""The page of reminder policies: steps as sentences, what goes out next, what went out."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Prefetch, Q

from campaigns.enums import ReminderState
from campaigns.models import Campaign, Reminder, ReminderPolicy, ReminderStep
from campaigns.queries.reminder_preview import Coming, Day, calendar, preview
from campaigns.reminding import subject_of, subjects
from orgs.models import User


@dataclass(frozen=True)
class PolicyCard:
    """A policy with its name in words and its steps, each with when it last sent."""

    policy: ReminderPolicy
    title: str
    about: str
    steps: list[ReminderStep]


@dataclass
class PoliciesPage:
    """The policies of a campaign, what they will send, and what has none yet."""

    cards: list[PolicyCard] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)

    @property
    def active(self) -> int:
        """How many steps are at work."""
        return sum(
            step.is_active for card in self.cards if card.policy.is_active for step in card.steps
        )


def with_steps(campaign: Campaign) -> list[ReminderPolicy]:
    """The campaign's policies with their steps and when each was last sent to how many."""
    sent = Q(reminders__state=ReminderState.SENT)
    steps = ReminderStep.objects.order_by("minutes").annotate(
        last_at=Max("reminders__sent_at", filter=sent)
    )
    rows = ReminderPolicy.objects.filter(campaign=campaign).select_related("campaign__owner")
    return list(rows.prefetch_related(Prefetch("steps", steps)))


def policies_page(user: User, campaign: Campaign, now: datetime) -> PoliciesPage:
    """The policies, and what those switched on would send as far as ``user`` sees the units."""
    policies = with_steps(campaign)
    names = {one.key: dict(one.objects(campaign)) for one in subjects()}
    order = [one.key for one in subjects()]
    page = PoliciesPage()
    for policy in sorted(
        policies, key=lambda one: (order.index(one.subject) if one.subject in order else 99, one.pk)
    ):
        page.cards.append(card_of(policy, names.get(policy.subject, {})))
    _count_last(page.cards)
    page.coming = preview(user, [one for one in policies if one.is_active], now)
    page.days = calendar(page.coming, now)
    page.missing = choices_to_add(campaign, policies, names)
    return page


def card_of(policy: ReminderPolicy, names: dict[int, str]) -> PolicyCard:
    """A policy in words."""
    subject = subject_of(policy.subject)
    about = names.get(policy.object_id, "") if policy.object_id else ""
    title = str(subject.name) if subject else policy.subject
    return PolicyCard(policy, title, policy.name or about, list(policy.steps.all()))


def choices_to_add(
    campaign: Campaign, policies: list[ReminderPolicy], names: dict[str, dict[int, str]]
) -> list[tuple[str, str]]:
    """What has no policy of its own yet, as ``subject:key`` and in words."""
    taken = {(one.subject, one.object_id) for one in policies}
    found = []
    for subject in subjects():
        if (subject.key, None) not in taken:
            found.append((f"{subject.key}:", str(subject.name)))
        found += [
            (f"{subject.key}:{key}", f"{subject.name}: {name}")
            for key, name in names.get(subject.key, {}).items()
            if (subject.key, key) not in taken
        ]
    return found


def _count_last(cards: list[PolicyCard]) -> None:
    """To how many people each step's last batch went: those within an hour of the last."""
    steps = {step.pk: step for card in cards for step in card.steps if step.last_at}
    rows = (
        Reminder.objects.filter(step__in=steps, state=ReminderState.SENT)
        .filter(sent_at__in={step.last_at for step in steps.values()})
        .order_by()
        .values("step_id", "sent_at")
        .annotate(people=Count("recipient", distinct=True))
    )
    for row in rows:
        step = steps[row["step_id"]]
        if row["sent_at"] == step.last_at:
            step.last_people = row["people"]
