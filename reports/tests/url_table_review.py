"""Who may open what of review: levels, corrections, versions."""

from reports.tests.url_table_boards import MEMBERS
from reports.tests.url_table_reports import COORDINATORS, LOOK, OFFICE

SCHOOL = "school two_hats"
SIBLING = "sibling two_hats"
TO_SCHOOL = {302: f"town {OFFICE}", 403: f"{SCHOOL} {LOOK}", 404: "*"}
ASKED, CORRECTING, NOW = (
    {"kwargs": {"pk": f"{name}.pk"}} for name in ("approved", "correcting", "decided_now")
)
BY = "2026-06-12T18:00"


def version_of(name: str):
    """The form of a step that needs only the version shown."""
    return lambda world: {"version": getattr(world, name).version}


def answer(**data: str):
    """An answer to the request of the world."""
    return lambda world: {"correction": world.correction.pk, **data}


TABLE = {
    "reports:report-bulk-approve": {
        "get": {200: COORDINATORS, 403: "*"},
        "post": {302: COORDINATORS, 403: "*"},
        "data": lambda world: {"report": f"{world.plain.pk}:{world.plain.version}"},
        "refused": "other_town far_coordinator",
    },
    "reports:report-forward": {
        "kwargs": {"pk": "with_town.pk"},
        "get": {302: f"town {OFFICE}", 403: f"{SIBLING} {LOOK}", 404: "*"},
        "post": {302: f"town {OFFICE}", 403: f"{SIBLING} {LOOK}", 404: "*"},
        "data": version_of("with_town"),
    },
    "reports:report-undo": {
        **NOW, "get": TO_SCHOOL, "post": TO_SCHOOL, "data": version_of("decided_now"),
        "refused": "town second_coordinator",
    },
    "reports:report-versions": {
        "kwargs": {"pk": "submitted.pk"},
        "get": {200: f"reporter town {OFFICE} {LOOK}", 404: "*"},
        "shows": "Wren-village-report",
    },
    "reports:report-correction": {
        **NOW,
        "get": {200: f"{SCHOOL} town {OFFICE}", 403: LOOK, 404: "*"},
        "post": {302: f"{SCHOOL} town {OFFICE}", 403: LOOK, 404: "*"},
        "data": {"v.visits": "98", "reason": "多填了"},
    },
    "reports:report-correction-open": {
        **NOW,
        "get": {200: f"town {OFFICE}", 403: f"{SCHOOL} {LOOK}", 404: "*"},
        "post": TO_SCHOOL,
        "data": {"mark": "visits", "reason": "多填了", "correct_by": BY},
    },
    "reports:report-correction-grant": {
        **ASKED, "post": TO_SCHOOL, "data": answer(correct_by=BY),
    },
    "reports:report-correction-refuse": {
        **ASKED, "post": TO_SCHOOL, "data": answer(answer="台账相符"),
    },
    "reports:report-correction-drop": {
        **CORRECTING,
        "post": {302: OFFICE, 403: f"bank {LOOK}", 404: "*"},
        "data": {"reason": "不必更正"},
    },
    "reports:template-levels": {
        "kwargs": {"pk": "template.pk"},
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
        "data": {"to": "town"},
    },
}  # fmt: skip
