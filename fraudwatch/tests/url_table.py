"""Who may open the pages of the roof: all public (see role_table.py)."""

TABLE = {
    "healthz": {"get": {200: "anonymous disabled *"}},
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
