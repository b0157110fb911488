"""The seats of a leading group: line by line, in lists and in prose (pure)."""

import re
from collections.abc import Iterator

from .clean import Line
from .draft import Member
from .holders import HOLDER, OF_UNITS, between, holder_of, member, members, person
from .lexicon import POST, SEAT, SEATS
from .outline import read_mark
from .people import MASK, NAME, ROLES_END, is_name
from .piece import Piece
from .sentences import sentences
from .units import is_unit, split_list

GAPPED = "|".join(sorted((" *".join(seat) for seat in SEATS), key=len, reverse=True))
HAN = r"[\u3400-\u9fff]{2,4}"
LINE = re.compile(rf"^(?P<seat>{GAPPED})(?: *:| {{2,}}| (?={HAN}(?: |$)))(?P<rest>.*)$")
ALONE = re.compile(rf"^(?P<seat>{GAPPED})$")
# 组长：甲；副组长：乙 in one line.
NEXT = re.compile(
    rf"(?<![副 ])[;。,、 ] *(?=(?:{GAPPED}) *:"
    r"|(?:领导小组)?(?:下设)?办公室[^,。:]{0,6}设|(?:领导小组|指挥部|小组)下设)"
)
# 胡  伟, 迟 晓 光: a name written wide.
SPACED = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff]) +([\u3400-\u9fff])(?: ?([\u3400-\u9fff]))?"
    r"(?![\u3400-\u9fff]| [\u3400-\u9fff](?![\u3400-\u9fff]))"
)
TAKES = re.compile(
    rf"(?:(?<!负责)同志)?(?:任|担任|兼任|为|出任|兼)(?:领导小组)?(?P<seat>{SEAT})(?=[,。;、():]|的|$)"
)
SEAT_BY_PERSON = re.compile(
    rf"(?P<seat>{SEAT})(?:由|:|为)(?P<who>[^,。;:]{{1,80}}?)(?:同志)?(?:兼任|担任|任|组成|等组成)(?=[,。;]|$)"
)
UNITS_LINE = re.compile(r"(?:^|[。;,])成员单位(?:为|有|包括|:)+(?P<who>[^。;:]{4,300})")
# 办公室设在…,甲兼任主任,副主任由乙担任: seats of the office.
OF_OFFICE = re.compile(
    r"(?:^|,)(?P<who>[^,。;]{2,30}?)(?:同志)?(?:兼任|担任|任)(?P<seat>副?主任)(?=[,。;]|$)"
    r"|,(?P<seat2>副?主任)由(?P<who2>[^,。;]{2,40}?)(?:同志)?(?:兼任|担任|任)(?=[,。;]|$)"
)
ENTRY = re.compile(rf"(?P<name>{NAME})(?: +|(?=\()|(?<=[\u3400-\u9fff]),)(?P<post>.+)")


def find_seats(lines: list[Line]) -> Iterator[Member]:
    """All seats, each once."""
    return _each_once(_seats(lines))


def _seats(lines: list[Line]) -> Iterator[Member]:
    """Seats line by line (组长：…, and the lines that go on with it), then those in prose."""
    current = None
    for i, line in enumerate(lines):
        alone = ALONE.match(line.raw.text.strip())
        if LINE.match(line.raw.text.strip()):
            for part in _seat_by_seat(line.raw.strip()):
                match = LINE.match(part.text)
                if match is None:
                    yield from _in_prose(part)
                    continue
                current = SEATS[re.sub(r" ", "", match["seat"])]
                yield from _listed(current, part[match.start("rest") :])
        elif alone and i + 1 < len(lines) and (_goes_on(lines[i + 1]) or _is_name(lines, i + 1)):
            current = SEATS[re.sub(r" ", "", alone["seat"])]
        elif current and _is_name(lines, i):
            post = _post_below(lines, i)
            yield person(current, line.text.strip(), post, line.piece)
        elif current and i and _is_name(lines, i - 1) and _post_below(lines, i - 1):
            continue
        elif current and (_goes_on(line) or (current == "成员" and _is_more_units(line))):
            yield from _listed(current, line.raw)
        else:
            current = None
            yield from _in_prose(line.piece)


