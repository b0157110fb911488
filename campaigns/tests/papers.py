"""Plans on their way to publication, for the tests of versions and receipts."""

from datetime import date, datetime

from campaigns.actions.plan import add_section
from campaigns.actions.publishing import publish_version
from campaigns.actions.versions import send_for_review, sign_off
from fraudwatch.lib import clock

SENT = datetime.fromisoformat("2026-06-08T09:00:00+08:00")
SIGNED = datetime.fromisoformat("2026-06-08T15:00:00+08:00")
ISSUED = datetime.fromisoformat("2026-06-09T10:00:00+08:00")
PAPER = {
    "document_number": "青反诈办〔2026〕3号",
    "issuer": "青澜县反诈办",
    "issued_on": date(2026, 6, 9),
    "recipients": "各成员单位",
    "sign_days": 2,
}


def write(campaign, text, by, heading="工作措施"):
    """A further section of the plan."""
    return add_section(campaign, kind="measures", heading=heading, text=text, by=by)


def sent(campaign, cast, message=""):
    """The plan in review, sent by the coordinator."""
    with clock.at(SENT):
        return send_for_review(campaign, message=message, by=cast["coordinator"])


def signed(campaign, cast):
    """The plan signed off by the leader."""
    version = sent(campaign, cast)
    with clock.at(SIGNED):
        return sign_off(version, by=cast["leader"])


def published(campaign, cast, **more):
    """The plan in force, with receipts."""
    version = signed(campaign, cast)
    with clock.at(ISSUED):
        return publish_version(version, by=cast["coordinator"], **PAPER | more)
