"""Who may open the comparison grid and what a figure is made of."""

READERS = "coordinator second_coordinator town other_town leader inspector auditor"
COUNTY = "coordinator second_coordinator leader inspector auditor"
OUTSIDE = "town other_town far_coordinator"

TABLE = {
    "reports:figures": {
        "get": {200: f"{READERS} far_coordinator", 403: "*"},
        "also": [
            {
                "query": {"period": "last_period.pk", "node": "units.county.pk"},
                "get": {200: COUNTY, 404: OUTSIDE, 403: "*"},
            },
            {
                "query": {"period": "last_period.pk", "node": "units.other_town.pk"},
                "get": {200: f"{COUNTY} other_town", 404: "town far_coordinator", 403: "*"},
            },
        ],
    },
    "reports:figure-sources": {
        "query": {"code": "visits", "period": "last_period.pk", "node": "units.other_town.pk"},
        "get": {200: f"{COUNTY} other_town", 404: "town far_coordinator", 403: "*"},
        "shows": "Plover-other-unit",
        "also": [
            {
                "query": {"code": "visits", "period": "last_period.pk", "node": "units.town.pk"},
                "shows": {},
                "get": {200: f"{COUNTY} town", 404: "other_town far_coordinator", 403: "*"},
            },
        ],
    },
}
