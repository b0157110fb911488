"""The evidence package (备检包): a zip with an index, stamped photos, figures and files.

Written to disk piece by piece, one photo in memory at a time; every sign of progress is also the
place where a cancelled order ends and its half file goes.
"""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import FeedbackFile, PlanAttachment
from fraudwatch.lib import clock
from fraudwatch.lib.stamps import stamped
from fraudwatch.lib.uploads import MB, safe_name
from fraudwatch.lib.weeks import moment_label
from orgs.actions.files import half_file, read_file
from orgs.documents import TASKS, ZIP, Choice, Document, Made, Progress
from orgs.errors import OrgError
from orgs.models import StoredFile, User
from reports.exports.evidence_book import index_book, report_book
from reports.models import Photo, Report
from reports.packing import Entry, file_part, part
from reports.queries.content import blocks_of, items_of
from reports.queries.evidence import Wanted, amount, photos, plan_files, task_files, wanted

LARGEST = 2000 * MB
JPEG = "image/jpeg"
BY_REPORT = ("report__path", "report__period__starts_on", "report_id", "added_at", "pk")
EACH = 10  # files between two signs of progress


class EvidencePackage(Document):
    """Photos stamped with unit and period, figures of their reports, files of tasks and plan."""

    name, permission, kind = "evidence-package", "reports.export_evidence", ZIP
    group = TASKS
    label = gettext_lazy("Evidence package (zip)")
    help = gettext_lazy("Stamped photos, figures and files in folders, with an index and hashes.")
    parameters = ("campaign", "unit", "period", "task")

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """Nothing: it is ordered from the evidence ledger, with its filters."""
        return []

    def subject(self, user: User, parameters: dict) -> Wanted:
        """What is packed. Http404 when a part of it is out of sight."""
        query = QueryDict(mutable=True)
        query.update({name: str(key) for name, key in parameters.items()})
        asked = wanted(user, {}, query)
        if not parameters.get("campaign") or asked.campaign is None:
            raise Http404
        return asked

    def title(self, subject: Wanted, parameters: dict) -> str:
        """What it is, of whom and of when."""
        about = subject.task or subject.unit or subject.campaign
        more = f" · {subject.period.label}" if subject.period else ""
        return f"{_('Evidence package')} · {about}{more}"

    def make(self, subject: Wanted, parameters: dict, user: User, progress: Progress) -> Made:
        """Write the zip. OrgError when it would be larger than anybody can unpack."""
        packing = Packing(subject, user, progress)
        packing.check_size()
        with half_file() as half:
            with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as archive:
                packing.write(archive)
            return Made(self.file_name(subject), ZIP, half=half)

    def file_name(self, subject: Wanted) -> str:
        """``备检包 河湾镇 2026-06-10.zip``."""
        about = subject.task or subject.unit or subject.campaign
        return safe_name(f"{_('Evidence package')} {about} {clock.today():%Y-%m-%d}.zip")


