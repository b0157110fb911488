"""Who may open the addresses of this app (see fraudwatch/tests/role_table.py)."""

OFFICE = "coordinator second_coordinator"
COUNTY = f"{OFFICE} leader inspector auditor"
TOWNS = "town other_town"
UNITS = "reporter sibling school bank town_reporter other_reporter two_hats"
MEMBERS = f"{COUNTY} {TOWNS} {UNITS}"
OTHERS = f"leader inspector auditor {TOWNS} {UNITS}"  # see the campaign, do not lead it
PARTS = f"{COUNTY} town reporter"  # see the village's part
TASK = f"{PARTS} school two_hats town_reporter"  # see the task of town, village and school
FAR = "far_coordinator far_reporter"
KINDS = {"kind": "telecom_fraud", "starts_on": "2026-07-01", "ends_on": "2026-08-31"}

CAMPAIGN = {"kwargs": {"pk": "campaign.pk"}}
DRAFT = {"kwargs": {"pk": "draft_campaign.pk"}}
EDIT = {200: OFFICE, 403: OTHERS, 404: "*"}
SAVE = {302: OFFICE, 403: OTHERS, 404: "*"}


def edited(about: str, **data: object) -> dict:
    """A page of the campaign's coordinators, with a form that is taken."""
    return {"kwargs": {"pk": f"{about}.pk"}, "get": EDIT, "post": SAVE, "data": data}


def pressed(about: str, **data: object) -> dict:
    """A button of the campaign's coordinators."""
    return {"kwargs": {"pk": f"{about}.pk"}, "post": SAVE, "data": data}


def answered(about: str, who: str, refused: str = "", **data: object) -> dict:
    """A button on the village's part in a task."""
    seen = " ".join(person for person in PARTS.split() if person not in who.split())
    return {
        "kwargs": {"pk": f"{about}.pk"}, "post": {302: who, 403: seen, 404: "*"}, "data": data,
        "refused": refused,
    }  # fmt: skip


