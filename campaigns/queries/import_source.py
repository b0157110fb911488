"""The text of an imported plan as its page shows it: each stretch with the pieces it became."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaigns.enums import PieceKind as K
from campaigns.enums import PieceState
from campaigns.import_text import Heading, paragraphs
from campaigns.models import ImportPiece

LOOKS = {K.TARGET: "e-g", K.PHASE: "e-p", K.TASK: "e-t", K.DUTY: "e-t", K.REPORTING: "e-t"}


@dataclass(frozen=True)
class Stretch:
    """A run of the source; ``pieces`` are the keys of the cards it belongs to."""

    text: str
    look: str = ""
    pieces: Sequence[int] = ()


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the source in stretches."""

    stretches: list[Stretch]
    is_heading: bool = False


def source_paragraphs(text: str, pieces: Sequence[ImportPiece]) -> list[Paragraph]:
    """The source in paragraphs, cut where pieces and unit names begin and end."""
    shown = [piece for piece in pieces if piece.state != PieceState.DROPPED]
    headings = [
        Heading(one.start, one.end, 1, "", "") for one in shown if one.kind == K.SECTION
    ]  # fmt: skip
    spans = sorted(((one.start, one.end, one) for one in shown), key=lambda span: span[:2])
    marks = sorted((start, end) for one in shown for start, end in one.marks)
    cuts = sorted({at for start, end, _piece in spans for at in (start, end)}
                  | {at for mark in marks for at in mark})  # fmt: skip
    found = []
    for start, end in paragraphs(text, headings):
        stretches = [_stretch(text, a, b, spans, marks) for a, b in _pairs(start, end, cuts)]
        found.append(Paragraph(_merged(stretches), _is_heading(start, end, shown)))
    return found


def _is_heading(start: int, end: int, pieces: Sequence[ImportPiece]) -> bool:
    """Whether a heading is most of the paragraph and nothing else begins in it."""
    inside = [one for one in pieces if start <= one.start < end]
    return any(2 * (one.end - one.start) >= end - start for one in inside) and all(
        one.kind == K.SECTION for one in inside
    )


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours of the same pieces as one."""
    found: list[Stretch] = []
    for one in stretches:
        if found and (found[-1].look, found[-1].pieces) == (one.look, one.pieces):
            found[-1] = Stretch(found[-1].text + one.text, one.look, one.pieces)
        elif one.text:
            found.append(one)
    return found


def _pairs(start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
    places = [start, *inside, end]
    return list(zip(places, places[1:], strict=False))


def _stretch(
    text: str, start: int, end: int, spans: Sequence[tuple], marks: Sequence[tuple[int, int]]
) -> Stretch:
    over = [
        one for a, b, one in spans[: bisect_right(spans, start, key=lambda x: x[0])] if b > start
    ]
    over = [one for one in over if one.kind != K.SECTION] or over
    over.sort(key=lambda one: one.end - one.start)
    is_unit = any(a <= start < b for a, b in marks)
    look = "e-u" if is_unit else next((LOOKS[one.kind] for one in over if one.kind in LOOKS), "")
    words = text[start:end].strip("\n")
    return Stretch(words, look, [one.pk for one in over])
