"""Ready words for the units of a campaign: its groups, and every kind that takes part."""

from django.db.models import Value
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from fraudwatch.lib.paths import ancestors
from orgs.enums import UnitKind as K
from orgs.models import UnitGroup
from orgs.unit_expressions import key_of

from .units import member_units

MOST_GROUPS = 12
KIND_WORDS = {
    K.TOWN: lambda: _("every town"),
    K.VILLAGE: lambda: _("every village"),
    K.SCHOOL: lambda: _("every school"),
    K.COLLEGE: lambda: _("every college"),
    K.CLASS: lambda: _("every class"),
    K.DEPARTMENT: lambda: _("every department"),
    K.POLICE: lambda: _("every police station"),
    K.BRANCH: lambda: _("every bank branch"),
    K.BANK: lambda: _("every bank"),
    K.TELECOM: lambda: _("every telecom operator"),
    K.HOSPITAL: lambda: _("every hospital"),
    K.ENTERPRISE: lambda: _("every enterprise"),
    K.GRID: lambda: _("every grid"),
}


def unit_words(user: object, campaign: Campaign) -> list[str]:
    """Expressions to tap, each understood by ``resolve_units``; groups first, no word twice."""
    kinds = member_units(campaign).order_by().values_list(Value(0), "kind").distinct()
    groups = (
        UnitGroup.objects.visible_to(user)
        .filter(owner__path__in=ancestors(campaign.owner.path))
        .order_by()
        .values_list("owner__depth", "name")
    )
    rows = list(groups.union(kinds, all=True))  # the depth of a kind is 0
    nearest = sorted((row for row in rows if row[0]), key=lambda row: (-row[0], row[1]))
    groups = [name for _depth, name in nearest]
    kinds = {kind for depth, kind in rows if not depth}
    words = [
        *groups[:MOST_GROUPS],
        _("all member units"),
        *(word() for kind, word in KIND_WORDS.items() if kind in kinds),
    ]
    return list({key_of(word).removeprefix("各"): word for word in reversed(words)}.values())[::-1]
