"""Reading settings from the environment; a wrong value ends the start with one sentence."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")


def stop(sentence: str) -> None:
    """End the program with ``sentence`` on standard error, exit code 1 and no traceback."""
    raise SystemExit(f"fraudwatch: {sentence}")


class Environment:
    """The environment, read by kind. An empty value counts as not set.

    Each reader takes the name and the default. A value it cannot take ends the start
    and says the name, the value and what is accepted.
    """

    def __init__(self, file: Path | None) -> None:
        """Read ``file`` (``NAME=value`` lines) first; the real environment wins over it."""
        if file and file.is_file():
            if not os.access(file, os.R_OK):
                stop(f"{file} cannot be read; run: sudo chgrp $(id -gn) {file}; chmod 640 {file}")
            environ.Env.read_env(str(file), encoding="utf-8")
        self._environ = environ.Env()

    def text(self, name: str, default: str = "") -> str:
        """The value as it stands."""
        return os.environ.get(name, "").strip() or default

    def flag(self, name: str, default: bool = False) -> bool:
        """Yes or no."""
        value = self.text(name).lower()
        if value and value not in TRUE + FALSE:
            stop(f"{name}={value} is neither yes nor no; use 1 or 0.")
        return value in TRUE if value else default

    def whole(self, name: str, default: int, lowest: int, highest: int) -> int:
        """A whole number between two limits."""
        value = self.text(name, str(default))
        if not re.fullmatch(r"[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
            stop(f"{name}={value} is not a whole number from {lowest} to {highest}.")
        return int(value)

    def choice(self, name: str, default: str, accepted: Sequence[str]) -> str:
        """One word of a list."""
        value = self.text(name, default)
        if value not in accepted:
            stop(f"{name}={value} is not known; use {' or '.join(accepted)}.")
        return value

    def words(self, name: str, default: Sequence[str] = ()) -> list[str]:
        """Words separated by commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or [*default]

    def hosts(self, name: str) -> list[str]:
        """Names of hosts, each with a port if it is not the usual one, separated by commas."""
        found = self.words(name)
        for host in found:
            if not re.fullmatch(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(:[1-9][0-9]{0,4})?", host):
                stop(f"{name}={host} is not a host; use for example sms.example.gov.cn:8443")
        return found

    def zone(self, name: str, default: str) -> str:
        """A time zone by its IANA name."""
        value = self.text(name, default)
        if value not in available_timezones():
            stop(f"{name}={value} is not a time zone; use for example Asia/Shanghai.")
        return value

    def address(self, name: str, default: str, schemes: Sequence[str]) -> str:
        """An address that begins with one of ``schemes``; a password in it is never shown."""
        value = self.text(name, default)
        if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            accepted = " or ".join(f"{scheme}://…" for scheme in schemes)
            stop(f"{name}={hide_password(value)} is not an address we know; use {accepted}")
        return value.rstrip("/") if value.startswith("http") else value

    def database(self, name: str, default: str) -> dict:
        """Django's entry for a database address (``sqlite:///`` or ``postgres://``)."""
        value = self.address(name, default, ("sqlite", "postgres", "postgresql"))
        try:
            entry = self._environ.db_url_config(value)
        except (ValueError, ImproperlyConfigured):
            entry = {}
        if not entry.get("NAME"):
            stop(
                f"{name}={hide_password(value)} names no database; use sqlite:////path/to/file or "
                "postgres://user:password@host:5432/name (write # in a password as %23)."
            )
        return entry

    def mail(self, name: str, default: str) -> dict:
        """Django's mail settings for an address such as ``smtp+tls://user:password@host:587``."""
        value = self.address(name, default, ("smtp", "smtp+tls", "smtp+ssl", "filemail"))
        try:
            return self._environ.email_url_config(value)
        except (ValueError, ImproperlyConfigured):
            stop(
                f"{name}={hide_password(value)} is not a mail server; use "
                "smtp+tls://user:password@host:587"
            )

    def folder(self, name: str, default: Path) -> Path:
        """A folder we may write to, made (closed to other users) when it is missing."""
        value = Path(self.text(name, str(default))).resolve()
        try:
            value.mkdir(parents=True, exist_ok=True, mode=0o750)
        except OSError as error:
            stop(f"{name}={value} cannot be made ({error.strerror}); name a folder we may write.")
        if not os.access(value, os.W_OK | os.X_OK):
            stop(f"{name}={value} cannot be written to; change its owner or name another folder.")
        return value


def hide_password(address: str) -> str:
    """The address with the password blotted out: ``postgres://user:***@host/name``."""
    return re.sub(r"(?<=://)([^:/@]*):.*@", r"\1:***@", address)
