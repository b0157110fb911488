"""The plan of a higher campaign as those read it who carry it out."""

from campaigns import prose
from campaigns.contents import numbered_sections
from campaigns.enums import ClauseKind
from campaigns.models import Campaign
from campaigns.queries.plan import plan_page
from campaigns.queries.sight import reads_draft
from campaigns.queries.versions import version_in_force


def sections_above(user: object, campaign: Campaign) -> list:
    """Sections with label, heading and drawn sentences.

    What is in force, word for word; the working text only for those who write it, and while
    nothing has been published.
    """
    in_force = None if reads_draft(user, campaign) else version_in_force(campaign)
    if in_force is None:
        return plan_page(user, campaign).sections
    return [
        {"label": label, "section": section, "clauses": [_line(*one) for one in clauses]}
        for label, section, clauses in numbered_sections(in_force.content)
    ]


def _line(label: str, clause: dict) -> dict:
    draw = prose.table_html if clause["kind"] == ClauseKind.TABLE else prose.html
    return {"label": label, "words": draw(clause["text"])}
