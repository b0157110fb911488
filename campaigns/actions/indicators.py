"""The library of indicators (指标库)."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from campaigns.enums import IndicatorKind
from campaigns.errors import CampaignError
from campaigns.library import built_ins
from campaigns.models import Indicator
from campaigns.uses import is_used
from orgs import headcounts
from orgs.actions.audit import record
from orgs.enums import Role
from orgs.models import User

from .guards import changed

FIELDS = (
    "name", "name_en", "unit_of_measure", "unit_of_measure_en", "direction", "numerator_label",
    "denominator_label", "numerator_label_en", "denominator_label_en", "help", "help_en", "low",
    "high", "is_active", "base_kind", "breakdown", "group",
)  # fmt: skip
WITHOUT_PARTS = (IndicatorKind.RATE, IndicatorKind.YES_NO)


def create_indicator(
    *, code: str, kind: str, measure: str, by: User, **fields: object
) -> Indicator:
    """A new indicator. ``code``, ``kind`` and ``measure`` stay as they are for good: figures
    already reported hang on them. CampaignError for a code that is taken, a range upside down,
    or parts of a figure that has none (a rate, yes or no).
    """
    _check(fields, kind)
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
    """Change the words, range or direction of an indicator, or take it out of use.

    CampaignError when it was reported already and its unit of measure or the keys of its parts
    would change: the figures there would mean something else.
    """
    _check(fields, indicator.kind)
    fields = _known(fields)
    stored = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    differs = changed(stored, fields)
    if is_used(stored):
        _guard_used(stored, differs)
    for field, value in fields.items():
        setattr(indicator, field, value)
    indicator.save(update_fields=list(fields))
    if "base_kind" in differs:
        headcounts.tell(None, date.min)
    if differs:
        record("indicator.edited", indicator, by=by, path=_home(by), changes=differs)
    return indicator


@transaction.atomic
def adopt_indicators(codes: Iterable[str], *, by: User) -> int:
    """Take built-in indicators into the site's library; returns how many are new.

    Those that are there, whoever changed them since, stay as they are. CampaignError for a
    code that is not built in, or when none was chosen.
    """
    codes, known = list(dict.fromkeys(codes)), built_ins()
    if not codes:
        raise CampaignError(_("Tick the indicators to take over."))
    strange = next((code for code in codes if code not in known), None)
    if strange is not None:
        raise CampaignError(_("There is no built-in indicator “%(code)s”.") % {"code": strange})
    made = 0
    for code in codes:
        row, is_new = Indicator.objects.get_or_create(code=code, defaults=known[code].fields)
        if is_new:
            made += 1
            record("indicator.created", row, by=by, path=_home(by))
    return made


def _known(fields: dict) -> dict:
    if unknown := set(fields) - set(FIELDS):
        raise TypeError(f"an indicator has no open field {', '.join(sorted(unknown))}")
    return fields


def _check(fields: dict, kind: str) -> None:
    low, high = fields.get("low"), fields.get("high")
    if low is not None and high is not None and low > high:
        raise CampaignError(
            _("The plausible range ends at %(high)s, below its beginning %(low)s. Swap them.")
            % {"high": high, "low": low}
        )
    if fields.get("breakdown") and kind in WITHOUT_PARTS:
        raise CampaignError(_("A rate or a yes-or-no figure cannot be broken down."))


def _guard_used(stored: Indicator, differs: dict) -> None:
    if "unit_of_measure" in differs:
        raise CampaignError(
            _("Figures were reported in %(unit)s; the unit stays. Make another indicator.")
            % {"unit": stored.unit_of_measure or "—"}
        )
    if "breakdown" in differs:
        before, after = ({part["key"] for part in parts} for parts in differs["breakdown"])
        if before != after:
            raise CampaignError(
                _("Figures were reported in these parts; their keys stay: %(keys)s.")
                % {"keys": ", ".join(sorted(before)) or _("none")}
            )


def _home(by: User) -> str:
    units = by.top_units({Role.COORDINATOR})
    return units[0].path if units else ""
