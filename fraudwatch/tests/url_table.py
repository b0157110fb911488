"""Who may open the pages of the roof: public but one (see role_table.py)."""

TABLE = {
    "healthz": {"get": {200: "anonymous disabled *"}},
    "readyz": {"get": {200: "anonymous disabled *"}},
    "metrics": {"get": {200: "anonymous disabled *"}},  # the test client is on this machine
    "health": {"get": {200: "administrator", 403: "*"}},
    "worker": {"get": {200: "anonymous disabled *"}},
    "security-txt": {"get": {404: "anonymous disabled *"}},  # nobody named a contact
    "set_language": {
        "post": {302: "anonymous disabled *"},
        "data": {"language": "en", "next": "/"},
        "refused": "*",
    },
    "csp-report": {
        "post": {204: "anonymous disabled *"},
        "json": {"csp-report": {"violated-directive": "img-src", "blocked-uri": "x"}},
        "refused": "*",
        "also": [{"post": {400: "anonymous disabled *"}, "json": {}}],
    },
}
