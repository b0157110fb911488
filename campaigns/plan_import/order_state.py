"""Reads the orders of one passage sentence by sentence (pure)."""

import re
from collections.abc import Iterator

from . import attribution, dates, reporting
from .draft import Owner, PartialDate, Span, Task
from .lexicon import SEAT
from .orders import CONFIDENCE, DESCRIBES, ENUMERATED, NAMES, OUGHT, is_order, is_whole_order, quote
from .passages import Passage, owned
from .piece import Piece
from .sentences import clauses, sentences
from .subjects import Subject, co_actors, is_plainly_a_unit, named, partners, subject_of

SHORTEST, SHORTEST_TOLD = 5, 4  # characters of an order; of one whose units are told
FAR, LONGEST_LOOK = 40, 120  # characters into a sentence
SHORT_HEAD = 14  # 一是加强领导。
IN_CHARGE = re.compile(r"^[为是][^,。;]{0,24}责任(?:人|主体|单位)[,。;]?")
THROUGHOUT = re.compile(r"全月|全程|活动期间|整个活动|行动期间")  # until the campaign ends
FRAGMENT = re.compile(
    r"^(?:对|将|把|在|为|经|凡|如|若|因|遇|出现|发现|发生|接到|造成|存在)[^,。;]*,?$"
)
PUPILS = re.compile(r"(?:年级|班级|学生|员工)$")  # of whom a measure speaks, rather than to
MEASURED = re.compile(r"^[^,。;]{0,20}(?:不少于|不低于|不超过|不得少于|不得低于|至少|达到)")
PLEASE = re.compile(
    r"^(?:请)?(?:各[^,。]{0,10})?(?:认真|遵照|结合实际)?(?:认真)?(?:贯彻|遵照)(?:落实|执行|实施)"
)
SEATS = re.compile(rf"(?:任|担任|兼任|为|出任)(?:领导小组)?{SEAT}|{SEAT}(?:由|:)|兼?任副?主任")
LEADS = re.compile(r"由[^,。;]{2,60}(?:牵头|负责|落实)(?:实施|组织)?(?=[,。;]|$)")
# 甲牵头,乙、丙配合: those who help take part in the same order.
HELPS = re.compile(
    r"(?:积极|密切|予以|全力|做好)*(?:配合|参与|协助|协办|支持|参加)(?:工作)?(?=[,。;]|$)"
)
THE_OFFICE = re.compile(r"^(?:领导小组|办公室|小组)")


def parts(piece: Piece, start: int) -> Iterator[tuple[int, int]]:
    """Sentences, and inside them what begins with 一是."""
    for a, b in sentences(piece[start:]):
        yield start + a, start + b


