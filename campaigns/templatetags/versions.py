"""How pages draw versions: marked words, paragraphs, and the banner that asks to sign."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns import prose
from campaigns.comparison import Row
from campaigns.enums import EDITABLE_CAMPAIGNS, ClauseKind
from campaigns.queries.receipts import own_receipts
from campaigns.queries.sight import reads_draft
from campaigns.queries.versions import plans_waiting, versions_of
from campaigns.word_diff import ADDED, GONE, Piece, new_side, old_side

register = template.Library()
LATEST = 12
SIDES = {"old": old_side, "new": new_side, "both": list}


@register.simple_tag
def marked(pieces: Iterable[Piece], side: str = "both") -> SafeString:
    """Words with what is new underlined and what is gone struck out."""
    drawn = ((_marked(piece),) for piece in SIDES[side](list(pieces)))
    return format_html_join("", "{}", drawn)


def _marked(piece: Piece) -> str:
    if piece.kind == ADDED:
        return format_html("<ins>{}</ins>", piece.text)
    return format_html("<del>{}</del>", piece.text) if piece.kind == GONE else piece.text


@register.filter
def paragraph(row: Row) -> SafeString:
    """A sentence that did not change, with its bold words; a table as a table."""
    return prose.table_html(row.text) if row.form == ClauseKind.TABLE else prose.html(row.text)


@register.inclusion_tag("campaigns/_receipt_banner.html", takes_context=True)
def receipt_banner(context: dict, campaign: object = None) -> dict:
    """What one's own units still have to sign for; nothing when all is signed."""
    request = context["request"]
    return {
        "receipts": own_receipts(request.user, campaign),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("campaigns/_plans_to_sign.html", takes_context=True)
def plans_to_sign(context: dict) -> dict:
    """Plans that wait for the reader's own sign-off; no query while none is in review."""
    if not context["shell"].numbers["in_review"]:
        return {"versions": []}
    return {"versions": plans_waiting(context["request"].user).to_decide}


@register.inclusion_tag("campaigns/_plan_way.html", takes_context=True)
def plan_way(context: dict, campaign: object) -> dict:
    """How far the plan of a campaign is on its way, and the next step of who may take it."""
    user = context["request"].user
    versions = list(versions_of(user, campaign)[:LATEST])
    leads = user.has_perm("campaigns.publish_plan", campaign)
    return {
        "campaign": campaign,
        "newest": versions[0] if versions else None,
        "in_force": next((one for one in versions if one.state == "published"), None),
        "may_send": leads and campaign.state in EDITABLE_CAMPAIGNS,
        "reads_draft": reads_draft(user, campaign),
    }
