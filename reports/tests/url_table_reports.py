"""Who may open what of a unit's reports and their review (see fraudwatch/tests/role_table.py)."""

from django.core.files.uploadedfile import SimpleUploadedFile

from fraudwatch.tests.world import picture

OFFICE = "coordinator second_coordinator"
LOOK = "leader inspector auditor"
SEEN = f"reporter town {OFFICE} {LOOK}"
COORDINATORS = f"{OFFICE} town other_town far_coordinator"
REPORTERS = "reporter sibling school bank town_reporter other_reporter far_reporter two_hats"
FILL = {200: f"reporter town {OFFICE}", 403: LOOK, 404: "*"}
FILLED = {302: f"reporter town {OFFICE}", 403: LOOK, 404: "*"}
DECIDED = {302: f"town {OFFICE}", 403: f"reporter {LOOK}", 404: "*"}
BANK_DECIDED = {302: OFFICE, 403: f"bank {LOOK}", 404: "*"}

REPORT, SUBMITTED, MISSING = (
    {"kwargs": {"pk": f"{name}.pk"}} for name in ("report", "submitted", "missing")
)
GOOD = {
    "v.visits": "1200",
    "v.app_users": "300",
    "v.losses": "0",
    "v.awareness.n": "90",
    "v.awareness.d": "100",
    "r.visits": "集市",  # ten times the last period
}
CORRECTION = {"reason": "台账不符", "mark": "visits", "correct_by": "2026-06-12T18:00"}


def photo(_world: object) -> dict:
    """A small photo."""
    return {"photo": SimpleUploadedFile("photo.jpg", picture(), "image/jpeg")}


def decided(**data: str):
    """A decision on the submitted report, as its page stands."""
    return lambda world: {"version": world.submitted.version, **data}


TABLE = {
    "reports:home": {
        "get": {
            200: f"{COORDINATORS} {REPORTERS} nobody",
            302: f"{LOOK} administrator",
        },
        "shows": {
            "Eagle-notice": "reporter",
            "Plover-other-unit": "*",
            "Snipe-far-task": "far_coordinator far_reporter",
        },
    },
    "reports:report-list": {
        "get": {200: f"{COORDINATORS} {REPORTERS}", 403: "*"},
        "shows": "Plover-other-unit",
    },
    "reports:report-detail": {
        **SUBMITTED, "get": {200: SEEN, 404: "*"}, "shows": "Wren-village-report",
        "also": [
            {
                "kwargs": {"pk": "other_report.pk"},
                "get": {200: f"{OFFICE} {LOOK} other_town other_reporter", 404: "*"},
                "shows": "Finch-other-report",
            },
            {  # of a unit that takes part without being below the county
                "kwargs": {"pk": "guest_report.pk"},
                "get": {200: f"{OFFICE} {LOOK}", 404: "*"},
                "shows": "Ibis-guest-report",
            },
            {
                "kwargs": {"pk": "far.report.pk"},
                "get": {200: "far_coordinator far_reporter", 404: "*"},
                "shows": "Tern-far-report",
            },
            {  # with the unit's request to correct it
                "kwargs": {"pk": "approved.pk"},
                "get": {200: f"school two_hats town {OFFICE} {LOOK}", 404: "*"},
                "shows": "Godwit-school-correction",
            },
            {
                "kwargs": {"pk": "drafted.pk"},
                "get": {200: f"{OFFICE} {LOOK} town sibling two_hats", 404: "*"},
                "shows": {},
            },
        ],
    },
    "reports:report-receipt": {**SUBMITTED, "get": {200: SEEN, 404: "*"}},
    "reports:report-edit": {
        **REPORT,
        "get": FILL,
        "post": FILLED,
        "data": {"v.visits": "1", "draft_version": "0"},
        "also": [
            {
                "kwargs": {"pk": "drafted.pk"},
                "get": {200: f"sibling two_hats town {OFFICE}", 403: LOOK, 404: "*"},
                "post": {302: f"sibling two_hats town {OFFICE}", 403: LOOK, 404: "*"},
                "data": {"v.visits": "1", "draft_version": "1"},
                "shows": "Robin-sibling-draft",
            },
        ],
    },
    # the body of a form is no JSON; what it keeps is in test_report_form.py
    "reports:report-autosave": {**REPORT, "post": {400: FILL[200], 403: LOOK, 404: "*"}},
    "reports:report-submit": {**REPORT, "get": FILLED, "post": FILLED, "data": GOOD},
    "reports:report-zero": {
        **REPORT, "get": FILLED, "post": FILLED, "data": {"reason": "抗洪"},
    },
    "reports:photo-add": {
        **REPORT, "get": FILLED, "post": FILLED, "files": photo, "data": {"caption": "集市宣传"},
    },
    "reports:photo-remove": {"kwargs": {"pk": "photo.pk"}, "get": FILLED, "post": FILLED},
    "reports:photo-restore": {
        "kwargs": {"pk": "removed_photo.pk"}, "get": FILLED, "post": FILLED,
    },
    "reports:report-review": {
        "get": {200: COORDINATORS, 403: "*"},
        "also": [
            {
                "query": {"at": "submitted.pk"},
                "get": {200: f"town {OFFICE}", 404: "other_town far_coordinator", 403: "*"},
                "shows": "Wren-village-report",
            },
            {
                "query": {"at": "guest_report.pk"},
                "get": {200: OFFICE, 404: "town other_town far_coordinator", 403: "*"},
                "shows": "Ibis-guest-report",
            },
            {
                "query": {"at": "far.report.pk"},
                "get": {200: "far_coordinator", 404: f"town other_town {OFFICE}", 403: "*"},
                "shows": "Tern-far-report",
            },
        ],
    },
    "reports:report-approve": {
        **SUBMITTED, "get": DECIDED, "post": DECIDED, "data": decided(),
    },
    "reports:report-return": {
        **SUBMITTED, "get": DECIDED, "post": DECIDED, "data": decided(**CORRECTION),
    },
    "reports:report-exempt": {**REPORT, "post": DECIDED, "data": {"reason": "停业"}},
    "reports:report-reopen": {
        **MISSING,
        "post": BANK_DECIDED,
        "data": {"reason": "请示补报", "until": "2026-06-20T18:00"},
    },
}  # fmt: skip
