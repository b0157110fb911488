"""Reading the audit trail: what matches, and each change in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib.pages import Page
from fraudwatch.lib.weeks import moment_label
from orgs import audit_words
from orgs.enums import Role
from orgs.models import AuditEntry, User

# Changes that are not fields of the object they are about.
LABELS = {
    "role": gettext_lazy("role"),
    "unit": gettext_lazy("unit"),
    "campaign_id": gettext_lazy("campaign"),
    "sessions": gettext_lazy("sessions"),
    "address": gettext_lazy("address"),
}
VALUES = {"role": Role.choices}
VIA = {
    "web": gettext_lazy("browser"),
    "worker": gettext_lazy("worker"),
    "command": gettext_lazy("server"),
}


@dataclass(frozen=True)
class Change:
    """One field before and after, as a reader understands it; empty for nothing."""

    label: str
    before: str
    after: str


# What the list says of an entry.
LISTED = (
    "pk", "at", "actor_name", "acting_for", "address", "via", "action", "object_name", "note"
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One entry with its action in words."""

    entry: AuditEntry
    word: str

    @property
    def who(self) -> str:
        """The actor."""
        return who_of(vars(self.entry))

    @property
    def source(self) -> str:
        """Where it was done from."""
        return source_of(vars(self.entry))


def who_of(entry: Mapping) -> str:
    """The actor; somebody from outside is not known by name, our own engine is."""
    return entry["actor_name"] or (_("unknown") if entry["address"] else _("system"))


def source_of(entry: Mapping) -> str:
    """The network address, or which part of the server did it."""
    return entry["address"] or str(VIA.get(entry["via"], entry["via"] or "—"))


def audit_entries(
    user: User,
    *,
    text: str = "",
    action: str = "",
    since: date | None = None,
    until: date | None = None,
    sensitive: bool = False,
) -> QuerySet[AuditEntry]:
    """The entries in ``user``'s sight that match; ``text`` is a person, an object or an address."""
    rows = AuditEntry.objects.visible_to(user)
    if since:
        rows = rows.filter(at__gte=_start(since))
    if until:
        rows = rows.filter(at__lt=_start(until + timedelta(days=1)))
    if action:
        rows = rows.filter(action=action)
    if sensitive:
        rows = rows.filter(action__in=audit_words.sensitive())
    if text:
        rows = rows.filter(
            Q(actor_name__icontains=text)
            | Q(actor__username__iexact=text)
            | Q(object_name__icontains=text)
            | Q(acting_for__icontains=text)
            | Q(address__startswith=text)
        )
    return rows


def audit_page(user: User, page: Page, chosen: str) -> dict:
    """The list's lines, and the entry looked at: the chosen one, else the first."""
    entry = _seen(user, chosen) or (_seen(user, str(page.rows[0]["pk"])) if page.rows else None)
    return {
        "page": page,
        "entry": entry,
        "entry_row": _row(entry) if entry else None,
        "entry_changes": readable_changes(entry) if entry else [],
    }


def _seen(user: User, key: str) -> AuditEntry | None:
    """The entry of that key as it stands in the address, if ``user`` may see it."""
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return AuditEntry.objects.visible_to(user).filter(pk=key).first()


def readable_changes(entry: AuditEntry) -> list[Change]:
    """The changed fields with labels and values in words; what stayed empty is left out."""
    found = [_change(entry, field, *pair) for field, pair in sorted(entry.changes.items())]
    return [change for change in found if change.before or change.after]


def export_rows(entries: QuerySet[AuditEntry]) -> Iterator[list[str]]:
    """One row per entry for a file, oldest first, in words and with the chain's own numbers."""
    for entry in entries.order_by("pk").iterator(chunk_size=500):
        changes = "; ".join(
            f"{change.label}: {change.before or '—'} → {change.after or '—'}"
            for change in readable_changes(entry)
        )
        yield [
            timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds"),
            entry.actor_name, entry.acting_for, audit_words.word(entry.action), entry.action,
            entry.object_name, entry.object_type, entry.object_id, changes, entry.note,
            entry.address, entry.via, entry.chain, str(entry.number), entry.hash,
        ]  # fmt: skip


def export_header() -> list[str]:
    """The titles of :func:`export_rows`."""
    return [
        _("Time"), _("Person"), _("On behalf of"), _("Action"), _("Code"), _("Object"),
        _("Kind of object"), _("Key"), _("Changes"), _("Note"), _("Address"), _("Way in"),
        _("Chain"), _("Number"), _("Hash"),
    ]  # fmt: skip


def own_activity(user: User, limit: int = 8) -> list[Row]:
    """What the trail holds about somebody's own latest doings."""
    entries = AuditEntry.objects.filter(actor=user)[:limit]
    return [_row(entry) for entry in entries]


def _row(entry: AuditEntry) -> Row:
    return Row(entry, audit_words.word(entry.action))


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _change(entry: AuditEntry, name: str, before: object, after: object) -> Change:
    field = _field(entry.object_type, name)
    label = LABELS.get(name) or (field and field.verbose_name) or name
    return Change(str(label), _shown(field, name, before), _shown(field, name, after))


def _field(object_type: str, name: str) -> Field | None:
    """The column of that name; a count of rows that belong to the object has none."""
    try:
        field = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _shown(field: Field | None, name: str, value: object) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    known = dict(getattr(field, "flatchoices", ()) or VALUES.get(name, ()))
    if isinstance(value, str | int) and value in known:
        return str(known[value])
    if isinstance(value, str):
        return _moment(value) if name.endswith("_at") else value
    if isinstance(value, dict):
        return "; ".join(f"{key}: {inner}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)


def _moment(text: str) -> str:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return text
    return moment_label(moment) if moment and timezone.is_aware(moment) else text
