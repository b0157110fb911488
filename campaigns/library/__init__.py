"""The built-in library of indicators (内置指标库): one TOML file, read once (pure).

A site adopts what it needs into its own library; from then on the words and ranges are its own.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "indicators.toml"


@dataclass(frozen=True)
class BuiltIn:
    """One built-in indicator; the fields are those of campaigns.models.Indicator."""

    code: str
    fields: Mapping[str, object]

    @property
    def name(self) -> str:
        """Its Chinese name."""
        return str(self.fields["name"])

    @property
    def name_en(self) -> str:
        """Its English name."""
        return str(self.fields["name_en"])


@dataclass(frozen=True)
class Shelf:
    """A group of built-in indicators."""

    key: str
    name: str
    name_en: str
    indicators: Sequence[BuiltIn]


@cache
def shelves() -> tuple[Shelf, ...]:
    """The groups in the order they are shown."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Shelf(
            group["key"], group["name"], group["name_en"],
            tuple(_built_in(row, group["key"], data["breakdown"]) for row in group["indicators"]),
        )
        for group in data["group"]
    )  # fmt: skip


@cache
def built_ins() -> dict[str, BuiltIn]:
    """All of them by code."""
    return {one.code: one for shelf in shelves() for one in shelf.indicators}


def _built_in(row: Mapping, group: str, breakdowns: Mapping[str, list[dict]]) -> BuiltIn:
    high = row.get("high")
    return BuiltIn(
        row["code"],
        {
            "name": row["name"],
            "name_en": row["name_en"],
            "unit_of_measure": row["unit"],
            "unit_of_measure_en": row["unit_en"],
            "kind": row.get("kind", "whole"),
            "measure": row.get("measure", "flow"),
            "direction": row.get("direction", "up"),
            "numerator_label": row.get("top", ""),
            "denominator_label": row.get("base", ""),
            "numerator_label_en": row.get("top_en", ""),
            "denominator_label_en": row.get("base_en", ""),
            "help": row["help"],
            "help_en": row["help_en"],
            "base_kind": row.get("counted_over", ""),
            "low": None,
            "high": None if high is None else Decimal(high),
            "breakdown": breakdowns[row["breakdown"]] if "breakdown" in row else [],
            "group": group,
        },
    )
