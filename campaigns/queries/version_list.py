"""The list of a plan's versions: each with where it stands, and the working text beside them."""

from dataclasses import dataclass

from campaigns.enums import LOCKING_VERSIONS, PUBLIC_VERSIONS, VersionState
from campaigns.models import Campaign, PlanVersion
from campaigns.queries.plan_changes import PlanChanges, plan_changes
from campaigns.queries.sight import reads_draft
from campaigns.queries.snapshots import plan_content
from campaigns.queries.versions import version_in_force, version_under_review, versions_of


@dataclass(frozen=True)
class VersionRow:
    """A version in the list; ``before`` is the edition it can be compared with."""

    version: PlanVersion
    before: PlanVersion | None

    @property
    def is_public(self) -> bool:
        """Whether units see it."""
        return self.version.state in PUBLIC_VERSIONS


@dataclass(frozen=True)
class VersionListPage:
    """The list, and what the working text has changed since the version in force."""

    rows: list[VersionRow]
    changes: PlanChanges | None
    under_review: PlanVersion | None
    in_force: PlanVersion | None
    returned: PlanVersion | None


def version_list_page(user: object, campaign: Campaign) -> VersionListPage:
    """The versions in sight of ``user``, newest first."""
    versions = list(versions_of(user, campaign))
    rows = [VersionRow(one, _before(one, versions)) for one in versions]
    newest = versions[0] if versions else None
    is_returned = newest is not None and newest.state == VersionState.RETURNED
    under_review = next((one for one in versions if one.state in LOCKING_VERSIONS), None)
    compares = reads_draft(user, campaign) and under_review is None
    return VersionListPage(
        rows=rows,
        changes=_changes_in_force(user, campaign) if compares else None,
        under_review=under_review,
        in_force=next((one for one in versions if one.state == VersionState.PUBLISHED), None),
        returned=newest if is_returned else None,
    )


def _before(version: PlanVersion, versions: list[PlanVersion]) -> PlanVersion | None:
    earlier = (
        one for one in versions if one.number < version.number and one.state in PUBLIC_VERSIONS
    )
    return next(earlier, None)


def working_changes(user: object, campaign: Campaign) -> PlanChanges | None:
    """How the working text differs from the version in force; nothing before the first."""
    return None if version_under_review(campaign) else _changes_in_force(user, campaign)


def _changes_in_force(user: object, campaign: Campaign) -> PlanChanges | None:
    last = version_in_force(campaign)
    if last is None:
        return None
    return plan_changes(user, campaign, last.content, plan_content(campaign))
