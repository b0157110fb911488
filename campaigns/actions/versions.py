"""Everything that happens to a version of the plan before it is published (送审、退回、签发)."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from campaigns.comparison import compare_facts, compare_texts
from campaigns.contents import digest, is_blank
from campaigns.enums import LOCKING_VERSIONS, PUBLIC_VERSIONS, VersionState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, PlanVersion
from campaigns.queries.reviewers import authors_of, reviewers_of
from campaigns.queries.snapshots import plan_content
from campaigns.task_changes import compare_tasks
from campaigns.workflow import VERSION_MOVES
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label
from orgs.actions.audit import record
from orgs.models import User

from .guards import check_editable
from .version_telling import tell_decided, tell_recalled, tell_sent

LONGEST = 1000
DECIDED = frozenset({VersionState.RETURNED, VersionState.SIGNED_OFF})


@transaction.atomic
def send_for_review(campaign: Campaign, *, message: str = "", by: User) -> PlanVersion:
    """Pin the text as it stands and ask for its sign-off (送审); until then nothing changes.

    CampaignError when the plan has no text, says what the version in force says, or is with
    the reviewers already.
    """
    check_editable(campaign)
    campaign = (
        Campaign.objects.select_for_update(no_key=True).select_related("owner").get(pk=campaign.pk)
    )
    _check_nothing_waits(campaign)
    content = plan_content(campaign)
    if is_blank(content):
        raise CampaignError(_("The plan has no text yet. Write it, then send it for review."))
    last = _last_public(campaign)
    if last and is_unchanged(last.content, content):
        raise CampaignError(
            _("Nothing has changed since version %(number)d. Change the text or a task first.")
            % {"number": last.number}
        )
    number = (last.number if last else 0) + 1
    rounds = campaign.plan_versions.filter(number=number).aggregate(last=Max("round"))["last"]
    authors = sorted({*authors_of(campaign), by.pk})
    version = _create(
        campaign=campaign, owner=campaign.owner, number=number, round=(rounds or 0) + 1,
        content=content, digest=digest(content), authors=authors, sent_by=by,
        message=message.strip()[:LONGEST],
    )  # fmt: skip
    tell_sent(version, reviewers_of(campaign, authors), by=by)
    record(
        "version.sent", version, by=by, path=campaign.owner.path, note=version.message,
        changes={"digest": [last.digest if last else None, version.digest]},
    )  # fmt: skip
    return version


def is_unchanged(old: dict, new: dict) -> bool:
    """Whether two contents say the same to a reader."""
    if digest(old) == digest(new):
        return True
    texts = compare_texts(old, new)
    return not (texts.changed_blocks or compare_facts(old, new) or compare_tasks(old, new))


def _check_nothing_waits(campaign: Campaign) -> None:
    waiting = campaign.plan_versions.filter(state__in=LOCKING_VERSIONS).first()
    if waiting:
        raise CampaignError(
            _("Version %(number)d has been with the reviewers since %(at)s. Recall it first.")
            % {"number": waiting.number, "at": moment_label(waiting.sent_at)}
        )


def _last_public(campaign: Campaign) -> PlanVersion | None:
    return campaign.plan_versions.filter(state__in=PUBLIC_VERSIONS).order_by("-number").first()


def _create(**fields: object) -> PlanVersion:
    try:
        with transaction.atomic():
            return PlanVersion.objects.create(sent_at=clock.now(), **fields)
    except IntegrityError as clash:
        raise CampaignError(
            _("Somebody else sent the plan for review at this very moment. Look at that version.")
        ) from clash


@transaction.atomic
def recall_version(version: PlanVersion, *, by: User) -> PlanVersion:
    """Take a version back that was not published (撤回); its text can be changed again."""
    check_editable(version.campaign)
    _move(version, "recall", by)
    tell_recalled(version, reviewers_of(version.campaign, version.authors), by=by)
    record("version.recalled", version, by=by, path=version.owner.path)
    return version


@transaction.atomic
def return_version(version: PlanVersion, *, remarks: str, by: User) -> PlanVersion:
    """Send a version back with what has to be mended (退回).

    CampaignError without remarks, for somebody who wrote in it, or when it is decided.
    """
    if not remarks.strip():
        raise CampaignError(_("Say what has to be changed, then return the plan."))
    check_editable(version.campaign)
    _check_not_own(version, by)
    fields = {"remarks": remarks.strip()[:LONGEST]}
    _move(version, "return", by, reviewed_by=by, reviewed_at=clock.now(), **fields)
    tell_decided(version, by=by)
    record("version.returned", version, by=by, path=version.owner.path, note=version.remarks)
    return version


@transaction.atomic
def sign_off(version: PlanVersion, *, remarks: str = "", by: User) -> PlanVersion:
    """Approve a version for publishing (签发).

    CampaignError for somebody who wrote in it (administrators too), or when it is decided.
    """
    check_editable(version.campaign)
    _check_not_own(version, by)
    fields = {"remarks": remarks.strip()[:LONGEST]}
    _move(version, "sign_off", by, reviewed_by=by, reviewed_at=clock.now(), **fields)
    tell_decided(version, by=by)
    record(
        "version.signed_off", version, by=by, path=version.owner.path, note=version.remarks,
        changes={"digest": [None, version.digest]},
    )  # fmt: skip
    return version


def may_decide(version: PlanVersion, user: User) -> bool:
    """Whether ``user`` had no part in the text."""
    return user.pk not in {*version.authors, version.sent_by_id}


def _check_not_own(version: PlanVersion, by: User) -> None:
    if not may_decide(version, by):
        raise CampaignError(
            _(
                "You wrote in this version. Somebody who did not has to sign it off or return "
                "it; you can recall it."
            )
        )


def _move(version: PlanVersion, move: str, by: User, **fields: object) -> None:
    """One step of the version, by whoever comes first; the other hears who that was."""
    allowed_from, to = VERSION_MOVES[move]
    moved = PlanVersion.objects.filter(pk=version.pk, state__in=allowed_from).update(
        state=to, **fields
    )
    version.refresh_from_db()
    if not moved:
        raise CampaignError(standing(version))


def standing(version: PlanVersion) -> str:
    """Where a version stands and who brought it there, as the sentence of a refusal."""
    facts = {"number": version.number, "who": version.reviewed_by or version.sent_by}
    if version.state in DECIDED and version.reviewed_at:
        facts["at"] = moment_label(version.reviewed_at)
        if version.state == VersionState.RETURNED:
            return _("%(who)s returned version %(number)d on %(at)s.") % facts
        return _("%(who)s signed version %(number)d off on %(at)s.") % facts
    if version.state in PUBLIC_VERSIONS:
        facts["at"] = moment_label(version.published_at)
        return _("Version %(number)d was published on %(at)s and stays as it is.") % facts
    if version.state == VersionState.RECALLED:
        return _("Version %(number)d was recalled. Open the newest one.") % facts
    return _("Version %(number)d has not been signed off yet.") % facts
