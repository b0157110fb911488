"""Who may open the reminders: coordinators, and who leads the campaign changes the rules."""

OFFICE = "coordinator second_coordinator"
COORDINATORS = f"{OFFICE} town other_town far_coordinator"
# Who sees the campaign and with it the rules' template.
MEMBERS = (
    "leader inspector auditor town other_town reporter sibling school bank town_reporter"
    " other_reporter two_hats"
)
EDITORS = {200: OFFICE, 403: MEMBERS, 404: "*"}
ACT = {302: OFFICE, 403: MEMBERS, 404: "*"}
FORM = {"when": "before", "amount": "2", "measure": "60", "by_email": "on", "version": "1"}
RULE = {"pk": "rule.pk"}

TABLE = {
    "reports:reminder-list": {"get": {200: COORDINATORS, 403: "*"}},
    "reports:reminder-log": {"get": {200: COORDINATORS, 403: "*"}},
    "reports:reminder-rule-add": {
        "kwargs": {"pk": "template.pk"},
        "get": EDITORS,
        "post": ACT,
        "data": FORM,
    },
    "reports:reminder-rule": {"kwargs": RULE, "get": EDITORS, "post": ACT, "data": FORM},
    "reports:reminder-rule-switch": {"kwargs": RULE, "post": ACT, "data": {"to": "off"}},
    "reports:reminder-rule-delete": {"kwargs": RULE, "post": ACT},
    "reports:reminder-send-again": {
        "kwargs": {"pk": "failed_reminder.pk"},
        "post": {
            302: f"{OFFICE} town",
            403: "administrator leader inspector auditor reporter",
            404: "*",
        },
    },
}
