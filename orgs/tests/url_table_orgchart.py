"""Who may take the directory along, split a unit, see what it owes, and print a leading group."""

OFFICE = "coordinator second_coordinator"
KEEPERS = f"administrator {OFFICE} town other_town far_coordinator"
READERS = f"{KEEPERS} leader inspector auditor"
KEEP = f"administrator {OFFICE} town"
SEE = "leader inspector auditor reporter"
# The county's own group: its coordinators change it, everybody below sees it.
BELOW = (
    "administrator town reporter sibling school bank town_reporter other_town other_reporter "
    "leader inspector auditor two_hats"
)

TABLE = {
    "orgs:unit-split": {
        "kwargs": {"pk": "units.village.pk"},
        "data": {
            "version": 1,
            "name_1": "桃源北村",
            "code_1": "NEW-2",
            "kind_1": "village",
            "kind_2": "village",
            "kind_3": "village",
            "confirmed": "1",
        },  # fmt: skip
        "get": {200: KEEP, 403: SEE, 404: "*"},
        "post": {302: KEEP, 403: SEE, 404: "*"},
    },
    "orgs:unit-owes": {
        "kwargs": {"pk": "units.other_village.pk"},
        "get": {
            200: f"administrator {OFFICE} other_town other_reporter leader inspector auditor",
            404: "*",
        },
        "shows": {"Stork-other-task": "nobody"},
        "also": [
            {
                "kwargs": {"pk": "units.other_town.pk"},
                "shows": {"Stork-other-task": f"{OFFICE} other_town leader inspector auditor"},
            },
            {
                "kwargs": {"pk": "units.far_village.pk"},
                "get": {200: "far_coordinator far_reporter", 404: "*"},
                "shows": "Snipe-far-task",
            },
        ],
    },
    "orgs:seat-edit": {
        "kwargs": {"pk": "group.pk", "seat": "seat.pk"},
        "get": {200: OFFICE, 403: BELOW, 404: "*"},
        "post": {302: OFFICE, 403: BELOW, 404: "*"},
        "data": {"from_on": "2026-06-01", "to_on": "2026-12-31", "version": 1},
    },
    "orgs:liaison-export": {
        "get": {200: READERS, 403: "*"},
        "shows": {
            "Lark-village-person": f"{KEEP} leader inspector auditor",
            "Plover-other-unit": "*",
            "Egret-far-unit": "far_coordinator",
        },
        "also": [{"query": {"q": "lark"}, "shows": {"Lark-village-person": f"{OFFICE} town"}}],
    },
}
