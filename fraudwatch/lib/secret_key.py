"""The site's secret key when the operator has set none: made once, kept in a closed file."""

import os
import secrets
from pathlib import Path

SHORTEST = 50
SAMPLE = "change-me"


def is_real(key: str) -> bool:
    """Whether ``key`` can be trusted: long enough, mixed enough, and not the sample's."""
    return len(key) >= SHORTEST and len(set(key)) >= 10 and SAMPLE not in key


def kept_in(file: Path) -> str:
    """The key in ``file``, made at the first call; readable by its owner alone (mode 600).

    Two processes that start at once end up with the same key: it is written aside and
    linked into place, and whoever comes second reads the first one's.
    """
    if not file.exists():
        aside = file.with_name(f"{file.name}.{os.getpid()}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as target:
            target.write(secrets.token_urlsafe(64) + "\n")
        try:
            os.link(aside, file)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return file.read_text().strip()
