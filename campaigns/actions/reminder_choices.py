"""What a person wants of reminders (个人提醒偏好)."""

from datetime import time

from django.db import transaction

from campaigns.models import ReminderChoice
from orgs.actions.audit import record
from orgs.models import User


@transaction.atomic
def choose_reminders(
    *, is_digest: bool | None, without: list[str], quiet_from: time | None,
    quiet_until: time | None, by: User,
) -> ReminderChoice:  # fmt: skip
    """Keep what ``by`` wants; it counts as far as the policies leave the choice to people."""
    choice, _made = ReminderChoice.objects.update_or_create(
        user=by,
        defaults={
            "is_digest": is_digest, "without": without, "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        },
    )  # fmt: skip
    record("reminder_choice.made", by, by=by, path=by.home_unit.path if by.home_unit else "")
    return choice
