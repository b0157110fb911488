"""Who may ask, decide, pass on, hand over and remind (see fraudwatch/tests/role_table.py)."""

from .url_table import OFFICE, TASK, TOWNS, answered

READERS = "leader inspector auditor"
LATER = {"due_on": "2026-07-10", "due_time": "18:00"}
DECIDES = {302: OFFICE, 403: f"{READERS} town reporter", 404: "*"}


def page(about: str, who: str, refused: str = "", **data: object) -> dict:
    """A page about a part of the village, with a form that is taken."""
    row = answered(about, who, refused, **data)
    return {**row, "get": {200: who, **{key: row["post"][key] for key in (403, 404)}}}


TABLE = {
    "campaigns:assignment-extend": page("to_sign", "reporter", reason="连日降雨", **LATER),
    "campaigns:extension-take-back": answered("working", "reporter"),
    "campaigns:assignment-ask": page("to_sign", "reporter", text="用哪张样表"),
    "campaigns:assignment-move-due": page("to_sign", OFFICE, reason="汛期", **LATER),
    "campaigns:assignment-remind": answered("to_sign", OFFICE),
    "campaigns:assignment-hand-over": page(
        "to_sign", f"{OFFICE} town reporter", person="successor.pk"
    ),
    "campaigns:assignment-pass-on": {
        "kwargs": {"pk": "town_part.pk"},
        "get": {200: f"{OFFICE} town", 403: f"{READERS} town_reporter", 404: "*"},
        "post": {302: f"{OFFICE} town", 403: f"{READERS} town_reporter", 404: "*"},
        "data": {"units": ["units.sibling.pk"], "due_on": "2026-06-28", "due_time": "18:00"},
    },
    "campaigns:task-remind": {
        "kwargs": {"pk": "task.pk"},
        "post": {
            302: OFFICE,
            403: " ".join(person for person in TASK.split() if person not in OFFICE.split()),
            404: "*",
        },
    },
    "campaigns:request-list": {
        "get": {200: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "shows": {"Martin-village-reason": OFFICE, "Dipper-village-question": OFFICE},
    },
    "campaigns:extension-decide": {
        "kwargs": {"pk": "extension.pk"},
        "get": {200: OFFICE, 403: f"{READERS} town reporter", 404: "*"},
        "post": DECIDES,
        "data": {"decision": "refuse", "due_on": "2026-07-05", "answer": "按期完成"},
        "shows": {"Martin-village-reason": OFFICE},
    },
    "campaigns:question-answer": {
        "kwargs": {"pk": "question.pk"},
        "get": {200: OFFICE, 403: f"{READERS} town reporter", 404: "*"},
        "post": DECIDES,
        "data": {"answer": "用附件二"},
        "shows": {"Dipper-village-question": OFFICE},
    },
}
