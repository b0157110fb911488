"""What stands outside the program: database, queue, disk, fonts, static files, clock."""

import os
import shutil
import subprocess
import uuid
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.later import Later

from .findings import FAIL, OK, WARN, Finding

redis = Later("redis")
RESERVE, CLOSE = 10, 20  # per cent of the disk that must, and should, be free
SKEW = 5  # seconds between two clocks
LONG_QUEUE = 1000
GIGABYTE = 1024**3


def database() -> Finding:
    """Whether it answers, and what it is."""
    name, began = _("database"), perf_counter()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Error as trouble:
        reason = str(trouble).strip().splitlines()[0]
        return Finding(FAIL, name, reason, _("Start the database server, or correct DATABASE_URL."))
    number = ".".join(str(part) for part in connection.get_database_version())
    fact = _("%(engine)s %(number)s answers in %(time)d ms") % {
        "engine": connection.display_name, "number": number,
        "time": (perf_counter() - began) * 1000,
    }  # fmt: skip
    if settings.PRODUCTION and settings.ON_SQLITE:
        return Finding(WARN, name, fact, _("Set DATABASE_URL to a PostgreSQL database."))
    return Finding(OK, name, fact)


def waiting_migrations() -> int:
    """How many changes of the tables the code expects and the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrations() -> Finding:
    """Whether database and code fit."""
    name, count = _("migrations"), waiting_migrations()
    if not count:
        return Finding(OK, name, _("none is waiting"))
    fact = ngettext("%(n)d is waiting", "%(n)d are waiting", count) % {"n": count}
    return Finding(FAIL, name, fact, _("Make a backup, then run: manage.py migrate"))


def ask_redis() -> dict[str, int]:
    """How many messages wait, by queue. RedisError when it does not answer within two seconds."""
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2
    ) as server:
        return {queue: server.llen(queue) for queue in ("short", "export")}


def queue() -> Finding:
    """Whether it takes messages; without it work waits for the next tick."""
    name = _("queue")
    if not settings.REDIS_URL:
        folder = Path(settings.QUEUE_DIR)
        if folder.is_dir() and not os.access(folder, os.W_OK):
            return Finding(FAIL, name, _("%(folder)s is not writable") % {"folder": folder},
                           f"chown $(id -un) {folder}")  # fmt: skip
        fact = _("embedded, on this machine")
        cure = _("Set REDIS_URL (deploy/redis.md).") if settings.PRODUCTION else ""
        return Finding(WARN if cure else OK, name, fact, cure)
    try:
        lengths = ask_redis()
    except redis.RedisError as trouble:
        cure = _("Start Redis, or correct REDIS_URL. Nothing is lost meanwhile.")
        return Finding(FAIL, name, str(trouble).splitlines()[0], cure)
    count = sum(lengths.values())
    fact = _("Redis answers, %(n)d messages wait") % {"n": count}
    if count > LONG_QUEUE:
        return Finding(WARN, name, fact, _("Start more workers."))
    return Finding(OK, name, fact)


def storage() -> Finding:
    """Whether a file can be written, forced to the disk, read and taken away."""
    name, root = _("files"), Path(settings.MEDIA_ROOT)
    probe = root / f"probe-{uuid.uuid4().hex}.half"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with probe.open("wb") as file:
            file.write(b"probe")
            file.flush()
            os.fsync(file.fileno())
        whole = probe.read_bytes() == b"probe"
        probe.unlink()
    except OSError as trouble:
        return Finding(FAIL, name, f"{root}: {trouble.strerror}",
                       _("Make room, or give the folder to the user of this site."))  # fmt: skip
    if not whole:
        return Finding(FAIL, name, _("%(folder)s gives back other bytes") % {"folder": root},
                       _("Replace the disk."))  # fmt: skip
    return Finding(OK, name, _("%(folder)s is written and read") % {"folder": root})


def free_space() -> list[Finding]:
    """Room on each disk we write to: a tenth is kept free."""
    folders = {
        Path(settings.DATA_DIR),
        Path(settings.MEDIA_ROOT),
        Path(settings.FILE_UPLOAD_TEMP_DIR),
    }
    disks = {folder.stat().st_dev: folder for folder in sorted(folders) if folder.is_dir()}
    return [_room(folder) for folder in disks.values()]


def _room(folder: Path) -> Finding:
    disk = shutil.disk_usage(folder)
    percent = disk.free * 100 // disk.total
    fact = _("%(percent)d %% of the disk of %(folder)s is free (%(size).1f GB)") % {
        "percent": percent, "folder": folder, "size": disk.free / GIGABYTE,
    }  # fmt: skip
    cure = _("Make room or enlarge the disk: keep a tenth of it free.")
    state = FAIL if percent < RESERVE else WARN if percent < CLOSE else OK
    return Finding(state, _("free space"), fact, "" if state == OK else cure)


def fonts() -> Finding:
    """Whether a PDF can show Chinese."""
    name, finder = _("fonts"), shutil.which("fc-list")
    found = (
        finder
        and subprocess.run(  # noqa: S603 - fixed arguments
            [finder, ":lang=zh-cn", "family"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        ).stdout.splitlines()
    )
    if not found:
        return Finding(FAIL, name, _("no Chinese font is installed"),
                       _("Run `make setup`, or apt-get install fonts-noto-cjk."))  # fmt: skip
    return Finding(OK, name, _("%(n)d Chinese fonts") % {"n": len(set(found))})


def static_files() -> Finding:
    """Whether styles and scripts are collected and compressed."""
    name = _("static files")
    if settings.STATIC_COLLECTED:
        return Finding(OK, name, _("published to %(folder)s") % {"folder": settings.STATIC_ROOT})
    state = FAIL if settings.PRODUCTION else WARN
    return Finding(state, name, _("served from the sources"), "manage.py publish_static")


def clock_skew() -> Finding:
    """Whether this machine and the database agree on the time."""
    name = _("clock")
    if connection.vendor != "postgresql":
        return Finding(OK, name, f"{timezone.localtime():%Y-%m-%d %H:%M:%S %Z}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        gap = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    fact = _("%(gap).1f s between this machine and the database") % {"gap": gap}
    if gap > SKEW:
        return Finding(FAIL, name, fact, _("Set both clocks by NTP: timedatectl set-ntp true"))
    return Finding(OK, name, fact)
