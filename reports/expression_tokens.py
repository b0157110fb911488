"""Cutting the text of a check into words, numbers and signs (pure; see reports.expressions)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.errors import ReportError

LONGEST = 500
MOST_TOKENS = 200
NAME, NUMBER, SIGN, KEYWORD, END = "name", "number", "sign", "keyword", "end"
SPACE = re.compile(r"\s+")
WORD = re.compile(r"[0-9]*[A-Za-z_][A-Za-z0-9_]*")
DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
BRACKET = re.compile(r"\[([A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)?)\]")
SIGNS = ("<=", ">=", "==", "!=", "<>", "<", ">", "=", "+", "-", "*", "/", "(", ")", ",", ".")
SAME = {"==": "=", "<>": "!="}
KEYWORDS = {"and": "and", "or": "or", "not": "not", "且": "and", "或": "or", "非": "not"}
LIKE = str.maketrans({"×": "*", "÷": "/", "，": ",", "。": ".", "【": "[", "】": "]", "−": "-"})
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
TWO_SIGNS = {"≤": "<=", "≥": ">=", "≠": "!="}
WHOLE_DIGITS, FRACTION_DIGITS = 12, 4


class ExpressionProblem(ReportError):
    """Why a text is no check; ``at`` is the character, counted from 1, where it goes wrong."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(_("Character %(at)d: %(what)s") % {"at": at, "what": sentence})
        self.at = at


@dataclass(frozen=True)
class Token:
    """A word, number or sign and its character, counted from 1; ``glued`` to the one before."""

    kind: str
    text: str
    at: int
    end: int
    glued: bool = False


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, an END last. ExpressionProblem for what is too long or unreadable."""
    if len(text) > LONGEST:
        raise ExpressionProblem(
            _("A condition has at most %(n)d characters.") % {"n": LONGEST}, LONGEST + 1
        )
    found: list[Token] = []
    for token in _cut(text.translate(LIKE).translate(WIDE)):
        found.append(token)
        if len(found) > MOST_TOKENS:
            raise ExpressionProblem(_("This condition has too many parts; split it."), token.at)
    return [*found, Token(END, "", len(text) + 1, len(text) + 1)]


def _cut(text: str) -> Iterator[Token]:
    at, last = 0, -1
    while at < len(text):
        if space := SPACE.match(text, at):
            at = space.end()
            continue
        kind, word, end = _next(text, at)
        yield Token(kind, word, at + 1, end + 1, glued=at == last)
        at = last = end


def _next(text: str, at: int) -> tuple[str, str, int]:
    """The kind, the text and the end of the token at ``at``."""
    if text[at] in KEYWORDS:
        return KEYWORD, KEYWORDS[text[at]], at + 1
    if text[at] in TWO_SIGNS:
        return SIGN, TWO_SIGNS[text[at]], at + 1
    if found := BRACKET.match(text, at):
        return NAME, found.group(1), found.end()
    if found := WORD.match(text, at):
        word = found.group()
        if word.lower() in KEYWORDS:
            return KEYWORD, word.lower(), found.end()
        return NAME, word, found.end()
    if found := DIGITS.match(text, at):
        return NUMBER, _short(found.group(), at), found.end()
    for sign in SIGNS:
        if text.startswith(sign, at):
            return SIGN, SAME.get(sign, sign), at + len(sign)
    raise ExpressionProblem(
        _("“%(sign)s” has no meaning here.") % {"sign": text[at].replace("\x00", " ")}, at + 1
    )


def _short(digits: str, at: int) -> str:
    whole, _point, fraction = digits.partition(".")
    if len(whole) > WHOLE_DIGITS or len(fraction) > FRACTION_DIGITS:
        raise ExpressionProblem(
            _("A number has at most %(whole)d digits and %(fraction)d behind the point.")
            % {"whole": WHOLE_DIGITS, "fraction": FRACTION_DIGITS},
            at + 1,
        )
    return digits
