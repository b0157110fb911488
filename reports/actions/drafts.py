"""Keeping what is being typed, long before anything is submitted."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from reports.enums import WAITING_FOR_UNIT, ReportState
from reports.errors import ReportError
from reports.models import Report, ReportDraft
from reports.signers import account_of, signature_of


@transaction.atomic
def save_draft(
    report: Report,
    *,
    values: Mapping[str, object],
    texts: Mapping[str, str],
    reasons: Mapping[str, str],
    version: int,
    by: object,
) -> ReportDraft:
    """Keep what was typed since ``version`` of the draft (0 when there is none yet).

    Only the keys given are changed, a blank clears one; nothing is checked and the
    report's own figures are not touched. StaleVersion (with the draft as it is) when
    another device saved first; ReportError when the report no longer waits for the unit.
    """
    # the report before its draft, as a submission does; one under way is waited for
    held = Report.objects.select_for_update(of=("self",), no_key=True)
    if not held.filter(pk=report.pk, state__in=WAITING_FOR_UNIT).values_list("pk").first():
        raise ReportError(_("This report no longer waits for input."))
    draft = ReportDraft.objects.filter(report=report).first()
    if draft is None:
        draft = _begin(report, version, by)
    fresh = {
        "values": _merged(draft.values, values),
        "texts": _merged(draft.texts, texts),
        "reasons": _merged(draft.reasons, reasons),
        "version": version + 1,
        "saved_by": account_of(by),
        "signed_as": signature_of(by),
        "saved_at": clock.now(),
    }
    if not ReportDraft.objects.filter(pk=draft.pk, version=version).update(**fresh):
        draft.refresh_from_db()
        raise StaleVersion(_("Another device has saved this report in the meantime."), draft)
    Report.objects.filter(pk=report.pk, state=ReportState.DUE).update(state=ReportState.DRAFT)
    draft.refresh_from_db()
    return draft


def _begin(report: Report, version: int, by: object) -> ReportDraft:
    """A first draft; starts from the last submission when that was returned."""
    if version:
        raise StaleVersion(_("Another device has submitted or discarded this draft."), None)
    try:
        with transaction.atomic():
            return ReportDraft.objects.create(
                report=report,
                values=report.values,
                texts=report.texts,
                reasons=report.reasons,
                version=0,
                saved_by=account_of(by),
                signed_as=signature_of(by),
                saved_at=clock.now(),
            )
    except IntegrityError:
        return ReportDraft.objects.get(report=report)


def _merged(old: dict, new: Mapping[str, object]) -> dict:
    merged = {**old, **new}
    return {key: value for key, value in merged.items() if not _is_blank(value)}


def _is_blank(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(_is_blank(part) for part in value.values())
    return value is None or not str(value).strip()
