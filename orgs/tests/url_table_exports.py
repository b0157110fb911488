"""Who may open the pages of the export centre: own jobs, colleagues' files, what is in reach."""

READERS = "coordinator second_coordinator leader inspector auditor"
NOT_THEIRS = (
    "administrator town reporter sibling school bank town_reporter other_town other_reporter"
    " far_coordinator far_reporter two_hats nobody"
)

TABLE = {
    "orgs:export-list": {"get": {200: "*"}, "shows": {"Raven-job": "coordinator"}},
    "orgs:export-jobs": {
        "get": {200: "*"},
        "query": {"look": "2", "seen": ["job.pk", "nonsense"]},
        "shows": {"Raven-job": "coordinator"},
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
    "orgs:export-schedules": {"get": {200: "*"}, "shows": {"Raven-job": "coordinator"}},
    "orgs:export-schedule-create": {
        "get": {200: "*"},
        "post": {422: "*"},
        "data": {"document": "weekly-summary-xlsx", "rhythm": "weekly", "at": "8"},
    },
    "orgs:export-schedule-edit": {
        "kwargs": {"pk": "schedule.pk"},
        "get": {200: "coordinator", 404: "*"},
        "post": {302: "coordinator", 404: "*"},
        "data": {
            "document": "weekly-summary-xlsx",
            "period": "last_period.pk",
            "unit": "units.county.pk",
            "rhythm": "weekly",
            "weekday": "0",
            "month_day": "1",
            "at": "08:00",
            "receivers": ["schedule.owner.pk"],
            "version": "1",
        },
        "shows": {"Raven-job": "coordinator"},
    },
    "orgs:export-schedule-pause": {
        "kwargs": {"pk": "schedule.pk"},
        "post": {302: "coordinator", 404: "*"},
    },
    "orgs:export-schedule-delete": {
        "kwargs": {"pk": "schedule.pk"},
        "post": {302: "coordinator", 404: "*"},
    },
    "orgs:export-download": {
        "kwargs": {"pk": "job.pk"},
        "get": {200: "coordinator second_coordinator leader", 404: "*"},
        "shows": "Raven-job",
    },
    "orgs:export-colleagues": {
        "get": {200: "*"},
        "shows": {"Raven-job": "second_coordinator leader"},
    },
}
