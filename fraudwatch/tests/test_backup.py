"""A backup is the whole site in one file: proved before it is used, all of it or nothing."""

import json
import os
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as current
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation
from openpyxl import load_workbook

from fraudwatch.backups import making, package, parcel
from fraudwatch.backups.making import make_backup
from fraudwatch.backups.parcel import ParcelRefused
from fraudwatch.backups.restoring import restore_backup, unfinished_restore
from fraudwatch.backups.tables import columns, tables
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.secrets import search_digest
from fraudwatch.tests.test_tasks import dump
from orgs import documents
from orgs.actions.files import store_file
from orgs.models import AuditEntry, Person, StoredFile, Unit, User, WorkerBeat

GBK_NAME = "合照".encode("gbk")  # what a Windows PC once wrote into the folder
SINCE = {"orgs.workerbeat", "orgs.usersession", "orgs.auditentry"}  # written by backup and restore


def content():
    """All rows but those that a backup and a restore write themselves, and all files."""
    rows = {label: rows for label, rows in dump().items() if label not in SINCE}
    root = Path(current.MEDIA_ROOT)
    paths = [path for path in root.rglob("*") if path.is_file() and "before-" not in str(path)]
    return rows, {os.fsencode(path.relative_to(root)): path.read_bytes() for path in paths}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def site(cast, report, settings, tmp_path):
    """A county at work, with an empty file and one whose name is not UTF-8."""
    settings.DATA_DIR = tmp_path
    Person.objects.create(name="王芳", unit=cast["town"].home_unit, phone="13800001111")
    store_file(b"", name="空.txt", kind="text/plain", owner="orgs.user:1", by=cast["town"])
    store_file(b"\x00" * 3000, name="a.bin", kind="x/y", owner="orgs.user:1", by=cast["town"])
    odd = os.path.join(os.fsencode(settings.MEDIA_ROOT), GBK_NAME)  # noqa: PTH118 - bytes
    with open(odd, "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"odd")
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_restored_every_row_and_file_is_back_and_everybody_signs_in_anew(site, client, cast, units):
    before = content()
    make_backup(site / "a.fwb")
    client.force_login(cast["town"], backend="orgs.queries.backend.AccountBackend")
    Unit.objects.filter(pk=units["village"].pk).update(name="gone")
    StoredFile.objects.all().delete()
    next(Path(current.MEDIA_ROOT).glob("??/*")).unlink()

    restore_backup(site / "a.fwb", into_empty=True)

    assert content() == before
    assert Person.objects.get(name="王芳").phone == "13800001111"
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.latest("pk").action == "backup.restored"
    newest = Unit.objects.create(code="new", name="new", path="9999.", kind="town", depth=1)
    assert newest.pk > max(unit.pk for unit in units.values())
    assert unfinished_restore() == ""
    call_command("audit_verify", stdout=StringIO())


@pytest.mark.django_db
def test_a_site_in_use_is_not_written_over(site):
    make_backup(site / "a.fwb")
    before = content()

    with pytest.raises(DomainError, match="in use") as refusal:
        restore_backup(site / "a.fwb")

    assert f"{User.objects.count()} accounts" in str(refusal.value)
    assert content() == before


@pytest.mark.django_db
@pytest.mark.parametrize("at", [10, 0.2, 0.5, 0.8, -200, -80, -10], ids=str)
def test_a_file_with_one_byte_changed_is_refused_before_anything_is_touched(site, at):
    make_backup(site / "a.fwb")
    damaged = bytearray((site / "a.fwb").read_bytes())
    place = int(len(damaged) * at) if isinstance(at, float) else at
    damaged[place] ^= 1
    (site / "a.fwb").write_bytes(damaged)
    before = content()

    with pytest.raises(ParcelRefused):
        restore_backup(site / "a.fwb", into_empty=True)

    assert content() == before


@pytest.mark.django_db
def test_a_file_that_ends_early_is_incomplete(site):
    make_backup(site / "a.fwb")
    whole = (site / "a.fwb").read_bytes()
    (site / "a.fwb").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(CommandError, match="incomplete") as refusal:
        call_command("backup", str(site / "a.fwb"), verify=True)

    assert "a.fwb" in str(refusal.value)


@pytest.mark.django_db
def test_a_member_changed_with_its_checksums_left_is_refused(site):
    """Somebody repacks the zip, with a right sum over the whole."""
    make_backup(site / "a.fwb")
    with parcel.opened(site / "a.fwb") as reader:
        manifest = reader.manifest
        parts = {name: b"".join(reader.chunks(name)) for name in reader.members}
    parts["tables/orgs.unit.jsonl"] = parts["tables/orgs.unit.jsonl"].replace(b"U00", b"V00")
    promised = manifest["members"]
    with parcel.written(site / "b.fwb") as (writer, new):
        new.update(manifest)
        for name, data in parts.items():
            with writer.member(name) as out:
                out.write(data)
        writer.members = promised

    with pytest.raises(ParcelRefused, match="orgs.unit"):
        restore_backup(site / "b.fwb", into_empty=True)


@pytest.mark.django_db
def test_a_backup_of_a_newer_version_is_refused(site, monkeypatch):
    real = making.schema.done
    newer = lambda: real() | {"orgs": [*real()["orgs"], "0999_of_tomorrow"]}  # noqa: E731
    monkeypatch.setattr(making.schema, "done", newer)
    make_backup(site / "a.fwb")

    with pytest.raises(DomainError, match="newer than this one"):
        restore_backup(site / "a.fwb", into_empty=True)


@pytest.mark.django_db
def test_a_full_disk_leaves_the_old_backup_and_no_half(site, monkeypatch):
    make_backup(site / "a.fwb")
    old = (site / "a.fwb").read_bytes()

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_files", full)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", str(site / "a.fwb"))

    assert (site / "a.fwb").read_bytes() == old
    assert sorted(path.name for path in site.glob("*.fwb*")) == ["a.fwb"]


