"""Giving tasks, targets, duties and phases another sentence to come from."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Clause, Duty, Phase, Section, Target, Task
from campaigns.queries.sources import hanging
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from orgs.models import User

from .guards import check_text_open, next_step


def move_sources(clauses: Iterable[int], to: Clause | None) -> None:
    """Whatever comes from one of ``clauses`` (keys) comes from ``to`` now; None for nowhere."""
    keys = list(clauses)
    Task.objects.filter(clause__in=keys).update(clause=to, version=F("version") + 1)
    for model in (Target, Duty, Phase):
        model.objects.filter(clause__in=keys).update(clause=to)


@transaction.atomic
def release_clause(clause: Clause, *, version: int, to: Clause | None, by: User) -> None:
    """Take a sentence out of the plan; what came from it comes from ``to``, or from nowhere.

    StaleVersion when somebody changed the sentence meanwhile; CampaignError when ``to`` is the
    sentence itself or stands in another plan.
    """
    campaign = clause.section.campaign
    next_step(campaign)
    check_text_open(campaign)
    if to is not None and (to.pk == clause.pk or to.section.campaign_id != campaign.pk):
        raise CampaignError(_("Choose another sentence of this plan."))
    sources = hanging([clause.pk]).get(clause.pk, [])
    move_sources([clause.pk], to)
    gone, _by_model = Clause.objects.filter(pk=clause.pk, version=version).delete()
    if not gone:
        raise StaleVersion(
            _("Somebody changed this sentence meanwhile. Look at it before you delete it."),
            current=Clause.objects.filter(pk=clause.pk).first(),
        )
    Section.objects.filter(pk=clause.section_id).update(
        version=F("version") + 1, edited_by=by, edited_at=clock.now()
    )
    record(
        "plan.sentence_deleted", campaign, by=by, path=campaign.owner.path,
        changes={
            "text": [clause.text, ""],
            "sources": ["、".join(one.name for one in sources), to.text[:80] if to else ""],
        },
    )  # fmt: skip
