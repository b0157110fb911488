"""Who may open what of big screens, of the switch of rankings, of what a leader asks."""

from fraudwatch.tests.cast import PEOPLE

OFFICE = "coordinator second_coordinator"
COORDINATORS = f"{OFFICE} town other_town far_coordinator"
COUNTY = f"{OFFICE} leader inspector auditor"
READERS = f"{COUNTY} town other_town"
REPORTERS = "reporter sibling school bank town_reporter other_reporter two_hats"
MEMBERS = f"town other_town leader inspector auditor {REPORTERS}"
ALL = "* anonymous disabled"
LINK = {"kwargs": {"pk": "screen.pk"}}

ANYBODY = " ".join(["anonymous", *PEOPLE])
# names of units and titles of tasks are told to whoever holds the link
SCREEN = {
    "kwargs": {"token": "screen_token"},
    "get": {200: ALL},
    "tells": {"Plover-other-unit": ANYBODY, "Stork-other-task": ANYBODY},
}

TABLE = {
    # whoever holds the address reads figures and names of units, no person's
    "reports:screen": SCREEN,
    "reports:screen-now": SCREEN,
    "reports:screen-list": {"get": {200: COORDINATORS, 403: "*"}},
    "reports:screen-make": {
        "data": {"node": "units.town.pk", "name": "镇会议室", "days": "7"},
        "post": {302: f"{OFFICE} town", 404: "other_town far_coordinator", 403: "*"},
    },
    "reports:screen-detail": {
        **LINK, "get": {200: OFFICE, 403: "leader inspector auditor", 404: "*"},
    },
    "reports:screen-revoke": {
        **LINK, "post": {302: OFFICE, 403: "leader inspector auditor", 404: "*"},
    },
    "reports:ranking": {
        "kwargs": {"pk": "campaign.pk"},
        "get": {200: OFFICE, 403: MEMBERS, 404: "*"},
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
        "data": {"to": "on", "reason": "县委要求按周排名"},
    },
    "reports:dashboard-today": {
        "get": {200: f"{READERS} far_coordinator", 403: "*"},
        "also": [
            {
                "query": {"period": "last_period.pk", "node": "units.county.pk"},
                "get": {200: COUNTY, 404: "town other_town far_coordinator", 403: "*"},
            },
            {
                "query": {"period": "last_period.pk", "node": "units.other_town.pk"},
                "get": {200: f"{COUNTY} other_town", 404: "town far_coordinator", 403: "*"},
            },
        ],
    },
}  # fmt: skip
