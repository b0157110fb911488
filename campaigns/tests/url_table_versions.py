"""Who may open the addresses of versions, comments and receipts (see role_table.py)."""

from .url_table import COUNTY, MEMBERS, OFFICE

READERS = f"{COUNTY} town"  # see the village's campaign without leading it
VILLAGE = f"{COUNTY} town reporter"  # see the campaign that only the village takes part in
BOARD = "leader inspector"
LOOK = "auditor"  # sees it all, comments on nothing
NOT_OFFICE = f"{BOARD} {LOOK}"
IN_REVIEW = {"kwargs": {"pk": "in_review.pk"}}
IN_FORCE = {"kwargs": {"pk": "in_force.pk"}}
REVIEWED = {"kwargs": {"pk": "review_campaign.pk"}}
DECIDE = {302: "leader second_coordinator", 422: "coordinator", 403: "inspector auditor", 404: "*"}
WORDS = {"Bittern-draft-plan": COUNTY}
SAY = {302: f"{OFFICE} {BOARD}", 403: LOOK, 404: "*"}

TABLE = {
    "campaigns:version-list": {
        "kwargs": {"pk": "campaign.pk"},
        "get": {200: MEMBERS, 404: "*"},
        "also": [
            {**REVIEWED, "get": {200: COUNTY, 404: "*"}},
            {"kwargs": {"pk": "paper_campaign.pk"}, "get": {200: VILLAGE, 404: "*"}},
        ],
    },
    "campaigns:version-strip": {**REVIEWED, "get": {200: COUNTY, 404: "*"}},
    "campaigns:version-send": {
        "kwargs": {"pk": "to_send.pk"},
        "get": {200: OFFICE, 403: NOT_OFFICE, 404: "*"},
        "post": {302: OFFICE, 403: NOT_OFFICE, 404: "*"},
        "data": {"message": "请审"},
    },
    "campaigns:comment-list": {
        **REVIEWED,
        "get": {200: f"{OFFICE} {BOARD}", 403: LOOK, 404: "*"},
        "shows": {"Dipper-plan-comment": f"{OFFICE} {BOARD}"},
    },
    "campaigns:receipt-strip": {
        "kwargs": {"pk": "paper_campaign.pk"},
        "get": {200: READERS, 403: "reporter", 404: "*"},
    },
    "campaigns:plan-diff": {
        **REVIEWED,
        "get": {200: COUNTY, 404: "*"},
        "query": {"from": "in_review.pk", "to": "draft", "all": "1"},
        "shows": WORDS,
        "also": [
            {
                "kwargs": {"pk": "paper_campaign.pk"}, "shows": {},
                "query": {"from": "in_force.pk", "to": "draft"},
                "get": {200: COUNTY, 404: "*"},
            },
            {
                "kwargs": {"pk": "paper_campaign.pk"}, "shows": {}, "query": {},
                "get": {200: VILLAGE, 404: "*"},
            },
        ],
    },
    "campaigns:version-detail": {
        **IN_REVIEW,
        "get": {200: COUNTY, 404: "*"},
        "shows": {**WORDS, "Dipper-plan-comment": COUNTY},
        "also": [{**IN_FORCE, "get": {200: VILLAGE, 404: "*"}, "shows": {}}],
    },
    "campaigns:version-recall": {
        **IN_REVIEW, "post": {302: OFFICE, 403: NOT_OFFICE, 404: "*"},
    },
    "campaigns:version-return": {**IN_REVIEW, "post": DECIDE, "data": {"remarks": "请补时限"}},
    "campaigns:version-sign-off": {**IN_REVIEW, "post": DECIDE, "data": {"remarks": "同意"}},
    "campaigns:version-publish": {
        "kwargs": {"pk": "to_publish.pk"},
        "get": {200: OFFICE, 403: NOT_OFFICE, 404: "*"},
        "post": {302: OFFICE, 403: NOT_OFFICE, 404: "*"},
        "data": {
            "document_number": "青反诈办[2026]8号", "issuer": "青澜县反诈办",
            "issued_on": "2026-06-10", "recipients": "各成员单位", "sign_days": "2",
        },
    },
    "campaigns:comment-add": {**IN_REVIEW, "post": SAY, "data": {"text": "写明时限"}},
    "campaigns:comment-answer": {
        "kwargs": {"pk": "comment.pk"}, "post": SAY, "data": {"text": "已改"},
    },
    "campaigns:comment-settle": {"kwargs": {"pk": "comment.pk"}, "post": SAY},
    "campaigns:receipt-list": {**IN_FORCE, "get": {200: READERS, 403: "reporter", 404: "*"}},
    "campaigns:receipt-remind": {
        **IN_FORCE, "post": {302: OFFICE, 403: f"{NOT_OFFICE} town reporter", 404: "*"},
    },
    "campaigns:receipt-detail": {
        "kwargs": {"pk": "receipt.pk"}, "get": {200: VILLAGE, 404: "*"},
    },
    "campaigns:receipt-sign": {
        "kwargs": {"pk": "receipt.pk"},
        "post": {302: "reporter", 403: f"{COUNTY} town", 404: "*"},
    },
}  # fmt: skip
