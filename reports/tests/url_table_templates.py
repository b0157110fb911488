"""Who may open a template's checks and versions, and change them."""

from reports.tests.url_table_boards import EDITORS, MEMBERS, OFFICE, TEMPLATE

SAVED = {302: OFFICE, 403: MEMBERS, 404: "*"}
CHECK = {**TEMPLATE, "check": "check.pk"}
WRITTEN = {
    "expression": "losses <= visits", "message": "损失高于走访数", "severity": "warning",
}  # fmt: skip

TABLE = {
    "reports:template-checks": {
        "kwargs": TEMPLATE, "get": EDITORS, "post": SAVED, "data": WRITTEN,
    },
    "reports:template-check-edit": {
        "kwargs": CHECK, "get": EDITORS, "post": SAVED, "data": WRITTEN,
    },
    "reports:template-check-trial": {"kwargs": CHECK, "get": EDITORS, "post": SAVED},
    "reports:template-check-switch": {"kwargs": CHECK, "post": SAVED, "data": {"to": "on"}},
    "reports:template-versions": {"kwargs": TEMPLATE, "get": {200: MEMBERS, 404: "*"}},
}  # fmt: skip
