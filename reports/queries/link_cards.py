"""The cards of links just made: unit, period, due moment, QR code, and the code apart."""

from collections.abc import Iterable
from dataclasses import dataclass

import segno
from django.urls import reverse

from reports.models import CollectLink

QUIET_ZONE = 4  # modules of white around a QR code, as the standard asks


@dataclass(frozen=True)
class Card:
    """A card to print; ``path`` draws the QR code in a square of ``size`` modules."""

    link: CollectLink
    address: str
    code: str
    size: int
    path: str

    @property
    def spaced_code(self) -> str:
        """The six digits in two groups, as people read them aloud."""
        return f"{self.code[:3]} {self.code[3:]}"


def cards_of(user: object, made: Iterable[tuple[int, str, str]], site: str) -> list[Card]:
    """A card for each link of ``made`` (key, token, code) that still stands and is in sight.

    ``site`` is the address of the portal, as the maker reached it.
    """
    secrets = {pk: (token, code) for pk, token, code in made}
    links = (
        CollectLink.objects.visible_to(user)
        .standing()
        .filter(pk__in=secrets)
        .select_related("report__unit__parent", "report__period__template__campaign")
        .order_by("report__path")
    )
    return [_card(link, *secrets[link.pk], site) for link in links]


def _card(link: CollectLink, token: str, code: str, site: str) -> Card:
    address = site.rstrip("/") + reverse("reports:collect", args=[token])
    size, path = qr_path(address)
    return Card(link, address, code, size, path)


def qr_path(text: str) -> tuple[int, str]:
    """The QR code of ``text`` as an SVG path of unit squares, and the side of its square."""
    modules = segno.make(text, error="m", micro=False).matrix
    runs = []
    for row, line in enumerate(modules):
        start = None
        for column, dark in enumerate([*line, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                left, top = start + QUIET_ZONE, row + QUIET_ZONE
                runs.append(f"M{left} {top}h{column - start}v1H{left}z")
                start = None
    return len(modules) + 2 * QUIET_ZONE, "".join(runs)
