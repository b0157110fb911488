"""Writing the roster: the empty template, and what is there in the same form."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openpyxl.workbook import Workbook

from fraudwatch.lib.secrets import mask_phone
from fraudwatch.lib.sheets import (
    LISTS,
    Column,
    add_choices,
    add_table,
    book_bytes,
    new_book,
    stream_table,
)
from orgs.enums import Role, SeatRole, UnitKind
from orgs.models import Person, Unit, User
from orgs.queries.rosters import RosterData, roster_data
from orgs.roster import (
    HELP,
    LIAISON_LABELS,
    PEOPLE,
    PERSON_COLUMNS,
    UNIT_COLUMNS,
    UNITS,
    Heading,
)

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY_ROWS = 2000
FIRST_ROW = 2


def roster_template() -> bytes:
    """An empty roster: two sheets with headings and drop-downs, one that explains."""
    book = new_book()
    _write(book, str(UNITS), UNIT_COLUMNS, [])
    _write(book, str(PEOPLE), PERSON_COLUMNS, [])
    _write_help(book)
    return book_bytes(book)


def roster_export(user: User, *, with_phones: bool = False) -> tuple[bytes, int]:
    """The roster of the units ``user`` looks after, and how many whole phones stand in it.

    Phones are masked unless ``with_phones``, and then only those that ``user`` may see.
    """
    data = roster_data(user)
    shown = {
        person.pk
        for person in data.people
        if with_phones and person.phone and user.has_perm("orgs.show_phone", person)
    }
    book = new_book()
    _write(book, str(UNITS), UNIT_COLUMNS, (_unit_row(unit, data) for unit in data.units))
    rows = (_person_row(person, data, person.pk in shown) for person in data.people)
    _write(book, str(PEOPLE), PERSON_COLUMNS, rows)
    _write_help(book)
    return book_bytes(book), len(shown)


def _write(
    book: Workbook, title: str, columns: Sequence[Heading], rows: Iterable[Sequence[object]]
) -> None:
    sheet = stream_table(
        book,
        title,
        [Column(str(c.label) + ("*" if c.required else ""), width=c.width) for c in columns],
        rows,
    )
    lists = {
        "kind": [str(label) for label in UnitKind.labels],
        "liaison": [str(label) for label in LIAISON_LABELS.values()],
        "seat": [str(label) for label in SeatRole.labels],
        "role": [str(label) for label in Role.labels],
    }
    last = FIRST_ROW + EMPTY_ROWS
    for number, column in enumerate(columns):
        if column.key in lists:
            letter = chr(ord("A") + number)
            add_choices(sheet, f"{letter}{FIRST_ROW}:{letter}{last}", lists[column.key])


def _write_help(book: Workbook) -> None:
    columns = [
        Column(_("Sheet"), width=12),
        Column(_("Column"), width=22),
        Column(_("What belongs into it"), width=70, wrap=True),
    ]
    rows = [
        (str(sheet), str(column.label), str(column.hint))
        for sheet, group in ((UNITS, UNIT_COLUMNS), (PEOPLE, PERSON_COLUMNS))
        for column in group
    ]
    rows += [
        ("", "", _("Columns marked * are needed for every new row.")),
        ("", "", _("An empty cell leaves what is in the system as it is; nothing is deleted.")),
        ("", "", _("Write nothing about citizens or victims here: staff only.")),
    ]
    add_table(book, str(HELP), columns, rows)
    book.move_sheet(LISTS, offset=len(book.sheetnames))


def _unit_row(unit: Unit, data: RosterData) -> list[object]:
    return [
        unit.code,
        unit.name,
        unit.short_name,
        unit.get_kind_display(),
        unit.parent.code if unit.parent else "",
        "；".join(alias.text for alias in unit.aliases.all()),
        "；".join(data.groups_of.get(unit.pk, [])),
    ]


def _person_row(person: Person, data: RosterData, with_phone: bool) -> list[object]:
    account = getattr(person, "user", None)
    roles = [
        str(grant.get_role_display())
        for grant in (account.grants.all() if account else [])
        if not grant.ended_at and grant.unit_id == person.unit_id and not grant.campaign_id
    ]
    posts = [term.post for term in person.liaison_terms.all() if _is_own_term(term, person)]
    return [
        person.name,
        person.unit.code,
        person.post,
        person.phone if with_phone else mask_phone(person.phone),
        person.email,
        str(LIAISON_LABELS[posts[0]]) if posts else "",
        "；".join(data.seats_of(person)),
        account.username if account else "",
        "；".join(roles),
    ]


def _is_own_term(term: object, person: Person) -> bool:
    return term.to_on is None and term.unit_id == person.unit_id


def phones_note(number: int) -> str:
    """How the trail tells of whole phones in a file."""
    return ngettext("with %(n)d whole phone", "with %(n)d whole phones", number) % {"n": number}
