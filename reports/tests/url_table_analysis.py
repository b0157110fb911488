"""Who may open the analysis page and take it out as a file."""

from .url_table_figures import COUNTY, OUTSIDE, READERS

WHOLE = {
    "query": {"period": "last_period.pk", "node": "units.county.pk"},
    "shows": {},
    "get": {200: COUNTY, 404: OUTSIDE, 403: "*"},
}
TOWN = {
    "query": {"period": "last_period.pk", "node": "units.other_town.pk"},
    "get": {200: f"{COUNTY} other_town", 404: "town far_coordinator", 403: "*"},
}
TABLE = {
    "reports:analysis": {
        **TOWN,
        "shows": "Plover-other-unit",
        "also": [
            WHOLE,
            {"query": {}, "shows": {}, "get": {200: f"{READERS} far_coordinator", 403: "*"}},
        ],
    },
    "reports:analysis-csv": {**TOWN, "also": [WHOLE]},
}
