"""The workbook of headcounts: units of one's own as rows, with what stands now."""

from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.sheets import Column, add_choices, add_table, book_bytes, new_book
from orgs.enums import BaseKind
from orgs.imports.bases_sheet import COLUMNS, MAY_ENTER, SHEET
from orgs.models import Unit, User
from orgs.queries.bases import bases_on

EMPTY_ROWS = 2000


def bases_template(user: User) -> bytes:
    """One row for each unit in service and kind of headcount it has, else one empty row a unit."""
    today = clock.today()
    units = _units(user)
    held = bases_on(BaseKind.values, today, [unit.pk for unit in units])
    rows = []
    for unit in units:
        kinds = [kind for kind in BaseKind if (unit.pk, kind) in held]
        for kind in kinds or [None]:
            count = held[unit.pk, kind] if kind else None
            word = str(kind.label) if kind else ""
            rows.append([unit.code, unit.name, word, count, today if kind else None, ""])
    book = new_book()
    heads = {"count": "whole", "as_of": "date"}
    columns = [
        Column(str(c.label) + ("*" if c.required else ""), c.width, heads.get(c.key, "text"))
        for c in COLUMNS
    ]
    table = add_table(book, str(SHEET), columns, rows)
    last = table.first_row + max(len(rows), EMPTY_ROWS)
    words = [str(label) for label in BaseKind.labels]
    add_choices(table.sheet, f"C{table.first_row}:C{last}", words)
    notes = [Column(_("Column"), 18), Column(_("What belongs into it"), 60)]
    add_table(book, _("How to fill in"), notes, [(str(c.label), str(c.hint)) for c in COLUMNS])
    return book_bytes(book)


def _units(user: User) -> list[Unit]:
    """The units in service that ``user`` enters headcounts for."""
    units = Unit.objects.visible_to(user).active().order_by("path")
    tops = [row.path for row in user.holdings if row.role in MAY_ENTER and not row.campaign_id]
    return [
        unit for unit in units if user.is_superuser or any(unit.path.startswith(t) for t in tops)
    ]
