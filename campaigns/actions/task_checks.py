"""What a task's fields have to fit: the campaign's days, the task's own first day, its rhythm."""

from collections.abc import Mapping
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.enums import IndicatorKind, Repeat
from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.queries.rounds import dues_of, rhythm_of
from campaigns.recurrence import MOST_ROUNDS
from fraudwatch.lib.weeks import day_label

MOST_PHOTOS = 20
MOST_EVERY = 366


def check_facts(campaign: Campaign, facts: Mapping[str, object]) -> None:
    """CampaignError for fields of a task that do not fit together or the campaign."""
    check_due(campaign, facts.get("due_at"))
    check_start(campaign, facts)
    check_rhythm(campaign, facts)
    photos = facts.get("wants_photos") or 0
    if photos > MOST_PHOTOS:
        raise CampaignError(
            _("A task asks for at most %(n)d photos. Ask for fewer.") % {"n": MOST_PHOTOS}
        )
    indicator = facts.get("indicator")
    if indicator and indicator.kind == IndicatorKind.RATE:
        raise CampaignError(
            _("“%(name)s” is a rate of two numbers. Let the weekly report ask for it.")
            % {"name": indicator.shown_name}
        )
    if indicator and not indicator.is_active:
        raise CampaignError(
            _("The indicator “%(name)s” is no longer in use. Choose another.")
            % {"name": indicator.shown_name}
        )


def check_due(campaign: Campaign, due_at: datetime | None) -> None:
    """CampaignError for a due moment before the campaign's first or after its last day."""
    if due_at is None:
        return
    zone = timezone.get_default_timezone()
    first = datetime.combine(campaign.starts_on, time(0), zone)
    day = timezone.localtime(due_at).date()
    if due_at < first:
        raise CampaignError(
            _("The task would be due on %(day)s, before the campaign starts on %(start)s.")
            % {"day": day_label(day), "start": day_label(campaign.starts_on)}
        )
    if day > campaign.ends_on:
        raise CampaignError(
            _("The task would be due on %(day)s, after the campaign ends on %(end)s.")
            % {"day": day_label(day), "end": day_label(campaign.ends_on)}
        )


def check_start(campaign: Campaign, facts: Mapping[str, object]) -> None:
    """CampaignError for a first day outside the campaign, or after the task is due."""
    starts_on, due_at = facts.get("starts_on"), facts.get("due_at")
    if starts_on is None:
        return
    if not campaign.starts_on <= starts_on <= campaign.ends_on:
        raise CampaignError(
            _("The campaign runs from %(start)s to %(end)s; the task cannot begin on %(day)s.")
            % {
                "start": day_label(campaign.starts_on),
                "end": day_label(campaign.ends_on),
                "day": day_label(starts_on),
            }
        )
    if due_at and timezone.localtime(due_at).date() < starts_on:
        raise CampaignError(
            _("The task would be due on %(day)s, before it begins on %(start)s. Move one of them.")
            % {"day": day_label(timezone.localtime(due_at).date()), "start": day_label(starts_on)}
        )


def check_rhythm(campaign: Campaign, facts: Mapping[str, object]) -> None:
    """CampaignError for a task that repeats without end, without a day, or too often."""
    repeat = facts.get("repeat") or Repeat.ONCE
    if repeat == Repeat.ONCE:
        return
    if facts.get("due_at") is None:
        raise CampaignError(_("A task that repeats needs its first due day. Set one."))
    every, until = facts.get("every", 1), facts.get("until")
    if repeat in (Repeat.DAYS, Repeat.WEEKS) and not 1 <= (every or 0) <= MOST_EVERY:
        raise CampaignError(
            _("It can repeat every 1 to %(most)d days or weeks, not every %(n)d.")
            % {"most": MOST_EVERY, "n": every or 0}
        )
    if until and until > campaign.ends_on:
        raise CampaignError(
            _("The campaign ends on %(end)s; the task cannot repeat until %(day)s.")
            % {"end": day_label(campaign.ends_on), "day": day_label(until)}
        )
    if until and until < timezone.localtime(facts["due_at"]).date():
        raise CampaignError(
            _("The last day, %(day)s, lies before the first due day. Move one of them.")
            % {"day": day_label(until)}
        )
    if repeat == Repeat.PHASES and not campaign.phases.exists():
        raise CampaignError(
            _("The campaign has no phases yet. Add them first, or choose another rhythm.")
        )
    found = dues_of(rhythm_of(campaign, facts))
    if not found:
        raise CampaignError(
            _("In this rhythm the task would never be due. Change the days or the days-off rule.")
        )
    if len(found) > MOST_ROUNDS:
        raise CampaignError(
            _("The task would come back more than %(n)d times. Choose a slower rhythm.")
            % {"n": MOST_ROUNDS}
        )