class OrderState:
    """Reads a passage sentence by sentence and knows whom the last order was given to."""

    def __init__(
        self,
        passage: Passage,
        ends: tuple[PartialDate | None, PartialDate | None],
        year: int | None,
        *,
        is_strict: bool,
    ) -> None:
        self.passage, (self.end, self.last), self.year = passage, ends, year
        self.is_strict = is_strict
        self.made = 0
        self.head_end = 0
        self.names: set[str] = set()
        self.subject: set[str] = set()
        self.owners: tuple[Owner, ...] = ()

    def read(self, piece: Piece, a: int, b: int) -> Iterator[Task]:
        """The orders in one sentence, unless it goes on with the one before."""
        text = piece.text[a:b]
        if PLEASE.match(text) or SEATS.search(text):
            return
        if reporting.is_mere_report(text):
            a = self._behind_report(piece, a, b)
            if a is None:
                return
            text = piece.text[a:b]
        if ENUMERATED.match(text) and len(text) <= SHORT_HEAD and text[-1:] not in ";,":
            return
        if self.made and text.startswith("要") and piece.text[:a].rstrip().endswith(";"):
            yield self._make(piece, a, b, self.owners, "several", self.names)
            return
        cuts = [(a, None)]
        for at, subject in self._subjects(piece, a, b):
            has_one = cuts[-1][1] is not None
            if has_one and HELPS.match(piece.text[at + subject.end : b]):
                continue
            if has_one and LEADS.match(piece.text[at:b]):
                continue
            if at - cuts[-1][0] > SHORTEST and self._begins_anew(piece, at, subject, has_one):
                cuts.append((at, (at, subject)))
            elif not has_one or subject.how == "by":
                cuts[-1] = (cuts[-1][0], (at, subject))
        for (begin, found), (end, _) in zip(cuts, [*cuts[1:], (b, None)], strict=True):
            yield from self._one(piece, begin, end, found)

    def _behind_report(self, piece: Piece, a: int, b: int) -> int | None:
        """Where in 乙报…,甲择优推送 the order to somebody else begins."""
        parts = list(clauses(piece, a, b))
        at, end = parts[-1]
        text = piece.text[at:end]
        subject = subject_of(text) if len(parts) > 1 else None
        is_order = subject is not None and subject.how in ("act", "must")
        return at if is_order and not reporting.SENDS.search(text) else None

    def _begins_anew(self, piece: Piece, at: int, subject: Subject, has_one: bool) -> bool:
        """由甲…, 甲将… and 同时甲要… in the middle of a sentence are orders of their own.

        So is 乙要… behind 甲要….
        """
        start = max(piece.text.rfind(mark, 0, at) for mark in "。;!?") + 1
        if FRAGMENT.match(piece.text[start:at]):
            return False
        is_pupils = subject.names[0].text.startswith("每") or PUPILS.search(subject.names[0].text)
        if (
            has_one
            and is_pupils
            and subject.how == "act"
            and MEASURED.match(piece.text[at + subject.end :])
        ):
            return False
        word = piece.text[at + subject.end : at + subject.end + 1]
        if subject.how == "by" or word == "将" or piece.text[:at].rstrip(",").endswith("同时"):
            return True
        is_named = piece.text[at] == "各" or (
            not self.passage.attributed and is_plainly_a_unit(subject.names[0].text)
        )
        if not has_one and not self.is_strict and is_named:
            return is_whole_order(piece.text[max(start, self.head_end) : at])
        return has_one and is_plainly_a_unit(subject.names[0].text)

    def _one(
        self, piece: Piece, a: int, b: int, found: tuple[int, Subject] | None
    ) -> Iterator[Task]:
        if found is not None:
            at, subject = found
            owners = owned(piece[at:], subject)
            names = {owner.name for owner in owners}
            if self.made and (names == self.names or names == self.subject):
                return
            is_first = at - a < SHORTEST
            if self.made and self.passage.attributed and subject.how == "act" and not is_first:
                return
            self.subject = names
            is_far = at - a > FAR and not is_order(piece.text[a:at])
            begin = at if is_far else a
            yield self._make(piece, begin, b, owners, subject.how, names)
        elif self.made or self.is_strict:
            several = self._next_of_several(piece, a, b)
            if several:
                yield several
        elif is_order(piece.text[a:b]):
            owners = self.passage.addressed or self._with_whom(piece, a, b)
            yield self._make(piece, a, b, owners, "order", {o.name for o in owners})

    def _subjects(self, piece: Piece, a: int, b: int) -> Iterator[tuple[int, Subject]]:
        """The subjects of the sentence in order, each once.

        Directly before a verb a name is a subject only near the sentence's beginning.
        """
        before: set[str] = set()
        for ca, cb in clauses(piece, a, b):
            skip = ENUMERATED.match(piece.text[ca:cb])
            at = ca + (skip.end() if skip else 0)
            subject = subject_of(piece.text[at:b][: cb - at + 60], may_act=at - a < 60)
            if subject is None or subject.how == "whole" or not _is_other(subject, before):
                continue
            in_charge = IN_CHARGE.match(piece.text[at + subject.end : b])
            rest = piece.text[at + subject.end + in_charge.end() : b] if in_charge else ""
            if in_charge and not (OUGHT.search(rest) or is_order(rest)):
                continue
            is_each = at > a and piece.text[at] == "每" and subject.how == "act"
            if is_each and MEASURED.match(piece.text[at + subject.end : b]):
                continue
            if at > a and reporting.is_mere_report(piece.text[at:b]):
                return
            if self._is_addressee(subject):
                yield at, subject
                before |= {name.text for name in subject.names}
            if cb - a > LONGEST_LOOK:
                return

    def _is_addressee(self, subject: Subject) -> bool:
        if self.passage.is_opening and subject.how != "must":
            return False
        if self.is_strict and subject.how == "act":
            return False
        return not (
            self.is_strict
            and THE_OFFICE.match(subject.names[0].text)
            and self.passage.block.kind == "group"
        )

    def _next_of_several(self, piece: Piece, a: int, b: int) -> Task | None:
        """要…；要… and 一是…；二是… are orders of their own."""
        text = piece.text[a:b]
        several = ENUMERATED.match(text)
        if self.is_strict or not several or not is_order(text[several.end() :]):
            return None
        labelled = self.passage.labelled
        owners = labelled.owners if labelled else self.passage.addressed
        return self._make(piece, a, b, owners, "several", {o.name for o in owners})

    def fallback(self, piece: Piece, start: int) -> Task | None:
        """A measure that begins with no word of order is one all the same in a list of measures."""
        kind = self.passage.block.kind
        is_list = kind in {"tasks", "duties", "phases"} or self.passage.attributed is not None
        has_head = self.head_end > 0 and self.passage.block.is_numbered
        if self.is_strict:
            return None
        for a, b in parts(piece, start):
            text = piece.text[a:b]
            if (
                len(text) >= (SHORTEST_TOLD if self.passage.attributed else SHORTEST)
                and (
                    is_list
                    or kind == "requirements"
                    and (has_head or any(is_order(one) for one in text.split(",")[1:]))
                )
                and not (DESCRIBES.match(text) or NAMES.match(text) or SEATS.search(text))
                and not reporting.is_mere_report(text)
            ):
                owners = self.passage.addressed
                return self._make(piece, a, b, owners, "list", {o.name for o in owners})
        return None

    def _due(self, text: str) -> PartialDate | None:
        """The day in the words, else that of a line 完成时限 below, else the end of the phase."""
        attributed = self.passage.attributed
        tail = self.passage.piece.text[attributed.a :] if attributed else ""
        line = self.passage.due_line or (tail if dates.HAS_DAY.search(tail) else "")
        below = dates.deadline(line, self.year) or dates.last_day(line, self.year)
        if self.passage.is_phase and self.end:
            own = [one for one in text.split(",") if not reporting.SENDS.search(one)]
            text = ",".join(own) or text
        head = self.passage.piece.text[: self.head_end]
        return (
            dates.deadline(text, self.year)
            or below
            or dates.deadline(head, self.year)
            or (self.last if THROUGHOUT.search(head) else None)
            or self.end
        )

    def _with_whom(self, piece: Piece, a: int, b: int) -> tuple[Owner, ...]:
        names = co_actors(piece.text[a:b]) or partners(piece.text[a:b], near=0)
        return tuple(_with(name, span) for name, span in named(piece[a:], names))

    def _partners(self, piece: Piece, a: int, b: int, owners: tuple[Owner, ...]) -> list[Owner]:
        """Whom 会同 or 联合 brings in behind the subject, or at the beginning."""
        behind = [one.span.end - piece.at[0] for one in owners if one.span.end > piece.at[a]]
        names = partners(piece.text[:b], max([a, *(n for n in behind if n < b)]))
        return [_with(name, span) for name, span in named(piece, names)]

    def _make(
        self, piece: Piece, a: int, b: int, owners: tuple[Owner, ...], why: str, names: set[str]
    ) -> Task:
        attributed = self.passage.attributed
        if attributed:
            owners, why = attributed.owners, "attributed"
            if attribution.BEGINS_WITH.match(piece.text[max(a, self.head_end) : b]):
                own = {owner.name for owner in owners}
                more = self._partners(piece, max(a, self.head_end), b, ())
                owners = (*owners, *(one for one in more if one.name not in own))
        elif self.passage.labelled and not self.made:
            owners, why = self.passage.labelled.owners, "label"
            if attribution.BEGINS_WITH.match(piece.text[a:b]):
                owners = (*owners, *self._partners(piece, a, b, ()))
        elif why in ("must", "act", "by"):
            more = self._partners(piece, a, b, owners)
            more = (*more, *attribution.in_prose(piece[a:b]))
            owners = (*owners, *(o for o in more if o.name not in names))
        self.names, self.owners = {owner.name for owner in owners}, owners
        is_first = not self.made and a <= self.head_end + 1
        begin = 0 if is_first and not self.passage.is_phase else a
        self.made += 1
        words = piece[begin:b]
        return Task(
            quote(words), owners, self._due(piece.text[a:b]),
            words.span(), confidence=CONFIDENCE[why], reason=why,
        )  # fmt: skip


def _with(name: str, span: Span) -> Owner:
    return Owner(name, attribution.RESPONSIBLE, span, attribution.SURE["with"], "with")


def _is_other(subject: Subject, before: set[str]) -> bool:
    """Whether the order goes to somebody new: 甲每天自查,乙每月检查."""
    return subject.how == "by" or not before or not before & {one.text for one in subject.names}
