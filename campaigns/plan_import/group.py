"""The leading group: its name, its office and its seats (pure)."""

import re

from .clean import Line
from .draft import Found, Group
from .seats import find_seats

GROUP = re.compile(
    r"(?:成立|建立|组建|设立|(?:调整|充实|完善|优化){1,2})(?:了|由)?(?P<name>[^,。;:《》]{0,40}?"
    r"(?:领导小组|工作领导组|领导组|指挥部|工作专班|组委会|工作小组|专项小组))"
    r"(?=[,。;:(]|$|\(|由|组成|具体|如下|办公室|及|和|统筹)"
)
OFFICE = re.compile(
    r"(?:办公室|办公地[点址])(?:\(?[^,。;()]{0,12}\)?)?(?:,办公(?:室|地[点址]))?,?(?:\()?(?:设在|设于|设立在|挂靠在?|地点设在|设置在)(?P<at>[^,。;()]{2,24}?)(?=[,。;()]|$|,由|,负责)"
    r"|下设办公室(?:于|在)(?P<at2>[^,。;()]{2,24}?)(?=[,。;()]|$)"
)


def find_group(lines: list[Line]) -> Group | None:
    """The group as far as the text tells; ``None`` where none is spoken of."""
    group = Group()
    for line in lines:
        _name(group, line)
        _office(group, line)
    group.members = list(find_seats(lines))
    if group.name is None and group.office_at is None and not group.members:
        return None
    return group


def _name(group: Group, line: Line) -> None:
    if group.name is not None:
        return
    for match in GROUP.finditer(line.text):
        name = match["name"]
        if name.startswith("以"):
            name = name.rpartition("的")[2]
        if (
            name.startswith("由")
            or re.match(r"^(?:的)?领导小组$", name)
            or "相应" in name
            or "各" in name[:1]
        ):
            continue
        group.name = Found(
            name, line.piece.span(match.end("name") - len(name), match.end("name")), 0.9, "set up"
        )
        return


def _office(group: Group, line: Line) -> None:
    if group.office_at is not None:
        return
    match = OFFICE.search(line.text)
    if match:
        which = "at" if match["at"] else "at2"
        group.office_at = Found(
            match[which].strip(), line.piece.span(*match.span(which)), 0.9, "office at"
        )