def _is_name(lines: list[Line], at: int) -> bool:
    """A name and nothing else in a line: a cell of a table that came apart."""
    text = lines[at].text.strip()
    if text.replace(" ", "") in SEATS:
        return False
    return is_name(text, is_sure=_post_below(lines, at) is not None)


def _post_below(lines: list[Line], at: int) -> str | None:
    below = lines[at + 1].text.strip() if at + 1 < len(lines) else ""
    is_post = re.fullmatch(rf"[^,。;:]{{0,14}}{POST}", below) and below not in SEATS
    return below if is_post else None


def _seat_by_seat(raw: Piece) -> Iterator[Piece]:
    start = 0
    for match in NEXT.finditer(raw.text):
        yield raw[start : match.start()]
        start = match.end()
    yield raw[start:]


def _narrow(text: str) -> str:
    return SPACED.sub(lambda found: "".join(part or "" for part in found.groups()), text)


def is_seat_line(line: Line) -> bool:
    """组长：…, or a line that names a person and a post."""
    return LINE.match(line.raw.text.strip()) is not None or _goes_on(line)


def _goes_on(line: Line) -> bool:
    """A line of a list of people: a name, a gap, a post, and no full sentence."""
    text = line.raw.text.strip()
    entry = ENTRY.match(_narrow(text))
    if "。" in text[:-1] or len(text) > 60:
        return False
    is_post = bool(entry) and re.search(POST + "[)]?$", entry["post"]) is not None
    is_person = bool(entry) and is_name(entry["name"], is_sure=is_post)
    return is_person or bool(re.fullmatch(rf"[各全][^,。;:]{{1,16}}{POST}", text))


def _is_more_units(line: Line) -> bool:
    """县直有关单位、各乡镇主要负责同志 in a line of its own under 成员."""
    text = line.raw.text.strip()
    of_units = OF_UNITS.match(text)
    is_short = len(text) <= 60 and "。" not in text[:-1] and read_mark(text) is None
    return is_short and bool(of_units and split_list(of_units["who"]))


def _listed(role: str, rest: Piece) -> Iterator[Member]:
    """What stands behind 成员：: people with posts, or units."""
    rest = rest.strip(" 。;,")
    if not rest or MASK.match(rest.text):
        return
    if role == "成员" and HOLDER.search(rest.text):
        yield from members(rest)
        return
    units = split_list(rest.text.replace(" ", ""))
    if role == "成员" and units and all(_looks_like_unit(u.text) for u in units):
        for start, end in between(rest.text, r"[、,;]|和(?=[^、,]*$)"):
            name = rest[start:end].strip(" 。")
            if name:
                yield member(role, None, None, name.text, name)
        return
    of_units = OF_UNITS.match(rest.text.replace(" ", ""))
    if of_units and (units := split_list(of_units["who"])):
        for unit in units:
            yield member(role, None, of_units["post"], unit.text, rest)
        return
    yield from _people(role, rest)


def _looks_like_unit(text: str) -> bool:
    return is_unit(text) and not re.search(POST + "$", text)


def _people(role: str, rest: Piece) -> Iterator[Member]:
    """胡伟（县委副书记）、张三 局长 …: name and post with a gap, brackets or nothing between."""
    parts: list[tuple[int, int]] = []
    for start, end in between(rest.text, r"[、;,]"):
        if parts and _is_more_of_a_post(rest.text[slice(*parts[-1])], rest.text[start:end]):
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    for start, end in parts:
        part = rest[start:end].strip(" 。;,")
        if part:
            yield from _person_or_two(role, part)


def _is_more_of_a_post(before: str, text: str) -> bool:
    """张三 副书记、镇长 has two posts."""
    words = re.split(r" +", _narrow(before.strip()))
    is_post = re.fullmatch(rf"[^ ()]{{0,10}}{POST}", text.strip()) is not None
    return len(words) == 2 and is_name(words[0], is_sure=True) and is_post


