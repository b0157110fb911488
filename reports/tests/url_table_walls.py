"""Who may open the wall charts of reports, and the drawers behind their cells."""

from collections.abc import Callable
from types import SimpleNamespace

READERS = "coordinator second_coordinator town other_town leader inspector auditor"
COUNTY = "coordinator second_coordinator leader inspector auditor"
CAMPAIGN = {"kwargs": {"pk": "campaign.pk"}}
BLIND = "reporter sibling school bank town_reporter other_reporter two_hats"
OFFICE = "coordinator second_coordinator"


def cell(unit: str) -> Callable[[SimpleNamespace], dict]:
    """A unit's cell of last week; of a town that speaks for its units with a minus."""

    def key(world: SimpleNamespace) -> dict:
        row = world.units[unit.removeprefix("-")].pk
        return {"c": f"{'-' if unit.startswith('-') else ''}{row}.{world.last_period.pk}"}

    return key


TABLE = {
    "reports:wall-weeks": {
        **CAMPAIGN,
        "get": {200: READERS, 403: BLIND, 404: "*"},
        "shows": "Plover-other-unit",
        "also": [
            {
                "query": {"unit": "units.other_town.pk"},
                "get": {200: f"{COUNTY} other_town", 403: BLIND, 404: "*"},
            },
        ],
    },
    "reports:wall-cell": {
        **CAMPAIGN,
        "query": cell("village"),
        "get": {200: f"{COUNTY} town", 403: BLIND, 404: "*"},
        "shows": "Lark-village-person",
        "also": [
            {
                "query": cell("-other_town"),
                "get": {200: f"{COUNTY} other_town", 403: BLIND, 404: "*"},
                "shows": "Plover-other-unit",
            },
            {"query": {"c": "1.x"}, "get": {403: BLIND, 404: "*"}, "shows": {}},
        ],
    },
    "reports:wall-remind": {
        **CAMPAIGN,
        "post": {302: f"{OFFICE} town", 403: f"leader inspector auditor {BLIND}", 404: "*"},
        "data": cell("-town"),
    },
    "reports:wall-gauges": {
        **CAMPAIGN,
        "get": {200: READERS, 403: BLIND, 404: "*"},
    },
    "reports:wall-gauge": {
        "kwargs": {"pk": "campaign.pk", "period": "last_period.pk"},
        "query": {"c": "1.0"},
        "get": {403: BLIND, 404: "*"},
    },
}
