"""Refusals of the organisation's actions."""

from fraudwatch.lib.errors import DomainError


class OrgError(DomainError):
    """Something about units, people or rights cannot be done; the sentence says what and why."""


class DiskFull(OrgError):
    """The server's disk took no file; nothing of it was kept, and a later try may do."""
