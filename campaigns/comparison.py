"""What lies between two contents of a plan: the text row by row, and its numbered facts (pure)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from .contents import Content, clauses_of, numbered_sections
from .enums import ClauseKind
from .prose import plain
from .word_diff import ADDED, GONE, SAME, Piece, compare_words

CHANGED, MOVED, MOVED_AWAY = "changed", "moved", "moved_away"


@dataclass(frozen=True)
class Row:
    """A clause on both sides; a side it does not stand on is empty.

    ``text`` is its newest wording with its marks, ``form`` what kind of paragraph it is,
    ``above`` the key of the （一） it stands below, ``place`` where it moved from or to.
    """

    kind: str
    key: str
    level: int
    old_label: str = ""
    new_label: str = ""
    pieces: tuple[Piece, ...] = ()
    above: str = ""
    place: str = ""
    text: str = ""
    form: str = ClauseKind.TEXT

    @property
    def is_change(self) -> bool:
        """Whether a reader has to look at it."""
        return self.kind != SAME

    @property
    def on_left(self) -> bool:
        """Whether the old text has it here."""
        return self.kind not in (ADDED, MOVED)

    @property
    def on_right(self) -> bool:
        """Whether the new text has it here."""
        return self.kind not in (GONE, MOVED_AWAY)


@dataclass(frozen=True)
class Block:
    """A section on both sides: its heading and its rows."""

    kind: str
    key: str
    old_label: str
    new_label: str
    heading: tuple[Piece, ...]
    rows: tuple[Row, ...]

    @property
    def is_change(self) -> bool:
        """Whether anything in it changed."""
        return self.kind != SAME or any(row.is_change for row in self.rows)

    @property
    def changes(self) -> list[Row]:
        """The rows that changed, each below the clause it belongs to."""
        wanted = {row.above for row in self.rows if row.is_change}
        return [row for row in self.rows if row.is_change or row.key in wanted]


@dataclass(frozen=True)
class Fact:
    """A thing beside the text that was added, changed or taken out; ``fields`` name what."""

    kind: str
    what: str
    name: str
    fields: tuple[tuple[str, object, object], ...] = ()


@dataclass(frozen=True)
class TextComparison:
    """Everything between two texts."""

    blocks: list[Block] = field(default_factory=list)

    @property
    def changed_blocks(self) -> list[Block]:
        """The sections with changes."""
        return [block for block in self.blocks if block.is_change]

    def count(self, *kinds: str) -> int:
        """How many rows and headings are of these kinds."""
        rows = sum(row.kind in kinds for block in self.blocks for row in block.rows)
        return rows + sum(block.kind in kinds for block in self.blocks)

    @property
    def added(self) -> int:
        """New sentences and sections."""
        return self.count(ADDED)

    @property
    def gone(self) -> int:
        """Sentences and sections taken out."""
        return self.count(GONE)

    @property
    def changed(self) -> int:
        """Sentences and headings reworded or moved."""
        return self.count(CHANGED, MOVED)

    @property
    def total(self) -> int:
        """All changes."""
        return self.added + self.gone + self.changed


def compare_texts(old: Content, new: Content) -> TextComparison:
    """Both texts section by section and clause by clause; clauses keep their key through edits."""
    before = {str(s["id"]): (label, s, rows) for label, s, rows in numbered_sections(old)}
    after = {str(s["id"]): (label, s, rows) for label, s, rows in numbered_sections(new)}
    homes = _Homes(_homes(before), _homes(after), clauses_of(old))
    keys = merged(list(before), list(after))
    return TextComparison([_block(key, before.get(key), after.get(key), homes) for key in keys])


def merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """All keys once, in the new order, those gone where they stood."""
    known, found = set(new), []
    for kind, i, j, k, l in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():  # noqa: E741
        if kind != "equal":
            found += [key for key in old[i:j] if key not in known]
        found += new[k:l]
    return found


@dataclass(frozen=True)
class _Homes:
    """Where each clause stands, by its key: the heading of its section before and now."""

    old: dict[str, str]
    new: dict[str, str]
    texts: dict[str, dict]


def _homes(sections: dict) -> dict[str, str]:
    return {
        clause["key"]: f"{label}{section['heading']}"
        for label, section, rows in sections.values()
        for _label, clause in rows
    }


def _block(key: str, before: tuple | None, after: tuple | None, homes: _Homes) -> Block:
    old_label, old, old_rows = before or ("", None, [])
    new_label, new, new_rows = after or ("", None, [])
    heading = compare_words(old["heading"] if old else "", new["heading"] if new else "")
    if old is None or new is None:
        kind = ADDED if old is None else GONE
    else:
        kind = SAME if old["heading"] == new["heading"] else CHANGED
    rows = _rows(old_rows, new_rows, homes)
    return Block(kind, key, old_label, new_label, tuple(heading), tuple(rows))


def _rows(old: list[tuple[str, dict]], new: list[tuple[str, dict]], homes: _Homes) -> Iterable[Row]:
    left = [clause["key"] for _label, clause in old]
    right = [clause["key"] for _label, clause in new]
    rows, above = [], ""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, i, j, k, l in matcher.get_opcodes():  # noqa: E741
        if kind == "equal":
            pairs = zip(old[i:j], new[k:l], strict=True)
            found = [_kept(one, other) for one, other in pairs]
        else:
            found = [_left(label, clause, homes) for label, clause in old[i:j]]
            found += [_right(label, clause, homes) for label, clause in new[k:l]]
        for row in found:
            rows.append(_below(row, above))
            above = row.key if row.level == 1 else above
    return rows


def _below(row: Row, above: str) -> Row:
    if row.level == 1 or not above:
        return row
    return replace(row, above=above)


def _kept(old: tuple[str, dict], new: tuple[str, dict]) -> Row:
    (old_label, before), (new_label, after) = old, new
    same = all(before[name] == after[name] for name in ("text", "level", "kind"))
    pieces = compare_words(plain(before["text"]), plain(after["text"]))
    return _row(SAME if same else CHANGED, after, tuple(pieces), old_label, new_label)


def _left(label: str, clause: dict, homes: _Homes) -> Row:
    """A clause that stood here: taken out, or moved to another place."""
    place = homes.new.get(clause["key"])
    kind = GONE if place is None else MOVED_AWAY
    mark = GONE if place is None else SAME
    pieces = (Piece(mark, plain(clause["text"])),)
    return _row(kind, clause, pieces, label, "", place or "")


def _right(label: str, clause: dict, homes: _Homes) -> Row:
    """A clause that stands here now: new, or moved from another place."""
    key = clause["key"]
    was = homes.texts.get(key)
    pieces = compare_words(plain(was["text"]) if was else "", plain(clause["text"]))
    kind = MOVED if was else ADDED
    return _row(kind, clause, tuple(pieces), "", label, homes.old.get(key, ""))


def _row(
    kind: str, clause: dict, pieces: tuple[Piece, ...], old: str, new: str, place: str = ""
) -> Row:
    return Row(
        kind, clause["key"], clause["level"], old, new, pieces, place=place,
        text=clause["text"], form=clause["kind"],
    )  # fmt: skip


FACTS = {
    "phases": ("phase", "id", "name", ("name", "starts_on", "ends_on")),
    "targets": ("target", "id", "name", ("op", "value", "per_unit", "due_on")),
    "duties": ("duty", "id", "unit_name", ("unit", "text")),
    "attachments": ("attachment", "number", "title", ("title", "sha256")),
}


def compare_facts(old: Content, new: Content) -> list[Fact]:
    """The campaign's own facts, then phases, targets, duties and attachments that differ."""
    own = ("title", "theme", "starts_on", "ends_on")
    fields = tuple((n, old.get(n), new.get(n)) for n in own if old.get(n) != new.get(n))
    found = [Fact(CHANGED, "campaign", new["title"], fields)] if fields else []
    for name, (what, key, title, compared) in FACTS.items():
        found += _facts(old.get(name, []), new.get(name, []), what, key, title, compared)
    return found


def _facts(
    old: list[dict], new: list[dict], what: str, key: str, title: str, compared: Sequence[str]
) -> Iterable[Fact]:
    before, after = {one[key]: one for one in old}, {one[key]: one for one in new}
    for one in merged(list(before), list(after)):
        was, now = before.get(one), after.get(one)
        if was is None or now is None:
            yield Fact(ADDED if was is None else GONE, what, (now or was)[title])
            continue
        fields = tuple((n, was.get(n), now.get(n)) for n in compared if was.get(n) != now.get(n))
        if fields:
            yield Fact(CHANGED, what, now[title], fields)
