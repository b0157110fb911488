"""One log line as JSON: no line break of a user's can start a second entry, no secret in it."""

import json
import logging
import re
from datetime import UTC, datetime

from .request_ids import current_ids

SECRET_PATHS = re.compile(r"(/calendar/)[^/\s\"'?]+(?=\.ics)|(/c/)[^/\s\"'?]+")


class HideSecrets(logging.Filter):
    """Takes the secret out of the addresses of calendar feeds and collection links."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the line if it holds one; every line passes."""
        text = record.getMessage()
        hidden = SECRET_PATHS.sub(lambda found: f"{found[1] or found[2]}…", text)
        if hidden != text:
            record.msg, record.args = hidden, ()
        return True


class NameWork(logging.Filter):
    """Notes on each line which request, task and job it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes."""
        record.work = current_ids()
        record.names = "".join(f" [{kind} {name}]" for kind, name in record.work.items())
        return True


class JsonFormatter(logging.Formatter):
    """``{"at": …, "level": …, "logger": …, "message": …}``, the names of the work (``request``,
    ``task``, ``job``) and the traceback if there is one.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line; what is no printed letter, direction marks among them, is escaped."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        } | getattr(record, "work", {})
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        text = json.dumps(entry, ensure_ascii=False)
        return text if text.isprintable() else json.dumps(entry)