def _person_or_two(role: str, part: Piece) -> Iterator[Member]:
    text = _narrow(part.text)
    bracket = re.match(rf"^(?P<name>{NAME}) *\((?P<post>[^()]+)\)$", text)
    if bracket and (is_name(bracket["name"], is_sure=True) or MASK.match(bracket["name"])):
        yield person(role, bracket["name"], bracket["post"], part)
        return
    words = re.split(r" +", text)
    is_post = len(words) == 2 and re.search(POST + "$", words[1]) is not None
    if len(words) == 1 or not is_name(words[0], is_sure=is_post):
        yield from holder_of(role, part)
        return
    while words:
        name = words.pop(0)
        post = words.pop(0) if words and not is_name(words[0]) else None
        yield person(role, name, post and post.strip("()"), part)


def _in_prose(piece: Piece) -> Iterator[Member]:
    """由甲任组长，乙任副组长，丙等单位负责人为成员 in a sentence."""
    text = piece.text
    if not re.search(SEAT, text):
        return
    for match in SEAT_BY_PERSON.finditer(text):
        who = piece[match.start("who") : match.end("who")]
        yield from _sitting(SEATS[match["seat"]], who, is_sure=True)
    for match in UNITS_LINE.finditer(text):
        yield from _listed("成员", piece[match.start("who") : match.end("who")])
    done = 0
    for match in TAKES.finditer(text):
        start = max(done, *(text.rfind(mark, 0, match.start()) + 1 for mark in "。;:"))
        done = match.end()
        who = piece[start : match.start()].strip(" ,、的")
        by = SET_UP.match(who.text) or re.match(
            r"^.*?(?:成立|设立|组建|建立)(?:了)?以|^.*?(?:成立|设立)?(?:了)?(?<![自理])由|^.*(?:办公室[^,]{0,14}|工作),",
            who.text,
        )
        who = who[by.end() :] if by else who
        told = list(TOLD.finditer(who.text))
        who = who[told[-1].end() :] if told else who
        if who and not re.match(rf"(?:办公室)?(?:副)?(?:主任|组长)$|{SEAT}", who.text):
            yield from _sitting(SEATS[match["seat"]], who, is_sure="同志" in match.group())
    yield from _of_office(piece)


def _of_office(piece: Piece) -> Iterator[Member]:
    """甲兼任主任, 副主任由乙担任 in a sentence about the office."""
    for a, b in sentences(piece):
        part = piece[a:b]
        at = part.text.find("办公室")
        if at < 0:
            continue
        for match in OF_OFFICE.finditer(part.text, at):
            which = "" if match["who"] else "2"
            role = "办公室" + match["seat" + which]
            who = part[match.start("who" + which) : match.end("who" + which)]
            by = re.match(r"^由", who.text)
            yield from _sitting(role, who[by.end() :] if by else who, is_sure=True)


# A clause before the person that tells something else.
TOLD = re.compile(
    r"(?:设在|设于|设立|下设|挂靠|负责|成立|协调|统筹|开展|召集|兼任|担任|(?<![主责])任(?=[\u3400-\u9fff]{2,6},))[^,]*,"
)
SET_UP = re.compile(r"^.*(?:成立|设立|建立|组建)[^,、]*?(?:领导小组|指挥部|专班|小组),")


def _sitting(role: str, part: Piece, *, is_sure: bool = False) -> Iterator[Member]:
    """Those who hold a seat together; members may be a list of units."""
    if role == "成员":
        yield from members(part)
        return
    for a, b in _persons(part.text):
        yield from holder_of(role, part[a:b], is_sure=is_sure)


def _persons(text: str) -> list[tuple[int, int]]:
    """Where holders of a seat stand: 副局长、党组成员张三 is one, 主任张三、部长李四 two."""
    out, start = [], 0
    for _, b in between(text, r"、|,"):
        words = text[start:b]
        both = ROLES_END.match(words.removesuffix("同志"))
        named = both and (is_name(both["name"], is_sure=True) or MASK.match(both["name"]))
        is_end = b == len(text) or text[b] == "," or words.endswith("同志")
        if named or is_end or is_name(words):
            out.append((start, b))
            start = b + 1
    return [(a, b) for a, b in out if a < b]


def _each_once(members: Iterator[Member]) -> Iterator[Member]:
    seen = set()
    for one in members:
        key = (one.role, one.person, one.post if not one.person else None, one.unit)
        if key not in seen and (one.person or one.post or one.unit):
            seen.add(key)
            yield one
