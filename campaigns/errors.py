"""Refusals of the campaign's actions."""

from fraudwatch.lib.errors import DomainError


class CampaignError(DomainError):
    """Something about a campaign, plan or task cannot be done; the sentence says what and why."""
