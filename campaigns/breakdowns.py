"""A breakdown as a person types it, one part a line: ``key = 中文名 | English name`` (pure)."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from campaigns.errors import CampaignError

MOST = 12
KEY = re.compile(r"[a-z0-9_-]{1,20}")
LONGEST_NAME = 30


def read_breakdown(text: str) -> list[dict[str, str]]:
    """The parts in order; CampaignError names the line that cannot be read."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts = [_read_line(number, line) for number, line in enumerate(lines, start=1)]
    if len(parts) == 1:
        raise CampaignError(_("A breakdown has at least two parts."))
    if len(parts) > MOST:
        raise CampaignError(_("A breakdown has at most %(n)d parts.") % {"n": MOST})
    for name in ("key", "name"):
        seen = [part[name] for part in parts]
        twice = next((one for one in seen if seen.count(one) > 1), None)
        if twice:
            raise CampaignError(_("“%(part)s” stands in the breakdown twice.") % {"part": twice})
    return parts


def _read_line(number: int, line: str) -> dict[str, str]:
    key, found, names = line.replace("＝", "=").partition("=")
    name, _bar, name_en = names.replace("｜", "|").partition("|")
    part = {"key": key.strip(), "name": name.strip(), "name_en": name_en.strip()}
    if not found or not part["name"]:
        raise CampaignError(
            _("Line %(n)d of the breakdown: write “key = name | English name”.") % {"n": number}
        )
    if not KEY.fullmatch(part["key"]):
        raise CampaignError(
            _("Line %(n)d of the breakdown: “%(key)s” is no key; use a-z, 0-9, - and _.")
            % {"n": number, "key": part["key"][:20]}
        )
    if max(len(part["name"]), len(part["name_en"])) > LONGEST_NAME:
        raise CampaignError(
            _("Line %(n)d of the breakdown: a name has at most %(most)d characters.")
            % {"n": number, "most": LONGEST_NAME}
        )
    return part


def write_breakdown(parts: Iterable[Mapping[str, str]]) -> str:
    """The parts as lines, as they are typed."""
    return "\n".join(
        f"{part['key']} = {part['name']}" + (f" | {part['name_en']}" if part.get("name_en") else "")
        for part in parts
    )
