"""Two submissions of a report side by side: figures, words and photos (版本对比)."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404

from campaigns.word_diff import Piece, compare_words
from fraudwatch.lib.numbers import posted_whole
from reports.figures import change_rate, number, part_key
from reports.models import Photo, Report, Revision
from reports.queries.content import blocks_of, items_of, wording


@dataclass(frozen=True)
class Line:
    """A figure in both submissions; ``change`` is in percent, a rate's in points.

    ``is_part`` marks a share of the figure above it.
    """

    label: str
    unit: str
    kind: str
    old: Decimal | None
    new: Decimal | None
    is_part: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the two differ; a figure that was not given is no zero."""
        return self.old != self.new

    @property
    def change(self) -> Decimal | None:
        """From the old to the new."""
        if self.kind == "rate":
            return None if self.old is None or self.new is None else self.new - self.old
        return change_rate(self.new, self.old)


@dataclass(frozen=True)
class Words:
    """A narrative in both submissions, word by word."""

    label: str
    pieces: list[Piece]

    @property
    def is_changed(self) -> bool:
        """Whether anything is new or gone."""
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True)
class Comparison:
    """What changed from submission ``old`` to ``new``."""

    report: Report
    revisions: list[Revision]
    old: Revision
    new: Revision
    lines: list[Line]
    words: list[Words]
    added: list[Photo]
    removed: list[Photo]
    kept: int

    @property
    def pair(self) -> tuple[Revision, Revision]:
        """The two, old and new."""
        return self.old, self.new

    @property
    def changed(self) -> int:
        """How many figures differ."""
        return sum(line.is_changed for line in self.lines)


def comparison(report: Report, old: str | None, new: str | None) -> Comparison:
    """The submissions numbered ``old`` and ``new``; the last two when nothing is asked.

    Http404 when the report was never handed in or has no submission of that number.
    """
    revisions = list(report.revisions.select_related("by", "forwarded_by"))
    if not revisions:
        raise Http404
    after = _numbered(revisions, new) or revisions[0]
    before = _numbered(revisions, old)
    if before is None:
        before = next((one for one in revisions if one.number < after.number), after)
    if before.number > after.number:
        before, after = after, before
    photos = {str(photo.pk): photo for photo in _photos(report, before, after)}
    return Comparison(
        report=report,
        revisions=revisions,
        old=before,
        new=after,
        lines=_lines(report, before, after),
        words=_words(report, before, after),
        added=[photos[key] for key in after.photos if key not in before.photos and key in photos],
        removed=[photos[key] for key in before.photos if key not in after.photos and key in photos],
        kept=len(set(before.photos) & set(after.photos)),
    )


def _numbered(revisions: list[Revision], number: str | None) -> Revision | None:
    wanted = posted_whole(number)
    if not wanted:
        return None
    found = next((one for one in revisions if one.number == wanted), None)
    if found is None:
        raise Http404
    return found


def _photos(report: Report, *revisions: Revision) -> list[Photo]:
    keys = {key for revision in revisions for key in revision.photos}
    rows = Photo.objects.filter(report=report, pk__in=keys)
    return list(rows.select_related("picture", "thumbnail"))


def _lines(report: Report, old: Revision, new: Revision) -> list[Line]:
    lines = []
    for item in items_of(report.period.template_version):
        indicator = item.indicator
        unit = wording(indicator.unit_of_measure, indicator.unit_of_measure_en)
        name = wording(indicator.name, indicator.name_en)
        parts = [
            (part_key(indicator.code, part.key), wording(part.name, part.name_en), True)
            for part in indicator.options
        ]
        for key, label, is_part in [(indicator.code, name, False), *parts]:
            values = number(old.values.get(key)), number(new.values.get(key))
            if is_part and values == (None, None):
                continue
            lines.append(Line(label, unit, indicator.kind, *values, is_part))
    return lines


def _words(report: Report, old: Revision, new: Revision) -> list[Words]:
    found = [
        Words(
            wording(block.label, block.label_en),
            compare_words(old.texts.get(block.key, ""), new.texts.get(block.key, "")),
        )
        for block in blocks_of(report.period.template_version)
    ]
    return [words for words in found if words.pieces]
