"""Small facts that travel in a file and come back: signed, so that nobody can alter them unseen.

What is sealed stays readable; the seal only proves that this site wrote it.
"""

from django.core import signing

LONGEST = 4_000


class SealRefused(Exception):
    """The text is no seal of ours, or somebody changed it."""


def seal_facts(facts: dict[str, object], *, purpose: str) -> str:
    """The facts as one line of text with an HMAC over it; ``purpose`` keeps seals apart."""
    return signing.Signer(salt=f"fraudwatch.{purpose}").sign_object(facts)


def read_facts(text: object, *, purpose: str) -> dict[str, object]:
    """The facts of a sealed line. SealRefused for anything that this site did not write."""
    if not isinstance(text, str) or len(text) > LONGEST:
        raise SealRefused("no seal")
    try:
        facts = signing.Signer(salt=f"fraudwatch.{purpose}").unsign_object(text.strip())
    except Exception as error:  # broken base64, JSON and compression, all meaning the same
        raise SealRefused("no seal of ours") from error
    if not isinstance(facts, dict):
        raise SealRefused("no facts")
    return facts
