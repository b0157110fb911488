"""A page is what its rows make of it: when all it reads is as before, so is the page.

Drawing a large page costs many times what reading its few rows costs. So a page is kept with
the queries it asked and a digest of what each answered. Asked for again, it asks them again as
they stand (their text is ready, nothing is put together), and when every answer is the same the
kept page is the answer: the first query is the same because the request is, each later one
because all rows before it are. As soon as one differs the page is drawn anew, from the rows that
were just read and those still missing. Nothing has to say that something changed, so nothing can
forget to.

What a page makes of the clock changes every fifth minute of the hour, when deadlines fall.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b

from django.db import connection

from . import clock

MOMENTS = 300  # seconds; the clock's own, not since the page was drawn
MOST, LARGEST = 4 * 1024 * 1024, 512 * 1024  # bytes of all pages, of one
Question = tuple[str, tuple | None]


@dataclass(frozen=True)
class Answer:
    """A query as it was asked, and a digest of the rows that came."""

    sql: str
    params: object
    digest: bytes


class Rows:
    """A cursor whose rows have been fetched; ``behind`` is the one that fetched them."""

    def __init__(self, rows: list[tuple], behind: object) -> None:
        self.rows, self.behind, self.at = rows, behind, 0
        self.rowcount = len(rows)

    def fetchone(self) -> tuple | None:
        """The next row."""
        return next(iter(self.fetchmany(1)), None)

    def fetchmany(self, size: int = 1) -> list[tuple]:
        """The next rows."""
        found = self.rows[self.at : self.at + size]
        self.at += len(found)
        return found

    def fetchall(self) -> list[tuple]:
        """All rows not fetched yet."""
        return self.fetchmany(len(self.rows))

    def __iter__(self) -> Iterator[tuple]:
        return iter(self.fetchall())

    def __getattr__(self, name: str) -> object:
        return getattr(self.behind, name)


class Reading:
    """Writes down which queries are asked in a block, and answers those that were just read."""

    def __init__(self, read: Mapping[Question, list[tuple]]) -> None:
        self.read = dict(read)
        self.answers: dict[Question, Answer] = {}
        self.only_reads = True

    def __call__(
        self, execute: Callable, sql: str, params: object, many: bool, context: dict
    ) -> object:
        """Stand between Django and the cursor."""
        cursor = context["cursor"]
        if isinstance(cursor.cursor, Rows):
            cursor.cursor = cursor.cursor.behind
        question = None if many else _question(sql, params)
        if question is None:
            self.only_reads, self.read = False, {}
            return execute(sql, params, many, context)
        rows = self.read.get(question)
        if rows is None:
            execute(sql, params, many, context)
            rows = list(cursor.cursor.fetchall())
        self.answers[question] = Answer(sql, params, digest(rows))
        cursor.cursor = Rows(rows, cursor.cursor)
        return None


def _question(sql: str, params: object) -> Question | None:
    """The query as a key; None when it is none that only reads."""
    if not sql.startswith("SELECT") or "FOR UPDATE" in sql:
        return None
    question = sql, params
    if params is not None:
        question = sql, tuple(tuple(one) if isinstance(one, list) else one for one in params)
    try:
        hash(question)
    except TypeError:
        return None
    return question


def _moment(at: datetime) -> int:
    return int(at.timestamp()) // MOMENTS


def digest(rows: list[tuple]) -> bytes:
    """A short name for rows; equal rows have the same."""
    return blake2b(pickle.dumps(rows, 5), digest_size=16).digest()


@dataclass
class Page:
    """What was drawn, when, and from which answers to which questions."""

    status: int
    content: bytes
    headers: dict[str, str]
    mark: str
    drawn_at: datetime
    answers: dict[Question, Answer]

    @cached_property
    def size(self) -> int:
        """About how many bytes it takes, its queries with it."""
        return len(self.content) + sum(len(answer.sql) for answer in self.answers.values())


class Shelf:
    """Pages of one process, those asked for last; never more than ``MOST`` bytes."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Hashable, Page] = OrderedDict()
        self.size = 0

    def find(self, key: Hashable) -> Page | None:
        """The page kept under a key, unless the clock has moved on."""
        page = self.pages.get(key)
        if page is None:
            return None
        if _moment(clock.now()) != _moment(page.drawn_at):
            self.drop(key)
            return None
        self.pages.move_to_end(key)
        return page

    def keep(self, key: Hashable, page: Page) -> None:
        """Put a page on the shelf, and take the oldest off while there is no room."""
        self.drop(key)
        if page.size > LARGEST:
            return
        self.pages[key] = page
        self.size += page.size
        while self.size > MOST:
            self.drop(next(iter(self.pages)))

    def drop(self, key: Hashable) -> None:
        """Take a page off the shelf, if it is there."""
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size

    def forget(self) -> None:
        """Take all off."""
        self.pages.clear()
        self.size = 0


shelf = Shelf()


def read_again(page: Page) -> tuple[bool, dict[Question, list[tuple]]]:
    """Whether all answers are as before, and the rows read until one was not.

    The query whose answer changed comes first the next time: it is likely to change again.
    """
    read: dict[Question, list[tuple]] = {}
    with connection.cursor() as cursor:
        for question, answer in page.answers.items():
            cursor.execute(answer.sql, answer.params)
            read[question] = rows = list(cursor.fetchall())
            if digest(rows) != answer.digest:
                return False, dict(reversed(read.items()))
    return True, read


@contextmanager
def reading(read: Mapping[Question, list[tuple]]) -> Iterator[Reading]:
    """Write down what the block reads; answers in ``read`` are not asked for again."""
    kept = Reading(read)
    with connection.execute_wrapper(kept):
        yield kept


def in_order(answers: dict[Question, Answer], first: Iterable[Question]) -> dict[Question, Answer]:
    """The answers, those to ``first`` before the others."""
    before = {one: answers[one] for one in first if one in answers}
    return before | {one: answer for one, answer in answers.items() if one not in before}
