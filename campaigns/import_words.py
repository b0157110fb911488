"""Days, titles, cuts and joins of the pieces of an imported plan (pure)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from campaigns.enums import PieceKind as K
from campaigns.plan_import.draft import Span

LONGEST_TITLE = 40
UNITS_OF = {
    K.TASK: ("lead", "responsible", "support"), K.DUTY: ("units",), K.REPORTING: ("units",),
    K.SEAT: ("unit",), K.TARGET: (), K.PHASE: (), K.SECTION: (), K.ATTACHMENT: (),
}  # fmt: skip
DAYS_OF = {
    K.TASK: ("due_on",), K.REPORTING: ("due_on",), K.PHASE: ("starts_on", "ends_on"),
}  # fmt: skip
DAY = re.compile(r"^(?P<y>\d{4}|\?{4})-(?P<m>\d{2})-(?P<d>\d{2})$")
TYPED = re.compile(
    r"^(?:(?P<y>\d{4})\s*[年./-])?\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})\s*[日号]?$"
)
WIDE = str.maketrans(",;:()!?", "，；：（）！？")
BETWEEN_FIGURES = re.compile(r"(?<=\d)[，：](?=\d)")
CUT = re.compile(r"[、，；。;]|(?<=[^\d]),|,(?=[^\d])")
HEAD_OF = re.compile(r"^(?:要|应|须|必须|并|同时|此外|其中|进一步|认真|切实|积极|充分)*")
UNITS_FIRST = re.compile(r"^[^，,。；;]{1,40}?(?:要|应当|应|须|负责)(?=[^，,。；;求点]{3})")
MASKED = re.compile(r"[*＊○]|[xX×]{1,}|某")


def read_day(text: str, year: int | None) -> date | None:
    """The day a field means; ``year`` stands in where the plan leaves it out."""
    found = DAY.match(text or "")
    if not found:
        return None
    years = year if found["y"] == "????" else int(found["y"])
    try:
        return date(years, int(found["m"]), int(found["d"])) if years else None
    except ValueError:
        return None


def typed_day(text: str) -> str | None:
    """What somebody typed for a day as a field keeps it; None for no day, "" for a blank."""
    text = text.strip()
    if not text or DAY.match(text):
        return text
    found = TYPED.match(text)
    if not found:
        return None
    day = f"{found['y'] or '????'}-{int(found['m']):02}-{int(found['d']):02}"
    return day if read_day(day, 2028) else None  # a leap year: 29 February can be meant


def kept_words(words: str, span: Span, source: str) -> str:
    """The words as the source has them, where the reader only evened out their signs."""
    raw = " ".join(source[span.start : span.end].split()).strip("。；;，, ")
    if len(raw) == len(words.strip()) and raw:
        return raw
    wide = words.strip().translate(WIDE)
    return BETWEEN_FIGURES.sub(lambda sign: {"，": ",", "：": ":"}[sign[0]], wide)


def short_title(text: str, owners: Iterable[str] = ()) -> str:
    """A title for a task of these words: its first stretch, at most 40 characters.

    The units in front of it (各村要…) are left out: they stand beside the task.
    """
    text = text.strip()
    if text.startswith(tuple(owners)):
        text = UNITS_FIRST.sub("", text) or text
    text = HEAD_OF.sub("", text) or text
    if len(text) <= LONGEST_TITLE:
        return text.rstrip("。；;，,")
    title = ""
    for stretch in re.split(r"(?<=[，,；;。])", text):
        if title and len(title) + len(stretch) > LONGEST_TITLE:
            break
        title += stretch
        if len(title) >= 12:
            break
    return title.rstrip("。；;，,")[:LONGEST_TITLE]


def cuts_of(text: str) -> list[int]:
    """The places where a text can be cut in two: after each sign between its parts."""
    places = [found.end() for found in CUT.finditer(text)]
    return [
        at for at in places if text[:at].strip(" 、，；。;,") and text[at:].strip(" 、，；。;,")
    ]


def cut(text: str, at: int) -> tuple[str, str]:
    """Both parts without the sign between them."""
    return text[:at].rstrip(" 、，；。;,"), text[at:].strip()


def joined(first: str, second: str) -> str:
    """Two texts as one sentence."""
    return f"{first.rstrip(' 、，；。;,')}，{second.lstrip()}"


def is_masked(text: str) -> bool:
    """Whether a name is blanked out (杨xx, ***) or missing."""
    return not text.strip() or bool(MASKED.search(text))


def units_words(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The words for units in a piece, by the field they stand in; empty ones left out."""
    return {key: fields[key] for key in UNITS_OF[K(kind)] if fields.get(key)}
