"""The library of indicators (指标库)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Indicator
from orgs.actions.audit import record
from orgs.enums import Role
from orgs.models import User

from .guards import changed

FIELDS = (
    "name", "name_en", "unit_of_measure", "unit_of_measure_en", "direction", "numerator_label",
    "denominator_label", "help", "help_en", "low", "high", "is_active",
)  # fmt: skip


def create_indicator(
    *, code: str, kind: str, measure: str, by: User, **fields: object
) -> Indicator:
    """A new indicator. ``code``, ``kind`` and ``measure`` stay as they are for good: figures
    already reported hang on them. CampaignError for a code that is taken or a range upside down.
    """
    _check(fields)
    indicator = Indicator(code=code, kind=kind, measure=measure, **_known(fields))
    try:
        with transaction.atomic():
            indicator.save(force_insert=True)
            record("indicator.created", indicator, by=by, path=_home(by))
    except IntegrityError as clash:
        raise CampaignError(
            _("The code “%(code)s” is taken. Choose another one.") % {"code": code}
        ) from clash
    return indicator


@transaction.atomic
def edit_indicator(indicator: Indicator, *, by: User, **fields: object) -> Indicator:
    """Change the words, range or direction of an indicator, or take it out of use."""
    _check(fields)
    fields = _known(fields)
    differs = changed(Indicator.objects.get(pk=indicator.pk), fields)
    for field, value in fields.items():
        setattr(indicator, field, value)
    indicator.save(update_fields=list(fields))
    if differs:
        record("indicator.edited", indicator, by=by, path=_home(by), changes=differs)
    return indicator


def _known(fields: dict) -> dict:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"an indicator has no open field {', '.join(sorted(unknown))}")
    return fields


def _check(fields: dict) -> None:
    low, high = fields.get("low"), fields.get("high")
    if low is not None and high is not None and low > high:
        raise CampaignError(
            _("The plausible range ends at %(high)s, below its beginning %(low)s. Swap them.")
            % {"high": high, "low": low}
        )


def _home(by: User) -> str:
    units = by.top_units({Role.COORDINATOR})
    return units[0].path if units else ""
