"""What does not fit in the wording of a plan (pure)."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from . import dates
from .facts import Flaw, PlanFacts, SectionFact, plain, sentences, warn

MASK = re.compile(r"(?<![a-zA-Z])[xX]{2,}(?![a-zA-Z])|[×＊○□]{2,}|\*{2,}|某某某?|[_＿]{2,}")
SEATS = "组长|常务副组长|副组长|成员|主任|副主任|联络员|联系人|联系电话|队长|副队长"
SEAT = re.compile(rf"(?P<seat>{SEATS})\s*[:：]\s*(?P<who>[^。；;\n]*)")
TO_COME = re.compile(r"^(?:待定|待补|暂缺|空缺|略|/|-+|—+|…+)?$")
LEADER = re.compile(r"(?<!副)组长\s*[:：]")
ABOUT_WHOLE = re.compile(r"专项行动|本次|此次|这次|全[县镇乡市校区行]|宣传月|集中整治|活动")
WHOLE_KINDS = frozenset({"preamble", "principles", "objectives", "other"})
START = r"(?:^|[。；;：:\n])\s*"
# by rank: a number of a lower rank begins anew below one of a higher rank
TYPED = tuple(
    re.compile(START + mark)
    for mark in (
        r"(?P<no>[一二三四五六七八九十]{1,3})、",
        r"[（(](?P<no>[一二三四五六七八九十]{1,3})[)）]",
        r"(?P<no>\d{1,2})(?:[.．](?!\d)|、)",
        r"[（(](?P<no>\d{1,2})[)）]",
        r"(?P<no>[一二三四五六七八九十]{1,2})是",
    )
)


def no_text() -> Flaw:
    """The plan has not been written."""
    return warn("no_text", _("The plan has no text yet."), "plan")


def date_flaws(facts: PlanFacts) -> list[Flaw]:
    """Days without a year, a month or a day; years left open; deadlines outside the campaign."""
    found = []
    said: dict[int, bool] = {}
    for section, clause, text, place in sentences(facts):
        target = f"clause:{clause.id}"
        masked = dates.masked_years(text)
        if masked:
            sentence = _("“%(date)s”: the year was left open.") % {"date": masked[0]}
            found.append(warn("date_masked", sentence, target, place))
        for half in dates.half_named(text):
            sentence = _("“%(date)s” is no full date: say month and day.") % {"date": half}
            found.append(warn("date_half", sentence, target, place))
        named = dates.named_days(text)
        found += [] if masked else _yearless(facts, named, said.get(section.id, False),
                                             target, place)  # fmt: skip
        if any(one.year for one in named):
            said[section.id] = True
        found += _outside(facts, text, named, target, place)
    return found


def _yearless(
    facts: PlanFacts, named: list[dates.Named], said: bool, target: str, place: str
) -> list[Flaw]:
    first = next((one for one in named if not one.year), None)
    if not first or said or named[0].year:
        return []
    text = _("“%(date)s” names no year. In this campaign it would be %(year)d.")
    year = next(
        (
            year
            for year in range(facts.starts_on.year, facts.ends_on.year + 1)
            if (day := first.on(year)) and facts.starts_on <= day <= facts.ends_on
        ),
        facts.starts_on.year,
    )
    return [warn("date_yearless", text % {"date": first.text, "year": year}, target, place)]


def _outside(
    facts: PlanFacts, text: str, named: list[dates.Named], target: str, place: str
) -> list[Flaw]:
    """Deadlines (…前) that name a day of another time, as after a copy from last year."""
    sentence = _("“%(date)s” lies outside the campaign (%(first)s to %(last)s).")
    span = {"first": _full(facts.starts_on), "last": _full(facts.ends_on)}
    return [
        warn("date_outside", sentence % ({"date": one.text} | span), target, place)
        for one in named
        if one.year
        and re.match(r"(?:\d{1,2}[时:：])?(?:之前|以前|前)", text[one.at + len(one.text) :])
        and (day := one.on(one.year))
        and not facts.starts_on <= day <= facts.ends_on
    ]


def _full(day: object) -> str:
    return f"{day:%Y-%m-%d}"


def length_flaws(facts: PlanFacts) -> list[Flaw]:
    """为期四个月 beside days, or in a campaign, that last longer or shorter."""
    phases = {phase.clause: phase for phase in facts.phases if phase.clause}
    found = []
    for section, clause, text, place in sentences(facts):
        stated = dates.lengths(text)
        if len(stated) != 1:
            continue
        named = dates.with_years(dates.named_days(text), facts.starts_on.year)
        phase = phases.get(clause.id)
        if len(named) == 2 and named[0] <= named[1]:
            first, last = named
        elif phase and not named:
            first, last = phase.starts_on, phase.ends_on
        elif section.kind in WHOLE_KINDS and ABOUT_WHOLE.search(text) and len(named) < 2:
            first, last = facts.starts_on, facts.ends_on
        else:
            continue
        if not stated[0].fits(first, last):
            words = {"length": stated[0].text, "first": _full(first), "last": _full(last)}
            words["days"] = (last - first).days + 1
            sentence = _("“%(length)s”, but %(first)s to %(last)s are %(days)d days.") % words
            found.append(warn("length", sentence, f"clause:{clause.id}", place))
    return found


def blank_flaws(facts: PlanFacts) -> list[Flaw]:
    """Names that were left open or masked: 组长：, xx, ***, ×××."""
    found = []
    for _section, clause, text, place in sentences(facts):
        target = f"clause:{clause.id}"
        blank = [hit["seat"] for hit in SEAT.finditer(text) if _is_open(hit["who"])]
        for seat in dict.fromkeys(blank):
            sentence = _("“%(seat)s”: nobody is named.") % {"seat": seat}
            found.append(warn("seat_blank", sentence, target, place))
        for year in dates.masked_years(text):
            text = text.replace(year, "")
        hit = MASK.search(text)
        if hit and not blank:
            near = text[max(0, hit.start() - 8) : hit.end() + 4]
            sentence = _("“%(words)s”: something was left out here.") % {"words": near}
            found.append(warn("masked", sentence, target, place))
    return found


def _is_open(who: str) -> bool:
    """Whether a seat's text names nobody."""
    left = MASK.sub("", who).strip(" 　，,、（）()同志先生女士职务")
    return bool(TO_COME.match(left))


