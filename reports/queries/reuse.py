"""Where photos were used before, as far as somebody may know it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from orgs.models import User
from reports.enums import ReuseVerdict
from reports.models import Photo, PhotoReuse, Report


@dataclass(frozen=True)
class Use:
    """One earlier use of a photo.

    ``is_seen`` says whether the asker may see the earlier report; if not, only that there is one
    may be told: neither its unit nor its picture.
    """

    row: PhotoReuse
    is_seen: bool

    @property
    def earlier(self) -> Photo:
        """The photo that was there first."""
        return self.row.earlier

    @property
    def report(self) -> Report:
        """The report that it was handed in with."""
        return self.row.earlier.report

    @property
    def where(self) -> str:
        """Unit and period of the earlier use; without the unit where the asker may not see it."""
        period = self.report.period.label
        if not self.is_seen:
            return _("a unit outside your sight, %(period)s") % {"period": period}
        return f"{self.report.unit.name} · {period}"

    @property
    def who(self) -> str:
        """Who handed the earlier one in; blank where that is kept from the asker."""
        return str(self.earlier.added_by or "") if self.is_seen else ""

    @property
    def at(self) -> datetime:
        """When the earlier one came in."""
        return self.earlier.added_at

    @property
    def how(self) -> str:
        """How alike they are, in words."""
        if self.row.is_same_file:
            return _("the very same file")
        if self.row.is_mirrored:
            return _("the same picture, mirrored")
        if self.row.distance <= 2:
            return _("the same picture, saved again")
        return _("very much alike, perhaps cut or retouched")

    @property
    def is_open(self) -> bool:
        """Nobody has decided on it yet."""
        return self.row.verdict == ReuseVerdict.OPEN


def earlier_uses(photo_ids: Iterable[UUID], user: User | None = None) -> dict[UUID, list[Use]]:
    """The earlier uses of each photo that has any, nearest first. One query.

    Without ``user`` no earlier report counts as seen.
    """
    seen = Report.objects.visible_to(user) if user else Report.objects.none()
    rows = (
        PhotoReuse.objects.standing()
        .filter(photo__in=list(photo_ids))
        .annotate(is_seen=Exists(seen.filter(pk=OuterRef("earlier__report_id"))))
        .select_related(
            "decided_by", "earlier__added_by", "earlier__report__unit",
            "earlier__report__period__template__campaign",
        )
        .order_by("distance", "pk")
    )  # fmt: skip
    found = defaultdict(list)
    for row in rows:
        found[row.photo_id].append(Use(row, row.is_seen))
    return dict(found)


def later_uses(photo: Photo, user: User) -> QuerySet[PhotoReuse]:
    """Where in the asker's sight a photo was used again afterwards."""
    rows = PhotoReuse.objects.visible_to(user).standing().filter(earlier=photo)
    return rows.select_related("photo__report__unit", "photo__report__period__template__campaign")


def used_again(photos: QuerySet[Photo], verdict: str | None = None) -> QuerySet[Photo]:
    """Those of the photos that were used before, all or with one verdict."""
    pairs = PhotoReuse.objects.standing().filter(photo=OuterRef("pk"))
    if verdict is not None:
        pairs = pairs.filter(verdict=verdict)
    return photos.filter(Exists(pairs))


def reuse_hint(photo: Photo, user: User | None) -> str:
    """A sentence for the one who just added a photo; empty for a fresh one. No refusal.

    Own uses are named, of others only that there is one.
    """
    return hint_of(photo, earlier_uses([photo.pk], user).get(photo.pk, []))


def hint_of(photo: Photo, uses: list[Use]) -> str:
    """The sentence for a photo whose earlier uses are known."""
    if not uses:
        return ""
    use = uses[0]
    if use.report.pk == photo.report_id:
        return _("This photo is already in this report.")
    if use.report.unit_id == photo.report.unit_id:
        return _(
            "You handed in this photo before (%(period)s). The reviewer will ask; say in the "
            "caption why it stands here again, or take another one."
        ) % {"period": use.report.period.label}
    return _(
        "Another unit handed in this photo before. The reviewer will ask; say in the caption "
        "if it was one joint activity, or take another one."
    )
