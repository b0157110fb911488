"""Collection links: made, opened with a code, locked, taken back, used up (填报链接)."""

import hashlib
import re
import secrets
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.actions.notices import tell
from orgs.models import AuditEntry
from reports.enums import WAITING_FOR_UNIT, LinkState
from reports.errors import ReportError
from reports.models import CollectLink, Period, Report, Revision
from reports.models.links import TRIES
from reports.queries.links import why_shut
from reports.signers import Signer

MOST_AT_ONCE = 300
LOCKED = gettext_noop("The collection link of %(unit)s is locked after %(tries)s wrong codes")
MAKE_ANOTHER = gettext_noop("If the unit has lost its code, make a new link for it.")
QUIET = timedelta(minutes=10)  # a link opened again within is one opening


class WrongCode(ReportError):
    """The code does not fit; the sentence says how many tries are left."""


@dataclass(frozen=True)
class MadeLink:
    """A link just made, with what is shown to its maker once and kept nowhere."""

    link: CollectLink
    token: str
    code: str


def token_digest(token: str) -> str:
    """What the database keeps of a token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def code_digest(token_hash: str, code: str) -> str:
    """What the database keeps of a code, under the site's key and bound to its link."""
    return salted_hmac(
        "reports.collect-code", f"{token_hash}:{code}", algorithm="sha256"
    ).hexdigest()


@transaction.atomic
def make_links(period: Period, units: Iterable[int], *, by: object) -> list[MadeLink]:
    """A link for each of the units (by key) whose report of ``period`` waits for it.

    A standing link of the same report is taken back: only the newest opens. ReportError
    when none of the units is looked after by ``by`` and still owes, or when they are too
    many for one sheet.
    """
    wanted = set(units)
    if len(wanted) > MOST_AT_ONCE:
        raise ReportError(
            _("Make at most %(n)s links at once; choose fewer units.") % {"n": MOST_AT_ONCE}
        )
    now = clock.now()
    reports = [
        report
        for report in Report.objects.handled_by(by)
        .filter(period=period, unit_id__in=wanted, state__in=WAITING_FOR_UNIT)
        .select_for_update(of=("self",), no_key=True)
        .select_related("unit", "period")
        .order_by("pk")
        if report.unit.is_active and max(report.closes_at, report.return_due_at or now) > now
    ]
    if not reports:
        raise ReportError(_("None of the chosen units still owes this report; choose others."))
    CollectLink.objects.standing().filter(report__in=reports).update(revoked_at=now)
    made = [_make(report, now, by) for report in reports]
    CollectLink.objects.bulk_create(one.link for one in made)
    for one in made:
        record("link.made", one.link, by=by, path=one.link.report.path)
    return sorted(made, key=lambda one: one.link.report.path)


def _make(report: Report, now: object, by: object) -> MadeLink:
    token, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**6):06}"
    digest = token_digest(token)
    link = CollectLink(
        report=report,
        token_hash=digest,
        code_hash=code_digest(digest, code),
        made_by=by,
        made_at=now,
        expires_at=max(report.closes_at, report.return_due_at or report.closes_at),
    )
    return MadeLink(link, token, code)


@transaction.atomic
def revoke_link(link: CollectLink, *, by: object) -> None:
    """Take a link back; whoever is filling in with it is out at once."""
    moved = CollectLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=clock.now(), pass_hash=""
    )
    if not moved:
        raise ReportError(_("This link was taken back before."))
    record("link.revoked", link, by=by, path=link.report.path)


def note_opening(link: CollectLink) -> None:
    """Write down that the link was opened; a page loaded again at once is the same opening."""
    since = clock.now() - QUIET
    seen = AuditEntry.objects.filter(
        object_type="reports.collectlink",
        object_id=str(link.pk),
        action="link.opened",
        at__gt=since,
    )
    if not seen.exists():
        with transaction.atomic():
            record("link.opened", link, by=None, path=link.report.path)


