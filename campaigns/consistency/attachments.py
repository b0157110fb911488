"""Attachments that the text cites, and those that are there (pure)."""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from . import dates
from .facts import Flaw, PlanFacts, listed, plain, sentences, warn

CITED = re.compile(r"附件\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?")
BEFORE = re.compile(r"[《〈](?P<title>[^《》〈〉]+)[》〉]\s*[（(【]?\s*(?:见|详见)?\s*$")
AFTER = re.compile(r"^\s*[:：.．、]?\s*[《〈](?P<title>[^《》〈〉]+)[》〉]")
DESCRIBED = re.compile(
    r"(?P<words>[^，,。；;、（）()《》〈〉“”：:\s]{1,12}(?:率|表|单|书|册|信|告|执|语|账))"
    r"[（(]附件\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})"
)
LISTING = re.compile(
    r"^附件\s*(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:：.．、]?\s*(?P<title>.+)$"
)


def attachment_flaws(facts: PlanFacts) -> list[Flaw]:
    """Attachments cited and not there, there and never cited, one number for two papers."""
    there = {row.number: row for row in facts.attachments}
    cited: dict[int, tuple[str, str]] = {}
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    found = []
    for _section, clause, text, place in sentences(facts):
        target = f"clause:{clause.id}"
        for number, title in _citations(text):
            if number is None and not there:
                said = _("An attachment is cited, but the plan has none.")
                found.append(warn("attachment_missing", said, target, place))
            if number is not None:
                cited.setdefault(number, (target, place))
                if title:
                    titles[number].setdefault(_bare(title), title)
    for number, row in there.items():
        titles[number].setdefault(_bare(row.title), row.title)
    listed_here = _listed_numbers(facts)
    for number, (target, place) in sorted(cited.items()):
        if number not in there and number not in listed_here:
            text = _("Attachment %(number)d is cited, but there is no such attachment.")
            found.append(warn("attachment_missing", text % {"number": number}, target, place))
    _add_described(facts, titles)
    found += _doubles(titles, cited)
    for row in facts.attachments:
        if row.number not in cited:
            text = _("Attachment %(number)d “%(title)s” is cited nowhere in the text.")
            words = {"number": row.number, "title": row.title}
            found.append(warn("attachment_unused", text % words, f"attachment:{row.id}"))
    return found


def _citations(text: str) -> Iterator[tuple[int | None, str]]:
    if line := LISTING.match(text):
        yield dates.whole_number(line["number"]), line["title"].strip("《》〈〉 ")
        return
    for hit in CITED.finditer(text):
        before = BEFORE.search(text[: hit.start()])
        after = AFTER.match(text[hit.end() :])
        title = before["title"] if before else after["title"] if after else ""
        yield dates.whole_number(hit["number"]) if hit["number"] else None, title


def _add_described(facts: PlanFacts, titles: dict[int, dict[str, str]]) -> None:
    """Papers cited by what they are (安装率（附件5）) that share no word with the title known."""
    for _section, _clause, text, _place in sentences(facts):
        for hit in DESCRIBED.finditer(text):
            number, words = dates.whole_number(hit["number"]), hit["words"]
            known = titles.get(number, {})
            if known and not any(_share(words, title) for title in known):
                titles[number][words] = words


def _share(one: str, other: str) -> bool:
    """Whether two texts share a word of two characters."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _listed_numbers(facts: PlanFacts) -> set[int | None]:
    """Numbers whose paper stands in the text itself, in a section of attachments."""
    return {
        dates.whole_number(line["number"])
        for section in facts.sections
        if section.kind == "attachments"
        for clause in section.clauses
        if (line := LISTING.match(plain(clause.text)))
    }


def _bare(title: str) -> str:
    return re.sub(r"[\s《》〈〉“”\"（）()]", "", title)


def _doubles(titles: dict[int, dict[str, str]], cited: dict[int, tuple[str, str]]) -> list[Flaw]:
    found = []
    for number, papers in sorted(titles.items()):
        names = sorted(papers, key=len)
        apart = [name for name in names if not any(name != o and o in name for o in names)]
        if len(apart) > 1 and number in cited:
            text = _("Attachment %(number)d stands for different papers: %(titles)s.")
            words = {"number": number, "titles": listed([f"《{papers[one]}》" for one in apart])}
            found.append(warn("attachment_double", text % words, *cited[number]))
    return found
