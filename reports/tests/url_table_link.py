"""Who may open what of collection links (see fraudwatch/tests/role_table.py)."""

OFFICE = "coordinator second_coordinator"
COORDINATORS = f"{OFFICE} town other_town far_coordinator"
REPORTERS = "reporter sibling school bank town_reporter other_reporter two_hats"
MEMBERS = f"town other_town leader inspector auditor {REPORTERS}"
LOOK = "leader inspector auditor"
ACTIVITY = {"kind": "lecture", "course": "held", "held_on": "2026-06-10", "reach": "30"}
ALL = "* anonymous disabled"
LINK = {"kwargs": {"pk": "link.pk"}}
# without the pass of the link, which nobody here has, every page behind it is shut
SHUT = {**LINK, "get": {403: ALL}, "post": {403: ALL}}
PHOTO = {**SHUT, "kwargs": {"pk": "link.pk", "photo": "photo.pk"}}
CAPTION = {"kwargs": PHOTO["kwargs"], "post": {403: ALL}}

TABLE = {
    "reports:collect": {
        "kwargs": {"token": "link_token"},
        "get": {200: ALL},
        "post": {302: ALL},
        "data": {"code": "link_code", "name": "张建国"},
    },
    "reports:collect-form": SHUT,
    "reports:collect-autosave": SHUT,
    "reports:collect-submit": SHUT,
    "reports:collect-zero": SHUT,
    "reports:collect-receipt": SHUT,
    "reports:collect-photo-add": SHUT,
    "reports:collect-photo-remove": PHOTO,
    "reports:collect-photo-restore": PHOTO,
    "reports:collect-photo-caption": CAPTION,
    "reports:collect-photo": {
        **SHUT, "kwargs": {"pk": "link.pk", "photo": "photo.pk", "size": "small"},
    },
    "reports:activity-list": {
        "kwargs": {"pk": "report.pk"},
        "get": {200: f"reporter town {OFFICE} {LOOK}", 404: "*"},
    },
    "reports:activity-add": {
        "kwargs": {"pk": "report.pk"},
        "get": {200: f"reporter town {OFFICE}", 403: LOOK, 404: "*"},
        "post": {302: f"reporter town {OFFICE}", 403: LOOK, 404: "*"},
        "data": {**ACTIVITY, "name": "反诈讲座"},
    },
    "reports:activity-edit": {  # the sibling took part: it sees the activity and leaves it
        "kwargs": {"pk": "activity.pk"},
        "get": {200: f"reporter town {OFFICE}", 403: f"{LOOK} sibling two_hats", 404: "*"},
        "post": {302: f"reporter town {OFFICE}", 403: f"{LOOK} sibling two_hats", 404: "*"},
        "data": {**ACTIVITY, "name": "集市宣传", "version": "1"},
    },
    "reports:town": {
        "query": {"period": "period.pk"},
        "get": {
            200: f"{OFFICE} town other_town {REPORTERS}",
            404: "far_coordinator far_reporter",
            403: "*",
        },
        "shows": {"Plover-other-unit": "other_town"},
    },
    "reports:town-forward": {
        "data": {"period": "period.pk", "unit": "units.town.pk"},
        "post": {302: f"{OFFICE} town", 404: "other_town far_coordinator", 403: "*"},
        "refused": "*",
    },
    "reports:town-gather": {
        "kwargs": {"pk": "town_report.pk"},
        "data": {"period": "last_period.pk", "draft_version": "0"},
        "post": {302: f"{OFFICE} town town_reporter", 403: "leader inspector auditor", 404: "*"},
    },
    "reports:template-behalf": {
        "kwargs": {"pk": "template.pk"},
        "data": {"to": "reporters"},
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
    },
    "reports:link-list": {
        "get": {200: f"{OFFICE} town other_town", 404: "far_coordinator", 403: "*"},
        "query": {"period": "period.pk"},
        "shows": "Plover-other-unit",
    },
    "reports:link-make": {
        "post": {302: f"{OFFICE} town other_town", 404: "far_coordinator", 403: "*"},
        "data": {"period": "period.pk", "units": ["units.village.pk", "units.other_village.pk"]},
    },
    "reports:link-cards": {"get": {200: COORDINATORS, 403: "*"}},
    "reports:link-detail": {**LINK, "get": {200: f"{OFFICE} town", 404: "*"}},
    "reports:link-revoke": {**LINK, "post": {302: f"{OFFICE} town", 404: "*"}},
}  # fmt: skip
