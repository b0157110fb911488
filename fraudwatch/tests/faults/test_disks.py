"""Disks that are really full: a small one under the files, a small one under PostgreSQL."""

import os
import subprocess
from contextlib import contextmanager

import psycopg2
import pytest
from django.core.management import CommandError, call_command

from fraudwatch.health import outside
from fraudwatch.tests.faults.machines import Postgres
from orgs.actions.files import read_file, store_file
from orgs.errors import DiskFull
from orgs.models import StoredFile

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk"),
]


@contextmanager
def small_disk(folder, size):
    """A disk of a few megabytes at ``folder``."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.django_db
def test_files_on_a_full_disk_are_refused_whole_and_taken_when_there_is_room(
    cast, settings, tmp_path
):
    with small_disk(tmp_path / "disk", "3m") as disk:
        settings.MEDIA_ROOT = disk
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 2_900_000)
        about = {"name": "照片.jpg", "kind": "image/jpeg", "owner": "orgs.user:1"}

        with pytest.raises(DiskFull):
            store_file(b"y" * 1_000_000, **about, by=cast["town"])
        settings.DATA_DIR = settings.FILE_UPLOAD_TEMP_DIR = disk
        room = [one.state for one in outside.free_space()]
        left = [path.name for path in disk.rglob("*") if path.is_file()]

        ballast.unlink()
        kept = store_file(b"y" * 1_000_000, **about, by=cast["town"])

        assert (left, room) == (["ballast"], ["FAIL"])
        assert read_file(kept) == b"y" * 1_000_000
        assert StoredFile.objects.get() == kept


@pytest.mark.django_db
def test_a_backup_onto_a_full_disk_says_so_and_leaves_the_old_one(cast, settings, tmp_path):
    with small_disk(tmp_path / "disk", "1m") as disk:
        target = disk / "a.fwb"
        target.write_bytes(b"the old one")
        (disk / "ballast").write_bytes(b"x" * 1_036_000)
        with pytest.raises(CommandError, match="No space left on device"):
            call_command("backup", str(target))

        assert target.read_bytes() == b"the old one"
        assert sorted(path.name for path in disk.iterdir()) == ["a.fwb", "ballast"]


def test_postgresql_on_a_full_disk_loses_nothing_and_starts_again_with_room(tmp_path):
    """Its write-ahead log stops the server; every page of the data keeps its checksum."""
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:3]:
        parent.chmod(0o755)
    with small_disk(tmp_path / "disk", "150m") as disk:
        server = Postgres(disk, safe=True)
        ballast = disk / "ballast"
        try:
            server.ask("CREATE TABLE letters (n int primary key, text text)")
            free = os.statvfs(disk)
            ballast.write_bytes(b"x" * (free.f_bavail * free.f_frsize - 24_000_000))
            stored = fill(server)
            ballast.unlink()
            server.stop("immediate")
            server.start()

            assert stored > 0
            assert server.ask("SELECT count(*) FROM letters")[0][0] == stored
            assert server.ask("SHOW data_checksums") == [("on",)]
            assert server.ask("SELECT sum(length(text)) FROM letters")[0][0] == stored * 32_000
        finally:
            server.stop()


def fill(server):
    """Write until the disk is full; how many rows were acknowledged."""
    text = "(SELECT string_agg(md5((%d * 1000 + i)::text), '') FROM generate_series(1, 1000) i)"
    for number in range(4_000):
        try:
            server.ask(f"INSERT INTO letters VALUES ({number}, {text % number})")  # noqa: S608
        except psycopg2.Error:
            return number
    raise AssertionError("the disk never filled")
