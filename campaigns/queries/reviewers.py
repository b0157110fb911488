"""Who wrote in the plan, and who is left to sign it off (送审人、审签人)."""

from django.db.models import BigIntegerField, DateTimeField, F, Q, QuerySet, Value

from campaigns.enums import PUBLIC_VERSIONS, TaskState
from campaigns.models import Campaign, Clause, PlanVersion, Section, Task
from fraudwatch.lib.paths import ancestors
from orgs.enums import Role
from orgs.models import AuditEntry, Grant, User

REVIEWERS = (Role.LEADER, Role.COORDINATOR)
KINDS = ("plan.", "phase.", "target.", "duty.", "attachment.")
DRAFTING = ("task.created", "task.edited", "task.due_moved")
WHOLE = ("campaign.edited", "task.deleted")  # told of the campaign itself


def authors_of(campaign: Campaign) -> list[int]:
    """The keys of all accounts that edited text, parts or draft tasks since the last edition.

    Rows remember their last editor; the audit trail remembers those before. Whoever took
    something out wrote in the plan too: the trail tells that of the campaign.
    """
    last = PlanVersion.objects.filter(campaign=campaign, state__in=PUBLIC_VERSIONS)
    since = last.order_by("-number").values_list("sent_at", flat=True).first()
    rows = _rows_of(campaign)
    found = {by for _label, _key, by, at in rows if since is None or (at and at > since)}
    trail = AuditEntry.objects.filter(_traces(campaign, rows))
    if since:
        trail = trail.filter(at__gt=since)
    found |= set(trail.order_by().values_list("actor_id", flat=True).distinct())
    return sorted(found - {None})


def _rows_of(campaign: Campaign) -> list[tuple]:
    """What makes up the plan: model, key, and of text who edited it last and when; one query."""
    sections = Section.objects.filter(campaign=campaign)
    clauses = Clause.objects.filter(section__campaign=campaign)
    drafts = Task.objects.filter(campaign=campaign, state=TaskState.DRAFT)
    text = [_columns(rows, F("edited_by_id"), F("edited_at")) for rows in (sections, clauses)]
    nobody = Value(None, BigIntegerField()), Value(None, DateTimeField())
    parts = [
        _columns(rows.all(), *nobody)
        for rows in (
            campaign.phases, campaign.targets, campaign.duties, campaign.attachments, drafts
        )
    ]  # fmt: skip
    return list(text[0].union(*text[1:], *parts, all=True))


def _columns(rows: QuerySet, by: object, at: object) -> QuerySet:
    return rows.order_by().values_list(Value(rows.model._meta.label_lower), "pk", by, at)


def _traces(campaign: Campaign, rows: list[tuple]) -> Q:
    """Entries of the trail about the rows that make up the plan."""
    edits, keys = Q(), {}
    for kind in KINDS:
        edits |= Q(action__startswith=kind)
    for label, key, _by, _at in rows:
        keys.setdefault(label, []).append(str(key))
    drafts = keys.pop(Task._meta.label_lower, [])
    about = whole = Q(object_type="campaigns.campaign", object_id=str(campaign.pk))
    for label, found in keys.items():
        about |= Q(object_type=label, object_id__in=found)
    drafting = Q(action__in=DRAFTING, object_type=Task._meta.label_lower, object_id__in=drafts)
    return edits & about | Q(action__in=WHOLE) & whole | drafting


def reviewers_of(campaign: Campaign, authors: list[int]) -> list[User]:
    """Leaders and coordinators over the unit that leads who wrote nothing themselves."""
    grants = (
        Grant.objects.in_force()
        .filter(role__in=REVIEWERS, unit__path__in=ancestors(campaign.owner.path))
        .filter(Q(campaign_id=None) | Q(campaign_id=campaign.pk), user__is_active=True)
        .exclude(user_id__in=authors)
        .select_related("user")
        .order_by("-role", "pk")  # leaders first
    )
    return list(dict.fromkeys(grant.user for grant in grants))
