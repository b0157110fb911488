"""Who may open the parts of the task form that answer while one types."""

from campaigns.tests.url_table import OFFICE, OTHERS

TABLE = {
    "campaigns:task-units": {
        "kwargs": {"pk": "campaign.pk"},
        "post": {200: OFFICE, 403: OTHERS, 404: "*"},
        "data": {"responsible_text": "各村", "support_text": "没有的单位"},
        "refused": OFFICE,  # it answers with a list and keeps nothing
        "also": [{"data": {"task": "far.task.pk", "responsible_text": "各成员单位"}}],
    },
    "campaigns:task-rhythm": {
        "kwargs": {"pk": "campaign.pk"},
        "get": {200: OFFICE, 403: OTHERS, 404: "*"},
        "query": {"repeat": "weeks", "due_on": "2026-06-12", "due_time": "18:00"},
    },
}
