"""Who may open the addresses of the task ledger (see fraudwatch/tests/role_table.py)."""

from django.core.files.uploadedfile import SimpleUploadedFile

from .task_books import book, row
from .url_table import CAMPAIGN, COUNTY, FAR, MEMBERS, OFFICE, OTHERS, SAVE, TOWNS, UNITS

KEEPERS = f"{COUNTY} {TOWNS} {UNITS} {FAR}"
OPEN = {200: OFFICE, 403: OTHERS, 404: "*"}
SHEET = {"kwargs": {"pk": "campaign.pk", "key": "task_sheet.pk"}}


def sheet(_world: object) -> dict:
    """A sheet of tasks, read anew by every request."""
    return {"file": SimpleUploadedFile("tasks.xlsx", book(row("又一项任务")))}


TABLE = {
    "campaigns:part-list": {
        **CAMPAIGN,
        "get": {200: MEMBERS, 404: "*"},
        "shows": {"Stork-other-task": f"{COUNTY} other_town"},
        "also": [
            {"query": {"q": "Stork-"}, "shows": {"Stork-other-task": f"{COUNTY} other_town"}},
            {"kwargs": {"pk": "far.campaign.pk"}, "get": {200: FAR, 404: "*"},
             "shows": {"Snipe-far-task": FAR}},
        ],
    },
    "campaigns:part-bulk": {
        **CAMPAIGN, "post": OPEN, "data": {"act": "remind", "part": "working.pk"},
        "refused": OFFICE,  # a preview: nothing is written yet
    },
    "campaigns:part-bulk-run": {
        **CAMPAIGN, "post": SAVE, "data": {"act": "remind", "part": "working.pk"},
    },
    "campaigns:ledger-export": {
        **CAMPAIGN, "post": {302: MEMBERS, 404: "*"},
        "data": {"document": "part-ledger", "query": "", "part": "", "all": ""},
    },
    "campaigns:task-import": {
        **CAMPAIGN, "get": OPEN, "post": SAVE, "files": sheet,
    },
    "campaigns:task-import-check": {
        **SHEET,
        "get": {200: "coordinator", 403: OTHERS, 404: "*"},
        "post": {302: "coordinator", 403: OTHERS, 404: "*"},
    },
    "campaigns:task-template": {**CAMPAIGN, "get": OPEN},
    "campaigns:view-list": {
        **CAMPAIGN, "get": {200: MEMBERS, 404: "*"}, "shows": {"Curlew-saved-view": "leader"},
    },
    "campaigns:view-strip": {
        **CAMPAIGN, "get": {200: MEMBERS, 404: "*"}, "shows": {"Curlew-saved-view": "leader"},
    },
    "campaigns:view-save": {
        **CAMPAIGN, "post": {302: MEMBERS, 404: "*"}, "data": {"name": "我的", "query": "lamp=red"},
    },
    "campaigns:view-rename": {
        "kwargs": {"pk": "saved_view.pk"}, "post": {302: "leader", 404: "*"},
        "data": {"name": "改名"},
    },
    "campaigns:view-delete": {
        "kwargs": {"pk": "saved_view.pk"}, "post": {302: "leader", 404: "*"},
    },
    "campaigns:calendar-page": {"get": {200: KEEPERS, 403: "*"}},
    "campaigns:calendar-renew": {"post": {200: KEEPERS, 403: "*"}},
    "campaigns:calendar-revoke": {
        "post": {302: KEEPERS, 403: "*"}, "refused": " ".join(
            person for person in KEEPERS.split() if person != "bank"
        ),
    },
    "campaigns:calendar-feed": {"kwargs": {"secret": "feed_secret"}, "get": {200: "*"}},
}  # fmt: skip
