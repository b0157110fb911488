"""What the program itself has to show: signs of life, what waits, what failed, the last backup."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.backups.making import BEAT as BACKUP_BEAT
from fraudwatch.backups.restoring import keys_fit, unfinished_restore
from fraudwatch.lib import clock
from orgs.enums import WorkState
from orgs.models import ChannelSetup, Delivery, Job, WorkerBeat
from orgs.queries.engine import LOOKED_BACK, SILENT_AFTER

from .findings import FAIL, OK, WARN, Finding

BACKUP_OLD = timedelta(hours=26)  # one a day, and two hours for a slow one
LATE, TOO_LATE = timedelta(minutes=5), timedelta(minutes=30)


def moment(at: datetime) -> str:
    """A moment as an operator reads it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _sign_of_life(beat: str, name: str, cure: str) -> Finding:
    at = WorkerBeat.objects.filter(name=beat).values_list("at", flat=True).first()
    if at is None:
        return Finding(FAIL, name, _("never seen"), cure)
    fact = _("last sign of life %(at)s") % {"at": moment(at)}
    silent = clock.now() - at > SILENT_AFTER
    return Finding(FAIL if silent else OK, name, fact, cure if silent else "")


def worker() -> Finding:
    """Whether a worker takes tasks."""
    return _sign_of_life("worker", _("worker"), _("Start it: systemctl restart fraudwatch-worker"))


def beat() -> Finding:
    """Whether the clock of the engine ticks."""
    return _sign_of_life(
        "beat", _("beat"), _("Start it on one machine: systemctl restart fraudwatch-beat")
    )


def oldest_due() -> dict[str, datetime]:
    """Since when the oldest piece of work of each kind has been due; empty when nothing waits."""
    kinds = {"jobs": Job, "deliveries": Delivery}
    oldest = {
        kind: model.objects.waiting().values_list("due_at", flat=True).first()
        for kind, model in kinds.items()
    }
    return {kind: at for kind, at in oldest.items() if at}


def lag() -> Finding:
    """How long what is due has been waiting."""
    name, oldest = _("due work"), oldest_due()
    if not oldest:
        return Finding(OK, name, _("nothing waits"))
    since = min(oldest.values())
    late = clock.now() - since
    fact = _("the oldest has been due since %(at)s") % {"at": moment(since)}
    if late < LATE:
        return Finding(OK, name, fact)
    state = FAIL if late > TOO_LATE else WARN
    return Finding(state, name, fact, _("Look at worker and queue; start more workers."))


def failures() -> Finding:
    """What was given up in the last week."""
    name, since = _("failed in 7 days"), clock.now() - LOOKED_BACK
    jobs = Job.objects.filter(state=WorkState.FAILED, asked_at__gte=since).count()
    messages = Delivery.objects.filter(state=WorkState.FAILED, created_at__gte=since).count()
    fact = _("%(jobs)d exports, %(messages)d messages") % {"jobs": jobs, "messages": messages}
    if jobs or messages:
        return Finding(WARN, name, fact, _("See their causes under System administration."))
    return Finding(OK, name, fact)


def channels() -> list[Finding]:
    """One line for each way out of the house."""
    name = _("channel")
    rows = [_channel(name, row) for row in ChannelSetup.objects.in_use().order_by("name", "pk")]
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        state = FAIL if settings.PRODUCTION else WARN
        cure = _("Set EMAIL_URL, for example smtp+tls://user:password@mail.example.gov.cn:587.")
        rows.append(Finding(state, name, _("mail is written to files, nobody gets any"), cure))
    return rows


def _channel(name: str, row: ChannelSetup) -> Finding:
    if row.failures >= row.FAILING_AFTER:
        return Finding(FAIL, name, f"{row.label}: {row.cause_words}", row.cure_words)
    if row.succeeded_at is None:
        return Finding(OK, name, _("%(name)s, never used") % {"name": row.label})
    fact = _("%(name)s, last success %(at)s")
    return Finding(OK, name, fact % {"name": row.label, "at": moment(row.succeeded_at)})


def backup() -> Finding:
    """How old the last good backup is."""
    name, cure = _("backup"), _("Run daily: manage.py backup FILE")
    state = FAIL if settings.PRODUCTION else WARN
    at = WorkerBeat.objects.filter(name=BACKUP_BEAT).values_list("at", flat=True).first()
    if at is None:
        return Finding(state, name, _("none was ever made"), cure)
    hours = int((clock.now() - at) / timedelta(hours=1))
    fact = ngettext("the last is %(n)d hour old", "the last is %(n)d hours old", hours) % {
        "n": hours
    }
    old = clock.now() - at > BACKUP_OLD
    return Finding(state if old else OK, name, fact, cure if old else "")


def restore() -> list[Finding]:
    """A restore that was interrupted; nothing to say otherwise."""
    left = unfinished_restore()
    if not left:
        return []
    fact = _("the restore of %(file)s was interrupted") % {"file": left}
    return [
        Finding(
            FAIL, _("restore"), fact, _("Run it again: manage.py restore %(file)s") % {"file": left}
        )
    ]


def keys() -> Finding:
    """Whether SECRET_KEY is the one this database was written with."""
    name = _("keys")
    if keys_fit():
        return Finding(OK, name, _("they fit the database"))
    return Finding(
        FAIL, name, _("SECRET_KEY is not the one this database was written with"),
        _("Put the former one into SECRET_KEY, or into SECRET_KEY_FALLBACKS."),
    )  # fmt: skip
