"""The automatic numbers of a Word document, worked out as Word shows them (pure)."""

from dataclasses import dataclass, field

HAN = "零一二三四五六七八九"
COUNTED = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand",
    "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseCounting", "koreanCounting",
    "chineseLegalSimplified", "ideographTraditional",
}  # fmt: skip


@dataclass
class Level:
    """How one level of a list counts: its first number, its kind and its pattern (``%1、``)."""

    start: int = 1
    kind: str = "decimal"
    pattern: str = ""


@dataclass
class Numbering:
    """The lists of a document: levels by list, and the list of each number id."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """Count one on and give the label of this paragraph, ``""`` for bullets and none."""
        name = self.lists.get(number)
        kinds = self.levels.get(name or "")
        if not kinds or level not in kinds:
            return ""
        counts = self.counts.setdefault(name, {})
        if number not in self.used:
            self.used.add(number)
            for (of, at), start in self.starts.items():
                if of == number:
                    counts[at] = start - 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        counts[level] = counts.get(level, kinds[level].start - 1) + 1
        if kinds[level].kind in ("bullet", "none"):
            return ""
        text = kinds[level].pattern
        for at in range(level + 1):
            shown = counts.get(at, kinds[at].start if at in kinds else 1)
            text = text.replace(f"%{at + 1}", spelt(shown, kinds[at].kind if at in kinds else ""))
        return text


def spelt(number: int, kind: str) -> str:
    """A number as its kind writes it."""
    if kind in COUNTED:
        return counted(number)
    if kind.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x245F + number)
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if kind == "lowerLetter" else 65) + number - 1)
    return str(number)


def counted(number: int) -> str:
    """One to ninety-nine in Chinese; larger numbers stay in figures."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{HAN[tens]}十")
    return head + (HAN[ones] if ones else "")
