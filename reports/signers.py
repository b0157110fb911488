"""Who stands behind a submission: an account, or a name typed behind a collection link (pure)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Signer:
    """Somebody without an account who fills in through a collection link, by the name typed.

    ``let_in_by`` is the account that made the link.
    """

    name: str
    let_in_by: object = None
    pk: None = None

    def __str__(self) -> str:
        return self.name


def account_of(by: object) -> object | None:
    """The account behind ``by``; None for somebody who only signed with a name."""
    return None if isinstance(by, Signer) else by


def signature_of(by: object) -> str:
    """The name typed by somebody without an account; empty for an account."""
    return by.name if isinstance(by, Signer) else ""


def maker_of(by: object) -> object | None:
    """Whose collection link let somebody without an account in; None for an account."""
    return by.let_in_by if isinstance(by, Signer) else None
