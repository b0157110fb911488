"""The directory of liaisons (联络员通讯录): who answers for which unit, found by any word.

Numbers are sealed, so a number is found by the digest kept beside it and never by opening
the others. A whole number is looked up only for units whose numbers one may see; elsewhere
its last four digits count, which the masked number shows anyway.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from fraudwatch.lib.paths import under
from orgs.enums import LiaisonPost, Role, UnitKind
from orgs.errors import OrgError
from orgs.finding import phone_digests, tail_digests
from orgs.models import Liaison, Unit, UnitAlias, User
from orgs.phones import clean_phone, last_four

from .naming import named_people, named_units
from .units import PostRow, post_rows

NUMBER = re.compile(r"[\d\s()+\-]{4,24}")
WHOLE = 7
SEES_PHONES = (Role.COORDINATOR, Role.LEADER)
SHOW_ALL, SHOW_TODO, SHOW_NO_BACKUP, SHOW_NEVER = "", "todo", "no_backup", "never"
SHOWS = (SHOW_ALL, SHOW_TODO, SHOW_NO_BACKUP, SHOW_NEVER)


@dataclass(frozen=True)
class Asked:
    """What the directory is asked: words, a town's subtree, one of ``SHOWS``."""

    words: str = ""
    town: int | None = None
    show: str = SHOW_ALL

    @property
    def typed(self) -> str:
        """What was typed if it could be a number, in half-width signs."""
        plain = unicodedata.normalize("NFKC", self.words).strip()
        return plain if NUMBER.fullmatch(plain) else ""

    @property
    def number(self) -> str:
        """The whole number that was typed, in its one spelling; blank when it is none."""
        if len(re.sub(r"\D", "", self.typed)) < WHOLE:
            return ""
        try:
            return clean_phone(self.typed)
        except OrgError:
            return ""

    @property
    def tail(self) -> str:
        """The last four digits that were typed, alone or as the end of a whole number."""
        if self.number:
            return last_four(self.number)
        return self.typed if re.fullmatch(r"[0-9]{4}", self.typed) else ""


def read_asked(params: object) -> Asked:
    """What an address asks for; nonsense in it counts as not asked."""
    words = params.get("q", "").strip()[:80]
    town = params.get("town", "")
    show = params.get("show", "")
    return Asked(
        words=words,
        town=int(town) if town.isascii() and town.isdigit() and len(town) < 10 else None,
        show=show if show in SHOWS else SHOW_ALL,
    )


def directory_branches(user: User) -> QuerySet[Unit]:
    """The units in service whose branch one may take along, in tree order."""
    return Unit.objects.reached_by(user).active().order_by("path")


def directory_units(user: User, asked: Asked) -> QuerySet[Unit]:
    """Units in service within reach, in tree order, that answer what is asked."""
    units = Unit.objects.reached_by(user).active().select_related("parent")
    if asked.town:
        paths = Unit.objects.reached_by(user).filter(pk=asked.town).values_list("path", flat=True)
        units = units.filter(under(paths[0])) if paths else units.none()
    if asked.words:
        units = units.filter(_said(user, asked))
    return _shown(units, asked.show).order_by("path")


def directory_rows(user: User, units: list[Unit]) -> list[PostRow]:
    """The units of one page with their liaisons; one query."""
    terms = Liaison.objects.visible_to(user).current().filter(unit__in=units)
    return post_rows(units, list(terms.select_related("person__user", "person__unit")))


def gaps_in_sight(user: User) -> int:
    """How many units within reach have something to complete."""
    return _shown(Unit.objects.reached_by(user).active(), SHOW_TODO).count()


def directory_towns(user: User) -> list[Unit]:
    """The towns within reach, to narrow the directory down to one."""
    towns = Unit.objects.reached_by(user).active().filter(kind=UnitKind.TOWN)
    return list(towns.in_tree_order())


def _current() -> QuerySet[Liaison]:
    return Liaison.objects.current().filter(unit=OuterRef("pk"))


def _said(user: User, asked: Asked) -> Q:
    named = UnitAlias.objects.filter(unit=OuterRef("pk"), text__icontains=asked.words)
    found = named_units(asked.words) | Q(Exists(named))
    found |= Q(Exists(_current().filter(named_people(asked.words, prefix="person__"))))
    if asked.tail:
        ends = Exists(_current().filter(person__phone_tail__in=tail_digests(asked.tail)))
        if not asked.number:
            return found | Q(ends)
        whole = Exists(_current().filter(person__phone_digest__in=phone_digests(asked.number)))
        mine = Q(pk__in=_phones_open_to(user).values("pk"))
        found |= (mine & Q(whole)) | (~mine & Q(ends))
    return found


def _phones_open_to(user: User) -> QuerySet[Unit]:
    """The units whose numbers ``user`` may see whole (the rule ``orgs.show_phone``)."""
    if user.is_superuser:
        return Unit.objects.all()
    clause = Q(pk=None)
    for holding in user.holdings:
        if holding.campaign_id:
            continue
        if holding.role in SEES_PHONES:
            clause |= under(holding.path)
        elif holding.role == Role.REPORTER:
            clause |= Q(pk=holding.unit_id)
    return Unit.objects.filter(clause)


def _shown(units: QuerySet[Unit], show: str) -> QuerySet[Unit]:
    primary = _current().filter(post=LiaisonPost.PRIMARY)
    backup = Exists(_current().filter(post=LiaisonPost.DEPUTY))
    if show == SHOW_NO_BACKUP:
        return units.exclude(backup)
    if show == SHOW_NEVER:
        absent = Q(person__user=None) | Q(person__user__last_login=None)
        return units.filter(Exists(primary.filter(absent)))
    if show == SHOW_TODO:
        unreachable = Exists(_current().filter(person__phone=""))
        return units.exclude(Exists(primary) & backup & ~unreachable)
    return units
