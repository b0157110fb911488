"""Finding pictures that look alike: the marks kept of one, and the rows near it."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from fraudwatch.lib.fingerprints import BITS, NEAR, bands, distance, mirrored, near_bands

BAND_FIELDS = ("band_1", "band_2", "band_3", "band_4")
MOST = 20  # the nearest earlier uses that are kept of one picture


def look_fields(sha256: str, look: str) -> dict[str, object]:
    """The fields of a row that keeps what a picture looks like."""
    marks = bands(look) if look else (None,) * len(BAND_FIELDS)
    return {"sha256": sha256, "phash": look, **dict(zip(BAND_FIELDS, marks, strict=True))}


def alike(sha256: str, look: str) -> Q:
    """Rows that may show the same: the file itself, or a quarter of the look or its mirror."""
    like = Q(sha256=sha256) if sha256 else Q(pk=None)
    if look:
        like = reduce(or_, (_like(one) for one in (look, mirrored(look))), like)
    return like


def _like(look: str) -> Q:
    """Rows with one quarter near the same quarter of ``look``: four walks along an index."""
    pairs = zip(BAND_FIELDS, bands(look), strict=True)
    return reduce(or_, (Q(**{f"{field}__in": near_bands(band)}) for field, band in pairs))


def nearest(one: object, rows: QuerySet) -> list[tuple[object, int, bool]]:
    """Those of the rows near enough to ``one``, nearest first: distance, and only in the mirror?"""
    near = [(other, *apart(one, other)) for other in rows]
    return sorted((found for found in near if found[1] <= NEAR), key=lambda found: found[1])


def apart(one: object, other: object) -> tuple[int, bool]:
    """How many bits two pictures differ, and whether only in the mirror; 0 for the same file."""
    if one.sha256 and one.sha256 == other.sha256:
        return 0, False
    if not one.phash or not other.phash:
        return BITS, False
    straight = distance(one.phash, other.phash)
    turned = distance(mirrored(one.phash), other.phash)
    return min(straight, turned), turned < straight