def enter_link(link: CollectLink, *, code: str, name: str) -> str:
    """Open a pass with the right code, for somebody signing as ``name``; returns its secret.

    Every try is counted before the code is looked at, so that tries at the same moment
    count as well; the fifth wrong one locks the link and tells its maker. The pass
    replaces one that was open on another device. WrongCode or ReportError otherwise.
    """
    name = " ".join(name.split())[:40]
    if not name:
        raise ReportError(_("Enter your name; it stands on the report."))
    state = link.state_at(clock.now())
    if state != LinkState.VALID:
        raise ReportError(why_shut(state))
    tries = _count_try(link)
    if not constant_time_compare(link.code_hash, code_digest(link.token_hash, plain_code(code))):
        _refuse(link, tries)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        opened = (
            CollectLink.objects.standing()
            .filter(pk=link.pk)
            .update(
                wrong_tries=0,
                pass_hash=token_digest(secret),
                pass_revision=link.report.revision_number,
                entered_at=clock.now(),
                signed_as=name,
            )
        )
        if not opened:
            raise ReportError(LinkState.REVOKED.label)
        record("link.entered", link, by=Signer(name), path=link.report.path)
    return secret


def plain_code(typed: str) -> str:
    """The digits of what was typed: full width, spaces and dashes do not matter."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed))[:12]


def _count_try(link: CollectLink) -> int:
    counted = CollectLink.objects.filter(pk=link.pk, wrong_tries__lt=TRIES).update(
        wrong_tries=F("wrong_tries") + 1
    )
    if not counted:
        raise ReportError(LinkState.LOCKED.label)
    return CollectLink.objects.values_list("wrong_tries", flat=True).get(pk=link.pk)


@transaction.atomic
def _lock(link: CollectLink) -> None:
    if not CollectLink.objects.filter(pk=link.pk, locked_at=None).update(
        locked_at=clock.now(), pass_hash=""
    ):
        return
    unit = link.report.unit
    record("link.locked", link, by=None, path=link.report.path)
    tell(
        [link.made_by],
        kind="link",
        occasion=f"link:{link.pk}:locked",
        title=LOCKED,
        text=MAKE_ANOTHER,
        params={"unit": unit.name, "tries": TRIES},
        url=reverse("reports:link-detail", args=[link.pk]),
        about=f"report:{link.report_id}",
    )


def _refuse(link: CollectLink, tries: int) -> None:
    """Count a wrong code; the last one locks."""
    if tries >= TRIES:
        _lock(link)
        raise ReportError(LinkState.LOCKED.label)
    with transaction.atomic():
        record("link.wrong_code", link, by=None, path=link.report.path)
    left = TRIES - tries
    raise WrongCode(
        ngettext(
            "The code does not fit. %(n)s try is left.",
            "The code does not fit. %(n)s tries are left.",
            left,
        )
        % {"n": left}
    )


def hand_in_through(
    link: CollectLink, secret: str, submission_id: uuid.UUID, hand_in: Callable[[], Revision]
) -> Revision:
    """Run ``hand_in`` (an action of a submission) if the pass ``secret`` stands at that moment.

    The report is locked before the link, as everywhere, so that taking the link back, or
    opening it on another device, comes wholly before or after. The same form again gives
    the same revision. ReportError when the pass is over.
    """
    known = Revision.objects.filter(report=link.report_id, submission_id=submission_id).first()
    if known and known.signed_as:
        return known
    with transaction.atomic():
        report = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=link.report_id)
        held = (
            CollectLink.objects.select_for_update(of=("self",), no_key=True)
            .select_related("report__unit")
            .get(pk=link.pk)
        )
        known = Revision.objects.filter(report=report, submission_id=submission_id).first()
        if known and known.signed_as:  # the same form, sent twice, waited at the lock
            return known
        fits = held.pass_hash and constant_time_compare(held.pass_hash, token_digest(secret))
        is_same_round = held.pass_revision == report.revision_number
        if why := why_shut(held.state_at(clock.now())):
            raise ReportError(why)
        if not (fits and is_same_round):
            raise ReportError(
                _("This link no longer opens the report; scan the code again to see why.")
            )
        revision = hand_in()
        record("link.used", link, by=Signer(held.signed_as), path=link.report.path)
        return revision
