"""Who may open the pages of the export centre: one's own jobs, and documents within reach."""

READERS = "coordinator second_coordinator leader inspector auditor"
NOT_THEIRS = (
    "administrator town reporter sibling school bank town_reporter other_town other_reporter"
    " far_coordinator far_reporter two_hats nobody"
)

TABLE = {
    "orgs:export-list": {"get": {200: "*"}, "shows": "Raven-job"},
    "orgs:export-jobs": {
        "get": {200: "*"},
        "query": {"look": "2", "seen": ["job.pk", "nonsense"]},
        "shows": "Raven-job",
    },
    "orgs:export-order": {
        "post": {302: "*"},
        "data": {
            "document": "weekly-summary-xlsx",
            "period": "last_period.pk",
            "unit": "units.county.pk",
        },
        "refused": NOT_THEIRS,
        "also": [
            {
                "data": {
                    "document": "weekly-summary-pdf",
                    "period": "last_period.pk",
                    "unit": "units.town.pk",
                },
                "refused": NOT_THEIRS.replace(" town ", " "),
            },
        ],
    },
    "orgs:export-cancel": {
        "kwargs": {"pk": "waiting_job.pk"},
        "post": {302: "coordinator", 404: "*"},
    },
    "orgs:export-again": {
        "kwargs": {"pk": "failed_job.pk"},
        "post": {302: "coordinator", 404: "*"},
    },
    "orgs:export-download": {
        "kwargs": {"pk": "job.pk"},
        "get": {200: "coordinator", 404: "*"},
        "shows": "Raven-job",
    },
}
