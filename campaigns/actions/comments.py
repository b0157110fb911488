"""Remarks on sentences of a plan in review: made, answered, settled (批注)."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.contents import clauses_of
from campaigns.enums import PUBLIC_VERSIONS, VersionState
from campaigns.errors import CampaignError
from campaigns.models import PlanComment, PlanVersion
from campaigns.prose import plain
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label
from orgs.actions.audit import record
from orgs.models import User

from .version_telling import tell_answered, tell_commented
from .versions import standing

LONGEST = 1000


@transaction.atomic
def add_comment(
    version: PlanVersion, *, text: str, by: User, clause_key: str | None = None
) -> PlanComment:
    """Say something of a sentence, or of the whole plan without a key.

    CampaignError when there is nothing to say, the version is not in review any more, or
    it has no such sentence.
    """
    _check_text(text)
    state = PlanVersion.objects.values_list("state", flat=True).get(pk=version.pk)
    if state != VersionState.IN_REVIEW:
        version.refresh_from_db()
        raise CampaignError(standing(version))
    key, quote = _anchor(version, clause_key)
    comment = PlanComment.objects.create(
        version=version, clause_key=key, quote=quote, text=text.strip(), by=by, at=clock.now()
    )
    tell_commented(version, by=by)
    record("comment.added", comment, by=by, path=version.owner.path)
    return comment


def _anchor(version: PlanVersion, key: str | None) -> tuple[uuid.UUID | None, str]:
    if not key:
        return None, ""
    clause = clauses_of(version.content).get(str(key))
    if clause is None:
        raise CampaignError(_("This version has no such sentence. Open the page again."))
    return uuid.UUID(clause["key"]), plain(clause["text"])


def _check_text(text: str) -> None:
    if not text.strip():
        raise CampaignError(_("Write the comment first."))
    if len(text) > LONGEST:
        raise CampaignError(
            _("A comment holds at most %(limit)d characters; this one has %(now)d.")
            % {"limit": LONGEST, "now": len(text)}
        )


@transaction.atomic
def answer_comment(comment: PlanComment, *, text: str, by: User) -> PlanComment:
    """Answer below the comment; an answer to an answer goes to the comment itself."""
    _check_text(text)
    first = comment.answers or comment
    _check_open(first)
    answer = PlanComment.objects.create(
        version=first.version, clause_key=first.clause_key, quote=first.quote, answers=first,
        text=text.strip(), by=by, at=clock.now(),
    )  # fmt: skip
    tell_answered(answer, by=by)
    record("comment.answered", answer, by=by, path=first.version.owner.path)
    return answer


@transaction.atomic
def settle_comment(comment: PlanComment, *, by: User) -> PlanComment:
    """Note that a comment is dealt with; it stays readable. CampaignError the second time."""
    first = comment.answers or comment
    _check_open(first)
    settled = PlanComment.objects.filter(pk=first.pk, settled_at=None).update(
        settled_at=clock.now(), settled_by=by
    )
    first.refresh_from_db()
    if not settled:
        raise CampaignError(_settled(first))
    record("comment.settled", first, by=by, path=first.version.owner.path)
    return first


def _check_open(comment: PlanComment) -> None:
    if comment.version.state in PUBLIC_VERSIONS:
        raise CampaignError(standing(comment.version))
    if comment.settled_at:
        raise CampaignError(_settled(comment))


def _settled(comment: PlanComment) -> str:
    return _("%(who)s settled this comment on %(at)s.") % {
        "who": comment.settled_by,
        "at": moment_label(comment.settled_at),
    }
