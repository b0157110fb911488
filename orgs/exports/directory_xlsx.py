"""The directory of liaisons as a workbook: one unit a row, ready to print on A4."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.secrets import mask_phone
from fraudwatch.lib.sheets import Column, book_bytes, new_book, stream_table
from orgs.models import Liaison, User
from orgs.queries.units import PostRow

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def directory_book(
    user: User, rows: Sequence[PostRow], *, with_phones: bool = False
) -> tuple[bytes, int]:
    """The workbook, and how many whole phones stand in it.

    Phones are masked unless ``with_phones``, and then only those that ``user`` may see.
    """
    shown = {
        term.person_id
        for row in rows
        for term in (row.primary, row.backup)
        if with_phones and term and term.person.phone and _may_see(user, term)
    }
    book = new_book()
    stream_table(
        book,
        _("Liaison directory"),
        _columns(),
        _lines(rows, shown),
        heading=_("Liaison directory"),
        note=_("As of %(day)s. For work in the campaign only; do not pass on.")
        % {"day": clock.today().isoformat()},
    )
    return book_bytes(book), len(shown)


def _columns() -> list[Column]:
    return [
        Column(_("No."), width=6, kind="whole"),
        Column(_("Unit above"), width=16),
        Column(_("Unit"), width=24, wrap=True),
        Column(_("Primary liaison"), width=12),
        Column(_("Post"), width=16, wrap=True),
        Column(_("Phone"), width=16),
        Column(_("Backup liaison"), width=12),
        Column(_("Post"), width=16, wrap=True),
        Column(_("Phone"), width=16),
        Column(_("Last sign-in"), width=17, kind="moment"),
    ]


def _lines(rows: Sequence[PostRow], shown: set[int]) -> Iterator[list[object]]:
    for number, row in enumerate(rows, start=1):
        account = getattr(row.primary.person, "user", None) if row.primary else None
        yield [
            number,
            row.unit.parent.name if row.unit.parent else "",
            row.unit.name,
            *_person(row.primary, shown),
            *_person(row.backup, shown),
            account.last_login if account else None,
        ]


def _person(term: Liaison | None, shown: set[int]) -> list[str]:
    if term is None:
        return ["", "", ""]
    person = term.person
    phone = person.phone if person.pk in shown else mask_phone(person.phone)
    return [person.name, person.post, phone]


def _may_see(user: User, term: Liaison) -> bool:
    return user.has_perm("orgs.show_phone", term.person)
