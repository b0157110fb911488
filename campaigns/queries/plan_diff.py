"""What the comparison of two versions shows, chosen by the address."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.contents import Content
from campaigns.enums import PUBLIC_VERSIONS, VersionState
from campaigns.models import Campaign, PlanVersion
from campaigns.queries.plan_changes import PlanChanges, plan_changes
from campaigns.queries.sight import reads_draft
from campaigns.queries.snapshots import plan_content
from campaigns.queries.versions import versions_of

DRAFT = "draft"


@dataclass(frozen=True)
class Side:
    """One side: a version, or with none the working text."""

    key: str
    version: PlanVersion | None = None


@dataclass(frozen=True)
class DiffPage:
    """Both sides, what lies between them, and what else there is to choose."""

    old: Side
    new: Side
    changes: PlanChanges
    versions: list[PlanVersion]
    has_draft: bool


def diff_page(user: object, campaign: Campaign, asked: Mapping[str, str]) -> DiffPage | None:
    """The comparison that the address asks for; None when a side is out of sight.

    Without an address: the newest edition against the one before, for those who write the
    plan the version in force against the working text.
    """
    versions = list(versions_of(user, campaign))
    has_draft = reads_draft(user, campaign)
    sides = {str(one.pk): Side(str(one.pk), one) for one in versions}
    if has_draft:
        sides[DRAFT] = Side(DRAFT)
    old_key, new_key = _default(versions, has_draft=has_draft)
    old = sides.get(asked.get("from", old_key))
    new = sides.get(asked.get("to", new_key))
    if old is None or new is None:
        return None
    changes = plan_changes(user, campaign, _content(campaign, old), _content(campaign, new))
    return DiffPage(old, new, changes, versions, has_draft)


def _default(versions: list[PlanVersion], *, has_draft: bool) -> tuple[str, str]:
    public = [one for one in versions if one.state in PUBLIC_VERSIONS]
    in_force = next((one for one in public if one.state == VersionState.PUBLISHED), None)
    if has_draft:
        base = in_force or (versions[0] if versions else None)
        return (str(base.pk) if base else "", DRAFT)
    keys = [str(one.pk) for one in public[:2]]
    return (keys[1], keys[0]) if len(keys) > 1 else ("", "")


def _content(campaign: Campaign, side: Side) -> Content:
    return side.version.content if side.version else plan_content(campaign)
