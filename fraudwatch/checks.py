"""What ``manage.py check --deploy`` says about this set-up; each finding says how to mend it."""

import shutil
import subprocess
from collections.abc import Iterator

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

Apps = list[AppConfig] | None


def listed(check: callable) -> callable:
    """Register a generator of findings as a deploy check."""

    def run(app_configs: Apps, **_: object) -> list[CheckMessage]:
        return list(check())

    run.__name__ = check.__name__
    return register(run, deploy=True)


@listed
def database_carries_a_county() -> Iterator[CheckMessage]:
    """SQLite serves one machine and a trial."""
    if settings.ON_SQLITE:
        yield Error(
            "The database is SQLite.",
            hint="Set DATABASE_URL to a PostgreSQL database: postgres://user:password@host:5432/name.",
            id="fraudwatch.E001",
        )


@listed
def queue_is_shared() -> Iterator[CheckMessage]:
    """The embedded queue reaches the workers of one machine only."""
    if not settings.REDIS_URL:
        yield Error(
            "The queue is the embedded one, which feeds a single worker.",
            hint="Set REDIS_URL, for example redis://:password@127.0.0.1:6379/0 (deploy/redis.md).",
            id="fraudwatch.E002",
        )


@listed
def lost_tasks_come_back_after_the_limit() -> Iterator[CheckMessage]:
    """A task that may run longer than the queue waits would be started twice."""
    if settings.VISIBILITY_TIMEOUT <= settings.CELERY_TASK_TIME_LIMIT:
        yield Error(
            "VISIBILITY_TIMEOUT is not longer than CELERY_TASK_TIME_LIMIT.",
            hint="Raise VISIBILITY_TIMEOUT: a running task would be handed out a second time.",
            id="fraudwatch.E003",
        )


@listed
def policy_is_strict() -> Iterator[CheckMessage]:
    """No page may run inline script or inline style."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    for directive, sources in directives.items():
        if any("unsafe" in str(source) or source == "*" for source in sources):
            yield Error(
                f"The Content-Security-Policy is open at {directive}.",
                hint="Move the script or style into a file under static/ instead.",
                id="fraudwatch.E004",
            )


@listed
def mail_leaves_the_house() -> Iterator[CheckMessage]:
    """Without a mail server reminders stay in the folder data/mail."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Warning(
            "Mail is written to files instead of being sent.",
            hint="Set EMAIL_URL, for example smtp+tls://user:password@mail.example.gov.cn:587.",
            id="fraudwatch.W001",
        )


@listed
def site_has_https() -> Iterator[CheckMessage]:
    """Passwords cross the network readable on plain http."""
    if not settings.HTTPS:
        yield Warning(
            "The site runs on plain http.",
            hint="Set HTTPS=1 behind a server with a certificate (deploy/nginx.conf).",
            id="fraudwatch.W002",
        )


@listed
def links_lead_to_the_site() -> Iterator[CheckMessage]:
    """Links in mail start with SITE_URL."""
    if not settings.SITE_URL.startswith("https://" if settings.HTTPS else "http"):
        yield Warning(
            f"SITE_URL={settings.SITE_URL} is not an https address, but HTTPS=1.",
            hint="Set SITE_URL to the address people type, for example https://fanzha.example.gov.cn.",
            id="fraudwatch.W003",
        )


@listed
def data_is_closed_to_others() -> Iterator[CheckMessage]:
    """Photos and exports lie in DATA_DIR."""
    if settings.DATA_DIR.stat().st_mode & 0o007:
        yield Warning(
            f"Every user of this machine can enter {settings.DATA_DIR}.",
            hint=f"chmod o= {settings.DATA_DIR}",
            id="fraudwatch.W004",
        )


@listed
def documents_have_chinese_fonts() -> Iterator[CheckMessage]:
    """A PDF without a Chinese font shows boxes."""
    finder = shutil.which("fc-list")
    found = (
        finder
        and subprocess.run(  # noqa: S603 - fixed arguments
            [finder, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False
        ).stdout
    )
    if not found:
        yield Warning(
            "No Chinese font is installed.",
            hint="Run `make setup`, or apt-get install fonts-noto-cjk.",
            id="fraudwatch.W005",
        )
