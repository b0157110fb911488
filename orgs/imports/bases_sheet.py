"""Headcounts from a workbook: what saving would add, and everything that is wrong by cell."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from fraudwatch.lib.numbers import NumberProblem, parse_number
from orgs.actions.bases import BaseSpec, why_not
from orgs.enums import BaseKind, Role
from orgs.imports.roster_xlsx import Problem, RosterRow
from orgs.imports.table import TableFile, read_table
from orgs.models import HeadcountBase, Unit, User
from orgs.roster import Heading, folded, word_table

SHEET = gettext_lazy("Headcounts")
COLUMNS = (
    Heading("unit", pgettext_lazy("roster", "Unit code"),
            gettext_lazy("code of the unit, as in the roster"), 14, True),
    Heading("name", gettext_lazy("Unit"),
            gettext_lazy("for reading only"), 26),
    Heading("kind", gettext_lazy("Who is counted"),
            gettext_lazy("choose from the list"), 18, True),
    Heading("count", gettext_lazy("How many"),
            gettext_lazy("a whole number above 0"), 12, True),
    Heading("as_of", gettext_lazy("As of"),
            gettext_lazy("the day of the count, 2026-06-30"), 14, True),
    Heading("note", gettext_lazy("Source"),
            gettext_lazy("where the number comes from"), 30),
)  # fmt: skip
MAY_ENTER = (Role.COORDINATOR,)
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


@dataclass(frozen=True)
class PlannedBase:
    """A row as the headcount it would become; ``before`` is the number that stands now."""

    row: RosterRow
    spec: BaseSpec
    before: HeadcountBase | None

    @property
    def is_same(self) -> bool:
        """Whether exactly this stands already."""
        old = self.before
        return bool(old and old.count == self.spec.count and old.as_of == self.spec.as_of)

    @property
    def kind_word(self) -> str:
        """Who is counted, in the language of the page."""
        return str(BaseKind(self.spec.kind).label)


@dataclass
class BasesPlan:
    """All rows, and all problems at once. Nothing is saved with one."""

    rows: list[PlannedBase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[PlannedBase]:
        """Rows that say something new."""
        return [row for row in self.rows if not row.is_same]


def read_bases(content: bytes) -> TableFile:
    """The rows of the workbook. SheetRefused or OrgError for one that cannot be read."""
    return read_table(content, COLUMNS)


def plan_bases(file: TableFile, *, by: User) -> BasesPlan:
    """What saving would add for the units ``by`` looks after."""
    plan = BasesPlan(problems=list(file.problems))
    units = _units(file, by)
    standing = _standing({unit.pk for unit in units.values()})
    kinds = word_table(BaseKind)
    seen: dict[tuple, str] = {}
    for row in file.rows:
        spec = _spec(row, units, kinds, plan.problems)
        if spec is None:
            continue
        key = (spec.unit.pk, spec.kind, spec.as_of)
        if key in seen:
            text = _("The same headcount stands in %(cell)s already.") % {"cell": seen[key]}
            plan.problems.append(row.problem("count", text))
            continue
        seen[key] = row.addresses.get("count", str(row.number))
        plan.rows.append(PlannedBase(row, spec, _held(standing, spec)))
    return plan


def _units(file: TableFile, by: User) -> dict[str, Unit]:
    """The units named in the file that ``by`` may enter headcounts for, by code."""
    codes = {row.text("unit") for row in file.rows}
    found = Unit.objects.visible_to(by).filter(code__in=codes)
    return {unit.code: unit for unit in found if by.has_perm("orgs.edit_bases", unit)}


def _standing(units: set[int]) -> dict[tuple[int, str], list[HeadcountBase]]:
    found: dict[tuple[int, str], list[HeadcountBase]] = {}
    for row in HeadcountBase.objects.filter(unit__in=units).order_by("as_of", "pk"):
        found.setdefault((row.unit_id, row.kind), []).append(row)
    return found


def _held(standing: dict, spec: BaseSpec) -> HeadcountBase | None:
    """The headcount that holds on the row's day."""
    rows = standing.get((spec.unit.pk, spec.kind), [])
    return next((row for row in reversed(rows) if row.as_of <= spec.as_of), None)


def _spec(row: RosterRow, units: dict, kinds: dict, problems: list[Problem]) -> BaseSpec | None:
    """The headcount a row names; ``None`` after noting what is wrong with it."""
    before = len(problems)
    unit = units.get(row.text("unit"))
    if unit is None:
        problems.append(row.problem("unit", _("You look after no unit with this code.")))
    kind = kinds.get(folded(row.text("kind")), "")
    if not kind:
        problems.append(row.problem("kind", _("Choose one of the kinds in the list.")))
    count = _count(row, problems)
    as_of = day_of_cell(row.values.get("as_of"))
    if as_of is None:
        problems.append(row.problem("as_of", _("Write the day like 2026-06-30.")))
    if len(problems) > before:
        return None
    refusal = why_not(kind, count, as_of)
    if refusal:
        problems.append(row.problem("as_of" if count > 0 else "count", refusal))
        return None
    return BaseSpec(unit, kind, count, as_of, row.text("note")[:120])


def _count(row: RosterRow, problems: list[Problem]) -> int:
    try:
        number = parse_number(row.values.get("count"))
    except NumberProblem as problem:
        problems.append(row.problem("count", str(problem)))
        return 0
    if number is None:
        problems.append(row.problem("count", _("Type how many there are.")))
        return 0
    return int(number)


def day_of_cell(value: object) -> date | None:
    """The day in a cell, typed as a date or in one of the usual ways; ``None`` for nonsense."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    for pattern in DAYS:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None
