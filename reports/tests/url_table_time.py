"""Who may open periods, take the office's steps on them, and see a schedule before it is saved."""

READERS = "coordinator second_coordinator town other_town leader inspector auditor"
OFFICE = "coordinator second_coordinator"
NO_READERS = "reporter sibling school bank town_reporter other_reporter two_hats"
PERIOD = {"pk": "last_period.pk"}
CLOSED = {"pk": "closed_period.pk"}
REASON = {"reason": "数据已齐"}

TABLE = {
    "reports:period-list": {
        "kwargs": {"pk": "template.pk"},
        "get": {200: READERS, 403: "*", 404: "administrator far_coordinator far_reporter nobody"},
    },
    "reports:period-detail": {
        "kwargs": PERIOD,
        "get": {200: READERS, 403: "*", 404: "administrator far_coordinator far_reporter nobody"},
    },
    "reports:period-close": {
        "kwargs": {"pk": "due_period.pk"},
        "post": {302: OFFICE, 403: f"{READERS} {NO_READERS}", 404: "*"},
        "data": REASON,
    },
    "reports:period-lock": {
        "kwargs": CLOSED,
        "post": {302: OFFICE, 403: f"{READERS} {NO_READERS}", 404: "*"},
        "data": REASON,
    },
    "reports:period-reopen": {
        "kwargs": CLOSED,
        "post": {302: OFFICE, 403: f"{READERS} {NO_READERS}", 404: "*"},
        "data": {**REASON, "until": "2026-06-12T18:00"},
    },
    "reports:period-exempt": {
        "kwargs": {"pk": "period.pk"},
        "post": {302: f"{OFFICE} town",
                 404: "other_town administrator far_coordinator far_reporter nobody",
                 403: "*"},
        "data": {**REASON, "units": ["units.village.pk"]},
    },
    "reports:report-extend": {
        "kwargs": {"pk": "report.pk"},
        "post": {302: f"{OFFICE} town", 403: "leader inspector auditor reporter",
                 404: "*"},
        "data": {**REASON, "until": "2026-06-17T18:00"},
    },
    "reports:report-due-again": {
        "kwargs": {"pk": "exempt.pk"},
        "post": {302: f"{OFFICE} town", 403: "leader inspector auditor reporter",
                 404: "*"},
        "data": REASON,
    },
    "reports:schedule-preview": {
        "query": {"campaign": "campaign.pk"},
        "get": {200: OFFICE, 404: "far_coordinator", 403: "*"},
    },
}  # fmt: skip