TABLE = {
    "campaigns:campaign-list": {
        "get": {200: f"{MEMBERS} {FAR}", 403: "*"},
        "shows": {"Grebe-far-campaign": FAR},
    },
    "campaigns:campaign-add": {
        "get": {200: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "post": {302: OFFICE, 422: f"{TOWNS} far_coordinator", 403: "*"},
        "data": {"owner": "units.county.pk", "title": "暑期行动", **KINDS},
    },
    "campaigns:campaign-choose": {
        "post": {302: MEMBERS, 404: "*"},
        "data": {"campaign": "campaign.pk", "next": "/campaigns/"},
    },
    "campaigns:campaign-detail": {
        **CAMPAIGN,
        "get": {200: MEMBERS, 404: "*"},
        "shows": "Plover-other-unit",
        "tells": {"Plover-other-unit": MEMBERS},  # who else takes part is part of the plan
        "also": [
            {"kwargs": {"pk": "draft_campaign.pk"}, "get": {200: COUNTY, 404: "*"}, "shows": {}},
            {"kwargs": {"pk": "far.campaign.pk"}, "get": {200: FAR, 404: "*"}, "shows": {}},
        ],
    },
    "campaigns:campaign-edit": edited(
        "campaign", title="全民反诈", version="campaign.version", kind="telecom_fraud",
        starts_on="2026-05-04", ends_on="2026-10-31",
    ),
    "campaigns:campaign-move": pressed("campaign", move="sum_up"),
    "campaigns:campaign-members": edited("campaign", units=["units.county.pk"]),
    "campaigns:member-remove": {
        "kwargs": {"pk": "campaign.pk"}, "post": SAVE, "data": {"unit": "units.bank.pk"},
        "refused": OFFICE,
    },
    "campaigns:plan-detail": {
        **CAMPAIGN,
        "get": {200: MEMBERS, 404: "*"},
        "shows": {"Crane-draft-task": COUNTY, "Stork-other-task": f"{COUNTY} other_town"},
        "also": [{"kwargs": {"pk": "far.campaign.pk"}, "get": {200: FAR, 404: "*"}, "shows": {}}],
    },
    "campaigns:section-add": edited(
        "campaign", heading="工作要求", kind="requirements", text="抓好落实。"
    ),
    "campaigns:phase-add": edited(
        "campaign", name="总结", starts_on="2026-08-01", ends_on="2026-08-31"
    ),
    "campaigns:target-add": edited(
        "campaign", indicator="indicators.losses.pk", op="le", value="1000"
    ),
    "campaigns:duty-add": edited("campaign", unit="units.bank.pk", text="把好开户关。"),
    "campaigns:task-list": {
        **CAMPAIGN,
        "get": {200: MEMBERS, 404: "*"},
        "shows": {"Crane-draft-task": COUNTY, "Stork-other-task": f"{COUNTY} other_town"},
        "also": [
            {"query": {"view": "board"}, "shows": {"Stork-other-task": f"{COUNTY} other_town"}},
            {"query": {"view": "wall"}, "shows": {"Stork-other-task": f"{COUNTY} other_town"}},
            {"query": {"view": "gantt"}, "shows": {"Stork-other-task": f"{COUNTY} other_town"}},
            {
                "query": {"view": "calendar", "month": "2026-06"},
                "shows": {"Stork-other-task": f"{COUNTY} other_town"},
            },
            {"query": {"q": "Crane-"}, "shows": {"Crane-draft-task": COUNTY}},
        ],
    },
    "campaigns:task-add": edited("campaign", title="开学第一课", lead="units.school.pk"),
    "campaigns:task-issue-many": pressed("campaign", task="draft_task.pk"),
    "campaigns:section-edit": edited(
        "section", heading="任务分工", kind="tasks", text="每周入户。", version="section.version"
    ),
    "campaigns:section-draft": {
        "kwargs": {"pk": "section.pk"},
        "post": {200: OFFICE, 403: OTHERS, 404: "*"},
        "data": {"heading": "任务分工", "kind": "tasks", "text": "没写完", "version": "1"},
    },
    "campaigns:section-discard": pressed("section"),
    "campaigns:section-move": pressed("second_section", step="up"),
    "campaigns:section-delete": pressed("section", version="section.version"),
    "campaigns:phase-edit": edited(
        "phase", name="集中攻坚", starts_on="2026-06-01", ends_on="2026-07-31"
    ),
    "campaigns:phase-delete": pressed("phase"),
    "campaigns:target-edit": edited("target", indicator="indicator.pk", op="ge", value="2000"),
    "campaigns:target-delete": pressed("target"),
    "campaigns:duty-edit": edited("duty", unit="units.village.pk", text="入户到人。"),
    "campaigns:duty-delete": pressed("duty"),
    "campaigns:task-detail": {
        "kwargs": {"pk": "working.task.pk"},
        "get": {200: TASK, 404: "*"},
        "shows": {"Swift-village-feedback": PARTS, "Heron-village-file": PARTS},
        "also": [
            {
                "kwargs": {"pk": "draft_task.pk"},
                "get": {200: COUNTY, 404: "*"},
                "shows": {"Crane-draft-task": COUNTY},
            },
            {
                "kwargs": {"pk": "other_task.pk"},
                "get": {200: f"{COUNTY} other_town", 404: "*"},
                "shows": {"Stork-other-task": f"{COUNTY} other_town"},
            },
            {
                "kwargs": {"pk": "far.task.pk"},
                "get": {200: FAR, 404: "*"},
                "shows": {"Snipe-far-task": FAR},
            },
        ],
    },
    "campaigns:task-edit": {
        "kwargs": {"pk": "draft_task.pk"},
        "get": {200: OFFICE, 403: "leader inspector auditor", 404: "*"},
        "post": {302: OFFICE, 403: "leader inspector auditor", 404: "*"},
        "data": {"title": "Crane-draft-task", "lead": "units.town.pk", "version": "1"},
    },
    "campaigns:task-issue": {
        "kwargs": {"pk": "draft_task.pk"},
        "post": {302: OFFICE, 403: "leader inspector auditor", 404: "*"},
    },
    "campaigns:task-withdraw": {
        "kwargs": {"pk": "task.pk"},
        "post": {
            302: OFFICE,
            403: "leader inspector auditor town reporter school two_hats town_reporter",
            404: "*",
        },
        "data": {"reason": "并入别项"},
    },
    "campaigns:task-delete": {
        "kwargs": {"pk": "draft_task.pk"},
        "post": {302: OFFICE, 403: "leader inspector auditor", 404: "*"},
    },
    "campaigns:assignment-list": {
        "get": {200: f"{OFFICE} {TOWNS} {UNITS} {FAR}", 403: "*"},
        "shows": {"Stork-other-task": "other_town", "Snipe-far-task": "far_reporter"},
    },
    "campaigns:assignment-detail": {
        "kwargs": {"pk": "working.pk"},
        "get": {200: PARTS, 404: "*"},
        "shows": {"Swift-village-feedback": PARTS, "Heron-village-file": PARTS},
        "also": [{"kwargs": {"pk": "far.assignment.pk"}, "get": {200: FAR, 404: "*"}, "shows": {}}],
    },
    "campaigns:assignment-sign": answered("to_sign", "reporter"),
    "campaigns:assignment-feedback": answered(
        "working", "reporter", move="give_feedback", text="又走了十户"
    ),
    "campaigns:assignment-close": answered("to_verify", OFFICE),
    "campaigns:assignment-return": answered("to_verify", OFFICE, reason="缺照片"),
    "campaigns:assignment-withdraw": answered("to_sign", OFFICE, reason="换成邻村"),
    "campaigns:unit-duties": {
        "kwargs": {"pk": "units.village.pk"},
        "get": {200: f"administrator {OFFICE} town leader inspector auditor reporter", 404: "*"},
    },
    "campaigns:indicator-list": {
        "get": {200: f"{COUNTY} {TOWNS} far_coordinator", 403: "*"},
    },
    "campaigns:indicator-add": {
        "get": {200: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "post": {302: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "data": {
            "code": "calls", "name": "劝阻电话", "kind": "whole", "measure": "flow",
            "direction": "up",
        },
    },
    "campaigns:indicator-edit": {
        "kwargs": {"pk": "indicator.pk"},
        "get": {200: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "post": {302: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "data": {"name": "入户走访", "direction": "up", "is_active": "on"},
    },
}  # fmt: skip
