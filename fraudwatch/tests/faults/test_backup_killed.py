"""A backup goes from SQLite to PostgreSQL and back, and a kill in the middle harms nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from fraudwatch.backups.making import make_backup
from fraudwatch.backups.parcel import ParcelRefused
from fraudwatch.backups.restoring import verify_backup
from fraudwatch.tests import blank as tests_blank
from fraudwatch.tests.faults.machines import private_postgres
from fraudwatch.tests.faults.park import on_database
from fraudwatch.tests.faults.server import ROOT, database_url
from orgs.actions.audit import broken_entries
from orgs.actions.files import store_file
from orgs.models import AuditEntry

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
WRITTEN_ANEW = {"tables/orgs.auditentry.jsonl", "tables/orgs.workerbeat.jsonl"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def command(*words, folder, url="", background=False):
    """``manage.py`` on a machine of its own: its folder, its database."""
    folder.mkdir(exist_ok=True)
    url = url or f"sqlite:///{folder}/site.sqlite3"
    keys = {"SECRET_KEY": settings.SECRET_KEY, "ENV_FILE": os.devnull, "REDIS_URL": "",
            "LANGUAGE_CODE": "en"}  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "manage.py", *map(str, words)],
        env={**os.environ, **keys, "DATA_DIR": str(folder), "DATABASE_URL": url,
             "FILES_DIR": str(folder / "files"), "DJANGO_SETTINGS_MODULE": "fraudwatch.settings"},
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    if background:
        return process
    said = process.communicate(timeout=280)[0]
    return process.returncode, said


def members(path):
    """What is in a backup, without what making and restoring one adds."""
    with zipfile.ZipFile(path) as archive:
        found = json.loads(archive.read("manifest.json"))["members"]
    return {name: facts for name, facts in found.items() if name not in WRITTEN_ANEW}


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """An empty SQLite database with today's tables, made once."""
    folder = tmp_path_factory.mktemp("blank")
    if (shelf := tests_blank.kept("sqlite3")).exists():
        return Path(shutil.copy(shelf, folder / "site.sqlite3"))
    code, said = command("migrate", "-v0", folder=folder)
    assert code == 0, said
    return folder / "site.sqlite3"


def machine(folder, blank):
    """A new machine whose database has its tables already."""
    folder.mkdir()
    shutil.copy(blank, folder / "site.sqlite3")
    return folder


@pytest.fixture
def site(cast, report, tmp_path):
    """Somebody works here and has kept a file."""
    settings.DATA_DIR = tmp_path
    store_file(os.urandom(200_000), name="照片.jpg", kind="image/jpeg", owner="orgs.user:1",
               by=cast["town"])  # fmt: skip
    make_backup(tmp_path / "a.fwb")
    return tmp_path


def test_from_one_engine_to_the_other_and_back_every_table_and_file_is_the_same(site, blank):
    with private_postgres() as server:
        with on_database(server.url):
            server.fill()
        there = site / "there"
        code, said = command("restore", site / "a.fwb", folder=there, url=server.url)
        assert (code, "restored" in said) == (0, True), said
        assert command("backup", site / "b.fwb", folder=there, url=server.url)[0] == 0

    back = machine(site / "back", blank)
    code, said = command("restore", site / "b.fwb", folder=back)
    assert (code, "keys" in said) == (0, False), said
    assert command("backup", site / "c.fwb", folder=back)[0] == 0
    assert members(site / "a.fwb") == members(site / "b.fwb") == members(site / "c.fwb")
    with on_database(f"sqlite:///{back}/site.sqlite3"):
        assert AuditEntry.objects.exists()
        assert list(broken_entries()) == []


def kill_when(process, seen):
    """Kill the process at the first moment at which ``seen`` is true."""
    until = time.monotonic() + 60
    while not seen():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < until
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(10)


def test_killed_while_it_is_made_the_old_backup_is_whole_and_the_new_one_has_no_name(site):
    old = (site / "a.fwb").read_bytes()
    here, half = site / "here", site / "a.fwb.half"
    files = here / "files" / "ab"
    files.mkdir(parents=True)
    for number in range(40):
        (files / f"{number:032x}").write_bytes(os.urandom(1_000_000))
    process = command("backup", site / "a.fwb", folder=here, url=database_url(), background=True)
    kill_when(process, lambda: half.exists() and half.stat().st_size > 3_000_000)

    assert (site / "a.fwb").read_bytes() == old
    assert verify_backup(site / "a.fwb")["files"]["count"] == 1
    with pytest.raises(ParcelRefused, match="incomplete"):
        verify_backup(half)


def test_killed_while_it_is_restored_the_site_is_empty_and_the_next_one_does_it(site, blank):
    """The rows are loaded in one transaction, the files wait beside it."""
    folder = machine(site / "new", blank)
    process = command("restore", site / "a.fwb", folder=folder, background=True)
    mark = folder / "restore-unfinished"
    kill_when(process, lambda: mark.exists() and (folder / "files" / "restoring").exists())

    assert [path.name for path in (folder / "files").iterdir()] == ["restoring"]
    code, said = command("restore", site / "a.fwb", folder=folder)
    assert (code, "was interrupted" in said) == (0, True), said
    assert not mark.exists()
    assert command("backup", site / "b.fwb", folder=folder)[0] == 0
    assert members(site / "b.fwb") == members(site / "a.fwb")


def test_an_older_backup_is_brought_up_to_date(site, blank):
    """One made before the last migrations of reports, into a database without tables."""
    connection.close()
    old = machine(site / "old", blank)
    assert command("migrate", "reports", "0019", "-v0", folder=old)[0] == 0
    code, said = command("backup", site / "old.fwb", folder=old)
    assert code == 0, said

    code, said = command("restore", site / "old.fwb", folder=site / "fresh")

    assert code == 0, said
    code, said = command("migrate", "--check", folder=site / "fresh")
    assert code == 0, said
