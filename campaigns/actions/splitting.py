"""What a split of a unit does in campaigns: chosen parts move, memberships are taken on."""

from collections.abc import Collection

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.enums import OPEN_ASSIGNMENTS, CampaignState
from campaigns.models import Assignment, Campaign, Member
from orgs.actions.audit import record
from orgs.models import Unit, User
from orgs.splitting import Piece, Shared, Work

OVER = (CampaignState.ARCHIVED, CampaignState.STOPPED)


def _open_parts(unit: Unit, user: User | None) -> "Assignment.objects":
    """Open parts of the unit in the user's sight, drafts left out.

    What the unit passed on to units below stays, for it verifies them.
    """
    seen = Assignment.objects.visible_to(user) if user else Assignment.objects.all()
    parts = seen.open().filter(unit=unit, children=None)
    return parts.select_related("task", "unit", "handler").order_by("due_at", "task__number", "pk")


def open_pieces(unit: Unit, user: User | None) -> list[Piece]:
    """The parts that may go to a new unit."""
    return [
        Piece(str(part.pk), f"{part.task.title} · {part.get_part_display()}", part.due_at)
        for part in _open_parts(unit, user)
    ]


def move_parts(unit: Unit, keys: Collection[str], *, into: Unit, by: User | None) -> int:
    """Give these parts to ``into``; who looked after one and stays behind lets go of it."""
    keys = [int(key) for key in keys if key.isdecimal()]
    moved = 0
    for part in _open_parts(unit, by).filter(pk__in=keys):
        stays = part.handler is not None and part.handler.unit_id != into.pk
        fields = {"handler": None} if stays else {}
        moved += Assignment.objects.filter(
            pk=part.pk, unit=unit, state__in=OPEN_ASSIGNMENTS
        ).update(unit=into, version=F("version") + 1, **fields)
        changes = {"unit": [unit.name, into.name]}
        note = _("moved to %(unit)s by a split") % {"unit": into}
        record("assignment.moved", part, by=by, path=into.path, changes=changes, note=note)
    return moved


def _memberships(unit: Unit) -> "Member.objects":
    return Member.objects.filter(unit=unit).exclude(campaign__state__in=OVER)


def campaigns_joined(unit: Unit, user: User | None) -> list[str]:
    """The campaigns in the user's sight that new units join."""
    rows = _memberships(unit)
    if user:
        rows = rows.filter(campaign__in=Campaign.objects.visible_to(user))
    return list(rows.values_list("campaign__title", flat=True))


def join_campaigns(unit: Unit, *, into: Unit, by: User | None) -> int:
    """Enrol ``into`` in the campaigns of ``unit`` that are not over."""
    joined = [Member(campaign_id=row.campaign_id, unit=into) for row in _memberships(unit)]
    return len(Member.objects.bulk_create(joined, ignore_conflicts=True))


SPLIT_TASKS = Work("task", gettext_lazy("open tasks"), open_pieces, move_parts)
SPLIT_MEMBERSHIPS = Shared(gettext_lazy("member unit of"), campaigns_joined, join_campaigns)
