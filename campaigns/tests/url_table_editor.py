"""Who may open the addresses of the plan's editor (see fraudwatch/tests/role_table.py)."""

import uuid

from .url_table import EDIT, OFFICE, OTHERS, SAVE, edited, pressed

TELL = {200: OFFICE, 403: OTHERS, 404: "*"}


def told(data) -> dict:
    """A message of the editor's script."""
    return {"kwargs": {"pk": "campaign.pk"}, "post": TELL, "json": data}


def new_sentence(world) -> dict:
    """A sentence written by whoever asks; another's name is refused by the view itself."""
    block = {
        "key": str(uuid.uuid4()), "section": world.section.pk, "version": 0, "kind": "text",
        "level": 0, "text": "新的一句。", "after": None,
    }  # fmt: skip
    return {"user": world.cast["coordinator"].pk, "blocks": [block]}


def free_sentence(world) -> dict:
    """The last sentence of the section."""
    clause = world.section.clauses.last()
    return {"clause": clause.pk, "version": clause.version}


TABLE = {
    "campaigns:plan-edit": {
        "kwargs": {"pk": "campaign.pk"}, "get": EDIT,
        "shows": {"Crane-draft-task": OFFICE, "Stork-other-task": OFFICE},
    },
    "campaigns:plan-save": {
        "kwargs": {"pk": "campaign.pk"}, "json": new_sentence,
        "post": {200: "coordinator", 409: "second_coordinator", 403: OTHERS, 404: "*"},
        "refused": "second_coordinator",
    },
    "campaigns:plan-beat": told({"step": 0, "section": 0}),
    "campaigns:clause-release": told(free_sentence),
    "campaigns:section-insert": pressed("campaign", heading="保障措施", kind="measures"),
    "campaigns:section-rename": pressed("section", heading="任务清单", kind="tasks"),
    "campaigns:section-place": pressed("second_section", place="0"),
    "campaigns:section-join": pressed("second_section", how="demote"),
    "campaigns:section-split": {
        "kwargs": {"pk": "section.pk"}, "post": SAVE, "data": lambda world: {
            "clause": world.section.clauses.last().pk, "how": "promote",
        },
    },
    "campaigns:attachment-add": edited("campaign", number="7", title="工作提示"),
    "campaigns:attachment-edit": edited(
        "attachment", number="1", title="任务清单", version="attachment.version"
    ),
    "campaigns:attachment-remove": pressed("attachment"),
}  # fmt: skip
