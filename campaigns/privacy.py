"""Identity and card numbers belong into no text of a task (pure)."""

from django.utils.translation import gettext as _

from fraudwatch.lib.privacy import find_personal_data

from .errors import CampaignError

NEVER_KEPT = ("id_number", "bank_card")


def private_problem(text: str) -> str:
    """Why the text must not be kept, naming the number masked; empty when it may."""
    for found in find_personal_data(text):
        if found.kind in NEVER_KEPT:
            return _("“%(masked)s” looks like an ID or card number; give counts only.") % {
                "masked": found.masked
            }
    return ""


def refuse_private(*texts: str) -> None:
    """CampaignError when one of the texts holds an identity or card number."""
    for text in texts:
        if problem := private_problem(text):
            raise CampaignError(problem)
