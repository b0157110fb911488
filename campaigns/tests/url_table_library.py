"""Who may take over built-in indicators."""

from .url_table import OFFICE, TOWNS

TABLE = {
    "campaigns:indicator-library": {
        "get": {200: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "post": {302: f"{OFFICE} {TOWNS} far_coordinator", 403: "*"},
        "data": {"code": "leaflets"},
    },
}
