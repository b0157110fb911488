"""Who may open the pages of signing in, accounts, notices, files and the audit log."""

OFFICE = "coordinator second_coordinator"
KEEPERS = f"administrator {OFFICE} town other_town far_coordinator"
# Who keeps the reporter's account; who only sees that it exists.
KEEP_REPORTER = f"administrator {OFFICE} town"
SEE_REPORTER = "leader inspector auditor reporter"
REPORTER = {"pk": "cast.reporter.pk"}
ACT = {302: KEEP_REPORTER, 403: SEE_REPORTER, 404: "*"}
NEW_PASSWORD = "Quite-new-2026"

TABLE = {
    "orgs:sign-in": {
        "get": {200: "anonymous disabled", 302: "*"},
        "post": {302: "anonymous disabled *"},
        "data": {"username": "reporter", "password": "Cast-password-2026"},
        "refused": "*",
    },
    "orgs:sign-out": {"post": {302: "*"}},
    "orgs:password-change": {
        "get": {200: "*"},
        "post": {302: "*"},
        "data": {"old": "Cast-password-2026", "new": NEW_PASSWORD, "again": NEW_PASSWORD},
    },
    "orgs:profile": {
        "get": {200: "*"},
        "post": {302: "*"},
        "data": {"email": "new-address@example.cn"},
    },
    "orgs:sessions-end": {"post": {302: "*"}},
    "orgs:notice-list": {"get": {200: "*"}, "shows": "Eagle-notice"},
    "orgs:notice-read-all": {"post": {302: "*"}},
    "orgs:notice-open": {"kwargs": {"pk": "notice.pk"}, "post": {302: "reporter", 404: "*"}},
    "orgs:file": {
        "kwargs": {"pk": "feedback_file.pk"},
        "get": {200: f"{OFFICE} leader inspector auditor town reporter", 404: "*"},
        "also": [
            {
                "kwargs": {"pk": "job.file.pk"},
                "get": {200: "coordinator second_coordinator leader", 404: "*"},
                "shows": "Raven-job",
            },
            {"kwargs": {"pk": "last_photo.picture.pk"}},
            {"kwargs": {"pk": "last_photo.thumbnail.pk"}},
            {"kwargs": {"pk": "removed_photo.picture.pk"}},
        ],
    },
    "orgs:admin-home": {
        "get": {
            200: "administrator",
            302: f"{OFFICE} town other_town far_coordinator leader auditor",
            403: "*",
        }
    },
    "orgs:user-list": {
        "get": {200: KEEPERS, 403: "*"},
        "shows": {"Plover-other-unit": "*", "Egret-far-unit": "far_coordinator"},
    },
    "orgs:user-create": {
        "get": {200: KEEPERS, 403: "*"},
        "post": {200: KEEPERS, 403: "*"},
        "data": {
            "username": "newcomer", "name": "新人", "home_unit": "units.village.pk",
            "role": "reporter", "email": "",
        },
        "refused": "other_town far_coordinator",
    },
    "orgs:user-edit": {
        "kwargs": REPORTER,
        "get": {200: KEEP_REPORTER, 403: SEE_REPORTER, 404: "*"},
        "post": ACT,
        "data": {"name": "改名", "email": "", "home_unit": "units.village.pk"},
    },
    "orgs:user-disable": {"kwargs": REPORTER, "post": ACT},
    "orgs:user-enable": {
        "kwargs": {"pk": "cast.disabled.pk"},
        "post": {302: f"administrator {OFFICE}", 403: "leader inspector auditor", 404: "*"},
        "refused": OFFICE,
    },
    "orgs:user-unlock": {"kwargs": REPORTER, "post": ACT},
    "orgs:password-reset": {
        "kwargs": REPORTER,
        "post": {200: KEEP_REPORTER, 403: SEE_REPORTER, 404: "*"},
    },
    "orgs:grant-add": {
        "kwargs": REPORTER,
        "post": ACT,
        "data": {"role": "reporter", "unit": "units.sibling.pk"},
    },
    "orgs:grant-end": {"kwargs": {"pk": "grant.pk"}, "post": ACT},
    "orgs:audit-list": {
        "get": {200: f"{KEEPERS} leader auditor", 403: "*"},
        "query": {"since": "", "q": "-person"},
        "shows": {
            "Lark-village-person": f"{OFFICE} town leader auditor",
            "Quail-other-person": f"{OFFICE} other_town leader auditor",
            "Dunlin-far-person": "far_coordinator",
        },
        "also": [
            {
                "query": {"since": "", "q": "Crane-"},
                "shows": {"Crane-draft-task": f"{OFFICE} leader auditor"},
            },
            {"query": {"since": ""}, "shows": {}},
        ],
        "tells": {"Curlew-saved-view": f"{OFFICE} auditor"},  # that something was kept is on record
    },
    "orgs:audit-export": {
        "get": {200: "administrator auditor", 403: "*"},
        "query": {"since": ""},
        "shows": {"Swift-village-feedback": "auditor", "Quail-other-person": "auditor"},
        "tells": {"Curlew-saved-view": "auditor"},
    },
    "orgs:audit-verify": {"post": {302: "administrator auditor", 403: "*"}},
}  # fmt: skip
