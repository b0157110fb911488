"""What the pages of the evidence ledger show: a page of tiles or files, and one photo large."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from campaigns.models import Task
from campaigns.queries.kept_files import files_of_tasks
from fraudwatch.lib.pages import Page, keyset_page
from fraudwatch.lib.uploads import MB
from orgs.models import Unit, User
from reports.enums import ReuseVerdict
from reports.models import Period, Photo, PhotoReuse, Report
from reports.queries.evidence import PHOTOS, TASKS, Amount, Wanted, amount, photos, rows_of
from reports.queries.reuse import Use, earlier_uses, later_uses
from reports.queries.room import Room, room_of
from reports.queries.unit_home import own_unit_ids

PER_PAGE = 48
MOST_CHOICES = 400
RECENT = 60


@dataclass(frozen=True)
class Tile:
    """A photo with what is known of earlier uses."""

    photo: Photo
    uses: list[Use]

    @property
    def is_open(self) -> bool:
        """An earlier use waits for a decision."""
        return any(use.is_open for use in self.uses)

    @property
    def is_refused(self) -> bool:
        """A reviewer said that it may not be used again."""
        return any(use.row.verdict == ReuseVerdict.REFUSED for use in self.uses)


@dataclass
class EvidencePage:
    """A page of the ledger with what can be chosen beside it."""

    asked: Wanted
    page: Page
    amount: Amount
    tiles: list[Tile] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    room: Room | None = None

    @property
    def megabytes(self) -> float:
        """The size of all that fits the filters."""
        return self.amount.bytes / MB


def evidence_page(user: User, asked: Wanted, params: QueryDict) -> EvidencePage:
    """A page of the ledger; about ten queries whatever it lists."""
    rows, keys = rows_of(user, asked)
    size = amount(rows, picture="picture" if asked.kind == PHOTOS else "file")
    found = EvidencePage(asked, keyset_page(rows, params, keys=keys, per=PER_PAGE), size)
    found.units = _units(user, asked)
    if asked.kind == PHOTOS:
        uses = earlier_uses([photo.pk for photo in found.page.rows], user)
        found.tiles = [Tile(photo, uses.get(photo.pk, [])) for photo in found.page.rows]
        found.periods = _periods(user, asked)
    elif asked.kind == TASKS:
        files = files_of_tasks(user, asked.campaign).filter(
            feedback__assignment__task=OuterRef("pk")
        )
        tasks = Task.objects.visible_to(user).filter(Exists(files.order_by()))
        found.tasks = list(tasks.order_by("number")[:MOST_CHOICES])
    found.room = _room(user, asked)
    return found


def _units(user: User, asked: Wanted) -> list[Unit]:
    """The units that owe reports to the campaign and those right above them, in tree order."""
    owing = Report.objects.visible_to(user).filter(period__template__campaign=asked.campaign)
    owing = owing.order_by().values("unit_id")
    either = Q(pk__in=owing) | Q(children__in=owing)
    return list(
        Unit.objects.visible_to(user).filter(either).distinct().order_by("path")[:MOST_CHOICES]
    )


def _periods(user: User, asked: Wanted) -> list[Period]:
    rows = Period.objects.visible_to(user).filter(template__campaign=asked.campaign)
    return list(rows.select_related("template__campaign").order_by("-starts_on", "pk")[:RECENT])


def _room(user: User, asked: Wanted) -> Room | None:
    """The room of the unit chosen, else of the one unit that the person reports for."""
    own = own_unit_ids(user)
    unit = asked.unit
    if unit is None and len(own) == 1:
        unit = Unit.objects.visible_to(user).filter(pk__in=own).first()
    return room_of(unit) if unit else None


@dataclass(frozen=True)
class PhotoPage:
    """One photo large: where it was used before and after, and its neighbours in the ledger."""

    photo: Photo
    uses: list[Use]
    later: list[PhotoReuse]
    previous: Photo | None
    next: Photo | None


def photo_page(user: User, photo: Photo, asked: Wanted) -> PhotoPage:
    """The photo among those that fit the filters it was opened from. Four queries."""
    rows = photos(user, asked) if asked.campaign else Photo.objects.none()
    newer = Q(added_at__gt=photo.added_at) | Q(added_at=photo.added_at, pk__lt=photo.pk)
    older = Q(added_at__lt=photo.added_at) | Q(added_at=photo.added_at, pk__gt=photo.pk)
    return PhotoPage(
        photo,
        earlier_uses([photo.pk], user).get(photo.pk, []),
        list(later_uses(photo, user)),
        _first(rows.filter(newer).order_by("added_at", "-pk")),
        _first(rows.filter(older)),
    )


def _first(rows: QuerySet[Photo]) -> Photo | None:
    return next(iter(rows[:1]), None)
