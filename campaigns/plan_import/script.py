"""Words of a draft in the characters of the source, where it is a traditional one (pure)."""

from dataclasses import fields, is_dataclass, replace

from .clean import evened
from .draft import Draft, Span

FIRST, LAST = "\u3400", "\u9fff"


def in_its_script(draft: Draft, source: str) -> Draft:
    """The draft with each character as the source has it at its place."""
    read = evened(source)
    if not any(a != b and FIRST <= b <= LAST for a, b in zip(source, read, strict=False)):
        return draft
    return _back(draft, source, read, None)


def _back(found: object, source: str, read: str, span: Span | None) -> object:
    if isinstance(found, str):
        return _words(found, source, read, span) if span else found
    if isinstance(found, list | tuple):
        return type(found)(_back(one, source, read, span) for one in found)
    if not is_dataclass(found) or isinstance(found, Span):
        return found
    own = getattr(found, "span", span)
    kept = {field.name: getattr(found, field.name) for field in fields(found)}
    return replace(
        found,
        **{
            name: value if name in CODES else _back(value, source, read, own)
            for name, value in kept.items()
        },
    )


# What holds no words of the source.
CODES = {"reason", "kind", "role", "op", "verdict", "code", "frequency"}


def _words(text: str, source: str, read: str, span: Span) -> str:
    """The words of a piece, each character looked up in order within its place."""
    at, out = span.start, []
    for char in text:
        found = read.find(char, at, span.end) if FIRST <= char <= LAST else -1
        out.append(char if found < 0 else source[found])
        at = at if found < 0 else found + 1
    return "".join(out)
