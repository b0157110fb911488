"""The roster's columns and the words it understands, in every language we speak (pure).

A file made in Chinese is read by somebody who works in English, and the other way round.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.enums import LiaisonPost, Role, SeatRole, UnitKind

LANGUAGES = ("zh-hans", "en")  # all that the catalogue has


@dataclass(frozen=True)
class Heading:
    """A column of the roster: its key, its heading, what belongs into it, its width."""

    key: str
    label: Promise
    hint: Promise
    width: int
    required: bool = False


UNITS = pgettext_lazy("roster sheet", "Units")
PEOPLE = pgettext_lazy("roster sheet", "People")
HELP = pgettext_lazy("roster sheet", "How to fill in")

UNIT_COLUMNS = (
    Heading("code", pgettext_lazy("roster", "Code"),
            _("the unit's own number, used once only; it finds the unit again"), 14, True),
    Heading("name", pgettext_lazy("roster", "Name"),
            _("full name, once under one parent"), 28, True),
    Heading("short_name", pgettext_lazy("roster", "Short name"), _("as used in lists"), 16),
    Heading("kind", pgettext_lazy("roster", "Kind"), _("choose from the list"), 16, True),
    Heading("parent", pgettext_lazy("roster", "Parent code"),
            _("code of the unit above, here or already in the system"), 14),
    Heading("aliases", pgettext_lazy("roster", "Aliases"),
            _("other names in documents, separated by ;"), 24),
    Heading("groups", pgettext_lazy("roster", "Unit groups"),
            _("sets the unit belongs to, separated by ;"), 24),
)  # fmt: skip
PERSON_COLUMNS = (
    Heading("name", pgettext_lazy("roster", "Full name"), _("the person's name"), 14, True),
    Heading("unit", pgettext_lazy("roster", "Unit code"), _("code of the person's unit"), 14, True),
    Heading("post", pgettext_lazy("roster", "Post"), _("for example deputy director"), 20),
    Heading("phone", pgettext_lazy("roster", "Phone"),
            _("work phone; 11 digits, or a landline with area code"), 16),
    Heading("email", pgettext_lazy("roster", "E-mail"), _("for notices"), 24),
    Heading("liaison", pgettext_lazy("roster", "Liaison"),
            _("primary or backup liaison of the unit"), 12),
    Heading("seat", pgettext_lazy("roster", "Leading group seat"),
            _("seat in the nearest leading group; another group after a colon"), 24),
    Heading("account", pgettext_lazy("roster", "Account"),
            _("account name to sign in with; blank for none"), 16),
    Heading("role", pgettext_lazy("roster", "Role"),
            _("what the account may do for the unit, separated by ;"), 16),
)  # fmt: skip

KIND_WORDS = {
    "镇": UnitKind.TOWN, "乡": UnitKind.TOWN, "乡镇": UnitKind.TOWN, "街道": UnitKind.TOWN,
    "村": UnitKind.VILLAGE, "居": UnitKind.VILLAGE, "村居": UnitKind.VILLAGE,
    "社区": UnitKind.VILLAGE, "行政村": UnitKind.VILLAGE, "县": UnitKind.COUNTY,
    "区": UnitKind.COUNTY, "部门": UnitKind.DEPARTMENT, "派出所": UnitKind.POLICE,
    "学校": UnitKind.SCHOOL, "学院": UnitKind.COLLEGE, "班级": UnitKind.CLASS,
    "银行": UnitKind.BANK, "支行": UnitKind.BRANCH, "网点": UnitKind.BRANCH,
    "企业": UnitKind.ENTERPRISE, "网格": UnitKind.GRID, "医院": UnitKind.HOSPITAL,
}  # fmt: skip
LIAISON_WORDS = {
    "a": LiaisonPost.PRIMARY, "a岗": LiaisonPost.PRIMARY, "primary": LiaisonPost.PRIMARY,
    "b": LiaisonPost.DEPUTY, "b岗": LiaisonPost.DEPUTY, "backup": LiaisonPost.DEPUTY,
}  # fmt: skip
LIAISON_LABELS = {
    LiaisonPost.PRIMARY: pgettext_lazy("roster", "primary"),
    LiaisonPost.DEPUTY: pgettext_lazy("roster", "backup"),
}


def spellings(label: object) -> set[str]:
    """How a word is written in each of our languages, folded for comparing."""
    found = set()
    for code in LANGUAGES:
        with translation.override(code):
            found.add(folded(label))
    return found


def folded(text: object) -> str:
    """A word without spaces, brackets' contents, case or width."""
    plain = re.sub(r"[(（].*?[)）]", "", str(text if text is not None else ""))
    return re.sub(r"[\s*＊]", "", plain).casefold()


def find_heading(text: object, columns: Iterable[Heading]) -> Heading | None:
    """The column a heading cell names, in any of our languages."""
    wanted = folded(text)
    return next((c for c in columns if wanted and wanted in spellings(c.label)), None)


def word_table(choices: type, extra: dict[str, str] | None = None) -> dict[str, str]:
    """Every accepted word of a list of choices, folded, to its value."""
    table = dict(extra or {})
    for choice in choices:
        table[folded(choice.value)] = choice.value
        for word in spellings(choice.label):
            table[word] = choice.value
    return table


def kind_words() -> dict[str, str]:
    """Accepted words for the kind of a unit."""
    return word_table(UnitKind, KIND_WORDS)


def role_words() -> dict[str, str]:
    """Accepted words for roles."""
    return word_table(Role)


def seat_words() -> dict[str, str]:
    """Accepted words for seats."""
    return word_table(SeatRole)


def liaison_words() -> dict[str, str]:
    """Accepted words for the liaison's post."""
    table = word_table(LiaisonPost, LIAISON_WORDS)
    for value, label in LIAISON_LABELS.items():
        table |= dict.fromkeys(spellings(label), value)
    return table
