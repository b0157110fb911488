"""Who may open the evidence ledger and single photos (see fraudwatch/tests/role_table.py)."""

OFFICE = "coordinator second_coordinator"
LOOK = "leader inspector auditor"
READERS = f"{OFFICE} town other_town {LOOK} far_coordinator"
REPORTERS = "reporter sibling school bank town_reporter other_reporter far_reporter two_hats"
CAMPAIGN = {"campaign": "campaign.pk"}
SEEN = f"reporter town {OFFICE} {LOOK}"
OWN = f"{OFFICE} {LOOK} town sibling two_hats"
FAR = "far_coordinator far_reporter"


def verdict(world):
    """A decision on the photo used twice, as its page stands."""
    return {"verdict": "allowed", "reason": "联合活动", "version": str(world.reuse.version)}


TABLE = {
    "reports:evidence": {
        "get": {200: f"{READERS} {REPORTERS}", 403: "*"},
        "shows": {"Linnet-caption": f"{OFFICE} {LOOK} town sibling two_hats"},
        "also": [
            {
                "query": {**CAMPAIGN, "mark": "bare"},
                "get": {404: FAR, 200: f"{READERS} {REPORTERS}", 403: "*"},
                "shows": {},
            },
            {
                "query": {**CAMPAIGN, "kind": "tasks"},
                "get": {404: FAR, 200: f"{READERS} {REPORTERS}", 403: "*"},
                "shows": {"Heron-village-file": f"{OFFICE} {LOOK} town reporter"},
            },
            {
                "query": {"unit": "units.village.pk"},
                "get": {200: SEEN, 404: "*", 403: "administrator nobody"},
                "shows": {},
            },
        ],
    },  # fmt: skip
    "reports:photo": {
        "kwargs": {"pk": "photo.pk"},
        "get": {200: SEEN, 404: "*"},
        "also": [
            {
                "kwargs": {"pk": "first_use.pk"},
                "get": {200: OWN, 404: "*"},
                "shows": "Linnet-caption",
            },
            {  # the later use: whoever may not see the first is told that there is one
                "kwargs": {"pk": "reuse.photo_id"},
                "shows": {},
            },
        ],
    },
    "reports:photo-caption": {
        "kwargs": {"pk": "photo.pk"},
        "post": {302: f"reporter town {OFFICE}", 403: LOOK, 404: "*"},
        "data": {"caption": "入户宣传"},
    },
    "reports:reuse-decide": {
        "kwargs": {"pk": "reuse.pk"},
        "post": {302: f"town {OFFICE}", 403: f"reporter {LOOK}", 404: "*"},
        "data": verdict,
    },
    "reports:bin-empty": {
        "kwargs": {"pk": "units.village.pk"},
        "post": {302: f"{OFFICE} town reporter", 403: f"administrator {LOOK}", 404: "*"},
    },
}
