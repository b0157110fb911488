"""Documents as PDF, made in a child process that has limits, our static files, and nothing else."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils.translation import gettext as _

from .errors import DomainError

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("pdf_child.py")
MOST_ROWS = 500
HEAD_ROWS = 50
SECONDS = 90
CPU_SECONDS = 60
MEMORY = 2 * 1024**3
# What the child needs of our surroundings: fonts are found through HOME and FONTCONFIG_*.
KEPT = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
TOO_MUCH = 3
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class PdfFailed(DomainError):
    """Why there is no PDF, and what to take instead."""


def render_pdf(html: str, *, seconds: int = SECONDS) -> bytes:
    """The page as PDF. Raises PdfFailed.

    Stylesheets, fonts and images load from ``{% static %}`` addresses and ``data:`` only; whatever
    else the text asks for is left out. Takes about a third of a second a page.
    """
    if html.count("<tr") > MOST_ROWS + HEAD_ROWS:
        raise PdfFailed(
            _("A PDF holds at most %(rows)d rows. Choose fewer, or take the Excel file.")
            % {"rows": MOST_ROWS}
        )
    order = {
        "static_url": settings.STATIC_URL,
        "roots": [str(root) for root in (settings.STATIC_ROOT, *settings.STATICFILES_DIRS)],
        "cpu": min(CPU_SECONDS, seconds),
        "memory": MEMORY,
    }
    done = _run(order, UNPRINTABLE.sub("", html), seconds)
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    logger.error("PDF child ended with %s: %s", done.returncode, done.stderr[-2000:].decode())
    if done.returncode in (TOO_MUCH, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGSEGV):
        raise _too_much()
    raise PdfFailed(
        _("The PDF could not be made. Try again; if that fails too, tell the administrator.")
    )


def _run(order: dict, html: str, seconds: int) -> subprocess.CompletedProcess:
    """The child's end, its temporary files (fonts) gone with it even when it was killed."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    with TemporaryDirectory(prefix="fraudwatch-pdf-") as folder:
        try:
            return subprocess.run(  # noqa: S603 - our own file, nothing of the page
                [sys.executable, "-I", str(CHILD)],
                input=json.dumps(order).encode() + b"\n" + html.encode(),
                capture_output=True,
                timeout=seconds,
                env={**kept, "TMPDIR": folder},
                cwd=folder,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_much() from error


def _too_much() -> PdfFailed:
    return PdfFailed(
        _(
            "The document is too long or too intricate for a PDF. Shorten it, or take another "
            "format."
        )
    )
