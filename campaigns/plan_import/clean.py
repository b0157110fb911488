"""From the source as it was pasted to lines that can be read (pure).

Width, punctuation and traditional characters are evened out one character for one, so that
places stay places. Web noise is dropped, wrapped lines are joined, and a text that lost its
line breaks gets them back before its numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fraudwatch.lib.later import Later

from .breaks import CJK, NUMBERS, broken
from .lexicon import NOISE, TAIL
from .piece import Piece
from .tables import NUMBER, with_tables_told
from .units import is_unit

opencc = Later("opencc")
LONGEST = 200_000  # characters that are read; the rest is left out
LONGEST_LINE, LONGEST_JOINED = 2_000, 1_000  # characters; so that reading stays linear
EVEN = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{ord(char): " " for char in "\u3000\xa0\t\u2002\u2003\u2009\ufeff\u200b\u200c\u200d\u00ad"},
    **{ord(char): "\n" for char in "\r\x0b\x0c\x85\u2028\u2029"},
    **dict.fromkeys(map(ord, "〔［【".replace("【", "")), "["),
    **dict.fromkeys(map(ord, "〕］"), "]"),
    ord("﹕"): ":", ord("︰"): ":", ord("∶"): ":", ord("﹔"): ";", ord("﹐"): ",", ord("﹒"): ".",
    ord("．"): ".", ord("﹙"): "(", ord("﹚"): ")", ord("｡"): "。", ord("\x00"): " ",
    ord("〇"): "○",
}  # fmt: skip
NUMBERED = re.compile(rf"\s*{NUMBERS}")
LABEL = re.compile(r"^[^。;:]{1,16}:")
ENDED = tuple("。;:!?.…)]”》】")
# In papers typed in half width a point ends the sentence.
POINT = re.compile(rf"(?<=[{CJK}”\")》%])[.．](?=[{CJK}“\"《(]| |\n|$)")
GAPPED = re.compile(rf" *(?P<n>[一二三四五六七八九十]{{1,3}}|\d{{1,2}}) +(?=[{CJK}“《])")
GAPPED_HEAD = re.compile(rf" *(?P<head>[{CJK}]{{4,12}}) +(?=[{CJK}“\d]\S{{11}})")
SPACES = re.compile(rf"(?<=[{CJK},。;:、“”()《》]) +(?=[{CJK},。;:、“”()《》])")


@dataclass(frozen=True)
class Line:
    """A line: ``raw`` with its inner spaces, ``piece`` without those between characters."""

    raw: Piece
    piece: Piece

    @property
    def text(self) -> str:
        """What it says."""
        return self.piece.text


@cache
def _simplifier() -> "opencc.OpenCC":
    return opencc.OpenCC("t2s")


@cache
def _simple(char: str) -> str:
    found = _simplifier().convert(char)
    return found if len(found) == 1 else char


def evened(source: str) -> str:
    """The text with the same length in one width and in simplified characters."""
    text = source[:LONGEST].translate(EVEN)
    rare = {char for char in set(text) if "\u3400" <= char <= "\u9fff"}
    table = {ord(char): simple for char in rare if (simple := _simple(char)) != char}
    return POINT.sub("。", text.translate(table) if table else text)


def read_lines(source: str) -> list[Line]:
    """The lines of the plan in order, noise left out."""
    text = evened(source)
    whole = Piece(text, range(len(text)))
    raws = [
        line
        for line in _split(whole)
        if not NOISE.search(line.text) or NUMBER.match(line.text.strip())
    ]
    raws = _with_marks(raws)
    told = with_tables_told(_cut_tail(raws), source)
    told = [line for line in told if not NOISE.search(line.text)]
    parts = [part for raw in _joined(told) for part in broken(raw)]
    return [_line(piece) for part in parts for piece in _bounded(part)]


def _with_marks(lines: list[Piece]) -> list[Piece]:
    """``一 活动目的`` in a paper that numbers so gets the mark that others write."""
    found = {line.text.split()[0] for line in lines if GAPPED.match(line.text)}
    counts = [bool({"一", "二"} <= found), bool({"1", "2"} <= found)]
    return [_with_mark(line, counts) for line in lines]


def _with_mark(line: Piece, counts: list[bool]) -> Piece:
    gapped = GAPPED.match(line.text)
    if gapped is None or not counts[gapped["n"].isdigit()]:
        return line
    sign, at = "." if gapped["n"].isdigit() else "、", gapped.end("n")
    text = line.text[:at] + sign + line.text[at + 1 :]
    head = GAPPED_HEAD.match(text, at + 1)
    if head and not is_unit(head["head"]):
        stop = head.end("head")
        text = text[:stop] + "。" + text[stop + 1 :]
    return Piece(text, line.at)


def _split(whole: Piece) -> list[Piece]:
    lines, start = [], 0
    for match in re.finditer(r"\n|$", whole.text):
        if match.start() >= start:
            lines.append(whole[start : match.start()])
            start = match.end()
    return [line for line in lines if line.text.strip()]


def _cut_tail(lines: list[Piece]) -> list[Piece]:
    """A list of other articles after the plan is none of its business."""
    for i, line in enumerate(lines):
        if i > 3 and TAIL.search(line.text.strip()):
            return lines[:i]
    return lines


def _joined(lines: list[Piece]) -> list[Piece]:
    """Lines that a page's width cut in two are one again."""
    out: list[Piece] = []
    for line in lines:
        if out and _goes_on(out[-1].text, line.text):
            out[-1] = out[-1] + line.strip()
        else:
            out.append(line)
    return out


def _goes_on(before: str, after: str) -> bool:
    before, bare = before.rstrip(), after.strip()
    if not 20 <= len(before.strip()) <= LONGEST_JOINED or before.endswith(ENDED):
        return False
    if NUMBERED.match(bare) or "  " in bare:
        return False
    if LABEL.match(before.strip()) and not before.endswith(("、", ",")):
        return False
    is_indented = after[:1] == " " and before[:1] == " "
    return not is_indented and not LABEL.match(bare) and not _is_title(before.strip())


def _is_title(text: str) -> bool:
    return bool(
        re.search(
            r"(方案|计划|通知|意见|办法|规划|预案)(篇.{0,4}|\(.{0,12}\))?$", text.replace(" ", "")
        )
    )


def _bounded(line: Piece) -> Iterator[Piece]:
    """A line of any length in parts that end, where they can, with a sentence or a clause."""
    start = 0
    while len(line) - start > LONGEST_LINE:
        window = line.text[start : start + LONGEST_LINE]
        cut = next((at for mark in ("。", ";", ",") if (at := window.rfind(mark) + 1)), 0)
        yield line[start : start + (cut or LONGEST_LINE)]
        start += cut or LONGEST_LINE
    yield line[start:]


def _line(raw: Piece) -> Line:
    gone = [False] * len(raw)
    for match in SPACES.finditer(raw.text):
        gone[match.start() : match.end()] = [True] * (match.end() - match.start())
    return Line(raw, raw.without(gone) if any(gone) else raw)
