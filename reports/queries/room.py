"""The room that a unit's evidence takes, and what of it the unit could free."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from fraudwatch.lib.uploads import MB
from orgs.models import Unit
from orgs.quotas import used_by
from reports.models import Photo, Revision

SIZE = Sum("picture__size") + Sum("thumbnail__size")


@dataclass(frozen=True)
class Room:
    """Bytes a unit uses, may use, and would get back by emptying its bin of ``in_bin`` photos."""

    unit: Unit
    used: int
    most: int
    in_bin: int
    bin_bytes: int

    @property
    def percent(self) -> int:
        """How much of the quota is used, 0 to 100."""
        return min(100, self.used * 100 // self.most)

    @property
    def used_mb(self) -> float:
        """The megabytes used."""
        return self.used / MB

    @property
    def most_mb(self) -> int:
        """The megabytes the unit may use."""
        return self.most // MB

    @property
    def bin_mb(self) -> float:
        """The megabytes in the bin."""
        return self.bin_bytes / MB

    @property
    def is_tight(self) -> bool:
        """Nine tenths are used: time to make room."""
        return self.used * 10 >= self.most * 9


def room_of(unit: Unit) -> Room:
    """How a unit stands with its room. Four queries."""
    photos = bin_of(unit)
    size = sum(photo.picture.size + photo.thumbnail.size for photo in photos)
    most = settings.UNIT_QUOTA_MB * MB
    return Room(unit, used_by(unit), most, len(photos), size)


def bytes_of_photos(unit: Unit) -> int:
    """The room that the photos of a unit's reports take, the bin included."""
    return Photo.objects.filter(report__unit=unit).aggregate(sum=SIZE)["sum"] or 0


def bin_of(unit: Unit) -> list[Photo]:
    """Photos taken back that stand in no submission: nobody will ask for them again."""
    removed = Photo.objects.filter(report__unit=unit).exclude(removed_at=None)
    rows = list(removed.select_related("picture", "thumbnail", "report"))
    if not rows:
        return []
    revisions = Revision.objects.filter(report__in={photo.report_id for photo in rows})
    cited = {key for photos in revisions.values_list("photos", flat=True) for key in photos}
    return [photo for photo in rows if str(photo.pk) not in cited]
