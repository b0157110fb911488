"""Who may read a plan in, look it over and make a campaign of it."""

from campaigns.tests.plan_texts import PLAN
from campaigns.tests.url_table import EDIT, OFFICE, SAVE
from campaigns.tests.url_table_start import STARTERS

IMPORT = {"kwargs": {"pk": "plan_import.pk"}}
PIECE = {"kwargs": {"pk": "import_piece.pk"}}
OPEN = {200: OFFICE, 404: "*"}
STEP = {302: OFFICE, 404: "*"}
OWN = {"Whimbrel-read-plan": OFFICE}


def task_page(world: object) -> dict:
    """A task as its form sends it."""
    fields = world.import_piece.fields
    return {"text": world.import_piece.text, "version": world.import_piece.version, **fields}


TABLE = {
    "campaigns:import-start": {
        "get": {200: STARTERS, 403: "*"},
        "post": {302: OFFICE, 422: "town other_town far_coordinator", 403: "*"},
        "data": {"unit": "units.county.pk", "text": PLAN},
        "shows": OWN,
    },
    "campaigns:import-review": {**IMPORT, "get": OPEN, "shows": OWN},
    "campaigns:import-facts": {
        **IMPORT, "get": OPEN, "post": STEP, "shows": OWN,
        "data": {
            "title": "暑期行动", "kind": "telecom_fraud", "starts_on": "2026-06-15",
            "ends_on": "2026-08-20", "version": "plan_import.version",
        },
    },
    "campaigns:import-revise": {
        "kwargs": {"pk": "campaign.pk"}, "get": EDIT, "post": SAVE,
        "data": {"unit": "units.county.pk", "text": PLAN},
    },
    "campaigns:import-changes": {
        "kwargs": {"pk": "revision.pk"}, "get": OPEN, "post": STEP,
        "data": {"take": "section-new-0", "version": "1"},
    },
    "campaigns:import-certain": {**IMPORT, "post": STEP},
    "campaigns:import-units": {
        **IMPORT, "post": STEP, "data": {"heading": "import_heading.pk", "words": "各镇"},
    },
    "campaigns:import-name": {
        **IMPORT, "post": STEP, "data": {"name": "邮政网点", "words": "青澜农商银行"},
    },
    "campaigns:import-undo": {
        **IMPORT, "post": STEP, "data": {"version": "plan_import.version"}, "refused": OFFICE,
    },
    "campaigns:import-discard": {**IMPORT, "post": STEP},
    "campaigns:import-finish": {
        **IMPORT, "get": OPEN, "post": STEP, "data": {"version": "plan_import.version"},
        "shows": OWN,
    },
    "campaigns:import-piece": {
        **PIECE, "post": STEP, "data": {"do": "confirm:1"},
    },
    "campaigns:import-piece-edit": {
        **PIECE, "get": OPEN, "post": STEP, "data": task_page, "shows": OWN,
    },
    "campaigns:import-piece-cut": {
        **PIECE, "get": OPEN, "post": STEP, "data": {"at": "9", "version": "1"}, "shows": OWN,
    },
}  # fmt: skip
