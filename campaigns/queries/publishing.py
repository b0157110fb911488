"""What the page before publishing shows: findings, who will be asked, the last receipts."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from campaigns.consistency import Flaw
from campaigns.enums import TaskState
from campaigns.models import PlanVersion, Receipt
from campaigns.queries.consistency import plan_flaws
from campaigns.queries.receipts import ReceiptBook, receipt_book
from campaigns.queries.versions import version_in_force
from campaigns.task_changes import changes_of_units, compare_tasks
from campaigns.workflow import VERSION_MOVES
from orgs.models import Unit


@dataclass(frozen=True)
class PublishPage:
    """Findings that block and those that warn, the units that will sign, the version before."""

    blocking: list[Flaw]
    warnings: list[Flaw]
    units: list[Unit]
    drafts: int
    tasks: int
    before: ReceiptBook | None
    is_ready: bool

    @property
    def may_publish(self) -> bool:
        """Whether nothing stands in the way."""
        return self.is_ready and not self.blocking


def publish_page(user: object, version: PlanVersion, now: datetime) -> PublishPage:
    """Everything beside the form of the paper."""
    campaign = version.campaign
    flaws = plan_flaws(campaign)
    before = version_in_force(campaign)
    is_draft = Q(state=TaskState.DRAFT)
    tasks = campaign.tasks.exclude(state=TaskState.WITHDRAWN).aggregate(
        all=Count("pk"), drafts=Count("pk", filter=is_draft)
    )
    return PublishPage(
        blocking=[flaw for flaw in flaws if flaw.blocks],
        warnings=[flaw for flaw in flaws if not flaw.blocks],
        units=units_to_ask(version, before),
        drafts=tasks["drafts"],
        tasks=tasks["all"],
        before=receipt_book(user, before, now) if before else None,
        is_ready=version.state in VERSION_MOVES["publish"][0],
    )


def unit_changes(version: PlanVersion, before: PlanVersion | None) -> dict[int, list[dict]]:
    """What the version changes for each unit by its key; nothing for a first edition."""
    if before is None:
        return {}
    return changes_of_units(compare_tasks(before.content, version.content))


def units_to_ask(version: PlanVersion, before: PlanVersion | None) -> list[Unit]:
    """The member units that have to sign for ``version`` if it replaces ``before``."""
    rows = version.campaign.members.select_related("unit")
    members = [row.unit for row in rows if row.unit.is_active]
    if before is None:
        return members
    changes = unit_changes(version, before)
    asked = Receipt.objects.filter(version__campaign=version.campaign_id)
    known = set(asked.values_list("unit_id", flat=True))
    return [unit for unit in members if unit.pk in changes or unit.pk not in known]