def seat_flaws(facts: PlanFacts) -> list[Flaw]:
    """Two 组长 in one section."""
    found = []
    for section in facts.sections:
        named = [
            clause for clause in section.clauses for _hit in LEADER.finditer(plain(clause.text))
        ]
        if len(named) > 1:
            text = _("The group leader (组长) is named %(n)d times here.") % {"n": len(named)}
            place = f"{section.label}{section.heading}"
            found.append(warn("two_leaders", text, f"clause:{named[1].id}", place))
    return found


def number_flaws(facts: PlanFacts) -> list[Flaw]:
    """The same number typed twice in headings, in a section or in one sentence."""
    found = []
    heads: dict[str, SectionFact] = {}
    for section in facts.sections:
        typed = re.match(r"([一二三四五六七八九十]{1,3})、", section.heading)
        if typed and typed[1] in heads:
            text = _("Two sections bear the number %(number)s.") % {"number": typed[0]}
            found.append(warn("number_twice", text, f"section:{section.id}", section.heading))
        if typed:
            heads[typed[1]] = section
    for section in facts.sections:
        place = f"{section.label}{section.heading}"
        found += _typed_twice(section, place)
    return found


def _typed_twice(section: SectionFact, place: str) -> list[Flaw]:
    """Numbers begin anew below each number of a higher rank; else each stands once."""
    found = []
    opened: dict[int, set[str]] = defaultdict(set)
    for clause in section.clauses:
        text = plain(clause.text)
        twice = []
        for rank, mark in enumerate(TYPED):
            inside = [hit["no"] for hit in mark.finditer(text)]
            twice += [no for at, no in enumerate(inside) if no in inside[:at]]
            first = mark.match(text)
            if first and first["no"] in opened[rank]:
                twice.append(first["no"])
            if first or clause.level == rank > 0:
                for lower in range(rank + 1, len(TYPED)):
                    opened[lower].clear()
            if first:
                opened[rank].add(first["no"])
        if twice:
            said = _("The number %(number)s stands here twice.") % {"number": twice[0]}
            found.append(warn("number_twice", said, f"clause:{clause.id}", place))
    return found