@dataclass
class Packing:
    """One package while it is written: what is in it so far."""

    asked: Wanted
    user: User
    progress: Progress
    entries: list[Entry] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    done: int = 0
    total: int = 0
    archive: zipfile.ZipFile | None = None

    def check_size(self) -> None:
        """Count what is to come. OrgError when it is too much for one zip."""
        sizes = [amount(rows, picture=way) for rows, way in self._sources()]
        self.total = sum(size.files for size in sizes)
        bytes_in_all = sum(size.bytes for size in sizes)
        if bytes_in_all > LARGEST:
            raise OrgError(
                _(
                    "Photos and files come to %(size)d MB; a package holds %(most)d MB. Choose a "
                    "unit or a reporting period."
                )
                % {"size": bytes_in_all // MB, "most": LARGEST // MB}
            )

    def _sources(self) -> Iterator[tuple[object, str]]:
        """The lists that belong to what is asked, each with the way to its content."""
        asked = self.asked
        if asked.task is None:
            yield photos(self.user, asked), "picture"
        if asked.period is None:
            yield task_files(self.user, asked), "file"
        if not (asked.unit or asked.period or asked.task):
            yield plan_files(self.user, asked), "file"

    def write(self, archive: zipfile.ZipFile) -> None:
        """Everything, the index last; a file that the disk lost is named in the index."""
        self.archive = archive
        self.progress(0, self.total + 1, _("Reading the evidence"))
        for rows, _way in self._sources():
            if rows.model is Photo:
                self._photos(rows.order_by(*BY_REPORT).iterator(chunk_size=200))
            elif rows.model is FeedbackFile:
                for row in rows.iterator(chunk_size=200):
                    self._task_file(row)
            else:
                for row in rows:
                    self._plan_file(row)
        self.progress(self.total, self.total + 1, _("Writing the index"))
        self._finish()

    def _photos(self, rows: Iterator[Photo]) -> None:
        for _key, group in groupby(rows, key=lambda photo: photo.report_id):
            of_report = list(group)
            report = of_report[0].report
            folder = report_folder(report)
            self._report(report, folder)
            for number, photo in enumerate(of_report, 1):
                self._photo(photo, f"{folder}/{part(photo.caption, f'{number:02}')}.jpg")

    def _report(self, report: Report, folder: str) -> None:
        if not report.revision_number:
            return
        self.reports.append(report)
        version = report.period.template_version
        content = report_book(report, items_of(version), blocks_of(version))
        facts = _about_report(report) | {"path": f"{folder}/report.xlsx", "kind": _("figures")}
        self._put(content, facts)

    def _photo(self, photo: Photo, path: str) -> None:
        facts = _about_report(photo.report) | {
            "path": path, "kind": _("photo"), "caption": photo.caption, "taken": photo.taken_at,
            "added": photo.added_at, "by": str(photo.added_by or ""),
            "original": photo.sha256,
        }  # fmt: skip
        report = photo.report
        lines = [f"{unit_words(report.unit)}　{report.period.label}"]
        lines += [photo.caption] if photo.caption else []
        lines.append(f"{moment_label(photo.added_at)} · {self.asked.campaign.title}")
        self._copy(photo.picture, facts, lines)

    def _task_file(self, row: FeedbackFile) -> None:
        feedback, part_of = row.feedback, row.feedback.assignment
        task, unit = part_of.task, part_of.unit
        folder = (
            f"{_('tasks')}/{part(task.title, f'{task.number:03}')}/{part(unit.name, unit.code)}"
        )
        facts = {
            "path": f"{folder}/{file_part(row.file.name, row.pk)}", "unit": unit.name,
            "about": f"{task.number} {task.title}", "kind": _("file of a task"),
            "added": feedback.at, "by": str(feedback.by),
        }  # fmt: skip
        lines = [
            f"{unit_words(unit)}　{task.number} {task.title}",
            f"{moment_label(feedback.at)} · {self.asked.campaign.title}",
        ]
        self._copy(row.file, facts, lines)

    def _plan_file(self, row: PlanAttachment) -> None:
        path = f"{_('plan')}/{file_part(row.file.name, f'{row.number:02}')}"
        facts = {
            "path": path, "unit": self.asked.campaign.owner.name, "kind": _("file of the plan"),
            "about": f"{row.number} {row.title}", "added": row.file.stored_at,
        }  # fmt: skip
        self._copy(row.file, facts, [])

    def _copy(self, file: StoredFile, facts: dict, lines: list[str]) -> None:
        """A kept file, a photo with its stamp; noted as lost when the disk has it no more."""
        try:
            content = read_file(file)
            content = stamped(content, lines) if file.kind == JPEG and lines else content
        except OSError:
            facts |= {"note": _("The server's disk has lost this file.")}
            self.entries.append(Entry(**facts))
        else:
            self._put(content, facts)
        self.done += 1
        if self.done % EACH == 0:
            self.progress(self.done, self.total + 1, _("Packing photos and files"))

    def _put(self, content: bytes, facts: dict) -> None:
        self.archive.writestr(_member(facts["path"]), content)
        self.entries.append(Entry(**facts, sha256=hashlib.sha256(content).hexdigest()))

    def _finish(self) -> None:
        """The index and the list of hashes, as ``sha256sum --check`` reads it."""
        heading = f"{self.asked.campaign.title} · {_('Evidence package')}"
        content = index_book(self.entries, self.reports, heading)
        self.archive.writestr(_member("index.xlsx"), content)
        hashes = [(one.sha256, one.path) for one in self.entries if one.sha256]
        hashes.append((hashlib.sha256(content).hexdigest(), "index.xlsx"))
        lines = "".join(f"{digest}  {path}\n" for digest, path in hashes)
        self.archive.writestr(_member("sha256.txt"), lines)


def _member(path: str) -> zipfile.ZipInfo:
    """The same order makes the same zip: every member carries the day the order is made."""
    now = clock.now()
    return zipfile.ZipInfo(path, (now.year, now.month, now.day, 0, 0, 0))


def unit_words(unit: object) -> str:
    """The unit with the one above it."""
    return f"{unit.parent.name} · {unit.name}" if unit.parent_id else unit.name


def report_folder(report: Report) -> str:
    """``reports/QL01-桃源村/2026-06-08-17``: by unit, then by the period's first day."""
    unit = part(report.unit.name, report.unit.code)
    return f"{_('reports')}/{unit}/{report.period.starts_on:%Y-%m-%d}-{report.pk}"


def _about_report(report: Report) -> dict:
    about = f"{report.period.template.name} · {report.period.label}"
    return {"unit": report.unit.name, "about": about}
