"""Writing the audit trail, and proving that nobody rewrote it."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from fraudwatch.lib import clock
from fraudwatch.lib.prepared import read_again
from fraudwatch.lib.request_context import origin
from orgs.models import AuditEntry

LANES = 8
SEALED = (
    "chain", "number", "at", "actor_id", "actor_name", "acting_for", "address", "via", "action",
    "technical", "object_type", "object_id", "object_name", "path", "changes", "note",
    "previous_hash",
)  # fmt: skip

_gathered: ContextVar[list[AuditEntry] | None] = ContextVar("gathered", default=None)


def record(
    action: str,
    about: models.Model | None = None,
    *,
    by: object | None,
    path: str = "",
    changes: dict[str, list] | None = None,
    note: str = "",
    acting_for: str = "",
    technical: bool = False,
) -> AuditEntry:
    """Write one entry in the transaction of the change itself; call it last.

    ``action`` is ``object.verb`` (``report.submitted``); ``changes`` maps a field to
    ``[before, after]``. Entries of one day are spread over a few hash chains by
    actor, so that a deadline rush does not queue at one row; a chain is locked from
    here to the end of the transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record() belongs inside the transaction of the change")
    now = clock.now()
    actor_id = getattr(by, "pk", None)
    entry = AuditEntry(
        chain=f"{timezone.localtime(now):%Y-%m-%d}/{(actor_id or 0) % LANES}",
        at=now,
        actor_id=actor_id,
        actor_name=str(by) if by else "",
        acting_for=acting_for,
        address=origin().address,
        via=origin().via,
        action=action,
        technical=technical,
        object_type=about._meta.label_lower if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        object_name=str(about)[:160] if about is not None else "",
        path=path,
        changes=json.loads(json.dumps(changes or {}, cls=DjangoJSONEncoder)),
        note=note[:500],
    )
    gathered = _gathered.get()
    if gathered is None:
        _link([entry])
        entry.save()
    else:
        gathered.append(entry)
    return entry


@contextmanager
def gathered() -> Iterator[None]:
    """Write the entries of many small changes together at the end of the block.

    For work of thousands of rows in one transaction (an import): same entries, same
    chains, a third of the time. Nothing inside the block reads them back.
    """
    if _gathered.get() is not None:
        yield
        return
    entries: list[AuditEntry] = []
    token = _gathered.set(entries)
    try:
        yield
    finally:
        _gathered.reset(token)
    _link(entries)
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def _link(entries: list[AuditEntry]) -> None:
    """Number, chain and seal entries not yet written, in their order."""
    ends: dict[str, tuple[int, str]] = {}
    for chain in sorted({entry.chain for entry in entries}):
        _lock(chain)
    for entry in entries:
        if entry.chain not in ends:
            last = read_again("end of a chain", _end, chain=entry.chain)
            ends[entry.chain] = (last[0].number, last[0].hash) if last else (0, "")
        number, entry.previous_hash = ends[entry.chain]
        entry.number = number + 1
        entry.hash = seal(entry)
        ends[entry.chain] = (entry.number, entry.hash)


def _end(chain: str) -> models.QuerySet:
    rows = AuditEntry.objects.filter(chain=chain).only("number", "hash")
    return rows.order_by("-number")[:1]


def seal(entry: AuditEntry, key: str = "") -> str:
    """The keyed hash over every field of the entry and the hash before it."""
    values = [getattr(entry, field) for field in SEALED]
    values[2] = entry.at.astimezone(timezone.get_fixed_timezone(0)).isoformat()
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
    return hmac.new(
        (key or settings.SECRET_KEY).encode(), text.encode(), hashlib.sha256
    ).hexdigest()


def is_sealed(entry: AuditEntry) -> bool:
    """Whether the entry's hash holds, under the site's key or one it replaced."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(entry.hash, seal(entry, key)) for key in keys)


def _lock(chain: str) -> None:
    """Let one transaction at a time write to a chain (SQLite's IMMEDIATE does it anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"audit {chain}"])


@transaction.atomic
def record_alone(action: str, **about: object) -> AuditEntry:
    """Write an entry for something that changed no row (a refusal, a download, a look)."""
    return record(action, **about)


def broken_entries(since: datetime | None = None) -> Iterator[AuditEntry]:
    """Entries whose hash, number or link to the one before does not hold."""
    rows = AuditEntry.objects.order_by("chain", "number")
    if since:
        rows = rows.filter(at__gte=since)
    before = None
    for entry in rows.iterator(chunk_size=1000):
        if before is not None and before.chain != entry.chain:
            before = None
        if not (_follows(entry, before, is_cut=since is not None) and is_sealed(entry)):
            yield entry
        before = entry


def _follows(entry: AuditEntry, before: AuditEntry | None, *, is_cut: bool) -> bool:
    """Whether the entry links to the one before; the first of a chain links to nothing."""
    if before is None:
        return is_cut or (entry.number == 1 and entry.previous_hash == "")
    return entry.number == before.number + 1 and entry.previous_hash == before.hash
