"""Who may open which board: workbench, ledger, dashboard, report templates."""

READERS = "coordinator second_coordinator town other_town leader inspector auditor"
COUNTY = "coordinator second_coordinator leader inspector auditor"
OFFICE = "coordinator second_coordinator"
COORDINATORS = f"{OFFICE} town other_town far_coordinator"
REPORTERS = "reporter sibling school bank town_reporter other_reporter two_hats"
MEMBERS = f"{READERS} {REPORTERS}"  # who sees the campaign and what it asks for


def schedule(world):
    """A valid schedule of the template."""
    return {
        "name": "反诈周报", "first_on": "2026-05-04", "due_day": "4", "due_time": "18:00",
        "cadence": "weekly", "counts_from": "start", "lock_days": "7",
        "levels-TOTAL_FORMS": "0", "levels-INITIAL_FORMS": "0",
        "close_day": "7", "close_time": "12:00", "photos_min": "0", "photos_max": "9",
        "version": str(world.template.version),
    }  # fmt: skip


def new_schedule(world):
    """A valid schedule of a report that is not there yet."""
    return schedule(world) | {"name": "月度小结"}


def items(world):
    """One indicator and no text."""
    return {
        "items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", "items-0-ORDER": "1",
        "items-0-indicator": str(world.indicator.pk), "items-0-section": "宣传",
        "blocks-TOTAL_FORMS": "0", "blocks-INITIAL_FORMS": "0",
    }  # fmt: skip


TEMPLATE = {"pk": "template.pk"}
EDITORS = {200: OFFICE, 403: f"{MEMBERS}", 404: "*"}

TABLE = {
    "reports:workbench": {
        "get": {200: COORDINATORS, 403: "*"},
        "shows": {"Plover-other-unit": "*", "Snipe-far-task": "far_coordinator"},
    },
    "reports:ledger": {
        "get": {200: f"{READERS} far_coordinator", 403: "*"},
        "shows": "Plover-other-unit",
        "also": [
            {
                "query": {"period": "last_period.pk"},
                "get": {200: READERS, 404: "far_coordinator", 403: "*"},
            },
            {
                "query": {"period": "last_period.pk", "unit": "units.town.pk"},
                "shows": {},
                "get": {
                    200: "coordinator second_coordinator town leader inspector auditor",
                    404: "other_town far_coordinator",
                    403: "*",
                },
            },
        ],
    },
    "reports:ledger-remind": {
        "post": {302: f"{OFFICE} town other_town", 404: "far_coordinator", 403: "*"},
        "data": {"period": "period.pk"},
    },
    "reports:leader-digest": {
        "get": {200: f"{OFFICE} town other_town far_coordinator", 403: "*"},
    },
    "reports:leader-digest-switch": {
        "kwargs": {"pk": "campaign.pk"},
        "post": {
            302: OFFICE,
            403: "leader inspector auditor town other_town reporter sibling school bank"
            " town_reporter other_reporter two_hats",
            404: "*",
        },
        "data": {"to": "on"},
    },
    "reports:dashboard": {
        "get": {200: f"{READERS} far_coordinator", 403: "*"},
        "shows": {"Plover-other-unit": "other_town"},
        "also": [
            {
                "query": {"period": "last_period.pk", "node": "units.other_town.pk"},
                "get": {200: f"{COUNTY} other_town", 404: "town far_coordinator", 403: "*"},
                "shows": "Plover-other-unit",
            },
            {
                "query": {"period": "last_period.pk", "node": "units.county.pk"},
                "shows": {},
                "get": {200: COUNTY, 404: "town other_town far_coordinator", 403: "*"},
            },
            {
                "query": {"period": "last_period.pk", "node": "units.town.pk"},
                "shows": {},
                "get": {200: f"{COUNTY} town", 404: "other_town far_coordinator", 403: "*"},
            },
        ],
    },
    "reports:dashboard-unit": {
        "kwargs": {"pk": "units.village.pk"},
        "query": {"period": "last_period.pk"},
        "get": {200: f"{COUNTY} town", 403: "administrator reporter", 404: "*"},
    },
    "reports:template-list": {
        "get": {200: "*"},
    },
    "reports:template-add": {
        "query": {"campaign": "campaign.pk"},
        "get": {200: OFFICE, 404: "far_coordinator", 403: "*"},
        "post": {302: OFFICE, 404: "far_coordinator", 403: "*"},
        "data": new_schedule,
    },
    "reports:template-detail": {
        "kwargs": TEMPLATE,
        "get": {200: MEMBERS, 404: "*"},
        "shows": "Plover-other-unit",
    },
    "reports:template-schedule": {
        "kwargs": TEMPLATE,
        "get": EDITORS,
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
        "data": schedule,
    },
    "reports:template-items": {
        "kwargs": TEMPLATE,
        "get": EDITORS,
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
        "data": items,
    },
    "reports:template-units": {
        "kwargs": TEMPLATE,
        "get": EDITORS,
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
        "data": {"units": ["units.village.pk", "units.school.pk"]},
    },
    "reports:template-switch": {
        "kwargs": TEMPLATE,
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
        "data": {"to": "off"},
    },
}
