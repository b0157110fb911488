"""Who may open the reminders: coordinators, and who leads the campaign changes the policies."""

OFFICE = "coordinator second_coordinator"
COORDINATORS = f"{OFFICE} town other_town far_coordinator"
# Who sees the campaign and with it its policies.
MEMBERS = (
    "leader inspector auditor town other_town reporter sibling school bank town_reporter"
    " other_reporter two_hats"
)
EDITORS = {200: OFFICE, 403: MEMBERS, 404: "*"}
ACT = {302: OFFICE, 403: MEMBERS, 404: "*"}
FORM = {
    "when": "before", "amount": "2", "measure": "60", "to": "head", "channels": "email",
    "version": "1",
}  # fmt: skip
TERMS = {"quiet_from": "22:00", "quiet_until": "7:00", "cooling_minutes": "120", "version": "1"}
POLICY, STEP = {"pk": "policy.pk"}, {"pk": "step.pk"}

TABLE = {
    "campaigns:reminder-list": {"get": {200: COORDINATORS, 403: "*"}},
    "campaigns:reminder-log": {"get": {200: COORDINATORS, 403: "*"}},
    "campaigns:reminder-choice": {
        "get": {200: "*"},
        "post": {302: "*"},
        "data": {"digest": "yes", "wanted": "email", "quiet_from": "", "quiet_until": ""},
    },
    "campaigns:reminder-add": {
        "kwargs": {"pk": "campaign.pk"},
        "get": EDITORS,
        "post": ACT,
        "data": {"what": "task:"},
    },
    "campaigns:reminder-policy": {"kwargs": POLICY, "get": EDITORS, "post": ACT, "data": TERMS},
    "campaigns:reminder-preview": {
        "kwargs": POLICY,
        "get": {
            200: f"{OFFICE} town other_town",
            403: "leader inspector auditor reporter sibling school bank town_reporter"
            " other_reporter two_hats",
            404: "*",
        },
    },
    "campaigns:reminder-policy-switch": {"kwargs": POLICY, "post": ACT, "data": {"to": "off"}},
    "campaigns:reminder-policy-delete": {"kwargs": POLICY, "post": ACT},
    "campaigns:reminder-step-add": {"kwargs": POLICY, "get": EDITORS, "post": ACT, "data": FORM},
    "campaigns:reminder-step": {"kwargs": STEP, "get": EDITORS, "post": ACT, "data": FORM},
    "campaigns:reminder-step-switch": {"kwargs": STEP, "post": ACT, "data": {"to": "off"}},
    "campaigns:reminder-step-delete": {"kwargs": STEP, "post": ACT},
    "campaigns:reminder-send-again": {
        "kwargs": {"pk": "failed_reminder.pk"},
        "post": {
            302: f"{OFFICE} town",
            403: "administrator leader inspector auditor reporter",
            404: "*",
        },
    },
}
