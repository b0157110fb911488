"""Who may start campaigns, copy them, link them to higher ones, and read the checks."""

from campaigns.tests.url_table import COUNTY, EDIT, MEMBERS, OFFICE, SAVE, TOWNS, UNITS

CAMPAIGN = {"kwargs": {"pk": "campaign.pk"}}
STARTERS = f"{OFFICE} {TOWNS} far_coordinator"
ROLES = ("office", "police", "villages", "schools", "banks")
NEW = {
    "title": "入户行动", "theme": "", "kind": "telecom_fraud", "leading_group": "",
    "starts_on": "2026-07-01", "ends_on": "2026-08-31", "make": "1",
}  # fmt: skip
TOWN_ONLY = " ".join(person for person in MEMBERS.split() if person not in TOWNS.split())

TABLE = {
    "campaigns:start": {"get": {200: STARTERS, 403: "*"}},
    "campaigns:start-outline": {
        "kwargs": {"slug": "town"},
        "get": {200: STARTERS, 403: "*"},
        "post": {302: "town", 422: f"{OFFICE} other_town far_coordinator", 403: "*"},
        "data": NEW | {"owner": "units.town.pk"},
    },
    "campaigns:start-copy": {
        **CAMPAIGN, "get": EDIT, "post": SAVE,
        "data": NEW | {"years": "1", "way": "weekday"},
        "shows": "Plover-other-unit",
    },
    "campaigns:start-child": {
        **CAMPAIGN,
        "get": {200: TOWNS, 403: TOWN_ONLY, 404: "*"},
        "post": {302: TOWNS, 403: TOWN_ONLY, 404: "*"},
        "data": NEW,
    },
    "campaigns:higher-plan": {
        "kwargs": {"pk": "town_campaign.pk"},
        "get": {200: f"{OFFICE} town", 403: "leader inspector auditor", 404: "*"},
        "post": {302: f"{OFFICE} town", 403: "leader inspector auditor", 404: "*"},
        "data": {"parent": "", "version": "town_campaign.version"},
    },
    "campaigns:task-link": {
        "kwargs": {"pk": "town_task.pk"},
        "post": {302: f"{OFFICE} town", 403: "leader inspector auditor", 404: "*"},
        "data": {"parent": "task.pk", "version": "town_task.version"},
    },
    "campaigns:child-list": {
        **CAMPAIGN,
        "get": {200: COUNTY, 403: f"{TOWNS} {UNITS}", 404: "*"},
    },
    "campaigns:plan-remind": {
        **CAMPAIGN, "post": SAVE, "data": {"unit": "units.other_town.pk"},
    },
    "campaigns:plan-flaws": {**CAMPAIGN, "get": EDIT},
    "campaigns:plan-check": {**CAMPAIGN, "get": EDIT},
}  # fmt: skip
