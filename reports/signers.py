"""Who stands behind a submission: an account, or a name typed behind a collection link (pure)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Signer:
    """Somebody without an account who fills in through a collection link, by the name typed."""

    name: str
    pk: None = None

    def __str__(self) -> str:
        return self.name


def account_of(by: object) -> object | None:
    """The account behind ``by``; None for somebody who only signed with a name."""
    return None if isinstance(by, Signer) else by


def signature_of(by: object) -> str:
    """The name typed by somebody without an account; empty for an account."""
    return by.name if isinstance(by, Signer) else ""
