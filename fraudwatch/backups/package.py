"""The data package of an office (全量数据包): everything it has entered, without any secret.

The same JSON lines as a backup, so that a fresh installation takes it in, and a workbook for
people to read. Phones are plain in it, for the office sees them anyway; passwords, sessions,
links, channels, the audit trail and the technical tables stay where they are.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, new_book, save_book, stream_table
from fraudwatch.lib.uploads import safe_name
from orgs.actions.files import half_file
from orgs.documents import Choice, Document, Made, Progress
from orgs.models import StoredFile, Unit, User

from . import parcel, schema
from .making import FILES, facts, snapshot
from .tables import columns, line, rows_of, tables

PACKAGE = "package"
BOOK = "tables.xlsx"
KIND = "application/zip"
# Secrets, what belongs to one machine, and what would make a second site send things again.
LEFT_OUT = frozenset(
    {
        "auth.group", "auth.group_permissions", "auth.permission", "contenttypes.contenttype",
        "sessions.session", "orgs.usersession", "orgs.signinattempt", "orgs.passwordhistory",
        "orgs.user_groups", "orgs.user_user_permissions", "orgs.workerbeat", "orgs.job",
        "orgs.delivery", "orgs.groupmessage", "orgs.channelsetup", "orgs.exportrun",
        "orgs.exportschedule", "orgs.exportschedule_receivers", "orgs.auditentry",
        "campaigns.calendarfeed", "campaigns.planpresence", "reports.collectlink",
        "reports.screenlink",
    }
)  # fmt: skip
# Columns that a fresh installation fills anew.
BLANK = {
    "orgs.user": ("password", "is_superuser"),
    "orgs.person": ("phone_digest", "phone_tail"),
}
PROGRESS_EVERY = 200  # rows or files
Tick = Callable[[], None]


class FullData(Document):
    """Everything of the one office of this site, to be read or to be taken in elsewhere."""

    name, permission, kind = "full-data", "fraudwatch.export_everything", KIND
    group = "whole"
    label = gettext_lazy("Full data package (JSON and Excel)")
    help = gettext_lazy(
        "All units, people, plans, tasks, reports, figures and files with checksums. A fresh "
        "installation takes it in. Phones are readable in it: keep it safe."
    )
    parameters = ("unit",)

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The unit at the top; nothing for anybody else, or where several offices share a site."""
        top = _top()
        if top is None or not user.has_perm(self.permission, top):
            return []
        return [Choice("unit", _("Unit"), [(str(top.pk), top.name)], chosen=str(top.pk))]

    def subject(self, user: User, parameters: dict) -> Unit:
        """The unit at the top. Http404 where there are several."""
        top = _top()
        if top is None or parameters.get("unit") != top.pk:
            raise Http404
        return top

    def title(self, subject: Unit, parameters: dict) -> str:
        """``全量数据包 · 青澜县``."""
        return f"{_('Full data package')} · {subject.name}"

    def make(self, subject: Unit, parameters: dict, user: User, progress: Progress) -> Made:
        """Write it to disk piece by piece."""
        with half_file() as half:
            write_package(half, progress)
            name = f"{_('Full data package')} {subject.name} {clock.today():%Y-%m-%d}.zip"
            return Made(safe_name(name), KIND, half=half)


def _top() -> Unit | None:
    tops = list(Unit.objects.filter(parent=None)[:2])
    return tops[0] if len(tops) == 1 else None


def write_package(path: Path, progress: Progress) -> dict:
    """Write the package to ``path``; its manifest. Flat in memory, rows of one moment."""
    found = tables(apps, LEFT_OUT)
    files = StoredFile.objects.exclude(owner__startswith="orgs.job:")
    total = sum(model._base_manager.count() for model in found.values()) * 2 + files.count()
    tick = _ticker(total, progress)
    with parcel.written(path) as (writer, manifest):
        manifest |= facts(PACKAGE) | {"migrations": schema.done()}
        with snapshot():
            manifest["tables"] = {
                label: _write_table(writer, label, model, tick) for label, model in found.items()
            }
            _write_book(writer, found, tick)
            kept = [one.hex for one in files.order_by("pk").values_list("pk", flat=True)]
        manifest["files"] = _write_files(writer, kept, tick)
    return manifest


def _ticker(total: int, progress: Progress) -> Tick:
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % PROGRESS_EVERY == 0:
            progress(min(done, total), total, _("collecting"))

    return tick


def package_rows(
    label: str, model: type[models.Model], tick: Tick = lambda: None
) -> Iterator[dict]:
    """Rows of a table as the package holds them: no secret, and nothing that points outside."""
    away = [
        field.attname for field in columns(model)
        if field.remote_field and field.related_model._meta.label_lower in LEFT_OUT
    ]  # fmt: skip
    for row in rows_of(model, blank=BLANK.get(label, ()), opened=True):
        tick()
        if label == "orgs.storedfile" and row["owner"].startswith("orgs.job:"):
            continue
        yield row | dict.fromkeys(away)


def _write_table(writer: parcel.Writer, label: str, model: type[models.Model], tick: Tick) -> int:
    count = 0
    with writer.member(f"tables/{label}.jsonl") as out:
        for count, row in enumerate(package_rows(label, model, tick), 1):  # noqa: B007
            out.write(line(row))
    return count


def _write_book(writer: parcel.Writer, found: dict, tick: Tick) -> None:
    """A sheet a table for people to read; the words of the columns are the product's own."""
    book = new_book()
    for label, model in found.items():
        hidden = BLANK.get(label, ())
        shown = [field for field in columns(model) if field.attname not in hidden]
        titles = [Column(f"{field.verbose_name} ({field.attname})", 18) for field in shown]
        stream_table(
            book,
            f"{model._meta.verbose_name} {label.split('.')[1]}",
            titles,
            _cells(label, model, tick, shown),
        )
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        save_book(book, Path(folder) / BOOK)
        writer.add_file(BOOK, Path(folder) / BOOK)


def _cells(
    label: str, model: type[models.Model], tick: Tick, shown: list[models.Field]
) -> Iterator[list]:
    for row in package_rows(label, model, tick):
        yield [_cell(row[field.attname]) for field in shown]


def _cell(value: object) -> object:
    return value if isinstance(value, int | float | str | None) else str(value)


def _write_files(writer: parcel.Writer, kept: list[str], tick: Tick) -> dict:
    count = size = 0
    root = Path(settings.MEDIA_ROOT)
    for key in kept:
        tick()
        name = f"{FILES}{key[:2]}/{key}"
        try:
            writer.add_file(name, root / key[:2] / key)
        except FileNotFoundError:  # the disk has lost it, or it was let go meanwhile
            continue
        count += 1
        size += writer.members[name]["size"]
    return {"count": count, "bytes": size}
