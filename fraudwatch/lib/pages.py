"""Lists page by page: the place in the list stands in the address, all filters are kept.

:func:`numbered_page` counts and jumps, for lists of some thousand rows. :func:`keyset_page` goes
on from the last row seen, so its deepest page costs what the first one does.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, Q, QuerySet
from django.http import QueryDict

PLACES = ("page", "after", "before")


@dataclass(frozen=True)
class Page:
    """One page of a list, for ``{% pager page %}``.

    ``previous`` and ``next`` are addresses (``?unit=3&page=2``) or ``None`` at the ends. Numbers
    and totals are ``None`` where rows are not counted; ``first`` and ``last`` count from 1.
    """

    rows: list[Any]
    previous: str | None
    next: str | None
    number: int | None = None
    pages: int | None = None
    total: int | None = None
    first: int | None = None
    last: int | None = None

    @property
    def has_other_pages(self) -> bool:
        """Whether there is anything to turn to."""
        return bool(self.previous or self.next)


def address(params: QueryDict, **place: object) -> str:
    """The query string with this place in the list and everything else as it was."""
    kept = params.copy()
    for name in PLACES:
        kept.pop(name, None)
    for name, value in place.items():
        kept[name] = str(value)
    return "?" + kept.urlencode()


def numbered_page(queryset: QuerySet | Sequence, params: QueryDict, *, per: int = 50) -> Page:
    """The page that ``?page=`` names; a number that does not exist leads to the nearest one.

    Takes two queries, or none for a sequence in memory.
    """
    total = queryset.count() if isinstance(queryset, QuerySet) else len(queryset)
    pages = max(1, -(-total // per))
    number = min(_whole(params.get("page", "")), pages)
    start = (number - 1) * per
    rows = list(queryset[start : start + per])
    return Page(
        rows,
        previous=address(params, page=number - 1) if number > 1 else None,
        next=address(params, page=number + 1) if number < pages else None,
        number=number,
        pages=pages,
        total=total,
        first=start + 1 if rows else 0,
        last=start + len(rows),
    )


def _whole(text: str) -> int:
    """A page number of at least 1 from whatever stands in the address."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def keyset_page(
    queryset: QuerySet, params: QueryDict, *, keys: Sequence[str], per: int = 50
) -> Page:
    """The rows after ``?after=`` or before ``?before=`` in the order of ``keys``; one query.

    ``keys`` are never null, the last one is unique, and an index runs along them. Keys of related
    rows (``unit__path``) need their ``select_related``. A mark that makes no sense is ignored.
    """
    after = _unmark(queryset, keys, params.get("after", ""))
    before = _unmark(queryset, keys, params.get("before", "")) if after is None else None
    if before is not None:
        backwards = [_turned(key) for key in keys]
        rows = list(queryset.filter(_beyond(backwards, before)).order_by(*backwards)[: per + 1])
        if len(rows) >= per:
            more, rows = len(rows) > per, rows[:per][::-1]
            return _keyset(rows, params, keys, is_first=not more, is_last=False)
    found = queryset.filter(_beyond(keys, after)) if after is not None else queryset
    rows = list(found.order_by(*keys)[: per + 1])
    is_last = len(rows) <= per
    return _keyset(rows[:per], params, keys, is_first=after is None, is_last=is_last)


def _keyset(
    rows: list[Model], params: QueryDict, keys: Sequence[str], *, is_first: bool, is_last: bool
) -> Page:
    if not rows:
        return Page([], previous=None if is_first else address(params), next=None)
    return Page(
        rows,
        previous=None if is_first else address(params, before=_mark(rows[0], keys)),
        next=None if is_last else address(params, after=_mark(rows[-1], keys)),
    )


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else "-" + key


def _beyond(keys: Sequence[str], values: Sequence[object]) -> Q:
    """Rows that come after ``values`` in the order of ``keys``."""
    beyond, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        name, step = key.lstrip("-"), "lt" if key.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{name}__{step}": value})
        equal &= Q(**{name: value})
    name, step = keys[0].lstrip("-"), "lte" if keys[0].startswith("-") else "gte"
    return Q(**{f"{name}__{step}": values[0]}) & beyond  # the first key alone runs along the index


def _mark(row: Model, keys: Sequence[str]) -> str:
    """The place of a row as a short text for the address."""
    values = []
    for key in keys:
        value: Any = row
        for part in key.lstrip("-").split("__"):
            value = value[part] if isinstance(value, dict) else getattr(value, part)
        values.append(value)
    packed = json.dumps(values, cls=_Exact, separators=(",", ":"), ensure_ascii=False)
    return urlsafe_b64encode(packed.encode()).decode().rstrip("=")


class _Exact(DjangoJSONEncoder):
    """Moments with all their microseconds: cut ones would show a row twice."""

    def default(self, value: object) -> object:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)


def _unmark(queryset: QuerySet, keys: Sequence[str], mark: str) -> list[object] | None:
    """The values of a mark; ``None`` when it is missing or was tampered with."""
    if not mark or len(mark) > 1_000:
        return None
    try:
        values = json.loads(urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        if not isinstance(values, list) or None in values:
            return None
        fields = [_field(queryset.model, key.lstrip("-")) for key in keys]
        clean = [field.to_python(value) for field, value in zip(fields, values, strict=True)]
        for field, value in zip(fields, clean, strict=True):
            field.run_validators(value)
            str(value).encode()
    except (ValueError, TypeError, OverflowError, ValidationError, RecursionError):
        return None
    return None if any(map(_is_unfit, clean)) else clean


def _is_unfit(value: object) -> bool:
    """Whether a database would stumble over it: a NUL, or a moment without a zone."""
    return "\x00" in str(value) or (isinstance(value, datetime) and value.tzinfo is None)


def _field(model: type[Model], path: str) -> Field:
    """The field at the end of ``unit__path``."""
    *relations, last = path.split("__")
    for name in relations:
        model = model._meta.get_field(name).related_model
    if last == "pk":
        return model._meta.pk
    try:
        return model._meta.get_field(last)
    except FieldDoesNotExist as error:
        raise ValueError(path) from error