@pytest.mark.django_db
def test_phones_and_passwords_are_not_readable_in_it_and_sessions_are_not_in_it(site, sign_in):
    sign_in("town")

    make_backup(site / "a.fwb")

    with zipfile.ZipFile(site / "a.fwb") as archive:
        names = archive.namelist()
        whole = b"".join(archive.read(name) for name in names)
    assert b"13800001111" not in whole
    assert "tables/orgs.usersession.jsonl" not in names
    assert (site / "a.fwb").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_its_manifest_counts_and_the_engine_remembers_when_it_was_made(site):
    out = StringIO()
    call_command("backup", str(site / "a.fwb"), stdout=out)

    with zipfile.ZipFile(site / "a.fwb") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["kind"], manifest["engine"]) == ("backup", connection.vendor)
    assert manifest["tables"]["orgs.user"] == User.objects.count()
    assert manifest["files"]["count"] == 3
    assert "3 files" in out.getvalue()
    assert WorkerBeat.objects.filter(name="backup").exists()


@pytest.mark.django_db
def test_a_file_that_the_disk_has_lost_is_named(site):
    lost = StoredFile.objects.first()
    (Path(current.MEDIA_ROOT) / lost.disk_name).unlink()

    assert make_backup(site / "a.fwb")["gone"] == [lost.pk.hex]


def test_a_folder_that_is_not_there_is_said_in_one_sentence(db, tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("backup", str(tmp_path / "nowhere" / "a.fwb"))


SECRET_NAMES = ("password", "token", "secret", "digest", "_hash", "session_key")
# Columns whose names sound like a secret and are none.
NO_SECRET = {
    ("campaigns.planversion", "digest"), ("campaigns.reminderchoice", "is_digest"),
    ("campaigns.reminderpolicy", "is_digest"), ("orgs.user", "must_change_password"),
    ("orgs.user", "password_changed_at"),
}  # fmt: skip


def write(path):
    """A data package, as the worker writes it."""
    return package.write_package(path, lambda *_step: None)


@pytest.mark.django_db(transaction=True)
def test_a_fresh_installation_takes_in_the_data_package(site, settings):
    write(site / "a.zip")
    kept = {
        label: list(package.package_rows(label, model))
        for label, model in tables(apps, package.LEFT_OUT).items()
    }
    call_command("flush", interactive=False, verbosity=0)
    settings.MEDIA_ROOT = site / "elsewhere"
    settings.FIELD_KEY = "another key of another site, fifty characters long"

    call_command("load_package", str(site / "a.zip"), stdout=StringIO())

    loaded = {
        label: list(package.package_rows(label, model))
        for label, model in tables(apps, package.LEFT_OUT).items()
    }
    assert loaded == kept
    person = Person.objects.get(name="王芳")
    assert (person.phone, person.phone_digest) == ("13800001111", search_digest("13800001111"))
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert [path.stat().st_size for path in sorted(Path(settings.MEDIA_ROOT).glob("??/*"))] != []
    assert AuditEntry.objects.get().action == "package.loaded"


@pytest.mark.django_db
def test_the_data_package_holds_no_secret(site, cast):
    write(site / "a.zip")

    with zipfile.ZipFile(site / "a.zip") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert cast["town"].password.encode() not in whole
    sounding = {
        (label, field.attname)
        for label, model in tables(apps, package.LEFT_OUT).items()
        for field in columns(model)
        if any(word in field.attname for word in SECRET_NAMES)
        and field.attname not in package.BLANK.get(label, ())
    }
    assert sounding == NO_SECRET


@pytest.mark.django_db
def test_the_data_package_is_for_the_office_at_the_top(cast, units, sign_in):
    order = {"unit": units["county"].pk}

    def may():
        return [name for name in cast if documents.may_have(cast[name], "full-data", order)]

    assert may() == []  # two counties share the site, and neither may take the other's along
    Unit.objects.filter(pk=units["far_county"].pk).update(parent=units["county"])
    assert may() == ["coordinator", "second_coordinator"]


@pytest.mark.django_db
def test_a_package_is_not_restored_and_a_backup_is_not_loaded(site):
    write(site / "a.zip")
    make_backup(site / "a.fwb")

    with pytest.raises(CommandError, match="load_package"):
        call_command("restore", str(site / "a.zip"), into_empty=True)
    with pytest.raises(CommandError, match="manage.py restore"):
        call_command("load_package", str(site / "a.fwb"))


@pytest.mark.django_db
def test_its_workbook_has_a_sheet_for_each_table_and_text_stays_text(site, units):
    Unit.objects.filter(pk=units["village"].pk).update(short_name="=1+1")
    write(site / "a.zip")

    with zipfile.ZipFile(site / "a.zip") as archive:
        book = load_workbook(BytesIO(archive.read("tables.xlsx")))
    assert len(book.sheetnames) == len(tables(apps, package.LEFT_OUT))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
